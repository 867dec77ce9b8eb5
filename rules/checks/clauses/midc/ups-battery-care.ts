// clause         MIDC-3.12b: the PACS has an independent UPS (配备独立UPS不间断电源).
// sentence       The UPS can carry its load: battery in its years, self-test passed of late, run time at the present load as long as wanted.
// applies to     the center's UPS that feeds the PACS.
// facts needed   battery date, asks for replacement, last self-test with its result, run time and its goal, grade, hosted PACS, whether it is heard.
// verdict table  all of it good → conforms; battery old enough to plan its replacement → due soon · asks for a new battery, failed its test, runs shorter than wanted →
//                deviates · battery past its years → deviates, attested · watched and silent → source-silent · self-test too old or none, or battery date
//                unknown → evidence-missing · hosted → conforms, attested, while the certificate holds · no UPS entered → not-yet-run, declared absent →
//                notApplicable (independent-ups says both)
// cannot tell    how the battery behaves under full load for long.
import {
  addDays,
  addMonths,
  type CalendarDate,
  type Observed,
  quantity,
  type UpsFacts,
  type Verdict,
} from '@center/contract';
import { amount, defineUpsRule, ours } from '../../define-rule.ts';
import { equipmentSeen } from '../../predicates/equipment-seen.ts';
import { byHostCertificate } from '../../predicates/hosted-pacs.ts';
import {
  conforms,
  deviates,
  evidenceMissing,
  notApplicable,
  notYetRun,
  remark,
  seen,
  sourceSilent,
} from '../../predicates/verdicts.ts';

/** The run time stands there when it is too short: it moves with every look, and a long one is no news. */
function careSeen(ups: UpsFacts): readonly Observed[] {
  const { batteryDate, replaceBattery, selfTest, runtimeMinutes, runtimeGoalMinutes } = ups;
  return [
    ...equipmentSeen(ups),
    ...seen({
      batteryDate,
      replaceBattery,
      ...(selfTest === undefined ? {} : { selfTestOn: selfTest.on, selfTestPassed: selfTest.passed }),
      ...(runtimeMinutes === undefined || !tooShort(ups)
        ? {}
        : { runTime: quantity(Math.floor(runtimeMinutes), 'min') }),
      ...(runtimeGoalMinutes === undefined ? {} : { runTimeGoal: quantity(runtimeGoalMinutes, 'min') }),
    }),
  ];
}

const tooShort = ({ runtimeMinutes, runtimeGoalMinutes }: UpsFacts): boolean =>
  runtimeMinutes !== undefined && runtimeGoalMinutes !== undefined && runtimeMinutes < runtimeGoalMinutes;

/** What the UPS itself says against its battery. */
function told(ups: UpsFacts): string | undefined {
  const { replaceBattery, selfTest } = ups;
  if (replaceBattery) return remark('UPS 提示更换电池。', 'The UPS asks for a new battery.');
  if (selfTest?.passed === false) return remark('最近一次自检未通过。', 'The last self-test failed.');
  return tooShort(ups)
    ? remark('当前负载下续航短于目标。', 'At the present load it runs shorter than wanted.')
    : undefined;
}

function expired(
  { selfTest, batteryDate, asOf }: UpsFacts,
  testedWithinDays: number,
): { readonly missing: readonly string[]; readonly note?: string } | undefined {
  if (selfTest === undefined) return { missing: ['selfTest'] };
  if (addDays(selfTest.on, testedWithinDays) < asOf)
    return { missing: ['selfTest'], note: remark('自检已过期。', 'The self-test is too old.') };
  return batteryDate === undefined ? { missing: ['batteryDate'] } : undefined;
}

const older = (date: CalendarDate | undefined, months: number, asOf: CalendarDate): boolean =>
  date !== undefined && addMonths(date, months) <= asOf;

function judgeCare(
  facts: UpsFacts,
  years: { readonly warn: number; readonly most: number },
  testedWithinDays: number,
): Verdict {
  const { batteryDate, heard, silentSince, asOf } = facts;
  const observed = careSeen(facts);
  const against = heard ? told(facts) : undefined;
  if (against !== undefined) return deviates(observed, { note: against });
  if (older(batteryDate, 12 * years.most, asOf))
    return deviates(observed, {
      basis: 'attested',
      note: remark('电池已超过使用年限。', 'The battery is past its years.'),
    });
  if (!heard && silentSince !== undefined) return sourceSilent(observed, ['upsReading']);
  const lacking = expired(facts, testedWithinDays);
  if (lacking !== undefined) return evidenceMissing(lacking.missing, observed, lacking.note);
  return older(batteryDate, 12 * years.warn, asOf)
    ? conforms(observed, {
        dueSoon: true,
        note: remark('电池应列入更换计划。', 'Plan the replacement of the battery.'),
      })
    : conforms(observed);
}

export const upsBatteryCare = defineUpsRule({
  id: 'ups-battery-care',
  version: 1,
  clause: 'MIDC-3.12b',
  severity: 'minor',
  channel: 'ups-watch',
  title: { zh: 'UPS 电池与续航完好', en: 'The battery of the UPS carries its load' },
  whatToDo: {
    zh: '更换到期或报警的电池并登记日期；每月自检；续航不足时减负载或加电池。',
    en: 'Replace a battery past its years or that the UPS complains of, and enter the date; test monthly; take load off or add batteries where it runs too short.',
  },
  cannotTell: { zh: '电池在满负载下长时间的表现。', en: 'How the battery behaves under full load for long.' },
  reviewable: false,
  fourEyes: false,
  parameters: {
    batteryWarn: amount(3, 'a', ours('float life of batteries as makers give it: three to five years')),
    batteryMost: amount(5, 'a', ours('float life of batteries as makers give it: three to five years')),
    testedWithin: amount(35, 'd', ours('a self-test each month, with days to spare')),
    warnBefore: amount(90, 'd', ours('days before the certificate of a host ends from which it warns')),
  },
  judge: (facts, p) => {
    const { hosted, declaredAbsent, equipmentId, grade, asOf } = facts;
    if (hosted !== undefined) return byHostCertificate(hosted, asOf, p.warnBefore);
    if (declaredAbsent) return notApplicable('ups', 'declared absent');
    if (equipmentId === undefined) return notYetRun(seen({ upsGrade: grade }), ['ups']);
    return judgeCare(facts, { warn: p.batteryWarn.value, most: p.batteryMost.value }, p.testedWithin.value);
  },
});
