import {
  ageUnknown,
  importedStudy,
  inquiry,
  menstruationDaysAgo,
  patient,
  pregnancy,
  pregnantWoman,
  records,
  review,
  studyFacts,
  testRule,
  woman,
  years,
} from '@center/checks/testing';
import type { PregnancyFacts, StudyFacts } from '@center/contract';
import { pregnancyDataAgree } from './pregnancy-data-agree.ts';

const status = (PregnancyStatus: PregnancyFacts['PregnancyStatus']): Pick<StudyFacts, 'pregnancy'> => ({
  pregnancy: pregnancy({ PregnancyStatus }),
});
const unusable = (why: string, PregnancyStatus: PregnancyFacts['PregnancyStatus'] = 'not-filled'): StudyFacts =>
  woman({ pregnancy: pregnancy({ PregnancyStatus, lastMenstrual: { status: 'unusable', why } }) });
const tooOld = 'more than 300 days before the study';
const answered = (answer: 'not-pregnant' | 'pregnant' | 'possibly'): Pick<StudyFacts, 'records'> => ({
  records: records({ inquiry: inquiry({ answer }) }),
});
const twoValues = { pregnancy: pregnancy({ PregnancyStatus: 3, contradictory: true }) };
const decided = (decision: 'confirmed' | 'dismissed'): Pick<StudyFacts, 'records'> => ({
  records: records({ reviews: [review('pregnancy-data-agree', decision)] }),
});

testRule(
  pregnancyDataAgree,
  {},
  {
    conforms: [
      ['not pregnant', woman()],
      ['pregnant, with a date', pregnantWoman(90)],
      ['a man with "unknown", the default of a console', studyFacts(status(4))],
      ['a man with "not pregnant"', studyFacts(status(1))],
      ['an old date of a woman who is not pregnant', unusable(tooOld, 1)],
      ['an old date alone', unusable(tooOld)],
      ['pregnant at 10', woman({ ...status(3), age: years(10) })],
      ['pregnant at 60', woman({ ...status(2), age: years(60) })],
      ['pregnant, age unknown', woman({ ...status(3), age: ageUnknown })],
      ['header and answer agree', woman({ ...status(1), ...answered('not-pregnant') })],
      ['possibly by her word, no by the header', woman({ ...status(1), ...answered('possibly') })],
      ['two values, looked at', woman({ ...twoValues, ...decided('dismissed') }), { basis: 'attested' }],
    ],
    deviates: [
      ['a pregnant man', studyFacts(status(3)), { basis: 'measured' }],
      ['a man, possibly pregnant', studyFacts(status(2))],
      [
        'a man with a last menstrual date',
        studyFacts({ pregnancy: pregnancy({ lastMenstrual: menstruationDaysAgo(20) }) }),
      ],
      ['a date after the study', unusable('after the study')],
      [
        'a date after the study of somebody of unknown sex',
        studyFacts({ ...patient({ PatientSex: 'absent' }), pregnancy: unusable('after the study').pregnancy }),
      ],
      ['two values, found to be wrong', woman({ ...twoValues, ...decided('confirmed') }), { basis: 'attested' }],
    ],
    indeterminate: [
      ['two values in one study', 'awaiting-review', woman(twoValues)],
      ['pregnant with a date too old for it', 'awaiting-review', unusable(tooOld, 3)],
      ['pregnant at 9', 'awaiting-review', woman({ ...status(3), age: years(9) })],
      ['pregnant at 61', 'awaiting-review', woman({ ...status(2), age: years(61) })],
      [
        'pregnant in the header, not by her word',
        'awaiting-review',
        woman({ ...status(3), ...answered('not-pregnant') }),
      ],
      ['pregnant by her word, not in the header', 'awaiting-review', woman({ ...status(1), ...answered('pregnant') })],
      ['no date', 'evidence-unreadable', unusable('no calendar date', 3), ['LastMenstrualDate']],
    ],
    notApplicable: [
      ['nothing filled', woman({ pregnancy: pregnancy() })],
      ['0 for a woman, which is not filled', woman({ pregnancy: pregnancy({ zeroWritten: true }) })],
      ['0 for a man, which is not filled', studyFacts({ pregnancy: pregnancy({ zeroWritten: true }) })],
      ['from outside', studyFacts({ ...status(3), ...importedStudy })],
    ],
  },
);
