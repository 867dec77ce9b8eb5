import { reviewOf } from '../center/care-records.ts';
import { deviceByKey } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';
import { attestedConforming, conforming, deviating, indeterminate, notApplicable } from '../manifest.ts';
import { portalImage, structureSet, treatmentRecord } from '../objects/radiotherapy.ts';
import { ct, dx } from './adult-patients.ts';
import { everywhere, inTurn, without, withoutDoseReport, withUnit } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';
import { withDecisions } from './decided-cases.ts';

const head = { ...ct, exam: examByKey('ct-head') } as const;
const waiting = indeterminate('awaiting-review');
const missing = indeterminate('evidence-missing');

const radiotherapyCases: readonly CaseDefinition[] = [
  {
    name: 'treatment-record',
    rule: 'scope-no-radiotherapy',
    fault: 'a radiotherapy treatment record lies in a study of the own scanner',
    wish: ct,
    alter: (objects, plan) => [...objects, treatmentRecord(plan)],
    expected: { 'scope-no-radiotherapy': deviating },
  },
  {
    name: 'structures-only',
    rule: 'scope-no-radiotherapy',
    fault: 'none: contours for another hospital, no treatment',
    wish: ct,
    alter: (objects, plan) => [...objects, structureSet(plan)],
    expected: { 'scope-no-radiotherapy': conforming },
  },
  {
    name: 'portal-image',
    rule: 'scope-no-radiotherapy',
    fault: 'a portal image of a treatment machine lies in the study',
    wish: ct,
    alter: (objects, plan) => [...objects, portalImage(plan)],
    expected: { 'scope-no-radiotherapy': waiting },
  },
];

const biopsy = everywhere({ StudyDescription: 'CT引导下肺穿刺活检' });
const interventionCases: readonly CaseDefinition[] = [
  ...withDecisions(
    {
      name: 'intervention-suspect',
      rule: 'scope-no-intervention',
      fault: 'StudyDescription speaks of a CT-guided puncture',
      wish: ct,
      alter: biopsy,
      expected: { 'scope-no-intervention': waiting },
    },
    { name: 'intervention-dismissed', fault: 'none: the suspicion was looked at and dismissed' },
    { name: 'intervention-confirmed', fault: 'the suspicion was confirmed by two persons' },
  ),
  {
    name: 'intervention-long-ago',
    rule: 'scope-no-intervention',
    fault: 'none: a control after a stent that others have placed',
    wish: ct,
    alter: everywhere({ StudyDescription: '胸主动脉支架术后复查CT' }),
    expected: {},
  },
];

/** Rules on reports and on values have nothing to judge. */
const noReport = {
  'dose-total-is-sum': notApplicable,
  'dose-source-automatic': notApplicable,
  'dose-check-configured': notApplicable,
} as const;
const noDoseValue = {
  'dose-units-known': notApplicable,
  'dose-units-conform': notApplicable,
  'dose-values-plausible': notApplicable,
  'dose-source-automatic': notApplicable,
} as const;

const doseCases: readonly CaseDefinition[] = [
  {
    name: 'ct-report-missing',
    rule: 'dose-record-present',
    fault: 'the dose report that the device card promises is not there',
    wish: ct,
    alter: withoutDoseReport,
    expected: { ...noReport, 'dose-record-present': deviating },
  },
  {
    name: 'dx-dose-missing',
    rule: 'dose-record-present',
    fault: 'the dose-area product that the device card promises is not in the header',
    wish: dx,
    alter: without('ImageAndFluoroscopyAreaDoseProduct'),
    expected: { ...noDoseValue, 'dose-record-present': deviating },
  },
  {
    name: 'mg-dose-missing',
    rule: 'dose-record-present',
    fault: 'neither OrganDose nor entrance dose in the header of a mammogram',
    wish: {
      device: deviceByKey('mg-a'),
      exam: examByKey('mg-screening'),
      age: { years: [52, 68] },
      identityIn: 'nowhere',
    },
    alter: inTurn(withoutDoseReport, without('OrganDose', 'EntranceDoseInmGy')),
    expected: { ...noDoseValue, 'dose-record-present': deviating },
  },
  {
    name: 'rf-report-missing',
    rule: 'dose-record-present',
    fault: 'the dose report of a fluoroscopy is not there',
    wish: { ...ct, device: deviceByKey('rf-a'), exam: examByKey('rf-stomach') },
    alter: withoutDoseReport,
    expected: { ...noReport, 'dose-record-present': deviating },
  },
  {
    name: 'io-technique-missing',
    rule: 'dose-record-present',
    fault: 'the technique factors that the device card promises are not in the header',
    wish: { ...ct, device: deviceByKey('io-a'), exam: examByKey('io-molar') },
    alter: without('KVP', 'XRayTubeCurrent', 'ExposureTime', 'Exposure', 'ExposureInuAs'),
    expected: { 'dose-record-present': deviating },
  },
  {
    name: 'mr-without-dose',
    rule: 'dose-record-present',
    fault: 'none: magnetic resonance gives no dose',
    wish: { ...ct, device: deviceByKey('mr-a'), exam: examByKey('mr-brain') },
    expected: { 'dose-record-present': notApplicable },
  },
];

const alertCases: readonly CaseDefinition[] = [
  {
    name: 'ct-below-alert',
    rule: 'ct-dose-alert-review',
    fault: 'none: a head CT of ordinary dose',
    wish: head,
    expected: {},
  },
  {
    name: 'ct-above-alert',
    rule: 'ct-dose-alert-review',
    fault: 'three times the ordinary dose, three days ago',
    wish: { ...head, doseFactor: 3 },
    daysAgo: 3,
    expected: { 'ct-dose-alert-review': waiting },
  },
  {
    name: 'ct-above-alert-overdue',
    rule: 'ct-dose-alert-review',
    fault: 'three times the ordinary dose, not reviewed in ten working days',
    wish: { ...head, doseFactor: 3 },
    expected: { 'ct-dose-alert-review': deviating },
  },
  {
    name: 'ct-above-alert-reviewed',
    rule: 'ct-dose-alert-review',
    fault: 'none: three times the ordinary dose, reviewed by a physicist',
    wish: { ...head, doseFactor: 3 },
    records: (plan) => reviewOf(plan, 'ct-dose-alert-review', 'dismissed'),
    expected: { 'ct-dose-alert-review': attestedConforming },
  },
  {
    name: 'ct-unit-unknown',
    rule: 'ct-dose-alert-review',
    fault: 'CTDIvol stands in a unit outside of the table',
    wish: head,
    alter: withUnit('113830', 'mGyW'),
    expected: {
      'ct-dose-alert-review': indeterminate('unit-unknown'),
      'dose-units-known': indeterminate('unit-unknown'),
      'dose-units-conform': indeterminate('unit-unknown'),
      'dose-values-plausible': indeterminate('unit-unknown'),
    },
    also: 'a number that cannot be read can neither be spelled right nor compared with a range',
  },
  {
    name: 'ct-dose-nowhere',
    rule: 'ct-dose-alert-review',
    fault: 'neither dose report nor CTDIvol in the images',
    wish: head,
    alter: inTurn(withoutDoseReport, without('CTDIvol', 'CTDIPhantomTypeCodeSequence')),
    expected: {
      ...noReport,
      ...noDoseValue,
      'ctdi-phantom-known': notApplicable,
      'ct-dose-alert-review': missing,
      'dose-record-present': deviating,
    },
    also: 'where there is no dose at all, the promised record is missing too',
  },
  {
    name: 'ct-of-a-child',
    rule: 'ct-dose-alert-review',
    fault: 'none: the levels are for adults',
    wish: { ...head, age: { years: [6, 9] } },
    expected: { 'ct-dose-alert-review': notApplicable },
  },
];

const noCard = 'a device without a card promises nothing that could be checked';
const otherInstitution = everywhere({ InstitutionName: '外院影像科', DeviceSerialNumber: 'ELSEWHERE-1' });
/** The rules on conduct leave imported studies alone. */
const importedExpectations = {
  'dose-units-known': notApplicable,
  'dose-units-conform': notApplicable,
  'dose-values-plausible': notApplicable,
  'deviation-index-agrees': notApplicable,
  'repeat-exposure-review': notApplicable,
  'protocol-drift': notApplicable,
  'scope-no-fetal-xray': notApplicable,
  'scope-no-radiotherapy': notApplicable,
  'scope-no-intervention': notApplicable,
  'dose-record-present': notApplicable,
  'device-known': notApplicable,
  'report-present': notApplicable,
  'report-signer-named': notApplicable,
  'operators-present': notApplicable,
  'calibration-in-plan': notApplicable,
} as const;

const originCases: readonly CaseDefinition[] = [
  {
    name: 'device-unregistered',
    rule: 'device-known',
    fault: 'the serial number is in no register',
    wish: dx,
    alter: everywhere({ DeviceSerialNumber: 'HD500-999999' }),
    expected: { 'device-known': deviating, 'dose-record-present': missing },
    also: noCard,
  },
  {
    name: 'serial-number-absent',
    rule: 'device-known',
    fault: 'DeviceSerialNumber is left out',
    wish: dx,
    alter: without('DeviceSerialNumber'),
    expected: { 'device-known': missing, 'dose-record-present': missing },
    also: noCard,
  },
  {
    name: 'imported-by-institution',
    rule: 'study-origin',
    fault: 'none: a study of another institution',
    wish: dx,
    alter: otherInstitution,
    expected: importedExpectations,
  },
  {
    name: 'imported-by-record',
    rule: 'study-origin',
    fault: 'none: brought along by the patient and registered so',
    wish: dx,
    alter: inTurn(without('InstitutionName'), everywhere({ DeviceSerialNumber: 'ELSEWHERE-2' })),
    records: ({ AccessionNumber }) => ({
      importedBy: { recordId: `import-${AccessionNumber}`, fromInstitution: '外院影像科' },
    }),
    expected: { ...importedExpectations, 'study-origin': attestedConforming },
  },
  {
    name: 'origin-unclassified',
    rule: 'study-origin',
    fault: 'neither a registered device nor the name of an institution',
    wish: dx,
    alter: inTurn(without('InstitutionName'), everywhere({ DeviceSerialNumber: 'NOBODY-1' })),
    expected: { 'study-origin': waiting, 'device-known': waiting, 'dose-record-present': missing },
    also: 'while nobody knows whose study it is, its device is unknown as well',
  },
];

export const scopeAndDeviceCases: readonly CaseDefinition[] = [
  ...radiotherapyCases,
  ...interventionCases,
  ...doseCases,
  ...alertCases,
  ...originCases,
];
