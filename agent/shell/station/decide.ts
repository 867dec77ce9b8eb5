import type { Finding } from '@center/contract';
import type { StationDecide } from '@center/contract/station-api';
import { decisionHolds } from '../intake/index.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';

/** A person's decision on one rule of one study. The same decision by the same person again is the one that stands. */
export function decideOn(deps: StationDeps, study: string, ruleId: string, form: StationDecide, who: string): void {
  const { ledger, now } = deps;
  const judgement = ledger.judgements.ofStudy(study).find((each) => each.ruleId === ruleId);
  if (judgement === undefined) throw new Refusal('not-found');
  const { verdict } = judgement;
  if (form.decision === 'accepted' && !(verdict.kind === 'conforms' && verdict.basis === 'attested'))
    throw new Refusal('nothing-to-accept');
  const awaits = verdict.kind === 'indeterminate' && verdict.reason === 'awaiting-review';
  const finding: Finding | undefined = ledger.findings.find('study', study, ruleId);
  if (!awaits && (finding === undefined || finding.state === 'closed')) throw new Refusal('not-decidable');
  const standing = ledger.reviews.get(study, ruleId);
  const same =
    standing !== undefined &&
    decisionHolds(standing, finding, ledger.records.ofStudy(study, ledger.studies.get(study)?.accession)) &&
    standing.decidedBy === who &&
    standing.decision === form.decision &&
    standing.reason === form.reason.trim();
  if (same) return;
  ledger.reviews.decide({ study, ruleId, decision: form.decision, reason: form.reason.trim() }, who, now());
  deps.changed();
}

/** The second pair of eyes. Throws `same-person`, `already-decided`, `not-found`. */
export function agreeOn(deps: StationDeps, study: string, ruleId: string, who: string): void {
  deps.ledger.reviews.second(study, ruleId, who, deps.now());
  deps.changed();
}
