import { consentOf, harmExplainedTo } from '../center/care-records.ts';
import { deviceByKey } from '../center/devices.ts';
import { lastMenstrual } from '../center/draw-study.ts';
import { examByKey } from '../center/exams.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import { type FixtureRecords, indeterminate } from '../manifest.ts';

// The women of the pregnancy cases, and what the device and the papers say of them.

/** Upper abdomen: the duty to ask reaches it, the ban of weeks 8 to 15 does not. */
export const stomach = {
  device: deviceByKey('rf-a'),
  exam: examByKey('rf-stomach'),
  sex: 'F',
  age: { years: [24, 40] },
  identityIn: 'nowhere',
} as const;
export const pelvis = {
  device: deviceByKey('dx-a'),
  exam: examByKey('dx-pelvis'),
  sex: 'F',
  age: { years: [24, 40] },
  identityIn: 'nowhere',
} as const;
export const chest = {
  device: deviceByKey('dx-a'),
  exam: examByKey('dx-chest'),
  sex: 'F',
  age: { years: [24, 40] },
  identityIn: 'nowhere',
} as const;

/** What the device was told: a status and how long ago the last menstruation began. */
export const told =
  (PregnancyStatus: 1 | 2 | 3 | 4 | undefined, days?: number) =>
  (plan: StudyPlan): StudyPlan => ({
    ...plan,
    pregnancy: {
      ...(PregnancyStatus === undefined ? {} : { PregnancyStatus }),
      ...(days === undefined ? {} : { LastMenstrualDate: lastMenstrual(plan, days) }),
    },
  });
/** Both papers that the law asks for, signed in time. */
export const papers = (plan: StudyPlan): FixtureRecords => ({ ...harmExplainedTo(plan), ...consentOf(plan) });
export const missing = indeterminate('evidence-missing');
export const waiting = indeterminate('awaiting-review');
