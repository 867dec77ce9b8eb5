import { createHash } from 'node:crypto';
import { canonicalJson } from '@center/contract';
import type { Database } from './database.ts';
import type { AuditTable } from './tables.ts';

/** Who did it, from where. `system` for what the console does by itself. */
export interface Actor {
  readonly name: string;
  readonly role: string;
  readonly address?: string | undefined;
}
export const system: Actor = { name: 'system', role: 'system' };

export interface AuditEntry {
  readonly at: number;
  readonly actor: Actor;
  readonly action: string;
  readonly object: string;
  readonly facilityId?: string | undefined;
  readonly reason?: string | undefined;
  /** What changed, without secrets. */
  readonly beforeAfter?: { readonly before?: unknown; readonly after?: unknown } | undefined;
}

function hashOf(row: Omit<AuditTable, 'hash'>): string {
  return createHash('sha256').update(canonicalJson(row)).digest('hex');
}

/** Appends to the chain. Called inside the transaction of the deed itself, so that neither stands without the other. */
export function writeAudit(db: Database, entry: AuditEntry): void {
  const last = db.first(db.sql.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1));
  const row: Omit<AuditTable, 'hash'> = {
    seq: (last?.seq ?? 0) + 1,
    at: entry.at,
    actor: entry.actor.name,
    role: entry.actor.role,
    action: entry.action,
    object: entry.object,
    facility_id: entry.facilityId ?? null,
    reason: entry.reason ?? null,
    before_after: entry.beforeAfter === undefined ? null : canonicalJson(entry.beforeAfter),
    address: entry.actor.address ?? null,
    prev_hash: last?.hash ?? null,
  };
  db.run(db.sql.insertInto('audit').values({ ...row, hash: hashOf(row) }));
}

export interface ChainState {
  readonly length: number;
  readonly head: string | null;
  /** Sequence number of the first row that does not follow; null when all do. */
  readonly brokenAt: number | null;
}

/** Walks the whole chain: sequence without gap, each row's hash over its own content and the hash before it. */
export function walkAudit(db: Database): ChainState {
  let head: string | null = null;
  let length = 0;
  for (;;) {
    const rows: AuditTable[] = db.all(
      db.sql.selectFrom('audit').selectAll().where('seq', '>', length).orderBy('seq').limit(2000),
    );
    if (rows.length === 0) return { length, head, brokenAt: null };
    for (const { hash, ...row } of rows) {
      if (row.seq !== length + 1 || row.prev_hash !== head || hashOf(row) !== hash)
        return { length, head, brokenAt: row.seq };
      head = hash;
      length = row.seq;
    }
  }
}
