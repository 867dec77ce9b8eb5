import { enteredLate, inquiryOf, specialNeedOf } from '../center/care-records.ts';
import { examByKey } from '../center/exams.ts';
import { attestedConforming, conforming, deviating, indeterminate, notApplicable } from '../manifest.ts';
import { everywhere } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';
import { chest, missing, papers, pelvis, stomach, told, waiting } from './pregnant-patients.ts';

const askedCases: readonly CaseDefinition[] = [
  {
    name: 'asked-by-status',
    rule: 'pregnancy-asked',
    fault: 'none: PregnancyStatus says not pregnant',
    wish: stomach,
    plan: told(1),
    expected: {},
  },
  {
    name: 'asked-by-record',
    rule: 'pregnancy-asked',
    fault: 'none: a signed answer is on record',
    wish: stomach,
    records: (plan) => inquiryOf(plan, { answer: 'not-pregnant' }),
    expected: { 'pregnancy-asked': attestedConforming },
  },
  {
    name: 'asked-by-recent-menstruation',
    rule: 'pregnancy-asked',
    fault: 'none: LastMenstrualDate of twelve days ago',
    wish: stomach,
    plan: told(undefined, 12),
    expected: {},
  },
  {
    name: 'not-asked',
    rule: 'pregnancy-asked',
    fault: 'neither PregnancyStatus nor a signed answer',
    wish: stomach,
    expected: { 'pregnancy-asked': missing },
  },
  {
    name: 'not-asked-status-unknown',
    rule: 'pregnancy-asked',
    fault: 'PregnancyStatus is 4, unknown',
    wish: stomach,
    plan: told(4),
    expected: { 'pregnancy-asked': missing },
  },
  {
    name: 'not-asked-status-zero',
    rule: 'pregnancy-asked',
    fault: 'PregnancyStatus is 0, as one maker writes for everybody',
    wish: stomach,
    alter: everywhere({ PregnancyStatus: 0 }),
    expected: { 'pregnancy-asked': missing },
  },
  {
    name: 'not-asked-sex-unknown',
    rule: 'pregnancy-asked',
    fault: 'PatientSex has no value, and nobody was asked',
    wish: stomach,
    alter: everywhere({ PatientSex: null }),
    expected: { 'pregnancy-asked': missing },
  },
  {
    name: 'menstruation-too-old',
    rule: 'pregnancy-asked',
    fault: 'LastMenstrualDate alone, 29 days old',
    wish: stomach,
    plan: told(undefined, 29),
    expected: { 'pregnancy-asked': missing },
  },
  {
    name: 'asked-record-late',
    rule: 'pregnancy-asked',
    fault: 'the signed answer was entered after the exposure (补录)',
    wish: stomach,
    records: (plan) => inquiryOf(plan, { answer: 'not-pregnant' }, enteredLate),
    expected: { 'pregnancy-asked': waiting },
  },
  {
    name: 'asked-record-reviewed',
    rule: 'pregnancy-asked',
    fault: 'none: a late entry that a second person has reviewed',
    wish: stomach,
    records: (plan) => inquiryOf(plan, { answer: 'not-pregnant' }, { ...enteredLate, entry: 'late-reviewed' }),
    expected: { 'pregnancy-asked': attestedConforming },
  },
  {
    name: 'asked-filing-days',
    rule: 'pregnancy-asked',
    fault: 'nothing on record yet, one day after the examination',
    wish: stomach,
    daysAgo: 1,
    expected: { 'pregnancy-asked': indeterminate('not-yet-run') },
  },
  {
    name: 'girl-not-reached',
    rule: 'pregnancy-asked',
    fault: 'none: a girl of eight',
    wish: { ...pelvis, exam: examByKey('dx-abdomen'), age: { years: [8, 8] } },
    expected: {},
  },
];

const window = (days: number, inside: boolean): CaseDefinition => ({
  name: `pregnant-day-${days}`,
  rule: 'pregnancy-weeks-8-15',
  fault: inside
    ? `pregnant, day ${days} after the last menstruation, no special need on record`
    : `none: pregnant, day ${days} after the last menstruation, outside of weeks 8 to 15`,
  wish: pelvis,
  plan: told(3, days),
  records: papers,
  expected: { 'pregnancy-weeks-8-15': inside ? deviating : conforming },
});

const weeksCases: readonly CaseDefinition[] = [
  window(69, false),
  window(70, true),
  window(125, true),
  window(126, false),
  {
    name: 'special-need',
    rule: 'pregnancy-weeks-8-15',
    fault: 'none: inside the window with a special need on record',
    wish: pelvis,
    plan: told(3, 98),
    records: (plan) => ({ ...papers(plan), ...specialNeedOf(plan) }),
    expected: { 'pregnancy-weeks-8-15': attestedConforming },
  },
  {
    name: 'special-need-late',
    rule: 'pregnancy-weeks-8-15',
    fault: 'the special need was entered after the exposure (补录)',
    wish: pelvis,
    plan: told(3, 98),
    records: (plan) => ({ ...papers(plan), ...specialNeedOf(plan, enteredLate) }),
    expected: { 'pregnancy-weeks-8-15': waiting },
  },
  {
    name: 'pregnant-undated',
    rule: 'pregnancy-weeks-8-15',
    fault: 'pregnant, and nothing tells since when',
    wish: pelvis,
    plan: told(3),
    records: papers,
    expected: { 'pregnancy-weeks-8-15': missing },
  },
  {
    name: 'possibly-pregnant-in-window',
    rule: 'pregnancy-weeks-8-15',
    fault: 'possibly pregnant, dated inside the window',
    wish: pelvis,
    plan: told(2, 98),
    records: papers,
    expected: { 'pregnancy-weeks-8-15': missing },
  },
  {
    name: 'not-pregnant-in-window',
    rule: 'pregnancy-weeks-8-15',
    fault: 'none that matters: said not to be pregnant, the date lies inside the window',
    wish: pelvis,
    plan: told(1, 98),
    expected: { 'pregnancy-weeks-8-15': conforming },
  },
  {
    name: 'dated-by-ultrasound',
    rule: 'pregnancy-weeks-8-15',
    fault: 'none: ultrasound dates the pregnancy to week 20, against LastMenstrualDate',
    wish: pelvis,
    plan: told(3, 98),
    records: (plan) => ({ ...papers(plan), ...inquiryOf(plan, { answer: 'pregnant', ultrasoundConceptionDays: 140 }) }),
    expected: { 'pregnancy-weeks-8-15': attestedConforming },
  },
  {
    name: 'chest-in-window',
    rule: 'pregnancy-weeks-8-15',
    fault: 'none: inside the window, but the chest',
    wish: chest,
    plan: told(3, 98),
    records: papers,
    expected: { 'pregnancy-weeks-8-15': notApplicable },
  },
];

export const pregnancyCases: readonly CaseDefinition[] = [...askedCases, ...weeksCases];
