import { consentOf, enteredLate, harmExplainedTo, inquiryOf, reviewOf, signedAfter, specialNeedOf } from '../center/care-records.ts';
import { deviceByKey } from '../center/devices.ts';
import { lastMenstrual } from '../center/draw-study.ts';
import { examByKey } from '../center/exams.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import { attestedConforming, attestedDeviating, conforming, deviating, type FixtureRecords, indeterminate, notApplicable } from '../manifest.ts';
import { everywhere } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';

/** Upper abdomen: the duty to ask reaches it, the ban of weeks 8 to 15 does not. */
const stomach = { device: deviceByKey('rf-a'), exam: examByKey('rf-stomach'), sex: 'F', age: { years: [24, 40] }, identityIn: 'nowhere' } as const;
const pelvis = { device: deviceByKey('dx-a'), exam: examByKey('dx-pelvis'), sex: 'F', age: { years: [24, 40] }, identityIn: 'nowhere' } as const;
const chest = { device: deviceByKey('dx-a'), exam: examByKey('dx-chest'), sex: 'F', age: { years: [24, 40] }, identityIn: 'nowhere' } as const;

/** What the device was told: a status and how long ago the last menstruation began. */
const told = (PregnancyStatus: 1 | 2 | 3 | 4 | undefined, days?: number) => (plan: StudyPlan): StudyPlan => ({
  ...plan,
  pregnancy: {
    ...(PregnancyStatus === undefined ? {} : { PregnancyStatus }),
    ...(days === undefined ? {} : { LastMenstrualDate: lastMenstrual(plan, days) }),
  },
});
const papers = (plan: StudyPlan): FixtureRecords => ({ ...harmExplainedTo(plan), ...consentOf(plan) });
const missing = indeterminate('evidence-missing');
const waiting = indeterminate('awaiting-review');

const askedCases: readonly CaseDefinition[] = [
  { name: 'asked-by-status', rule: 'pregnancy-asked', fault: 'none: PregnancyStatus says not pregnant', wish: stomach, plan: told(1), expected: {} },
  { name: 'asked-by-record', rule: 'pregnancy-asked', fault: 'none: a signed answer is on record', wish: stomach, records: (plan) => inquiryOf(plan, { answer: 'not-pregnant' }), expected: { 'pregnancy-asked': attestedConforming } },
  { name: 'asked-by-recent-menstruation', rule: 'pregnancy-asked', fault: 'none: LastMenstrualDate of twelve days ago', wish: stomach, plan: told(undefined, 12), expected: {} },
  { name: 'not-asked', rule: 'pregnancy-asked', fault: 'neither PregnancyStatus nor a signed answer', wish: stomach, expected: { 'pregnancy-asked': missing } },
  { name: 'not-asked-status-unknown', rule: 'pregnancy-asked', fault: 'PregnancyStatus is 4, unknown', wish: stomach, plan: told(4), expected: { 'pregnancy-asked': missing } },
  { name: 'not-asked-status-zero', rule: 'pregnancy-asked', fault: 'PregnancyStatus is 0, as one maker writes for everybody', wish: stomach, alter: everywhere({ PregnancyStatus: 0 }), expected: { 'pregnancy-asked': missing } },
  { name: 'not-asked-sex-unknown', rule: 'pregnancy-asked', fault: 'PatientSex has no value, and nobody was asked', wish: stomach, alter: everywhere({ PatientSex: null }), expected: { 'pregnancy-asked': missing } },
  { name: 'menstruation-too-old', rule: 'pregnancy-asked', fault: 'LastMenstrualDate alone, 29 days old', wish: stomach, plan: told(undefined, 29), expected: { 'pregnancy-asked': missing } },
  { name: 'asked-record-late', rule: 'pregnancy-asked', fault: 'the signed answer was entered after the exposure (补录)', wish: stomach, records: (plan) => inquiryOf(plan, { answer: 'not-pregnant' }, enteredLate), expected: { 'pregnancy-asked': waiting } },
  { name: 'asked-record-reviewed', rule: 'pregnancy-asked', fault: 'none: a late entry that a second person has reviewed', wish: stomach, records: (plan) => inquiryOf(plan, { answer: 'not-pregnant' }, { ...enteredLate, entry: 'late-reviewed' }), expected: { 'pregnancy-asked': attestedConforming } },
  { name: 'asked-filing-days', rule: 'pregnancy-asked', fault: 'nothing on record yet, one day after the examination', wish: stomach, daysAgo: 1, expected: { 'pregnancy-asked': indeterminate('not-yet-run') } },
  { name: 'girl-not-reached', rule: 'pregnancy-asked', fault: 'none: a girl of eight', wish: { ...pelvis, exam: examByKey('dx-abdomen'), age: { years: [8, 8] } }, expected: {} },
];

const window = (days: number, inside: boolean): CaseDefinition => ({
  name: `pregnant-day-${days}`,
  rule: 'pregnancy-weeks-8-15',
  fault: inside ? `pregnant, day ${days} after the last menstruation, no special need on record` : `none: pregnant, day ${days} after the last menstruation, outside of weeks 8 to 15`,
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
  { name: 'special-need', rule: 'pregnancy-weeks-8-15', fault: 'none: inside the window with a special need on record', wish: pelvis, plan: told(3, 98), records: (plan) => ({ ...papers(plan), ...specialNeedOf(plan) }), expected: { 'pregnancy-weeks-8-15': attestedConforming } },
  { name: 'special-need-late', rule: 'pregnancy-weeks-8-15', fault: 'the special need was entered after the exposure (补录)', wish: pelvis, plan: told(3, 98), records: (plan) => ({ ...papers(plan), ...specialNeedOf(plan, enteredLate) }), expected: { 'pregnancy-weeks-8-15': waiting } },
  { name: 'pregnant-undated', rule: 'pregnancy-weeks-8-15', fault: 'pregnant, and nothing tells since when', wish: pelvis, plan: told(3), records: papers, expected: { 'pregnancy-weeks-8-15': missing } },
  { name: 'possibly-pregnant-in-window', rule: 'pregnancy-weeks-8-15', fault: 'possibly pregnant, dated inside the window', wish: pelvis, plan: told(2, 98), records: papers, expected: { 'pregnancy-weeks-8-15': missing } },
  { name: 'not-pregnant-in-window', rule: 'pregnancy-weeks-8-15', fault: 'none that matters: said not to be pregnant, the date lies inside the window', wish: pelvis, plan: told(1, 98), expected: { 'pregnancy-weeks-8-15': conforming } },
  {
    name: 'dated-by-ultrasound', rule: 'pregnancy-weeks-8-15', fault: 'none: ultrasound dates the pregnancy to week 20, against LastMenstrualDate', wish: pelvis, plan: told(3, 98),
    records: (plan) => ({ ...papers(plan), ...inquiryOf(plan, { answer: 'pregnant', ultrasoundConceptionDays: 140 }) }), expected: { 'pregnancy-weeks-8-15': attestedConforming },
  },
  { name: 'chest-in-window', rule: 'pregnancy-weeks-8-15', fault: 'none: inside the window, but the chest', wish: chest, plan: told(3, 98), records: papers, expected: { 'pregnancy-weeks-8-15': notApplicable } },
];

const harmCases: readonly CaseDefinition[] = [
  { name: 'harm-explained', rule: 'pregnancy-harm-explained', fault: 'none: chest X-ray of a pregnant woman with both papers', wish: chest, plan: told(3, 180), records: papers, expected: {} },
  { name: 'harm-not-explained', rule: 'pregnancy-harm-explained', fault: 'no record that the harm was explained', wish: chest, plan: told(3, 180), records: (plan) => consentOf(plan), expected: { 'pregnancy-harm-explained': missing } },
  { name: 'harm-explained-late', rule: 'pregnancy-harm-explained', fault: 'the explanation was entered after the exposure (补录)', wish: chest, plan: told(3, 180), records: (plan) => ({ ...harmExplainedTo(plan, enteredLate), ...consentOf(plan) }), expected: { 'pregnancy-harm-explained': waiting } },
  { name: 'harm-signed-after', rule: 'pregnancy-harm-explained', fault: 'the explanation was signed twenty minutes after the exposure', wish: chest, plan: told(3, 180), records: (plan) => ({ ...harmExplainedTo(plan, signedAfter), ...consentOf(plan) }), expected: { 'pregnancy-harm-explained': attestedDeviating } },
  { name: 'harm-filing-days', rule: 'pregnancy-harm-explained', fault: 'no record of an explanation yet, one day after the examination', wish: chest, daysAgo: 1, plan: told(3, 180), records: (plan) => consentOf(plan), expected: { 'pregnancy-harm-explained': indeterminate('not-yet-run') } },
];

const consentCase = (name: string, fault: string, consent: (plan: StudyPlan) => FixtureRecords, expected: CaseDefinition['expected'][keyof CaseDefinition['expected']], daysAgo?: number): CaseDefinition => ({
  name,
  rule: 'pregnancy-consent',
  fault,
  wish: chest,
  ...(daysAgo === undefined ? {} : { daysAgo }),
  plan: told(3, 180),
  records: (plan) => ({ ...harmExplainedTo(plan), ...consent(plan) }),
  expected: expected === undefined ? {} : { 'pregnancy-consent': expected },
});

const consentCases: readonly CaseDefinition[] = [
  consentCase('consent-by-herself', 'none: she consents and signs', (plan) => consentOf(plan), attestedConforming),
  consentCase('consent-by-mother', 'none: she consents, her mother signs', (plan) => consentOf(plan, { patientConsents: true, signers: ['parent'] }), attestedConforming),
  consentCase('consent-by-spouse', 'none: she consents, her husband signs', (plan) => consentOf(plan, { patientConsents: true, signers: ['spouse'] }), attestedConforming),
  consentCase('consent-by-sibling', 'only a sister signs, who is no 直系亲属', (plan) => consentOf(plan, { patientConsents: true, signers: ['sibling'] }), waiting),
  consentCase('consent-missing', 'no consent on record', () => ({}), missing),
  consentCase('consent-not-hers', 'her husband signs, her own consent is missing', (plan) => consentOf(plan, { patientConsents: false, signers: ['spouse'] }), attestedDeviating),
  consentCase('consent-signed-after', 'the consent was signed twenty minutes after the exposure', (plan) => consentOf(plan, { patientConsents: true, signers: ['self'] }, signedAfter), attestedDeviating),
  consentCase('consent-late', 'the consent was entered after the exposure (补录)', (plan) => consentOf(plan, { patientConsents: true, signers: ['self'] }, enteredLate), waiting),
  consentCase('consent-filing-days', 'no consent on record yet, one day after the examination', () => ({}), indeterminate('not-yet-run'), 1),
];

const prenatal = everywhere({ StudyDescription: '产前骨盆测量' });
const fetalCases: readonly CaseDefinition[] = [
  { name: 'fetal-xray-suspect', rule: 'scope-no-fetal-xray', fault: 'StudyDescription of an X-ray speaks of prenatal measuring', wish: pelvis, plan: told(1), alter: prenatal, expected: { 'scope-no-fetal-xray': waiting } },
  { name: 'fetal-xray-dismissed', rule: 'scope-no-fetal-xray', fault: 'none: the suspicion was looked at by two persons and dismissed', wish: pelvis, plan: told(1), alter: prenatal, records: (plan) => reviewOf(plan, 'scope-no-fetal-xray', 'dismissed'), expected: { 'scope-no-fetal-xray': attestedConforming } },
  { name: 'fetal-xray-confirmed', rule: 'scope-no-fetal-xray', fault: 'the suspicion was confirmed by two persons', wish: pelvis, plan: told(1), alter: prenatal, records: (plan) => reviewOf(plan, 'scope-no-fetal-xray', 'confirmed'), expected: { 'scope-no-fetal-xray': attestedDeviating } },
  { name: 'fetal-ultrasound', rule: 'scope-no-fetal-xray', fault: 'none: fetal ultrasound is no radiology', wish: { device: deviceByKey('us-a'), exam: examByKey('us-abdomen'), sex: 'F', age: { years: [24, 38] }, identityIn: 'nowhere' }, alter: everywhere({ StudyDescription: '产科胎儿超声', BodyPartExamined: 'UTERUS' }), expected: { 'scope-no-fetal-xray': conforming } },
];

export const pregnancyCases: readonly CaseDefinition[] = [...askedCases, ...weeksCases, ...harmCases, ...consentCases, ...fetalCases];
