import { addDays } from '@center/contract';
import { inquiryOf } from '../center/care-records.ts';
import { deviceByKey } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';
import { dicomDate } from '../center/study-plan.ts';
import { conforming, deviating, indeterminate } from '../manifest.ts';
import { dcm } from '../objects/content-item.ts';
import { discontinuedStep } from '../objects/performed-step.ts';
import { diagnosticReport } from '../objects/report-document.ts';
import { ct, dx } from './adult-patients.ts';
import { everywhere, inImages, without } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';
import { withDecisions } from './decided-cases.ts';
import { chest, papers, told } from './pregnant-patients.ts';

/** No X-ray: the duties to pregnant patients do not reach it. */
const mr = { ...ct, device: deviceByKey('mr-a'), exam: examByKey('mr-brain'), sex: 'F' } as const;
const missing = indeterminate('evidence-missing');
const waiting = indeterminate('awaiting-review');

const contrastCases: readonly CaseDefinition[] = [
  {
    name: 'contrast-without-consent',
    rule: 'contrast-consent',
    fault: 'a contrast agent was given, and no register tells of a consent',
    wish: ct,
    alter: inImages({ ContrastBolusAgent: '碘海醇' }),
    expected: { 'contrast-consent': missing, 'contrast-trained-staff': missing },
    also: 'who gave the agent has to be trained, and no register tells of that either',
  },
  {
    name: 'contrast-none-written',
    rule: 'contrast-trained-staff',
    fault: 'none: ContrastBolusAgent says that there was none',
    wish: ct,
    alter: inImages({ ContrastBolusAgent: 'NONE' }),
    expected: {},
  },
  {
    name: 'contrast-filing-days',
    rule: 'contrast-consent',
    fault: 'a contrast agent was given yesterday, the consent may still be filed',
    wish: ct,
    daysAgo: 1,
    alter: inImages({ ContrastBolusAgent: '碘海醇' }),
    expected: { 'contrast-consent': indeterminate('not-yet-run'), 'contrast-trained-staff': missing },
  },
];

const stepCases: readonly CaseDefinition[] = [
  {
    name: 'step-stopped-without-reason',
    rule: 'discontinued-step-recorded',
    fault: 'the device reports a stopped step and no reason',
    wish: ct,
    alter: (objects, plan) => [...objects, discontinuedStep(plan, undefined)],
    expected: { 'discontinued-step-recorded': missing },
  },
  {
    name: 'step-stopped-by-failure',
    rule: 'discontinued-step-recorded',
    fault: 'none: stopped because the device failed',
    wish: ct,
    alter: (objects, plan) => [...objects, discontinuedStep(plan, dcm('110501', 'Equipment failure'))],
    expected: { 'discontinued-step-recorded': conforming },
  },
];

const signed = {
  'report-present': conforming,
  'report-verified': conforming,
  'report-signer-named': conforming,
} as const;
const hour = 3600;
const reportCases: readonly CaseDefinition[] = [
  {
    name: 'report-verified',
    rule: 'report-verified',
    fault: 'none: a report of the archive, verified an hour later',
    wish: dx,
    alter: (objects, plan) => [...objects, diagnosticReport(plan, { verified: { after: hour } })],
    expected: { ...signed, 'report-not-before-images': conforming },
  },
  {
    name: 'report-unverified',
    rule: 'report-verified',
    fault: 'the report of the archive is not verified after forty days',
    wish: dx,
    alter: (objects, plan) => [...objects, diagnosticReport(plan, {})],
    expected: { 'report-present': conforming, 'report-verified': missing },
  },
  {
    name: 'report-yesterday',
    rule: 'report-verified',
    fault: 'the report of yesterday waits for its verification',
    wish: dx,
    daysAgo: 1,
    alter: (objects, plan) => [...objects, diagnosticReport(plan, {})],
    expected: { 'report-present': conforming, 'report-verified': indeterminate('not-yet-run') },
  },
  ...withDecisions(
    {
      name: 'report-before-images',
      rule: 'report-not-before-images',
      fault: 'the report was verified an hour before the images were acquired',
      wish: dx,
      alter: (objects, plan) => [...objects, diagnosticReport(plan, { verified: { after: -hour } })],
      expected: { ...signed, 'report-not-before-images': waiting },
    },
    {
      name: 'report-before-images-clock',
      fault: 'none: the clock of the report system was an hour slow, as two persons found',
    },
    { name: 'report-before-images-confirmed', fault: 'the report was written ahead, as two persons found' },
  ),
];

const calibrated = (days: number): Pick<CaseDefinition, 'alter'> => ({
  alter: (objects, plan) => inImages({ DateOfLastCalibration: dicomDate(addDays(plan.date, -days)) })(objects),
});
const deviceCases: readonly CaseDefinition[] = [
  {
    name: 'operator-not-named',
    rule: 'operators-present',
    fault: 'OperatorsName is left out',
    wish: dx,
    alter: without('OperatorsName'),
    expected: { 'operators-present': missing },
  },
  {
    name: 'calibrated-last-month',
    rule: 'calibration-in-plan',
    fault: 'none: DateOfLastCalibration of thirty days ago',
    wish: dx,
    ...calibrated(30),
    expected: { 'calibration-in-plan': conforming },
  },
  {
    name: 'calibrated-long-ago',
    rule: 'calibration-in-plan',
    fault: 'DateOfLastCalibration of four hundred days ago',
    wish: dx,
    ...calibrated(400),
    expected: { 'calibration-in-plan': missing },
  },
  ...withDecisions(
    {
      name: 'calibrated-tomorrow',
      rule: 'calibration-in-plan',
      fault: 'DateOfLastCalibration lies after the study',
      wish: dx,
      ...calibrated(-1),
      expected: { 'calibration-in-plan': waiting },
    },
    {
      name: 'calibrated-tomorrow-clock',
      fault: 'none: the calendar of the device was a day ahead, as two persons found',
    },
    { name: 'calibrated-never', fault: 'the date was typed in without a calibration, as two persons found' },
  ),
  {
    name: 'outing-by-vehicle',
    rule: 'outreach-protection-recorded',
    fault: 'the station calls itself that of a vehicle, and no register tells of its protection',
    wish: dx,
    alter: everywhere({ StationName: '车载DR1' }),
    expected: { 'outreach-protection-recorded': missing },
  },
];

const twoStatuses: CaseDefinition['alter'] = (objects) =>
  objects.map((object, index) => ({
    ...object,
    dataset: { ...object.dataset, PregnancyStatus: index === 0 ? 1 : 4 },
  }));
const contradictionCases: readonly CaseDefinition[] = [
  {
    name: 'pregnant-man',
    rule: 'pregnancy-data-agree',
    fault: 'PregnancyStatus is 3 for a man',
    wish: dx,
    alter: everywhere({ PregnancyStatus: 3 }),
    expected: { 'pregnancy-data-agree': deviating },
  },
  {
    name: 'menstruation-after-study',
    rule: 'pregnancy-data-agree',
    fault: 'LastMenstrualDate lies after the study',
    wish: chest,
    plan: told(1, -3),
    expected: { 'pregnancy-data-agree': deviating },
  },
  {
    name: 'menstruation-no-date',
    rule: 'pregnancy-data-agree',
    fault: 'LastMenstrualDate is no calendar date',
    wish: chest,
    plan: told(1),
    alter: everywhere({ LastMenstrualDate: '20261345' }),
    expected: { 'pregnancy-data-agree': indeterminate('evidence-unreadable') },
  },
  {
    name: 'answer-against-header',
    rule: 'pregnancy-data-agree',
    fault: 'she signed that she is pregnant, the header says that she is not',
    wish: { ...chest, exam: examByKey('dx-hand') },
    plan: told(1),
    records: (plan) => ({ ...papers(plan), ...inquiryOf(plan, { answer: 'pregnant' }) }),
    expected: { 'pregnancy-data-agree': waiting },
  },
  ...withDecisions(
    {
      name: 'status-differs-in-one-study',
      rule: 'pregnancy-data-agree',
      fault: 'two images of one study state different values of PregnancyStatus',
      wish: mr,
      alter: twoStatuses,
      expected: { 'pregnancy-data-agree': waiting },
    },
    { name: 'status-differs-looked-at', fault: 'none: two values, and a person found out which is right' },
    { name: 'status-differs-wrong', fault: 'two values, and a person found that the entry is wrong' },
  ),
];

export const reportAndPeopleCases: readonly CaseDefinition[] = [
  ...contrastCases,
  ...stepCases,
  ...reportCases,
  ...deviceCases,
  ...contradictionCases,
];
