import type { Finding, FindingId, Instant, Judgement, ReviewDecision, Verdict } from '@center/contract';

/** What opens a finding: a deviation, or evidence that is required and not there, cannot be read, or waits for a person. Not: a check that has not run yet. */
export function opensFinding({ verdict, informational, heldBy }: Judgement): boolean {
  if (informational || heldBy !== undefined) return false;
  if (verdict.kind === 'deviates') return true;
  if (verdict.kind !== 'indeterminate') return false;
  switch (verdict.reason) {
    case 'evidence-missing':
    case 'evidence-unreadable':
    case 'unit-unknown':
    case 'awaiting-review':
    case 'rule-fault':
      return true;
    case 'not-yet-run':
    case 'source-silent':
      return false;
  }
}

/** The run says nothing new about the matter: the study is arriving again, or its source is silent. */
function saysNothing({ verdict, heldBy }: Judgement): boolean {
  return (
    heldBy === undefined &&
    verdict.kind === 'indeterminate' &&
    (verdict.reason === 'not-yet-run' || verdict.reason === 'source-silent')
  );
}

function observedIn(verdict: Verdict): Finding['evidence'] {
  return verdict.kind === 'notApplicable' ? [verdict.because] : verdict.observed;
}

function sameJudgement(finding: Finding, judgement: Judgement): boolean {
  const [before, now] = [finding.verdict, judgement.verdict];
  if (
    before.kind !== now.kind ||
    finding.factSha256 !== judgement.factSha256 ||
    finding.ruleSetSha256 !== judgement.ruleSetSha256 ||
    finding.ruleVersion !== judgement.ruleVersion
  )
    return false;
  return !(before.kind === 'indeterminate' && now.kind === 'indeterminate' && before.reason !== now.reason);
}

function revised(
  finding: Finding,
  judgement: Judgement,
  at: Instant,
  change: Partial<Pick<Finding, 'state' | 'timesOpened' | 'openedAt'>>,
): Finding {
  return {
    ...finding,
    ...change,
    revision: finding.revision + 1,
    ruleVersion: judgement.ruleVersion,
    verdict: judgement.verdict,
    ruleSetSha256: judgement.ruleSetSha256,
    factSha256: judgement.factSha256,
    evidence: observedIn(judgement.verdict),
    changedAt: at,
  };
}

/** Attested evidence closes a finding only when a second person has accepted it. */
function mayClose({ verdict }: Judgement, secondPersonAccepted: boolean): boolean {
  return !(verdict.kind === 'conforms' && verdict.basis === 'attested') || secondPersonAccepted;
}

/**
 * The life of one finding, one run further. Undefined = nothing to write. Opens at the first deviation or missing evidence; a change of facts, verdict or rule
 * set is a revision; a later conforming run closes it (attested evidence only with a second person); a new deviation re-opens it and counts. A dismissed
 * finding stays dismissed as long as the facts are those that were dismissed.
 */
export function findingAfter(
  previous: Finding | undefined,
  judgement: Judgement,
  id: FindingId,
  at: Instant,
  secondPersonAccepted = false,
): Finding | undefined {
  const opens = opensFinding(judgement);
  if (previous === undefined) {
    if (!opens) return undefined;
    const { ruleId, ruleVersion, clause, severity, subject, verdict, ruleSetSha256, factSha256 } = judgement;
    return {
      id,
      revision: 1,
      ruleId,
      ruleVersion,
      clause,
      severity,
      subject,
      state: 'open',
      verdict,
      openedAt: at,
      changedAt: at,
      timesOpened: 1,
      ruleSetSha256,
      factSha256,
      evidence: observedIn(verdict),
    };
  }
  if (saysNothing(judgement)) return undefined;
  if (opens) {
    switch (previous.state) {
      case 'closed':
        return revised(previous, judgement, at, { state: 'open', timesOpened: previous.timesOpened + 1, openedAt: at });
      case 'dismissed':
        return previous.factSha256 === judgement.factSha256 && previous.verdict.kind === judgement.verdict.kind
          ? undefined
          : revised(previous, judgement, at, { state: 'open', timesOpened: previous.timesOpened + 1, openedAt: at });
      case 'open':
      case 'confirmed':
        return sameJudgement(previous, judgement) ? undefined : revised(previous, judgement, at, {});
    }
  }
  if (previous.state === 'closed') return undefined;
  if (mayClose(judgement, secondPersonAccepted)) return revised(previous, judgement, at, { state: 'closed' });
  return sameJudgement(previous, judgement) ? undefined : revised(previous, judgement, at, {});
}

/**
 * A person's decision on a finding. Confirming needs one person; dismissing a critical finding or accepting attested evidence needs a second one
 * (`decision.secondPerson`), until then nothing changes here and the decision waits in the review queue. Undefined = nothing to write.
 */
export function findingDecided(finding: Finding, decision: ReviewDecision, at: Instant): Finding | undefined {
  const write = (state: Finding['state']): Finding | undefined =>
    finding.state === state ? undefined : { ...finding, revision: finding.revision + 1, state, changedAt: at };
  if (finding.state === 'closed') return undefined;
  switch (decision.decision) {
    case 'confirmed':
      return write('confirmed');
    case 'dismissed':
      return finding.severity !== 'critical' || decision.secondPerson ? write('dismissed') : undefined;
    case 'accepted':
      return decision.secondPerson && finding.verdict.kind === 'conforms' ? write('closed') : undefined;
  }
}
