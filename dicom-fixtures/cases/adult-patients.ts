import { deviceByKey } from '../center/devices.ts';
import { examByKey } from '../center/exams.ts';

// The patients of the cases on devices, dose and reports: men, whom the duties to pregnant patients do not reach.

export const ct = {
  device: deviceByKey('ct-a'),
  exam: examByKey('ct-chest'),
  sex: 'M',
  age: { years: [40, 70] },
  identityIn: 'nowhere',
} as const;
export const dx = { ...ct, device: deviceByKey('dx-a'), exam: examByKey('dx-chest') } as const;
