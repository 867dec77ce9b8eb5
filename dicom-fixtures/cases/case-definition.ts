import type { StudyWish } from '../center/draw-study.ts';
import type { StudyPlan } from '../center/study-plan.ts';
import type { Expectation, FixtureRecords } from '../manifest.ts';
import type { FixtureObject } from '../objects/fixture-object.ts';
import type { JudgedRule } from '../rules-judged.ts';

/** One named fault, or one circumstance, put into a conforming study. */
export interface CaseDefinition {
  readonly name: string;
  readonly rule: JudgedRule;
  /** What was done to the conforming study, in one sentence. */
  readonly fault: string;
  readonly wish: Omit<StudyWish, 'seed' | 'name' | 'date'>;
  /** Days between the study and the day of judging; 40 where nothing depends on it. */
  readonly daysAgo?: number;
  /** Another plan than drawn: what the device was told. */
  readonly plan?: (plan: StudyPlan) => StudyPlan;
  readonly alter?: (objects: readonly FixtureObject[], plan: StudyPlan) => readonly FixtureObject[];
  readonly records?: (plan: StudyPlan) => FixtureRecords;
  /** Where the answer departs from that for the conforming study. */
  readonly expected: Readonly<Partial<Record<JudgedRule, Expectation>>>;
  /** Why a second rule cannot help answering too. */
  readonly also?: string;
}

export const usualDaysAgo = 40;
