import type { Finding, Subject } from '@center/contract';
import type { StationDecide } from '@center/contract/station-api';
import { ruleById } from '../../core/index.ts';
import { decisionHolds } from '../intake/index.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';

/** Kinds of subjects, beside studies, on which a person may decide: a device or group of exams, the archive as a whole, a person, the center's UPS, a room. */
const decidable: ReadonlySet<string> = new Set(['device', 'archive', 'person', 'facility', 'room']);

/** The one finding of a clause whose evidence nobody brings has no verdict of its own to decide on. */
export function isDecidable({ kind, key }: Subject, ruleId: string): boolean {
  if (kind === 'study') return true;
  const ofClause = kind === 'facility' && key.endsWith(`/${ruleId}`);
  return decidable.has(kind) && key !== '' && !ofClause && ruleById(ruleId)?.subject === kind;
}

/** A person's decision on one rule of one study, group or archive. The same decision by the same person again is the one that stands. */
export function decideOn(deps: StationDeps, subject: Subject, ruleId: string, form: StationDecide, who: string): void {
  const { ledger, now } = deps;
  const { kind, key: study } = subject;
  const judgement = ledger.judgements.ofSubject(kind, study).find((each) => each.ruleId === ruleId);
  if (judgement === undefined) throw new Refusal('not-found');
  const { verdict } = judgement;
  if (form.decision === 'accepted' && !(verdict.kind === 'conforms' && verdict.basis === 'attested'))
    throw new Refusal('nothing-to-accept');
  const awaits = verdict.kind === 'indeterminate' && verdict.reason === 'awaiting-review';
  const finding: Finding | undefined = ledger.findings.find(kind, study, ruleId);
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
  judgeAgain(deps, subject);
}

/** The study was marked by the decision itself; a group and the archive are told here. */
function judgeAgain(deps: StationDeps, { kind, key }: Subject): void {
  const [deviceId = '', examClass = '', ageBand = ''] = key.split('/');
  if (kind === 'device' && examClass !== '')
    deps.ledger.transaction(() => deps.ledger.groups.markDue({ deviceId, examClass, ageBand }));
  if (kind === 'archive') deps.ledger.transaction(() => deps.ledger.meta.remove('archive-judged'));
  deps.changed();
}

/** The second pair of eyes. Throws `same-person`, `already-decided`, `not-found`. */
export function agreeOn(deps: StationDeps, subject: Subject, ruleId: string, who: string): void {
  deps.ledger.reviews.second(subject.key, ruleId, who, deps.now());
  judgeAgain(deps, subject);
}
