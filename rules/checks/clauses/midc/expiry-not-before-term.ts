// clause         MIDC-3.11a: image data are kept ten years or more.
// sentence       No expiration day that the archive has set lies before study date plus ten years.
// applies to     the archive's holdings, where the archive sets and shows expiration days.
// facts needed   studies with an expiration day, and those of them whose day lies before their term.
// verdict table  none early → conforms · some early → deviates (a risk, before anything is lost) · settings never read → not-yet-run · no study with an
//                expiration day → notApplicable
// cannot tell    expiration days that the archive does not show.
import { defineHoldingsRule } from '../../define-rule.ts';
import { conforms, deviates, notApplicable, notYetRun, seen } from '../../predicates/verdicts.ts';

export const expiryNotBeforeTerm = defineHoldingsRule({
  id: 'expiry-not-before-term',
  version: 1,
  clause: 'MIDC-3.11a',
  severity: 'major',
  channel: 'retention-proof',
  title: { zh: '归档到期日不早于检查日后十年', en: 'Nothing in the archive expires before ten years' },
  whatToDo: {
    zh: '修改保存策略：到期日从检查日起算不少于十年，并更正已设定的到期日。',
    en: 'Change the retention policy: ten years and more from the study date, and correct the days already set.',
  },
  cannotTell: { zh: '归档系统未显示的到期日。', en: 'Expiration days that the archive does not show.' },
  reviewable: false,
  fourEyes: false,
  parameters: {},
  judge: ({ settings }) => {
    if (settings === undefined) return notYetRun([], ['archive settings']);
    const { set, early } = settings.expiry;
    if (set === 0) return notApplicable('studies with an expiration day', 0);
    const observed = seen({ settingsReadOn: settings.on, expirySet: set, expiryEarly: early });
    return early > 0 ? deviates(observed) : conforms(observed);
  },
});
