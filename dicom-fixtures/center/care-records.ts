import { type CalendarDate, instant, instantToIso, must, parseInstant } from '@center/contract';
import type { FixtureRecords } from '../manifest.ts';
import type { StudyPlan } from './study-plan.ts';

type Signed = NonNullable<FixtureRecords['harmExplained']>;

/** So many minutes after the exposure began (before it: negative), as ISO time. */
function minutesFrom(plan: Pick<StudyPlan, 'date' | 'time'>, minutes: number): string {
  const clock = `${plan.time.slice(0, 2)}:${plan.time.slice(2, 4)}:${plan.time.slice(4, 6)}`;
  const began = must(parseInstant(`${plan.date}T${clock}+08:00`));
  return instantToIso(instant(began + minutes * 60_000));
}

export interface Signing {
  readonly entry: Signed['entry'];
  /** Minutes from the exposure to the signature. */
  readonly signed: number;
}
const inTime: Signing = { entry: 'in-time', signed: -30 };
/** Signed in time and entered the day after: 补录. */
export const enteredLate: Signing = { entry: 'late-unreviewed', signed: -30 };
export const signedAfter: Signing = { entry: 'in-time', signed: 20 };

function signature(plan: StudyPlan, what: string, { entry, signed }: Signing): Omit<Signed, 'explainedBy'> {
  return {
    recordId: `${what}-${plan.AccessionNumber}`,
    signedAt: minutesFrom(plan, signed),
    enteredAt: minutesFrom(plan, entry === 'in-time' ? signed + 5 : 24 * 60),
    entry,
  };
}

export interface InquiryAnswer {
  readonly answer: 'not-pregnant' | 'possibly' | 'pregnant';
  readonly lastMenstrualDate?: CalendarDate;
  readonly ultrasoundConceptionDays?: number;
}

export function inquiryOf(plan: StudyPlan, said: InquiryAnswer, signing: Signing = inTime): FixtureRecords {
  return { inquiry: { ...signature(plan, 'inquiry', signing), ...said } };
}

export function harmExplainedTo(plan: StudyPlan, signing: Signing = inTime): FixtureRecords {
  return { harmExplained: { ...signature(plan, 'harm', signing), explainedBy: '崔明' } };
}

type Consent = NonNullable<FixtureRecords['consent']>;
export interface ConsentGiven {
  readonly patientConsents: boolean;
  readonly signers: Consent['signers'];
}

export function consentOf(
  plan: StudyPlan,
  given: ConsentGiven = { patientConsents: true, signers: ['self'] },
  signing: Signing = inTime,
): FixtureRecords {
  return { consent: { ...signature(plan, 'consent', signing), ...given } };
}

export function specialNeedOf(plan: StudyPlan, signing: Signing = inTime): FixtureRecords {
  return { specialNeed: { ...signature(plan, 'need', signing), reason: '急性外伤，无替代检查', approvedBy: '戴欣' } };
}

/** A second person's agreement comes with every decision, as rules with four eyes ask for it. */
export function reviewOf(plan: StudyPlan, ruleId: string, decision: 'confirmed' | 'dismissed'): FixtureRecords {
  const reason = decision === 'dismissed' ? '核对申请单，疑点不成立' : '核对申请单，情况属实';
  return { reviews: [{ ruleId, decision, reason, decidedAt: minutesFrom(plan, 3 * 24 * 60), secondPerson: true }] };
}
