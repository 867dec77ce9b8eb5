import {
  type Basis,
  type CalendarDate,
  type ClauseId,
  type DisplayState,
  displayState,
  type EvidenceChannel,
  type IndeterminateReason,
  type Instant,
  type Judgement,
  type RuleId,
  type Severity,
  type Sha256,
  type StateCounts,
  type SubjectKind,
  type Verdict,
  type VerdictKind,
} from '@center/contract';
import { type SealedVerdict, sealedLists } from './sealing.ts';
import type { Store } from './store.ts';
import { branded, verdictOf, verdictText } from './stored-json.ts';

interface Row {
  subject_kind: SubjectKind;
  subject_key: string;
  rule_id: RuleId;
  rule_version: number;
  clause: ClauseId;
  severity: Severity;
  informational: number;
  held_by: EvidenceChannel | null;
  subject_date: CalendarDate;
  verdict: string;
  rule_set: Sha256;
  fact_sha256: Sha256;
  judged_at: Instant;
}

/** Verdicts of one rule over the subjects of one month. */
export interface Cell {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly clause: string;
  readonly month: string;
  readonly ruleSetSha256: string;
  readonly counts: StateCounts;
}

/** Verdicts of one kind of one rule in one month, counted. */
export interface CellRow {
  rule_id: string;
  rule_version: number;
  clause: string;
  month: string;
  rule_set: string;
  kind: VerdictKind;
  /** Why the kind is not the whole word: of an indeterminate verdict its reason, of a conforming one that it is due soon. */
  reason: IndeterminateReason | 'due-soon' | null;
  basis: Basis | null;
  informational: number;
  n: number;
}

/** The display state of a row, derived from its columns. */
function displayOfRow(row: Pick<CellRow, 'kind' | 'reason' | 'basis' | 'informational'>): DisplayState {
  const { kind, reason, basis, informational } = row;
  return displayState({
    kind,
    ...(reason === 'due-soon' ? { dueSoon: true } : { reason: reason ?? undefined }),
    basis: basis ?? undefined,
    informational: informational === 1,
  });
}

function reasonColumn(verdict: Verdict): CellRow['reason'] {
  if (verdict.kind === 'indeterminate') return verdict.reason;
  return verdict.kind === 'conforms' && verdict.dueSoon === true ? 'due-soon' : null;
}

export interface WaitingReview {
  readonly study: string;
  readonly ruleId: string;
  readonly subjectDate: CalendarDate;
}

/** What is held by an evidence channel that does not work yet, counted by rule. */
export interface HeldGroup {
  readonly channel: EvidenceChannel;
  readonly clause: ClauseId;
  readonly ruleId: RuleId;
  readonly ruleVersion: number;
  readonly severity: Severity;
  readonly studies: number;
}

export interface JudgementRepository {
  /**
   * Writes those judgements of one subject that differ from the stored ones, with one entry for all of them; returns them. Judging again without a difference writes
   * nothing. Stored judgements of the subject that are not among them go, if their rule is one that `owns` says the caller runs: a study is judged by its objects and,
   * apart from that, by what the archive answered for it.
   */
  put(judgements: readonly Judgement[], at: Instant, owns?: (ruleId: RuleId) => boolean): readonly Judgement[];
  /** The subject is no more: its judgements go, with one entry that says so. */
  forget(kind: SubjectKind, key: string, at: Instant): void;
  ofSubject(kind: SubjectKind, key: string): Judgement[];
  ofStudy(uid: string): Judgement[];
  cells(months?: readonly string[]): Cell[];
  months(): string[];
  staleMonths(): string[];
  clearStaleMonths(): void;
  reviewQueue(limit: number, offset: number): { total: number; rows: WaitingReview[] };
  held(): HeldGroup[];
}

const columns =
  'subject_kind, subject_key, rule_id, rule_version, clause, severity, informational, held_by, subject_date, verdict, rule_set, fact_sha256, judged_at';

function judgementOf(row: Row): Judgement {
  return {
    ruleId: row.rule_id,
    ruleVersion: row.rule_version,
    clause: row.clause,
    severity: row.severity,
    subject: { kind: row.subject_kind, key: row.subject_key },
    verdict: verdictOf(row.verdict),
    informational: row.informational === 1,
    ...(row.held_by === null ? {} : { heldBy: row.held_by }),
    ruleSetSha256: row.rule_set,
    factSha256: row.fact_sha256,
    subjectDate: row.subject_date,
    judgedAt: row.judged_at,
  };
}

/**
 * Folds grouped rows into one cell a rule and month; the display state is derived here and stored nowhere. Where a month was judged by several versions or rule
 * sets, the counts are summed and the newest version names the cell.
 */
function foldCells(rows: Iterable<CellRow>): Cell[] {
  interface Open extends Omit<Cell, 'counts'> {
    readonly counts: Partial<Record<DisplayState, number>>;
  }
  const cells = new Map<string, Open>();
  for (const row of rows) {
    const key = `${row.rule_id}|${row.month}`;
    const before = cells.get(key);
    const counts = before?.counts ?? {};
    const state = displayOfRow(row);
    counts[state] = (counts[state] ?? 0) + row.n;
    if (before === undefined || before.ruleVersion <= row.rule_version) {
      const { rule_id: ruleId, rule_version: ruleVersion, clause, month, rule_set: ruleSetSha256 } = row;
      cells.set(key, { ruleId, ruleVersion, clause, month, ruleSetSha256, counts });
    }
  }
  return [...cells.values()];
}

interface HeldRow {
  readonly held_by: EvidenceChannel;
  readonly clause: string;
  readonly rule_id: string;
  readonly rule_version: number;
  readonly severity: Severity;
  readonly n: number;
}

function heldOf({ held_by, informational, ...row }: SealedVerdict & { readonly n: number }): HeldRow[] {
  return held_by === null || informational === 1 ? [] : [{ ...row, held_by }];
}

/** One group a channel, clause and rule; the newest version names it. */
function foldHeld(rows: readonly HeldRow[]): HeldGroup[] {
  const groups = new Map<string, HeldGroup>();
  for (const row of rows) {
    const key = `${row.held_by}|${row.clause}|${row.rule_id}`;
    const before = groups.get(key);
    const newest = before === undefined || before.ruleVersion <= row.rule_version;
    groups.set(key, {
      channel: row.held_by,
      clause: branded(row.clause),
      ruleId: branded(row.rule_id),
      ruleVersion: Math.max(row.rule_version, before?.ruleVersion ?? 0),
      severity: newest ? row.severity : before.severity,
      studies: row.n + (before?.studies ?? 0),
    });
  }
  const order = ({ clause, ruleId }: HeldGroup): string => `${clause}\n${ruleId}`;
  return [...groups.values()].toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
}

export function judgementRepository({ db, append }: Store): JudgementRepository {
  const ofSubject = db.prepare<[string, string], Row>(
    `SELECT ${columns} FROM judgement WHERE subject_kind = ? AND subject_key = ? ORDER BY rule_id`,
  );
  const upsert = db.prepare(
    `INSERT OR REPLACE INTO judgement (subject_kind, subject_key, rule_id, rule_version, clause, severity, kind, reason, basis, informational, held_by, month, subject_date, verdict, rule_set, fact_sha256, judged_at)
     VALUES (@subjectKind, @subjectKey, @ruleId, @ruleVersion, @clause, @severity, @kind, @reason, @basis, @informational, @heldBy, @month, @subjectDate, @verdict, @ruleSet, @factSha256, @judgedAt)`,
  );
  const remove = db.prepare<[string, string, string]>(
    'DELETE FROM judgement WHERE subject_kind = ? AND subject_key = ? AND rule_id = ?',
  );
  const stale = db.prepare<[string]>('INSERT OR IGNORE INTO stale_month (month) VALUES (?)');
  const staleAll = db.prepare<[], { month: string }>('SELECT month FROM stale_month ORDER BY month');
  const clearStale = db.prepare('DELETE FROM stale_month');
  const cellSql = (where: string): string =>
    `SELECT rule_id, rule_version, clause, month, rule_set, kind, reason, basis, informational, count(*) AS n FROM judgement ${where}
     GROUP BY month, rule_id, rule_version, clause, rule_set, kind, reason, basis, informational`;
  const cellsOfMonth = db.prepare<[string], CellRow>(cellSql('WHERE month = ?'));
  const cellsOfAll = db.prepare<[], CellRow>(cellSql(''));
  const months = db.prepare<[], { month: string }>(
    'SELECT DISTINCT month FROM judgement UNION SELECT DISTINCT month FROM study WHERE sealed IS NOT NULL ORDER BY month',
  );
  const sealedOfMonth = db.prepare<[string], { month: string; sealed: number; n: number }>(
    'SELECT month, sealed, count(*) AS n FROM study WHERE month = ? AND sealed IS NOT NULL GROUP BY sealed',
  );
  const sealedOfAll = db.prepare<[], { month: string; sealed: number; n: number }>(
    'SELECT month, sealed, count(*) AS n FROM study WHERE sealed IS NOT NULL GROUP BY month, sealed',
  );
  const lists = sealedLists({ db });
  const queue = db.prepare<[number, number], { subject_key: string; rule_id: string; subject_date: CalendarDate }>(
    `SELECT subject_key, rule_id, subject_date FROM judgement WHERE reason = 'awaiting-review' AND informational = 0 AND subject_kind = 'study'
     ORDER BY subject_date, subject_key, rule_id LIMIT ? OFFSET ?`,
  );
  const queueTotal = db.prepare<[], { n: number }>(
    `SELECT count(*) AS n FROM judgement WHERE reason = 'awaiting-review' AND informational = 0 AND subject_kind = 'study'`,
  );
  const held = db.prepare<[], HeldRow>(
    'SELECT held_by, clause, rule_id, rule_version, severity, count(*) AS n FROM judgement WHERE held_by IS NOT NULL AND informational = 0 GROUP BY held_by, clause, rule_id, rule_version, severity',
  );

  /** Verdicts of sealed studies, from the list that each of them names. */
  const sealedCells = (rows: readonly { month: string; sealed: number; n: number }[]): (SealedVerdict & CellRow)[] => {
    const read = new Map<number, readonly SealedVerdict[]>();
    return rows.flatMap(({ month, sealed, n }) => {
      const verdicts = read.get(sealed) ?? lists.verdicts(sealed);
      read.set(sealed, verdicts);
      return verdicts.map((verdict) => ({ ...verdict, month, n }));
    });
  };

  const write = (judgement: Judgement, verdict: string): void => {
    upsert.run({
      subjectKind: judgement.subject.kind,
      subjectKey: judgement.subject.key,
      ruleId: judgement.ruleId,
      ruleVersion: judgement.ruleVersion,
      clause: judgement.clause,
      severity: judgement.severity,
      kind: judgement.verdict.kind,
      reason: reasonColumn(judgement.verdict),
      basis:
        judgement.verdict.kind === 'conforms' || judgement.verdict.kind === 'deviates' ? judgement.verdict.basis : null,
      informational: judgement.informational ? 1 : 0,
      heldBy: judgement.heldBy ?? null,
      month: judgement.subjectDate.slice(0, 7),
      subjectDate: judgement.subjectDate,
      verdict,
      ruleSet: judgement.ruleSetSha256,
      factSha256: judgement.factSha256,
      judgedAt: judgement.judgedAt,
    });
  };

  return {
    put(judgements, at, owns = () => true) {
      const [first] = judgements;
      if (first === undefined) return [];
      const before = new Map(ofSubject.all(first.subject.kind, first.subject.key).map((row) => [row.rule_id, row]));
      const changed: { judgement: Judgement; verdict: string }[] = [];
      for (const judgement of judgements) {
        const row = before.get(judgement.ruleId);
        before.delete(judgement.ruleId);
        const verdict = verdictText(judgement.verdict);
        const same =
          row !== undefined &&
          row.verdict === verdict &&
          row.rule_version === judgement.ruleVersion &&
          row.rule_set === judgement.ruleSetSha256 &&
          row.clause === judgement.clause &&
          row.severity === judgement.severity &&
          (row.informational === 1) === judgement.informational &&
          row.held_by === (judgement.heldBy ?? null) &&
          row.subject_date === judgement.subjectDate &&
          row.fact_sha256 === judgement.factSha256;
        if (!same) changed.push({ judgement, verdict });
        if (!same && row !== undefined) stale.run(row.subject_date.slice(0, 7));
      }
      for (const ruleId of [...before.keys()]) if (!owns(ruleId)) before.delete(ruleId);
      // A rule that the rule set no longer names has no verdict any more.
      for (const row of before.values()) {
        remove.run(row.subject_kind, row.subject_key, row.rule_id);
        stale.run(row.subject_date.slice(0, 7));
      }
      if (changed.length === 0 && before.size === 0) return [];
      append(
        'judgements',
        {
          subject: first.subject,
          ruleSetSha256: first.ruleSetSha256,
          factSha256: first.factSha256,
          verdicts: Object.fromEntries(
            changed.map(({ judgement: { ruleId, verdict } }) => [
              ruleId,
              verdict.kind === 'indeterminate' ? `${verdict.kind}:${verdict.reason}` : verdict.kind,
            ]),
          ),
          ...(before.size === 0 ? {} : { withdrawn: [...before.keys()].sort() }),
        },
        at,
      );
      for (const { judgement, verdict } of changed) {
        write(judgement, verdict);
        stale.run(judgement.subjectDate.slice(0, 7));
      }
      return changed.map(({ judgement }) => judgement);
    },
    forget(kind, key, at) {
      const rows = ofSubject.all(kind, key);
      if (rows.length === 0) return;
      append('judgements', { subject: { kind, key }, withdrawn: rows.map(({ rule_id }) => rule_id) }, at);
      for (const row of rows) {
        remove.run(row.subject_kind, row.subject_key, row.rule_id);
        stale.run(row.subject_date.slice(0, 7));
      }
    },
    ofSubject: (kind, key) => ofSubject.all(kind, key).map(judgementOf),
    ofStudy: (uid) => ofSubject.all('study', uid).map(judgementOf),
    cells: (wanted) =>
      wanted === undefined
        ? foldCells([...sealedCells(sealedOfAll.all()), ...cellsOfAll.all()])
        : wanted.flatMap((month) => foldCells([...sealedCells(sealedOfMonth.all(month)), ...cellsOfMonth.all(month)])),
    months: () => months.all().map(({ month }) => month),
    staleMonths: () => staleAll.all().map(({ month }) => month),
    clearStaleMonths: () => void clearStale.run(),
    reviewQueue: (limit, offset) => ({
      total: queueTotal.get()?.n ?? 0,
      rows: queue
        .all(limit, offset)
        .map((row) => ({ study: row.subject_key, ruleId: row.rule_id, subjectDate: row.subject_date })),
    }),
    held: () => foldHeld([...sealedCells(sealedOfAll.all()).flatMap(heldOf), ...held.all()]),
  };
}
