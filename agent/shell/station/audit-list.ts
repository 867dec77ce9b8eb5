import { instantToIso } from '@center/contract';
import { type StationAudit, StationAuditQuery } from '@center/contract/station-api';
import type { AuditRow } from '../ledger/index.ts';
import type { StationDeps } from './deps.ts';
import type { TypedApp } from './typed-app.ts';

const told = new Set(['who', 'what']);

/** The rest of an entry in one line: `key: value`, nested values as JSON. */
function detailOf({ body }: AuditRow): string {
  return Object.entries(body)
    .filter(([key, value]) => !told.has(key) && value !== '' && value !== null)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
    .slice(0, 1000);
}

export function auditRoutes(app: TypedApp, { ledger, now }: StationDeps): void {
  app.get(
    '/api/audit',
    { config: { access: 'administrator' }, schema: { querystring: StationAuditQuery } },
    (request): StationAudit => {
      const { before, limit = '100' } = request.query;
      const rows = ledger.audit.list({
        limit: Math.min(500, Math.max(1, Number(limit))),
        ...(before === undefined ? {} : { before: Number(before) }),
      });
      return {
        asOf: instantToIso(now()),
        rows: rows.map((row) => ({
          seq: row.seq,
          at: instantToIso(row.at),
          kind: row.kind,
          who: who(row),
          what: row.what,
          detail: detailOf(row),
        })),
      };
    },
  );
}

/** Entries of records and reviews name their person under the part that he or she played. */
function who(row: AuditRow): string {
  if (row.who !== '') return row.who;
  const { reviewedBy, withdrawnBy, secondBy } = row.body;
  return [reviewedBy, withdrawnBy, secondBy].find((name) => typeof name === 'string') ?? '';
}
