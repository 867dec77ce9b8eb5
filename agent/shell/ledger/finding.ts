import type { CalendarDate, Finding, FindingState, Severity } from '@center/contract';
import type { Statement } from 'better-sqlite3';
import type { Store } from './store.ts';
import { findingOf, findingText } from './stored-json.ts';

export interface FindingSearch {
  readonly state?: FindingState;
  readonly severity?: Severity;
  readonly ruleId?: string;
  readonly clause?: string;
  readonly subjectKey?: string;
  /** Verdict kind, as `deviates`. */
  readonly kind?: string;
  readonly limit: number;
  readonly offset: number;
}

const filterColumns = {
  state: 'state',
  severity: 'severity',
  ruleId: 'rule_id',
  clause: 'clause',
  subjectKey: 'subject_key',
  kind: 'kind',
} as const;
const filterNames = ['state', 'severity', 'ruleId', 'clause', 'subjectKey', 'kind'] as const;
/** The indexes of the table carry exactly this expression. */
const worstFirstOrder = "CASE severity WHEN 'critical' THEN 0 WHEN 'major' THEN 1 ELSE 2 END, subject_date DESC, id";

interface Listing {
  readonly rows: Statement<[object], { body: string }>;
  readonly total: Statement<[object], { n: number }>;
}

export interface FindingRepository {
  get(id: string): Finding | undefined;
  /** The finding of one rule about one subject. */
  find(kind: string, key: string, ruleId: string): Finding | undefined;
  bySubject(kind: string, key: string): Finding[];
  /** Writes a new revision: current row, history and entry. Throws when the revision does not follow the stored one. */
  put(finding: Finding, subjectDate: CalendarDate): void;
  revisions(id: string): Finding[];
  list(search: FindingSearch): { total: number; rows: Finding[] };
  counts(): { readonly state: FindingState; readonly severity: Severity; readonly kind: string; readonly n: number }[];
  unsent(limit: number): Finding[];
  markSent(id: string, revision: number): void;
  markAllUnsent(): void;
  /** id, revision and state of every finding the console has been told of. */
  told(): { readonly findingId: string; readonly revision: number; readonly state: string }[];
}

export function findingRepository({ db, append }: Store): FindingRepository {
  type Body = { body: string };
  const get = db.prepare<[string], Body>('SELECT body FROM finding WHERE id = ?');
  const find = db.prepare<[string, string, string], Body>(
    'SELECT body FROM finding WHERE subject_kind = ? AND subject_key = ? AND rule_id = ?',
  );
  const bySubject = db.prepare<[string, string], Body>(
    'SELECT body FROM finding WHERE subject_kind = ? AND subject_key = ? ORDER BY rule_id',
  );
  const revision = db.prepare<[string], { revision: number }>('SELECT revision FROM finding WHERE id = ?');
  const upsert = db.prepare(
    `INSERT INTO finding (id, revision, subject_kind, subject_key, rule_id, clause, severity, state, kind, reason, subject_date, opened_at, changed_at, body)
     VALUES (@id, @revision, @subjectKind, @subjectKey, @ruleId, @clause, @severity, @state, @kind, @reason, @subjectDate, @openedAt, @changedAt, @body)
     ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, severity = excluded.severity, state = excluded.state, kind = excluded.kind, reason = excluded.reason,
       clause = excluded.clause, subject_date = excluded.subject_date, opened_at = excluded.opened_at, changed_at = excluded.changed_at, body = excluded.body`,
  );
  const history = db.prepare<[string, number, number, string]>(
    'INSERT INTO finding_revision (id, revision, at, body) VALUES (?, ?, ?, ?)',
  );
  const revisions = db.prepare<[string], Body>('SELECT body FROM finding_revision WHERE id = ? ORDER BY revision');
  // One statement for each set of filters that is asked for, so that each can use its index; a filter that is always there but may be empty could not.
  const listings = new Map<string, Listing>();
  const listing = (filters: readonly (keyof typeof filterColumns)[]): Listing => {
    const key = filters.join(',');
    const known = listings.get(key);
    if (known !== undefined) return known;
    const where = ['1 = 1', ...filters.map((filter) => `${filterColumns[filter]} = @${filter}`)].join(' AND ');
    const made: Listing = {
      rows: db.prepare(
        `SELECT body FROM finding WHERE ${where} ORDER BY ${worstFirstOrder} LIMIT @limit OFFSET @offset`,
      ),
      total: db.prepare(`SELECT count(*) AS n FROM finding WHERE ${where}`),
    };
    listings.set(key, made);
    return made;
  };
  const counts = db.prepare<[], { state: FindingState; severity: Severity; kind: string; n: number }>(
    'SELECT state, severity, kind, count(*) AS n FROM finding GROUP BY state, severity, kind',
  );
  const unsent = db.prepare<[number], Body>(
    'SELECT body FROM finding WHERE sent_revision < revision ORDER BY id LIMIT ?',
  );
  const markSent = db.prepare<[number, string]>('UPDATE finding SET sent_revision = ? WHERE id = ?');
  const markAllUnsent = db.prepare('UPDATE finding SET sent_revision = 0');
  const told = db.prepare<[], { findingId: string; revision: number; state: string }>(
    'SELECT id AS findingId, sent_revision AS revision, state FROM finding WHERE sent_revision > 0 ORDER BY id',
  );
  const optional = (body: Body | undefined): Finding | undefined =>
    body === undefined ? undefined : findingOf(body.body);

  return {
    get: (id) => optional(get.get(id)),
    find: (kind, key, ruleId) => optional(find.get(kind, key, ruleId)),
    bySubject: (kind, key) => bySubject.all(kind, key).map(({ body }) => findingOf(body)),
    put(finding, subjectDate) {
      const before = revision.get(finding.id)?.revision ?? 0;
      if (finding.revision !== before + 1)
        throw new Error(`revision ${String(finding.revision)} does not follow ${String(before)}`);
      const body = findingText(finding);
      append(
        'finding',
        {
          id: finding.id,
          revision: finding.revision,
          ruleId: finding.ruleId,
          state: finding.state,
          verdict: finding.verdict.kind,
          subject: finding.subject,
        },
        finding.changedAt,
      );
      upsert.run({
        id: finding.id,
        revision: finding.revision,
        subjectKind: finding.subject.kind,
        subjectKey: finding.subject.key,
        ruleId: finding.ruleId,
        clause: finding.clause,
        severity: finding.severity,
        state: finding.state,
        kind: finding.verdict.kind,
        reason: finding.verdict.kind === 'indeterminate' ? finding.verdict.reason : null,
        subjectDate,
        openedAt: finding.openedAt,
        changedAt: finding.changedAt,
        body,
      });
      history.run(finding.id, finding.revision, finding.changedAt, body);
    },
    revisions: (id) => revisions.all(id).map(({ body }) => findingOf(body)),
    list(search) {
      const { limit, offset, ...filters } = search;
      const asked = filterNames.filter((name) => filters[name] !== undefined);
      const { rows, total } = listing(asked);
      return {
        total: total.get(filters)?.n ?? 0,
        rows: rows.all({ ...filters, limit, offset }).map(({ body }) => findingOf(body)),
      };
    },
    counts: () => counts.all(),
    unsent: (limit) => unsent.all(limit).map(({ body }) => findingOf(body)),
    markSent: (id, sent) => void markSent.run(sent, id),
    markAllUnsent: () => void markAllUnsent.run(),
    told: () => told.all(),
  };
}
