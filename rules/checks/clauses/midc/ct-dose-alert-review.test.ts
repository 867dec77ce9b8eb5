import {
  ageUnknown,
  baseline,
  ctChest,
  ctHead,
  ctReport,
  day,
  pelvis,
  records,
  region,
  review,
  studyFacts,
  testRule,
  years,
} from '@center/checks/testing';
import { quantity } from '@center/contract';
import { ctDoseAlertReview } from './ct-dose-alert-review.ts';

const soon = { asOf: day('2026-03-24') };
const reviewed = (decision: 'confirmed' | 'dismissed'): { records: ReturnType<typeof records> } => ({
  records: records({ reviews: [review('ct-dose-alert-review', decision)] }),
});
const words = (text: string): { words: { texts: { keyword: string; text: string }[]; procedureCodes: [] } } => ({
  words: { texts: [{ keyword: 'StudyDescription', text }], procedureCodes: [] },
});

testRule(
  ctDoseAlertReview,
  {},
  {
    conforms: [
      ['chest at the alert', ctChest({ CTDIvol: 30 })],
      ['head at the alert', ctHead({ CTDIvol: 120 })],
      ['abdomen and pelvis', ctChest({ CTDIvol: 40 }, { region: pelvis, ...words('全腹平扫') })],
      ['above, reviewed and found in order', ctChest({ CTDIvol: 31 }, reviewed('dismissed')), { basis: 'attested' }],
      [
        'above, reviewed and found high: no breach in itself',
        ctChest({ CTDIvol: 31 }, reviewed('confirmed')),
        { basis: 'attested' },
      ],
      [
        'a localiser without phantom beside the scan',
        (() => {
          const report = ctReport();
          const localiser = { type: 'ConstantAngleAcquisition', values: report.events[0]?.values ?? {} };
          return studyFacts({
            dose: { ...baseline.dose, reports: [{ ...report, events: [localiser, ...report.events] }] },
          });
        })(),
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
    ],
    indeterminate: [
      ['just above, tenth working day', 'awaiting-review', ctChest({ CTDIvol: 30.01 }, soon)],
      ['head just above', 'awaiting-review', ctHead({ CTDIvol: 120.01 }, soon)],
      [
        'no CTDIvol',
        'evidence-missing',
        (() => {
          const { maxMeanCTDIvolMGy: _gone, ...dose } = baseline.dose;
          return studyFacts({ dose: { ...dose, reports: [] } });
        })(),
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
        studyFacts({ dose: { ...baseline.dose, unitUnknown: ['MeanCTDIvol 12 mSv'] } }),
      ],
      ['above, still arriving', 'not-yet-run', ctChest({ CTDIvol: 31 }, { completeness: 'arriving' })],
    ],
    notApplicable: [
      ['no CT', studyFacts({ modalities: ['DX'] })],
      ['a child', ctChest({ CTDIvol: 99 }, { age: years(9) })],
      ['17 years', ctChest({ CTDIvol: 99 }, { age: years(17) })],
      [
        'chest and abdomen in one field',
        ctChest({ CTDIvol: 99 }, { region: region({ chest: 'yes', abdomenOrPelvis: 'yes' }) }),
      ],
      ['a limb', ctChest({ CTDIvol: 99 }, { region: region({ decidedBy: ['BodyPartExamined=KNEE'] }) })],
      ['angiography has another level', ctHead({ CTDIvol: 999 }, words('头颅CTA'))],
      ['from outside', ctChest({ CTDIvol: 99 }, { origin: { kind: 'imported', by: 'institution' } })],
    ],
  },
);

testRule(
  ctDoseAlertReview,
  { chestLevel: 10, alertFactor: 1.5 },
  {
    conforms: [['at a local alert', ctChest({ CTDIvol: 15 })]],
    deviates: [['above a local alert', ctChest({ CTDIvol: 15.1 })]],
    indeterminate: [
      ['above a local alert, fresh', 'awaiting-review', ctChest({ CTDIvol: 15.1 }, soon)],
      [
        'values in the header of the images',
        'awaiting-review',
        studyFacts({
          ...soon,
          dose: {
            ...baseline.dose,
            reports: [],
            header: [{ ...ctReport({ CTDIvol: 16 }), source: 'header' }],
            maxMeanCTDIvolMGy: 16,
          },
        }),
      ],
    ],
    notApplicable: [['no CT', studyFacts({ modalities: ['US'] })]],
  },
);
