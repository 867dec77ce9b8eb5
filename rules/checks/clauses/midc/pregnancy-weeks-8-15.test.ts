import {
  ageUnknown,
  chest,
  day,
  device,
  enteredLate,
  inquiry,
  menstruationDaysAgo,
  noRecords,
  nowhereKnown,
  pregnancy,
  pregnantWoman,
  records,
  review,
  sexes,
  specialNeed,
  studyFacts,
  testRule,
  upperAbdomen,
  woman,
  years,
} from '@center/checks/testing';
import { quantity } from '@center/contract';
import { describe, expect, test } from 'vitest';
import { judgeRule } from '../../evaluate.ts';
import { parametersOf } from '../../testing/test-rule.ts';
import { pregnancyWeeks8To15 } from './pregnancy-weeks-8-15.ts';

const bare = (days: number, change = {}): ReturnType<typeof woman> =>
  pregnantWoman(days, { records: noRecords, ...change });
const inside = { lastMenstrual: menstruationDaysAgo(90) };

testRule(
  pregnancyWeeks8To15,
  {},
  {
    conforms: [
      ['day 69, conception week 7', bare(69), { basis: 'measured' }],
      ['day 126, conception week 16', bare(126)],
      ['inside, with a special need', pregnantWoman(90), { basis: 'attested' }],
      [
        'inside, special need entered late and reviewed',
        bare(90, { records: records({ specialNeed: specialNeed({ ...enteredLate, entry: 'late-reviewed' }) }) }),
        { basis: 'attested' },
      ],
      [
        'said not to be pregnant, date inside',
        woman({ pregnancy: pregnancy({ PregnancyStatus: 1, ...inside }) }),
        { basis: 'measured' },
      ],
      ['not pregnant, no date', woman()],
      [
        'not pregnant by signed answer',
        woman({ pregnancy: pregnancy(), records: records({ inquiry: inquiry() }) }),
        { basis: 'attested' },
      ],
      [
        'recent menstruation, nothing else',
        woman({ pregnancy: pregnancy({ lastMenstrual: menstruationDaysAgo(10) }) }),
      ],
      [
        'ultrasound outranks: date inside, ultrasound outside',
        bare(90, { records: records({ inquiry: inquiry({ answer: 'pregnant', ultrasoundConceptionDays: 112 }) }) }),
        { basis: 'attested' },
      ],
      [
        'signed date older than 300 days: the header counts',
        bare(200, {
          records: records({ inquiry: inquiry({ answer: 'pregnant', lastMenstrualDate: day('2025-05-13') }) }),
        }),
        { basis: 'measured' },
      ],
      [
        'signed date after the study: the header counts',
        bare(200, {
          records: records({ inquiry: inquiry({ answer: 'pregnant', lastMenstrualDate: day('2026-03-11') }) }),
        }),
        { basis: 'measured' },
      ],
      [
        'signed date exactly 300 days old',
        bare(90, {
          records: records({ inquiry: inquiry({ answer: 'pregnant', lastMenstrualDate: day('2025-05-14') }) }),
        }),
        { basis: 'attested' },
      ],
      ['outside, region unknown', bare(200, { region: nowhereKnown })],
      [
        'a late special need, dismissed by two persons',
        bare(90, {
          records: records({
            specialNeed: specialNeed(enteredLate),
            reviews: [review('pregnancy-weeks-8-15', 'dismissed')],
          }),
        }),
        { basis: 'attested' },
      ],
    ],
    deviates: [
      [
        'day 70, conception week 8+0',
        bare(70),
        { observed: expect.arrayContaining([{ fact: 'conceptionWeek', value: quantity(8, 'wk') }]) as [] },
      ],
      [
        'day 125, conception week 15+6',
        bare(125),
        { observed: expect.arrayContaining([{ fact: 'conceptionWeek', value: quantity(15, 'wk') }]) as [] },
      ],
      [
        'dated by the signed answer',
        bare(0, {
          pregnancy: pregnancy({ PregnancyStatus: 3 }),
          records: records({ inquiry: inquiry({ answer: 'pregnant', lastMenstrualDate: day('2025-12-10') }) }),
        }),
      ],
      [
        'ultrasound outranks: date outside, ultrasound inside at 56',
        bare(30, { records: records({ inquiry: inquiry({ answer: 'pregnant', ultrasoundConceptionDays: 56 }) }) }),
      ],
      [
        'ultrasound at 111',
        bare(30, { records: records({ inquiry: inquiry({ answer: 'pregnant', ultrasoundConceptionDays: 111 }) }) }),
      ],
      ['pregnant at 52', bare(90, { age: years(52) })],
      ['pregnant, sex not filled', bare(90, sexes.unknown)],
      [
        'positron emission of the whole body',
        bare(90, { xray: 'no', ionising: 'yes', modalities: ['PT'], devices: [device('PT')] }),
      ],
    ],
    indeterminate: [
      [
        'possibly pregnant, inside',
        'evidence-missing',
        woman({ pregnancy: pregnancy({ PregnancyStatus: 2, ...inside }) }),
        ['PregnancyStatus', 'records.inquiry'],
      ],
      ['status 4, inside', 'evidence-missing', woman({ pregnancy: pregnancy({ PregnancyStatus: 4, ...inside }) })],
      ['status not filled, inside', 'evidence-missing', woman({ pregnancy: pregnancy(inside) })],
      [
        'pregnant without a date',
        'evidence-missing',
        woman({ pregnancy: pregnancy({ PregnancyStatus: 3 }) }),
        ['LastMenstrualDate'],
      ],
      ['pregnant, 301 days', 'evidence-missing', bare(301), ['LastMenstrualDate']],
      [
        'pregnant, date after the study',
        'evidence-missing',
        woman({
          pregnancy: pregnancy({ PregnancyStatus: 3, lastMenstrual: { status: 'unusable', why: 'after the study' } }),
        }),
        ['LastMenstrualDate'],
      ],
      [
        'nothing said',
        'evidence-missing',
        woman({ pregnancy: pregnancy() }),
        ['PregnancyStatus', 'LastMenstrualDate', 'records.inquiry'],
      ],
      ['pregnant inside, region unknown', 'evidence-missing', bare(90, { region: nowhereKnown }), ['BodyPartExamined']],
      [
        'sex unknown, nothing said',
        'evidence-missing',
        woman({ ...sexes.unknown, pregnancy: pregnancy() }),
        ['PatientSex'],
      ],
      [
        'age unknown, nothing said',
        'evidence-missing',
        woman({ age: ageUnknown, pregnancy: pregnancy() }),
        ['PatientBirthDate', 'PatientAge'],
      ],
      ['ionising or not unknown', 'evidence-missing', bare(90, { ionising: 'unknown' }), ['Modality']],
      [
        'special need entered late',
        'awaiting-review',
        bare(90, { records: records({ specialNeed: specialNeed(enteredLate) }) }),
      ],
      [
        'answer entered late',
        'awaiting-review',
        woman({ pregnancy: pregnancy(), records: records({ inquiry: inquiry(enteredLate) }) }),
      ],
      [
        'statuses contradict',
        'awaiting-review',
        woman({ pregnancy: pregnancy({ PregnancyStatus: 1, contradictory: true }) }),
      ],
      ['still arriving', 'not-yet-run', bare(90, { completeness: 'arriving' })],
      ['paper may still come', 'not-yet-run', woman({ pregnancy: pregnancy(), asOf: day('2026-03-12') })],
    ],
    notApplicable: [
      ['a man', studyFacts()],
      ['chest', bare(90, { region: chest })],
      ['upper abdomen', bare(90, { region: upperAbdomen })],
      ['ultrasound', bare(90, { ionising: 'no', xray: 'no' })],
      ['at 50, nothing said', woman({ age: years(50), pregnancy: pregnancy() })],
      ['from outside', bare(90, { origin: { kind: 'imported', by: 'record' } })],
    ],
  },
);

describe('the end of the window as a parameter', () => {
  const shorter = parametersOf(pregnancyWeeks8To15, { windowEnd: 119 });
  test('read as 15+0, day 119 is the last one', () => {
    expect(judgeRule(pregnancyWeeks8To15, bare(119), shorter).kind).toBe('deviates');
    expect(judgeRule(pregnancyWeeks8To15, bare(120), shorter).kind).toBe('conforms');
  });
});
