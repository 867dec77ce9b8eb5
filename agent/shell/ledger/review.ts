import type { Instant, ReviewDecision } from '@center/contract';
import { AgentError } from '../errors.ts';
import { type Store, sha256Hex } from './store.ts';
import { fromJson, observedText, verdictOf } from './stored-json.ts';

export interface ReviewRow {
  readonly study: string;
  readonly ruleId: string;
  readonly decision: ReviewDecision['decision'];
  readonly reason: string;
  readonly decidedAt: Instant;
  readonly decidedBy: string;
  readonly secondBy?: string;
  readonly secondAt?: Instant;
  /** SHA-256 of what the machine had observed when the person decided; absent when it had not looked yet. */
  readonly basis?: string;
}

interface Row {
  study: string;
  rule_id: string;
  decision: ReviewDecision['decision'];
  reason: string;
  decided_at: Instant;
  decided_by: string;
  second_by: string | null;
  second_at: Instant | null;
  basis: string | null;
}

function reviewOf(row: Row): ReviewRow {
  return {
    study: row.study,
    ruleId: row.rule_id,
    decision: row.decision,
    reason: row.reason,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    ...(row.second_by === null ? {} : { secondBy: row.second_by }),
    ...(row.second_at === null ? {} : { secondAt: row.second_at }),
    ...(row.basis === null ? {} : { basis: row.basis }),
  };
}

export interface ReviewRepository {
  /** A person's decision on one rule of one study (or of the group or archive whose subject key stands in its place); a new decision replaces the old one and needs its second person again. */
  decide(decision: Pick<ReviewRow, 'study' | 'ruleId' | 'decision' | 'reason'>, who: string, at: Instant): void;
  /** Throws AgentError `not-found`, `same-person`, `already-decided`. */
  second(study: string, ruleId: string, who: string, at: Instant): void;
  get(study: string, ruleId: string): ReviewRow | undefined;
  ofStudy(uid: string): ReviewRow[];
  /** Decisions made, made anew or agreed to behind the cursor, in that order, with the cursor of the last; '' = from the beginning. */
  changedAfter(cursor: string, limit: number): { readonly rows: ReviewRow[]; readonly cursor: string | undefined };
  /** When the last decision was made or agreed to; 0 when there is none. */
  lastChange(): number;
  /** Decisions that no second person has agreed to yet. */
  waiting(limit: number, offset: number): { total: number; rows: ReviewRow[] };
}

export function reviewRepository(
  { db, append, transaction }: Store,
  studies: { markDirty(uid: string): void },
): ReviewRepository {
  const upsert = db.prepare<[string, string, string, string, number, string, string | null]>(
    `INSERT INTO review (study, rule_id, decision, reason, decided_at, decided_by, basis) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (study, rule_id) DO UPDATE SET decision = excluded.decision, reason = excluded.reason, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
       second_by = NULL, second_at = NULL, basis = excluded.basis`,
  );
  const judged = db.prepare<[string, string], { verdict: string }>(
    "SELECT verdict FROM judgement WHERE subject_kind IN ('study', 'device', 'archive', 'person') AND subject_key = ? AND rule_id = ?",
  );
  const second = db.prepare<[string, number, string, string]>(
    'UPDATE review SET second_by = ?, second_at = ? WHERE study = ? AND rule_id = ?',
  );
  const one = db.prepare<[string, string], Row>('SELECT * FROM review WHERE study = ? AND rule_id = ?');
  const ofStudy = db.prepare<[string], Row>('SELECT * FROM review WHERE study = ? ORDER BY rule_id');
  const changed = db.prepare<[number, string, string, number], Row & { changed: number }>(
    `SELECT * FROM (SELECT *, max(decided_at, coalesce(second_at, 0)) AS changed FROM review) WHERE (changed, study, rule_id) > (?, ?, ?)
     ORDER BY changed, study, rule_id LIMIT ?`,
  );
  const lastChange = db.prepare<[], { at: number | null }>(
    'SELECT max(max(decided_at, coalesce(second_at, 0))) AS at FROM review',
  );
  const waiting = db.prepare<[number, number], Row>(
    'SELECT * FROM review WHERE second_by IS NULL ORDER BY decided_at, study, rule_id LIMIT ? OFFSET ?',
  );
  const waitingTotal = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM review WHERE second_by IS NULL');
  return {
    decide: (decision, who, at) =>
      transaction(() => {
        const seen = judged.get(decision.study, decision.ruleId);
        const basis = seen === undefined ? null : sha256Hex(observedText(verdictOf(seen.verdict)));
        append('review', { ...decision, who, ...(basis === null ? {} : { basis }) }, at);
        upsert.run(decision.study, decision.ruleId, decision.decision, decision.reason, at, who, basis);
        studies.markDirty(decision.study);
      }),
    second: (study, ruleId, who, at) =>
      transaction(() => {
        const row = one.get(study, ruleId);
        if (row === undefined)
          throw new AgentError('not-found', 'nothing has been decided here yet', { study, ruleId });
        if (row.decided_by === who)
          throw new AgentError('same-person', 'the second person must be another one', { study, ruleId });
        if (row.second_by !== null)
          throw new AgentError('already-decided', 'a second person has agreed already', { study, ruleId });
        append('review', { study, ruleId, secondBy: who }, at);
        second.run(who, at, study, ruleId);
        studies.markDirty(study);
      }),
    get(study, ruleId) {
      const row = one.get(study, ruleId);
      return row === undefined ? undefined : reviewOf(row);
    },
    ofStudy: (uid) => ofStudy.all(uid).map(reviewOf),
    changedAfter(cursor, limit) {
      const [at, study, ruleId] = cursor === '' ? [0, '', ''] : fromJson<[number, string, string]>(cursor);
      const rows = changed.all(at, study, ruleId, limit);
      const last = rows.at(-1);
      return {
        rows: rows.map(reviewOf),
        cursor: last === undefined ? undefined : JSON.stringify([last.changed, last.study, last.rule_id]),
      };
    },
    lastChange: () => lastChange.get()?.at ?? 0,
    waiting: (limit, offset) => ({ total: waitingTotal.get()?.n ?? 0, rows: waiting.all(limit, offset).map(reviewOf) }),
  };
}

/** As the rules and findings take it. */
export function reviewDecision(row: ReviewRow): ReviewDecision {
  return {
    ruleId: row.ruleId,
    decision: row.decision,
    reason: row.reason,
    decidedAt: row.decidedAt,
    secondPerson: row.secondBy !== undefined,
  };
}
