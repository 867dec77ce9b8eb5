import { type Finding, type FindingId, type Instant, type Judgement, must, parseFindingId } from '@center/contract';
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
