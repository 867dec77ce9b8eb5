// clause         MIDC-3.5.3a: patient dose is kept under control.
// sentence       The scanner itself warns before a CT exam of high dose: Dose Check (TID 10015) is set.
// applies to     CT dose reports.
// facts needed   Dose Check entries of the reports, modalities.
// verdict table  an alert or notification value is set → conforms, with a remark when it is the skin-injury default of 1000 mGy · said to be not set →
//                deviates · the report tells nothing of Dose Check → evidence-missing · no CT dose report → notApplicable
// cannot tell    whether the value is a good one. No clause asks for the function by name, so the shipped rule set only measures.
import type { DoseCheck, Quantity } from '@center/contract';
import { amount, defineRule, ours } from '../../define-rule.ts';
import { amountIn } from '../../predicates/dose-values.ts';
import { conforms, deviates, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

const ctdivolLimit = ({ values }: DoseCheck): Quantity<'mGy'> | undefined =>
  amountIn(values.CTDIvolAlertValue, 'mGy') ?? amountIn(values.CTDIvolNotificationValue, 'mGy');

/** Set in so many words, or by a value that stands there. */
const isSet = (check: DoseCheck): boolean => check.configured ?? Object.keys(check.values).length > 0;

export const doseCheckConfigured = defineRule({
  id: 'dose-check-configured',
  version: 3,
  clause: 'MIDC-3.5.3a',
  severity: 'minor',
  channel: 'headers',
  title: { zh: 'CT 已启用剂量提醒', en: 'The scanner’s own dose warning is set' },
  whatToDo: {
    zh: '在扫描方案中设置剂量通知值和警示值；1000 mGy 是皮肤损伤的出厂默认值，对优化没有意义。',
    en: 'Set notification and alert values in the protocols; 1000 mGy is the factory default against skin injury and no help in optimisation.',
  },
  cannotTell: { zh: '所设数值是否恰当。', en: 'Whether the value that is set is a good one.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: false,
  fourEyes: false,
  measuresOnly: true,
  usesFacts: ['dose', 'modalities'],
  parameters: {
    skinDefault: amount(1000, 'mGy', ours('CTDIvol at which scanners warn of skin injury unless set otherwise')),
  },
  judge: ({ dose, modalities }, p) => {
    const reports = dose.reports.filter(({ source }) => source === 'rdsr');
    if (!modalities.includes('CT') || reports.length === 0) return notApplicable('dose.reports', 'no CT dose report');
    const checks = reports.flatMap(({ doseChecks = [] }) => doseChecks);
    if (checks.length === 0) return evidenceMissing(['DoseCheckAlertDetails', 'DoseCheckNotificationDetails']);
    const set = checks.filter(isSet);
    if (set.length === 0) return deviates(seen({ doseCheck: 'not configured' }));
    const limits = set.map(ctdivolLimit).filter((limit) => limit !== undefined);
    const lowest = limits.toSorted((a, b) => a.value - b.value)[0];
    const observed = seen({
      doseCheck: [...new Set(set.map(({ kind }) => kind))].join(' '),
      ...(lowest === undefined ? {} : { CTDIvol: lowest }),
    });
    return lowest !== undefined && lowest >= p.skinDefault
      ? conforms(observed, {
          note: remark(
            '警示值为皮肤损伤默认值，对优化没有意义。',
            'The alert is the skin-injury default and no help in optimisation.',
          ),
        })
      : conforms(observed);
  },
});
