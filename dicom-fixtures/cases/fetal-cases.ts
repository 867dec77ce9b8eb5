import { reviewOf } from '../center/care-records.ts';
import { deviceByKey } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';
import { attestedConforming, attestedDeviating, conforming } from '../manifest.ts';
import { everywhere } from './alteration.ts';
import type { CaseDefinition } from './case-definition.ts';
import { pelvis, told, waiting } from './pregnant-patients.ts';

const prenatal = everywhere({ StudyDescription: '产前骨盆测量' });
export const fetalCases: readonly CaseDefinition[] = [
  {
    name: 'fetal-xray-suspect',
    rule: 'scope-no-fetal-xray',
    fault: 'StudyDescription of an X-ray speaks of prenatal measuring',
    wish: pelvis,
    plan: told(1),
    alter: prenatal,
    expected: { 'scope-no-fetal-xray': waiting },
  },
  {
    name: 'fetal-xray-dismissed',
    rule: 'scope-no-fetal-xray',
    fault: 'none: the suspicion was looked at by two persons and dismissed',
    wish: pelvis,
    plan: told(1),
    alter: prenatal,
    records: (plan) => reviewOf(plan, 'scope-no-fetal-xray', 'dismissed'),
    expected: { 'scope-no-fetal-xray': attestedConforming },
  },
  {
    name: 'fetal-xray-confirmed',
    rule: 'scope-no-fetal-xray',
    fault: 'the suspicion was confirmed by two persons',
    wish: pelvis,
    plan: told(1),
    alter: prenatal,
    records: (plan) => reviewOf(plan, 'scope-no-fetal-xray', 'confirmed'),
    expected: { 'scope-no-fetal-xray': attestedDeviating },
  },
  {
    name: 'fetal-ultrasound',
    rule: 'scope-no-fetal-xray',
    fault: 'none: fetal ultrasound is no radiology',
    wish: {
      device: deviceByKey('us-a'),
      exam: examByKey('us-abdomen'),
      sex: 'F',
      age: { years: [24, 38] },
      identityIn: 'nowhere',
    },
    alter: everywhere({ StudyDescription: '产科胎儿超声', BodyPartExamined: 'UTERUS' }),
    expected: { 'scope-no-fetal-xray': conforming },
  },
];
