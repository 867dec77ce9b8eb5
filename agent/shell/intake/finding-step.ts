import {
  type CalendarDate,
  type Finding,
  type FindingId,
  type Instant,
  type Judgement,
  must,
  type Observed,
  type PinnedRuleSet,
  parseFindingId,
} from '@center/contract';
import { findingAfter, findingDecided, findingIdText } from '../../core/index.ts';
import { type ReviewRow, reviewDecision } from '../ledger/index.ts';
import type { AssessDeps } from './assess-deps.ts';

function findingIdOf({ keys, facility }: AssessDeps, judgement: Judgement): FindingId {
  return must(parseFindingId(keys.hmac(findingIdText(facility.id, judgement.ruleId, judgement.subject))));
}

/** One step of a finding's life: what the run says, then what people have decided since it opened. Returns the number of revisions written. */
export function stepFinding(
  deps: AssessDeps,
  judgement: Judgement,
  before: Finding | undefined,
  at: Instant,
  review: ReviewRow | undefined,
  accepted: boolean,
): number {
  const { ledger } = deps;
  const run = findingAfter(before, judgement, findingIdOf(deps, judgement), at, accepted);
  if (run !== undefined) ledger.findings.put(run, judgement.subjectDate);
  const current = run ?? before;
  if (current === undefined || review === undefined || review.decidedAt < current.openedAt)
    return run === undefined ? 0 : 1;
  const decided = findingDecided(current, reviewDecision(review), at);
  if (decided !== undefined) ledger.findings.put(decided, judgement.subjectDate);
  return (run === undefined ? 0 : 1) + (decided === undefined ? 0 : 1);
}

const notRun: Observed = { fact: 'rule', value: 'not in the rule set in force' };

/**
 * A rule that the set in force no longer runs (the caller has looked), or whose subject is gone, has nothing to say of it any more: its open finding closes as not applicable, naming why, for
 * no run and no person could close it otherwise. It opens again, and counts, when the rule comes back and still finds the same. Returns the number of revisions written.
 */
export function closeWithdrawn(
  deps: AssessDeps,
  finding: Finding,
  ruleSet: PinnedRuleSet,
  subjectDate: CalendarDate,
  at: Instant,
  because: Observed = notRun,
): number {
  if (finding.state === 'closed' || finding.state === 'dismissed') return 0;
  const { ruleId, ruleVersion, clause, severity, subject, factSha256 } = finding;
  const judgement: Judgement = {
    ruleId,
    ruleVersion,
    clause,
    severity,
    subject,
    verdict: { kind: 'notApplicable', because },
    informational: false,
    ruleSetSha256: ruleSet.sha256,
    factSha256,
    subjectDate,
    judgedAt: at,
  };
  return stepFinding(deps, judgement, finding, at, undefined, false);
}
