// clause         MIDC-3.5.3c: infants are suitably protected against radiation.
// sentence       A child is not examined with a protocol or a tube voltage of adults, and the shielding of an infant is written down.
// applies to     X-ray studies of children under fifteen; the record of shielding is asked for under three (婴幼儿).
// facts needed   age, whether X-rays were used, words of protocol and series, technique of the images.
// verdict table  a child of three or more without a sign of an adult protocol → conforms · a sign of one → awaiting-review, found in order → conforms,
//                attested, confirmed → deviates, attested · an infant without such a sign → evidence-missing, because no register of shielding exists yet
//                (one finding for the clause) · no age → evidence-missing · no X-rays, fifteen or more, a phantom → notApplicable
// cannot tell    whether the dose fits the child: no level for children is held, and the adult values of a protocol are not known to one study.
import { quantity, type StudyFacts } from '@center/contract';
import { adultProtocolTerms, notPatientTerms } from '@center/register';
import { amount, defineRule, list, ours } from '../../define-rule.ts';
import { hitsSeen } from '../../predicates/hits-seen.ts';
import { notPatient } from '../../predicates/not-patient.ts';
import { hitsIn } from '../../predicates/suspect-words.ts';
import { awaitingReview, conforms, evidenceMissing, notApplicable, remark, seen } from '../../predicates/verdicts.ts';

/** Where devices name the protocol; a description may speak of the patient's parents. */
const protocolKeywords: ReadonlySet<string> = new Set(['ProtocolName', 'SeriesDescription', 'AcquisitionProtocolName']);

function highestCtVoltage({ technique }: StudyFacts): number | undefined {
  const voltages = technique.flatMap(({ Modality, kvp }) => (Modality === 'CT' && kvp !== undefined ? [kvp.max] : []));
  return voltages.length === 0 ? undefined : Math.max(...voltages);
}

export const infantProtection = defineRule({
  id: 'infant-protection',
  version: 2,
  clause: 'MIDC-3.5.3c',
  severity: 'minor',
  channel: 'exposure-register',
  title: { zh: '婴幼儿和儿童得到适当防护', en: 'Infants and children are suitably protected' },
  whatToDo: {
    zh: '为儿童使用儿童方案并降低管电压；在照射登记中记录婴幼儿的屏蔽措施。',
    en: 'Use a paediatric protocol and a lower tube voltage; write the shielding of infants into the exposure register.',
  },
  cannotTell: { zh: '剂量对该儿童是否适当。', en: 'Whether the dose fits the child.' },
  waitsForQuiet: false,
  judgesImported: false,
  reviewable: true,
  fourEyes: false,
  usesFacts: ['xray', 'patient', 'AccessionNumber', 'age', 'words', 'technique'],
  parameters: {
    childUnder: amount(15, 'a', ours('children to whom an adult protocol does not belong; years')),
    infantUnder: amount(3, 'a', ours('婴幼儿: whose shielding is asked for; years')),
    adultTerms: list(adultProtocolTerms, ours('words of a protocol for adults')),
    notPatientTerms: list(notPatientTerms, ours('product list; phantoms and quality checks')),
    adultVoltage: amount(120, 'kV', ours('CT of infants is made with 70 to 100 kV as a rule')),
  },
  judge: (facts, p) => {
    const { xray, age, words } = facts;
    if (xray === 'no') return notApplicable('xray', 'no');
    const phantom = notPatient(facts, p.notPatientTerms);
    if (phantom !== undefined) return notApplicable('notPatient', phantom);
    if (age.years === undefined) return evidenceMissing(['PatientBirthDate', 'PatientAge'], seen({ age: age.source }));
    const years = quantity(age.years, 'a');
    if (years >= p.childUnder) return notApplicable('age', years);
    const infant = years < p.infantUnder;
    const hits = hitsIn(
      words.texts.filter(({ keyword }) => protocolKeywords.has(keyword)),
      p.adultTerms,
    );
    const highest = highestCtVoltage(facts);
    const voltage = highest === undefined ? undefined : quantity(highest, 'kV');
    const observed = [
      ...seen({ age: years }),
      ...hitsSeen(hits),
      ...(voltage === undefined ? [] : seen({ KVP: voltage })),
    ];
    if (hits.length > 0 || (infant && voltage !== undefined && voltage >= p.adultVoltage))
      return awaitingReview(
        observed,
        remark(
          '儿童疑用成人方案或成人管电压。',
          'A child, perhaps examined with a protocol or tube voltage of adults.',
        ),
      );
    return infant ? evidenceMissing(['shieldingRecord'], observed) : conforms(observed);
  },
});
