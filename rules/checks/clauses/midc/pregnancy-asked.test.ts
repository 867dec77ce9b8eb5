import {
  ageUnknown,
  at,
  baseline,
  chest,
  day,
  enteredLate,
  inquiry,
  menstruationDaysAgo,
  nowhereKnown,
  pelvis,
  pregnancy,
  pregnantWoman,
  records,
  review,
  sexes,
  signedAfterExposure,
  studyFacts,
  testRule,
  woman,
  years,
} from '@center/checks/testing';
import { pregnancyAsked } from './pregnancy-asked.ts';

const silent = { pregnancy: pregnancy() };
const late = { ...silent, records: records({ inquiry: inquiry(enteredLate) }) };

testRule(
  pregnancyAsked,
  {},
  {
    conforms: [
      ['status 1', woman(), { basis: 'measured' }],
      ['status 2', woman({ pregnancy: pregnancy({ PregnancyStatus: 2 }) })],
      ['status 3', pregnantWoman(200)],
      ['menstruation 28 days ago', woman({ pregnancy: pregnancy({ lastMenstrual: menstruationDaysAgo(28) }) })],
      ['menstruation today', woman({ pregnancy: pregnancy({ lastMenstrual: menstruationDaysAgo(0) }) })],
      [
        'recent menstruation, a record signed too late',
        woman({
          pregnancy: pregnancy({ lastMenstrual: menstruationDaysAgo(5) }),
          records: records({ inquiry: inquiry(signedAfterExposure) }),
        }),
      ],
      ['a signed inquiry', woman({ ...silent, records: records({ inquiry: inquiry() }) }), { basis: 'attested' }],
      [
        'a late inquiry, reviewed',
        woman({ ...silent, records: records({ inquiry: inquiry({ ...enteredLate, entry: 'late-reviewed' }) }) }),
        { basis: 'attested' },
      ],
      [
        'a late inquiry, dismissed by two persons',
        woman({
          ...late,
          records: records({ inquiry: inquiry(enteredLate), reviews: [review('pregnancy-asked', 'dismissed')] }),
        }),
        { basis: 'attested' },
      ],
      ['asked, age unknown', woman({ age: ageUnknown })],
      ['asked, sex unknown', woman({ patient: { ...baseline.patient, PatientSex: 'O' } })],
      ['a pregnancy stated at 52', woman({ age: years(52), pregnancy: pregnancy({ PregnancyStatus: 3 }) })],
      [
        'unclassified origin is judged',
        woman({ origin: { kind: 'unclassified', why: 'serial number in no register' } }),
      ],
    ],
    deviates: [],
    indeterminate: [
      ['nothing filled', 'evidence-missing', woman(silent), ['PregnancyStatus', 'records.inquiry']],
      ['status 4', 'evidence-missing', woman({ pregnancy: pregnancy({ PregnancyStatus: 4 }) })],
      ['at 15', 'evidence-missing', woman({ ...silent, age: years(15) })],
      ['at 49', 'evidence-missing', woman({ ...silent, age: years(49) })],
      [
        'menstruation 29 days ago',
        'evidence-missing',
        woman({ pregnancy: pregnancy({ lastMenstrual: menstruationDaysAgo(29) }) }),
      ],
      [
        'menstruation unusable',
        'evidence-missing',
        woman({ pregnancy: pregnancy({ lastMenstrual: { status: 'unusable', why: 'after the study' } }) }),
      ],
      [
        'sex unknown',
        'evidence-missing',
        woman({ ...silent, ...sexes.unknown }),
        ['PatientSex', 'PregnancyStatus', 'records.inquiry'],
      ],
      [
        'age unknown',
        'evidence-missing',
        woman({ ...silent, age: ageUnknown }),
        ['PatientBirthDate', 'PatientAge', 'PregnancyStatus', 'records.inquiry'],
      ],
      [
        'region unknown',
        'evidence-missing',
        woman({ ...silent, region: nowhereKnown }),
        ['BodyPartExamined', 'PregnancyStatus', 'records.inquiry'],
      ],
      [
        'X-ray or not unknown',
        'evidence-missing',
        woman({ ...silent, xray: 'unknown' }),
        ['Modality', 'PregnancyStatus', 'records.inquiry'],
      ],
      [
        'signed after the exposure',
        'evidence-missing',
        woman({ ...silent, records: records({ inquiry: inquiry(signedAfterExposure) }) }),
        ['records.inquiry'],
      ],
      ['a late inquiry', 'awaiting-review', woman(late)],
      [
        'a late inquiry, dismissed by one person',
        'awaiting-review',
        woman({
          ...silent,
          records: records({
            inquiry: inquiry(enteredLate),
            reviews: [review('pregnancy-asked', 'dismissed', { secondPerson: false })],
          }),
        }),
      ],
      ['third working day: paper may still come', 'not-yet-run', woman({ ...silent, asOf: day('2026-03-13') })],
      ['fourth working day', 'evidence-missing', woman({ ...silent, asOf: day('2026-03-16') })],
      ['still arriving', 'not-yet-run', woman({ ...silent, completeness: 'arriving' })],
      [
        'no time of exposure, signed the day after',
        'evidence-missing',
        (() => {
          const { acquiredAt: _acquiredAt, ...facts } = woman({
            ...silent,
            records: records({ inquiry: inquiry({ signedAt: at('2026-03-11T08:00:00+08:00') }) }),
          });
          return facts;
        })(),
      ],
    ],
    notApplicable: [
      ['a man', studyFacts({ region: pelvis })],
      ['chest', woman({ ...silent, region: chest })],
      ['at 14', woman({ ...silent, age: years(14) })],
      ['at 50', woman({ ...silent, age: years(50) })],
      ['ultrasound', woman({ ...silent, xray: 'no', ionising: 'no' })],
      ['from outside', woman({ ...silent, origin: { kind: 'imported', by: 'record' } })],
    ],
  },
  { cannotOccur: { deviates: 'a question that was not asked looks the same as one that nobody wrote down' } },
);
