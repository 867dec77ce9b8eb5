import { createHash } from 'node:crypto';
import { canonicalJson } from '@center/contract';
import type { PersonExplanation, StationExplain } from '@center/contract/station-api';
import type { RecordRow } from '../ledger/index.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';

export interface Explanation {
  readonly reason: PersonExplanation;
  readonly otherUID?: string;
  readonly note: string;
}

/** The word of a record, as its form wrote it. */
export function explanationOf(row: RecordRow): Explanation {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against its form before it was written
  return row.body as unknown as Explanation;
}

/** What a person has written down of a study and no second person has accepted. */
export function waitingExplanation({ ledger }: StationDeps, uid: string): RecordRow | undefined {
  return ledger.records
    .ofStudy(uid, undefined)
    .findLast(({ kind, reviewedAt }) => kind === 'archive-explanation' && reviewedAt === undefined);
}

/** Writes down where a study went, as one person says. Nothing changes until another accepts. The form sent twice is one record. */
export function explain(deps: StationDeps, form: StationExplain, who: string): void {
  const { ledger, now } = deps;
  const { formKey, StudyInstanceUID, reason, otherUID, note } = form;
  const study = ledger.archive.study(StudyInstanceUID);
  if (study === undefined) throw new Refusal('not-found', ['StudyInstanceUID']);
  if (otherUID === StudyInstanceUID) throw new Refusal('request-invalid', ['otherUID']);
  if ((reason === 'merged' || reason === 'split') && otherUID === undefined)
    throw new Refusal('request-invalid', ['otherUID']);
  const recordId = createHash('sha256').update(`${formKey}\narchive-explanation`).digest('hex').slice(0, 32);
  const body: Explanation = { reason, note: note.trim(), ...(otherUID === undefined ? {} : { otherUID }) };
  const before = ledger.records.get(recordId);
  if (before !== undefined) {
    const same =
      before.StudyInstanceUID === StudyInstanceUID &&
      before.enteredBy === who &&
      canonicalJson(before.body) === canonicalJson(body);
    if (!same) throw new Refusal('form-differs');
    return;
  }
  if (waitingExplanation(deps, StudyInstanceUID) !== undefined) throw new Refusal('already-decided');
  ledger.records.add(
    { recordId, StudyInstanceUID, kind: 'archive-explanation', signedAt: now(), body: { ...body } },
    who,
    now(),
  );
}

function observe(
  { ledger, now }: StationDeps,
  row: RecordRow,
  reason: PersonExplanation | 'withdrawn',
  who: string,
): void {
  if (row.StudyInstanceUID === undefined) throw new Error('an explanation names its study');
  const { otherUID, note } = explanationOf(row);
  ledger.archive.apply({
    kind: 'explained',
    at: now(),
    channel: 'station',
    StudyInstanceUID: row.StudyInstanceUID,
    reason,
    note,
    who,
    ...(otherUID === undefined ? {} : { otherUID }),
  });
}

/** A second person accepts a record; an explanation of the archive becomes an observation in the same transaction. Throws AgentError `same-person`, `already-decided`, `not-found`. */
export function acceptRecord(deps: StationDeps, recordId: string, who: string): void {
  const { ledger, now } = deps;
  ledger.transaction(() => {
    ledger.records.review(recordId, who, now());
    const row = ledger.records.get(recordId);
    if (row?.kind === 'archive-explanation') observe(deps, row, explanationOf(row).reason, `${row.enteredBy}, ${who}`);
  });
}

/** A record is taken back; an explanation that had been accepted is taken back in the archive's ledger too. */
export function withdrawRecord(deps: StationDeps, recordId: string, reason: string, who: string): void {
  const { ledger, now } = deps;
  ledger.transaction(() => {
    const row = ledger.records.get(recordId);
    ledger.records.withdraw(recordId, reason, who, now());
    if (row?.kind === 'archive-explanation' && row.reviewedAt !== undefined) observe(deps, row, 'withdrawn', who);
  });
}
