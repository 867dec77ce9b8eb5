import {
  ageUnknown,
  baseline,
  ctChest,
  ctHead,
  day,
  records,
  review,
  studyFacts,
  testRule,
  years,
} from '@center/checks/testing';
import { quantity, type StudyFacts } from '@center/contract';
import { examClassById, referenceLevels } from '@center/register';
import { ctDoseAlertReview } from './ct-dose-alert-review.ts';

const soon = { asOf: day('2026-03-24') };
const reviewed = (decision: 'confirmed' | 'dismissed'): { records: ReturnType<typeof records> } => ({
  records: records({ reviews: [review('ct-dose-alert-review', decision)] }),
});
const of = (examClass: string, dose: Parameters<typeof ctChest>[0], change: Partial<StudyFacts> = {}): StudyFacts =>
  ctChest(dose, { exam: { class: examClass, decidedBy: 'ProtocolName=X' }, ...change });
/** The figures of the exam, changed. */
const figures = (exam: Partial<StudyFacts['dose']['exam']>, change: Partial<StudyFacts> = {}): StudyFacts =>
  studyFacts({ dose: { ...baseline.dose, exam: { ...baseline.dose.exam, ...exam } }, ...change });

testRule(
  ctDoseAlertReview,
  {},
  {
    conforms: [
      ['chest at the alert', ctChest({ CTDIvol: 30 })],
      ['head at the alert', ctHead({ CTDIvol: 120 })],
      ['abdomen at the alert', of('abdomen', { CTDIvol: 40 })],
      ['DLP at the alert', ctChest({ DLP: 940 })],
      [
        'DLP of several phases is not compared',
        figures({
          amounts: { CTDIvol: { value: 10, source: 'rdsr' }, DLP: { value: 3000, source: 'rdsr' } },
          phases: 3,
        }),
      ],
      ['sinuses on the head phantom', of('sinus', { CTDIvol: 80, phantom: 'head-16cm' })],
      ...referenceLevels.map(
        ({ examCode, ctdivol, dlp }) =>
          [
            `${examCode} at twice the level`,
            of(examCode, {
              CTDIvol: 2 * ctdivol.p75.value,
              DLP: 2 * dlp.p75.value,
              phantom: examClassById(examCode)?.phantom ?? 'body-32cm',
            }),
          ] as const,
      ),
      ['above, reviewed and found in order', ctChest({ CTDIvol: 31 }, reviewed('dismissed')), { basis: 'attested' }],
      [
        'above, reviewed and found high: no breach in itself',
        ctChest({ CTDIvol: 31 }, reviewed('confirmed')),
        { basis: 'attested' },
      ],
      ['zero is a dose', ctChest({ CTDIvol: 0 })],
    ],
    deviates: [
      [
        'above and unreviewed on the eleventh working day',
        ctChest({ CTDIvol: 30.01 }, { asOf: day('2026-03-25') }),
        { limit: quantity(10, '[working_d]') },
      ],
      [
        'above, reviewed for another rule only',
        ctChest({ CTDIvol: 31 }, { records: records({ reviews: [review('study-origin', 'dismissed')] }) }),
      ],
      [
        'above, and only the finding accepted',
        ctChest({ CTDIvol: 31 }, { records: records({ reviews: [review('ct-dose-alert-review', 'accepted')] }) }),
      ],
      ['head above, months later', ctHead({ CTDIvol: 121 })],
      ['DLP above', ctChest({ DLP: 940.1 })],
      ...referenceLevels.map(
        ({ examCode, ctdivol }) =>
          [
            `${examCode} above twice the level`,
            of(examCode, {
              CTDIvol: 2 * ctdivol.p75.value + 0.1,
              phantom: examClassById(examCode)?.phantom ?? 'body-32cm',
            }),
          ] as const,
      ),
    ],
    indeterminate: [
      ['just above, tenth working day', 'awaiting-review', ctChest({ CTDIvol: 30.01 }, soon)],
      ['head just above', 'awaiting-review', ctHead({ CTDIvol: 120.01 }, soon)],
      [
        'no CTDIvol',
        'evidence-missing',
        figures({ amounts: { DLP: { value: 200, source: 'rdsr' } } }),
        ['MeanCTDIvol'],
      ],
      [
        'phantom unknown',
        'evidence-missing',
        ctChest({ CTDIvol: 10, phantom: 'none' }),
        ['CTDIwPhantomType body-32cm'],
      ],
      [
        'head on the body phantom',
        'evidence-missing',
        ctHead({ phantom: 'body-32cm' }),
        ['CTDIwPhantomType head-16cm'],
      ],
      ['age unknown', 'evidence-missing', ctChest({}, { age: ageUnknown }), ['PatientBirthDate', 'PatientAge']],
      [
        'unit outside the table',
        'unit-unknown',
        studyFacts({ dose: { ...baseline.dose, unitUnknown: ['MeanCTDIvol'] } }),
        ['MeanCTDIvol'],
      ],
      [
        'a unit of something else does not matter, a missing value does',
        'evidence-missing',
        studyFacts({ dose: { ...baseline.dose, exam: { amounts: {} }, unitUnknown: ['ExposureTime'] } }),
        ['MeanCTDIvol'],
      ],
      ['above, still arriving', 'not-yet-run', ctChest({ CTDIvol: 31 }, { completeness: 'arriving' })],
    ],
    notApplicable: [
      ['no CT', studyFacts({ modalities: ['DX'] })],
      ['a child', ctChest({ CTDIvol: 99 }, { age: years(9) })],
      ['17 years', ctChest({ CTDIvol: 99 }, { age: years(17) })],
      ['unmapped', ctChest({ CTDIvol: 99 }, { exam: { decidedBy: 'unmapped' } })],
      ['a class without a level', of('ct-perfusion', { CTDIvol: 999 })],
      ['from outside', ctChest({ CTDIvol: 99 }, { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);

testRule(
  ctDoseAlertReview,
  { chestCtdivol: 10, alertFactor: 1.5 },
  {
    conforms: [['at a local alert', ctChest({ CTDIvol: 15 })]],
    deviates: [['above a local alert', ctChest({ CTDIvol: 15.1 })]],
    indeterminate: [
      ['above a local alert, fresh', 'awaiting-review', ctChest({ CTDIvol: 15.1 }, soon)],
      [
        'values in the header of the images',
        'awaiting-review',
        figures({ amounts: { CTDIvol: { value: 16, source: 'header' } } }, soon),
      ],
    ],
    notApplicable: [['no CT', studyFacts({ modalities: ['US'] })]],
  },
);
