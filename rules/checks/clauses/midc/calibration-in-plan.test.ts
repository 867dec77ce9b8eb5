import { day, importedStudy, nothingAcquired, records, review, studyFacts, testRule } from '@center/checks/testing';
import type { CalibrationFact, StudyFacts } from '@center/contract';
import { calibrationInPlan } from './calibration-in-plan.ts';

const on = (date: string, what: CalibrationFact['what'] = 'device'): CalibrationFact => ({ what, on: day(date) });
const named = (...calibrations: readonly CalibrationFact[]): Pick<StudyFacts, 'calibrations'> => ({ calibrations });
const future = named(on('2026-03-11', 'detector'));
const decided = (decision: 'confirmed' | 'dismissed'): Pick<StudyFacts, 'records'> => ({
  records: records({ reviews: [review('calibration-in-plan', decision)] }),
});

testRule(
  calibrationInPlan,
  {},
  {
    conforms: [
      ['two months ago', studyFacts(named(on('2026-01-10')))],
      ['on the last day of the plan', studyFacts(named(on('2025-03-10')))],
      ['on the day of the study', studyFacts(named(on('2026-03-10')))],
      ['device and detector', studyFacts(named(on('2026-01-10'), on('2025-12-01', 'detector')))],
      ['in the future, found to be a slip', studyFacts({ ...future, ...decided('dismissed') }), { basis: 'attested' }],
    ],
    deviates: [
      ['in the future, found to be wrong', studyFacts({ ...future, ...decided('confirmed') }), { basis: 'attested' }],
    ],
    indeterminate: [
      ['a day past the plan', 'evidence-missing', studyFacts(named(on('2025-03-09'))), ['DateOfLastCalibration']],
      [
        'the dose meter is past it',
        'evidence-missing',
        studyFacts(named(on('2026-01-10'), on('2019-01-01', 'dose-meter'))),
        ['CalibrationDate'],
      ],
      ['after the study', 'awaiting-review', studyFacts(future)],
      [
        'after the study, another one expired',
        'awaiting-review',
        studyFacts(named(on('2019-01-01'), ...future.calibrations)),
      ],
      [
        'no date at all',
        'evidence-missing',
        studyFacts(),
        ['DateOfLastCalibration', 'DateOfLastDetectorCalibration', 'CalibrationDate'],
      ],
      ['no date so far', 'not-yet-run', studyFacts({ completeness: 'arriving' })],
    ],
    notApplicable: [
      ['no acquired image', studyFacts({ ...nothingAcquired, ...named(on('2019-01-01')) })],
      ['from outside', studyFacts({ ...importedStudy, ...named(on('2019-01-01')) })],
    ],
  },
);
