// What people wrote down of the built study, each paper in time unless a change says otherwise.
import {
  type CareRecords,
  type ConsentRecord,
  type HarmExplained,
  type IdentityException,
  instant,
  type PregnancyInquiry,
  type ReviewDecision,
  type SpecialNeed,
} from '@center/contract';
import { at, day, exposureAt } from './moments.ts';

export const noRecords: CareRecords = { reviews: [] };
export const records = (change: Partial<CareRecords>): CareRecords => ({ ...noRecords, ...change });

const signedBefore = {
  recordId: 'r-1',
  signedAt: at('2026-03-10T09:00:00+08:00'),
  enteredAt: at('2026-03-10T09:10:00+08:00'),
  entry: 'in-time',
} as const;
export const signedAfterExposure = {
  signedAt: at('2026-03-10T10:00:00+08:00'),
  enteredAt: at('2026-03-10T10:05:00+08:00'),
  entry: 'late-reviewed',
} as const;
export const enteredLate = { enteredAt: at('2026-03-12T10:00:00+08:00'), entry: 'late-unreviewed' } as const;

export const inquiry = (change: Partial<PregnancyInquiry> = {}): PregnancyInquiry => ({
  ...signedBefore,
  answer: 'not-pregnant',
  ...change,
});
export const harmExplained = (change: Partial<HarmExplained> = {}): HarmExplained => ({
  ...signedBefore,
  explainedBy: '王医师',
  ...change,
});
export const consent = (change: Partial<ConsentRecord> = {}): ConsentRecord => ({
  ...signedBefore,
  patientConsents: true,
  signers: ['self'],
  ...change,
});
export const specialNeed = (change: Partial<SpecialNeed> = {}): SpecialNeed => ({
  ...signedBefore,
  reason: '急性创伤',
  approvedBy: '李主任',
  ...change,
});
export const identityException = (change: Partial<IdentityException> = {}): IdentityException => ({
  recordId: 'e-1',
  kind: 'emergency-unknown',
  resolveBy: day('2026-06-30'),
  reviewed: false,
  ...change,
});

export function review(
  ruleId: string,
  decision: ReviewDecision['decision'],
  change: Partial<ReviewDecision> = {},
): ReviewDecision {
  return {
    ruleId,
    decision,
    reason: '核对申请单',
    decidedAt: instant(exposureAt + 86_400_000),
    secondPerson: true,
    ...change,
  };
}
