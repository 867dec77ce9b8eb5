import { nowhereKnown, records, region, review, studyFacts, testRule } from '@center/checks/testing';
import { scopeNoFetalXray } from './scope-no-fetal-xray.ts';

const fetal = region({ fetal: 'yes', decidedBy: ['BodyPartExamined=FETUS'] });
const words = (text: string): { words: { texts: { keyword: string; text: string }[]; procedureCodes: [] } } => ({
  words: { texts: [{ keyword: 'StudyDescription', text }], procedureCodes: [] },
});
const noWords = { words: { texts: [], procedureCodes: [] } };

testRule(
  scopeNoFetalXray,
  {},
  {
    conforms: [
      ['chest', studyFacts()],
      ['no region, ordinary words', studyFacts({ region: nowhereKnown })],
      ['after birth is not before', studyFacts(words('产后骨盆正位'))],
      ['fetal ultrasound', studyFacts({ ionising: 'no', modalities: ['US'], region: fetal })],
      [
        'suspect dismissed by two persons',
        studyFacts({ region: fetal, records: records({ reviews: [review('scope-no-fetal-xray', 'dismissed')] }) }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'suspect confirmed by two persons',
        studyFacts({ region: fetal, records: records({ reviews: [review('scope-no-fetal-xray', 'confirmed')] }) }),
        { basis: 'attested' },
      ],
    ],
    indeterminate: [
      ['fetal body part', 'awaiting-review', studyFacts({ region: fetal })],
      ['prenatal words', 'awaiting-review', studyFacts(words('产前筛查'))],
      ['a Latin word', 'awaiting-review', studyFacts(words('Fetal CT'))],
      ['fetal, ionising or not unknown', 'awaiting-review', studyFacts({ ionising: 'unknown', region: fetal })],
      [
        'confirmed by one person',
        'awaiting-review',
        studyFacts({
          region: fetal,
          records: records({ reviews: [review('scope-no-fetal-xray', 'confirmed', { secondPerson: false })] }),
        }),
      ],
      ['nothing to look at', 'evidence-missing', studyFacts({ region: nowhereKnown, ...noWords })],
      [
        'nothing to look at yet',
        'not-yet-run',
        studyFacts({ region: nowhereKnown, ...noWords, completeness: 'arriving' }),
      ],
    ],
    notApplicable: [
      ['ultrasound of the liver', studyFacts({ ionising: 'no', modalities: ['US'] })],
      ['from outside', studyFacts({ region: fetal, origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);
