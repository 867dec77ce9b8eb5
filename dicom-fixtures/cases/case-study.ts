import { addDays, type CalendarDate } from '@center/contract';
import { drawStudy } from '../center/draw-study.ts';
import { expectationsOf } from '../center/expectations.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import type { Expectations, FixtureRecords } from '../manifest.ts';
import type { FixtureObject } from '../objects/fixture-object.ts';
import { objectsOf } from '../objects/study-objects.ts';
import { archiveCases } from './archive-cases.ts';
import { type CaseDefinition, usualDaysAgo } from './case-definition.ts';
import { doseRuleCases } from './dose-rule-cases.ts';
import { fetalCases } from './fetal-cases.ts';
import { identityCases } from './identity-cases.ts';
import { pregnancyCases } from './pregnancy-cases.ts';
import { pregnancyPaperCases } from './pregnancy-paper-cases.ts';
import { reportAndPeopleCases } from './report-and-people-cases.ts';
import { scopeAndDeviceCases } from './scope-and-device-cases.ts';

export const caseDefinitions: readonly CaseDefinition[] = [
  ...identityCases,
  ...pregnancyCases,
  ...pregnancyPaperCases,
  ...fetalCases,
  ...scopeAndDeviceCases,
  ...doseRuleCases,
  ...archiveCases,
  ...reportAndPeopleCases,
];

/** A case with its fault done. */
export interface MadeCase {
  readonly plan: StudyPlan;
  readonly objects: readonly FixtureObject[];
  readonly records: FixtureRecords;
  readonly expected: Expectations;
}

/** Draws the conforming study of a case, puts the fault in and says what every rule must answer. */
export function makeCase(definition: CaseDefinition, seed: string, until: CalendarDate): MadeCase {
  const date = addDays(until, -(definition.daysAgo ?? usualDaysAgo));
  const drawn = drawStudy({ ...definition.wish, seed, name: `case/${definition.name}`, date });
  const plan = definition.plan?.(drawn) ?? drawn;
  const conformingObjects = objectsOf(plan);
  const records = definition.records?.(plan) ?? {};
  return {
    plan,
    objects: definition.alter?.(conformingObjects, plan) ?? conformingObjects,
    records,
    expected: { ...expectationsOf(plan, records, until), ...definition.expected },
  };
}
