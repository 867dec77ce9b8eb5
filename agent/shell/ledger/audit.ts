import type { Instant } from '@center/contract';
import type { Store } from './store.ts';
import { fromJson } from './stored-json.ts';

export interface AuditRow {
  readonly seq: number;
  readonly at: Instant;
  readonly kind: string;
  readonly who: string;
  readonly what: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AuditRepository {
  write(what: string, subject: string, detail: string, who: string, at: Instant): void;
  /** What people did, newest first: sign-ins, records, reviews, cards, users, looks at identity. */
  list(search: { limit: number; before?: number }): AuditRow[];
}

export function auditRepository({ db, append, transaction }: Store): AuditRepository {
  const list = db.prepare<[number, number], { seq: number; at: Instant; kind: string; body: string }>(
    `SELECT seq, at, kind, body FROM entry WHERE kind IN ('audit', 'user', 'care-record', 'review', 'device-card', 'setting', 'enrolment', 'exam-mapping', 'register', 'equipment', 'equipment-record') AND seq < ? ORDER BY seq DESC LIMIT ?`,
  );
  return {
    write: (what, subject, detail, who, at) =>
      transaction(() => void append('audit', { what, subject, detail, who }, at)),
    list: ({ limit, before }) =>
      list.all(before ?? Number.MAX_SAFE_INTEGER, limit).map(({ seq, at, kind, body }) => {
        const parsed = fromJson<Record<string, unknown>>(body);
        const { who, what } = parsed;
        return {
          seq,
          at,
          kind,
          who: typeof who === 'string' ? who : '',
          what: typeof what === 'string' ? what : kind,
          body: parsed,
        };
      }),
  };
}
