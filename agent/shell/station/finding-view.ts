import {
  displayState,
  type Finding,
  type FindingState,
  type IndeterminateReason,
  instantToIso,
  judgedOf,
  type Verdict,
} from '@center/contract';
import type { StationDecision, StationFindingRow, StationRevision } from '@center/contract/station-api';
import type { ReviewRow } from '../ledger/index.ts';
import { ruleWords } from './law.ts';
import type { StudyViews } from './study-view.ts';

export function displayOf(verdict: Verdict, informational = false): ReturnType<typeof displayState> {
  return displayState(judgedOf(verdict, informational));
}

export function reasonOf(verdict: Verdict): IndeterminateReason | null {
  return verdict.kind === 'indeterminate' ? verdict.reason : null;
}

export function noteOf(verdict: Verdict): string | null {
  return verdict.kind === 'notApplicable' ? null : (verdict.note ?? null);
}

export function isLive(state: FindingState): boolean {
  return state === 'open' || state === 'confirmed';
}

export function findingRow(finding: Finding, views: StudyViews): StationFindingRow {
  return {
    id: finding.id,
    revision: finding.revision,
    ruleId: finding.ruleId,
    title: ruleWords(finding.ruleId).title,
    clause: finding.clause,
    severity: finding.severity,
    state: finding.state,
    display: displayOf(finding.verdict),
    reason: reasonOf(finding.verdict),
    note: noteOf(finding.verdict),
    subjectKind: finding.subject.kind,
    subjectKey: finding.subject.key,
    openedAt: instantToIso(finding.openedAt),
    changedAt: instantToIso(finding.changedAt),
    timesOpened: finding.timesOpened,
    study: finding.subject.kind === 'study' ? (views.rowByUid(finding.subject.key) ?? null) : null,
  };
}

export function revisionView(finding: Finding): StationRevision {
  return {
    revision: finding.revision,
    at: instantToIso(finding.changedAt),
    state: finding.state,
    display: displayOf(finding.verdict),
    reason: reasonOf(finding.verdict),
    note: noteOf(finding.verdict),
    ruleVersion: finding.ruleVersion,
    ruleSetSha256: finding.ruleSetSha256,
    factSha256: finding.factSha256,
  };
}

/** Dismissing a critical finding, accepting evidence and every decision on a four-eyes rule count only when a second person agreed. */
export function needsSecond(review: Pick<ReviewRow, 'ruleId' | 'decision'>, awaitingReview: boolean): boolean {
  const { severity, fourEyes } = ruleWords(review.ruleId);
  if (review.decision === 'accepted') return true;
  if (review.decision === 'dismissed' && severity === 'critical') return true;
  return fourEyes && awaitingReview;
}

export function decisionView(review: ReviewRow, awaitingReview: boolean): StationDecision {
  return {
    decision: review.decision,
    reason: review.reason,
    decidedBy: review.decidedBy,
    decidedAt: instantToIso(review.decidedAt),
    secondBy: review.secondBy ?? null,
    secondAt: review.secondAt === undefined ? null : instantToIso(review.secondAt),
    needsSecond: review.secondBy === undefined && needsSecond(review, awaitingReview),
  };
}
