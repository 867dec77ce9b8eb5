import {
  type Batch,
  type BatchItem,
  type CellItem,
  displayState,
  type FindingItem,
  type Severity,
  stateDigestText,
} from '@center/contract';
import { sha256Hex } from '../keys.ts';
import { countColumns, fromColumns, toCountValues } from '../store/counts.ts';
import type { Database } from '../store/database.ts';
import type { CellTable } from '../store/tables.ts';
import { applyArchive } from './apply-archive.ts';
import { applyDose, applyFindingDose } from './apply-dose.ts';
import { applyEquipment } from './apply-equipment.ts';
import { type ItemContext, itemColumns, ms, put } from './item-context.ts';

/** Worst first; the number is what lists sort by. */
const severityRank: Readonly<Record<Severity, number>> = { critical: 0, major: 1, minor: 2 };

/** Gives the hash under which the words of law and rule stand for a finding that opens now. */
export type FreezeWords = (db: Database, clause: string, ruleId: string, ruleSetSha256: string) => string;

const putCell = put(
  'cell',
  ['agent_id', 'rule_id', 'month'],
  ['clause', 'rule_version', 'rule_set_sha256', 'as_of', 'dump_id', ...countColumns],
  // An agent belongs to one facility for good; not set again, its index is not written again.
  ['facility_id'],
);
const readCell = 'SELECT * FROM cell WHERE agent_id = ? AND rule_id = ? AND month = ?';
const addRollup = `INSERT INTO rollup (facility_id, clause, rule_id, agent_id, as_of, ${countColumns.join(', ')}) VALUES (?, ?, ?, ?, ?, ${countColumns.map(() => '?').join(', ')})
  ON CONFLICT (facility_id, clause, rule_id, agent_id) DO UPDATE SET as_of = CASE WHEN excluded.as_of > rollup.as_of THEN excluded.as_of ELSE rollup.as_of END, ${countColumns.map((c) => `${c} = rollup.${c} + excluded.${c}`).join(', ')}`;
const dropRollup = 'DELETE FROM rollup WHERE agent_id = ? AND rule_id = ?';
const sumRollup = `INSERT INTO rollup (facility_id, clause, rule_id, agent_id, as_of, ${countColumns.join(', ')})
  SELECT facility_id, clause, rule_id, agent_id, max(as_of), ${countColumns.map((c) => `sum(${c})`).join(', ')} FROM cell WHERE agent_id = ? AND rule_id = ? GROUP BY facility_id, clause, rule_id, agent_id`;
const putDevice = put('device', ['agent_id', 'device_id'], itemColumns);
const putChannel = put('channel', ['agent_id', 'channel', 'number'], itemColumns);
/** Tables of which a full dump names everything that is to stay. */
const dumpedTables = [
  'cell',
  'device',
  'channel',
  'dose_coverage',
  'dose_group',
  'dose_day',
  'retention',
  'retrieval',
  'forecast',
  'image_upload',
  'intake',
  'equipment',
  'uptime',
  'ups',
  'room',
  'fleet_uptime',
];
const putIntake = put('intake', ['agent_id', 'month'], [...itemColumns, 'as_of']);
const readFinding = 'SELECT agent_id, revision, forgotten_at FROM finding WHERE facility_id = ? AND finding_id = ?';
const touchFinding = 'UPDATE finding SET dump_id = ? WHERE facility_id = ? AND finding_id = ?';
const putFinding = put(
  'finding',
  ['facility_id', 'finding_id'],
  [
    'agent_id',
    'revision',
    'rule_id',
    'clause',
    'severity',
    'severity_rank',
    'subject_kind',
    'subject',
    'state',
    'live',
    'verdict',
    'reason',
    'basis',
    'display',
    'opened_at',
    'changed_at',
    'times_opened',
    'study',
    'study_date',
    'device_id',
    'forgotten_at',
    'dump_id',
  ],
  // The words are frozen at the first opening and stay.
  ['frozen_sha256'],
);
const putRevision = put(
  'finding_revision',
  ['facility_id', 'finding_id', 'agent_id', 'revision'],
  [
    'state',
    'verdict',
    'reason',
    'basis',
    'display',
    'note',
    'changed_at',
    'received_at',
    'batch_seq',
    'batch_sha256',
    'rule_version',
    'rule_set_sha256',
    'fact_sha256',
    'evidence',
    'missing',
    'masked',
  ],
);

/** What a batch adds to the roll-up of one rule; counts may be negative. */
interface RollupChange {
  readonly clause: string;
  readonly ruleId: string;
  readonly counts: number[];
  asOf: number;
}

/** Changes of the roll-up by rule, and the rules whose clause moved, which are added up anew. */
interface RollupChanges {
  readonly byRule: Map<string, RollupChange>;
  readonly moved: Set<string>;
}

function applyCell(db: Database, at: ItemContext, cell: CellItem, changes: RollupChanges): void {
  const before = db.prepare<CellTable>(readCell).get(at.agentId, cell.ruleId, cell.month);
  const counts = toCountValues(cell.counts);
  const asOf = ms(cell.asOf);
  db.prepare(putCell).run(
    at.agentId,
    cell.ruleId,
    cell.month,
    cell.clause,
    cell.ruleVersion,
    cell.ruleSetSha256,
    asOf,
    at.dumpId,
    ...counts,
    at.facilityId,
  );
  const change = changes.byRule.get(cell.ruleId);
  if (
    (before !== undefined && before.clause !== cell.clause) ||
    (change !== undefined && change.clause !== cell.clause)
  ) {
    changes.moved.add(cell.ruleId);
    return;
  }
  const old = before === undefined ? undefined : toCountValues(fromColumns(before));
  const sum = change ?? { clause: cell.clause, ruleId: cell.ruleId, counts: counts.map(() => 0), asOf };
  for (const [index, n] of counts.entries()) sum.counts[index] = (sum.counts[index] ?? 0) + n - (old?.[index] ?? 0);
  sum.asOf = Math.max(sum.asOf, asOf);
  changes.byRule.set(cell.ruleId, sum);
}

function applyChanges(db: Database, at: ItemContext, changes: RollupChanges): void {
  for (const { clause, ruleId, counts, asOf } of changes.byRule.values()) {
    if (!changes.moved.has(ruleId))
      db.prepare(addRollup).run(at.facilityId, clause, ruleId, at.agentId, asOf, ...counts);
  }
  for (const ruleId of changes.moved) rollUp(db, at.agentId, ruleId);
}

/** Adds up a rule's cells from the beginning. */
function rollUp(db: Database, agentId: string, ruleId: string): void {
  db.prepare(dropRollup).run(agentId, ruleId);
  db.prepare(sumRollup).run(agentId, ruleId);
}

function applyFinding(db: Database, at: ItemContext, finding: FindingItem, freeze: FreezeWords): void {
  const stored = db
    .prepare<{ agent_id: string; revision: number; forgotten_at: number | null }>(readFinding)
    .get(at.facilityId, finding.findingId);
  const known = stored !== undefined && stored.agent_id === at.agentId && stored.forgotten_at === null;
  // An older revision of the same agent changes nothing, unless the agent dumps what it holds.
  if (known && !at.dumping && finding.revision <= stored.revision) {
    if (at.dumpId !== null) db.prepare(touchFinding).run(at.dumpId, at.facilityId, finding.findingId);
    return;
  }
  const display = displayState({ kind: finding.verdict, reason: finding.reason, basis: finding.basis });
  const live = finding.state === 'open' || finding.state === 'confirmed' ? 1 : 0;
  const frozen = freeze(db, finding.clause, finding.ruleId, finding.ruleSetSha256);
  const { study } = finding;
  db.prepare(putFinding).run(
    at.facilityId,
    finding.findingId,
    at.agentId,
    finding.revision,
    finding.ruleId,
    finding.clause,
    finding.severity,
    severityRank[finding.severity],
    finding.subjectKind,
    finding.subject,
    finding.state,
    live,
    finding.verdict,
    finding.reason ?? null,
    finding.basis ?? null,
    display,
    ms(finding.openedAt),
    ms(finding.changedAt),
    finding.timesOpened,
    study === undefined ? null : JSON.stringify(study),
    study?.date ?? null,
    study?.deviceId ?? null,
    null,
    at.dumpId,
    frozen,
  );
  applyFindingDose(db, at, finding);
  db.prepare(putRevision).run(
    at.facilityId,
    finding.findingId,
    at.agentId,
    finding.revision,
    finding.state,
    finding.verdict,
    finding.reason ?? null,
    finding.basis ?? null,
    display,
    finding.note ?? null,
    ms(finding.changedAt),
    at.receivedAt,
    at.seq,
    at.bodySha256,
    finding.ruleVersion,
    finding.ruleSetSha256,
    finding.factSha256,
    JSON.stringify(finding.evidence),
    JSON.stringify(finding.missing),
    JSON.stringify(finding.masked),
  );
}

/** What this console holds of an agent, in the form both sides hash. */
function ownStateDigest(db: Database, agentId: string): string {
  const findings = db.all(
    db.sql
      .selectFrom('finding')
      .select(['finding_id as findingId', 'revision', 'state'])
      .where('agent_id', '=', agentId)
      .where('forgotten_at', 'is', null),
  );
  const cells = db.all(db.sql.selectFrom('cell').selectAll().where('agent_id', '=', agentId));
  return sha256Hex(
    stateDigestText(
      findings,
      cells.map((row: CellTable) => ({ ruleId: row.rule_id, month: row.month, counts: fromColumns(row) })),
    ),
  );
}

function applyOther(db: Database, at: ItemContext, item: Exclude<BatchItem, CellItem | FindingItem>): void {
  const common = [at.facilityId, JSON.stringify(item), at.receivedAt, at.dumpId] as const;
  switch (item.type) {
    case 'device':
      // Neither registered nor ever seen: a card that was taken back. There is no such device any more.
      if (!item.registered && item.studies === 0 && item.firstSeen === undefined)
        db.prepare('DELETE FROM device WHERE agent_id = ? AND device_id = ?').run(at.agentId, item.deviceId);
      else db.prepare(putDevice).run(at.agentId, item.deviceId, ...common);
      return;
    case 'channel':
      db.prepare(putChannel).run(at.agentId, item.channel, item.number, ...common);
      return;
    case 'dose-coverage':
    case 'dose-group':
    case 'dose-coverage-day':
      applyDose(db, at, item, common);
      return;
    case 'retention':
    case 'retrieval':
    case 'forecast':
    case 'image-upload':
      applyArchive(db, at, item, common);
      return;
    case 'equipment':
    case 'uptime':
    case 'ups':
    case 'room':
    case 'equipment-event':
    case 'fleet-uptime':
    case 'agent-gap':
      applyEquipment(db, at, item, common);
      return;
    case 'intake':
      db.prepare(putIntake).run(at.agentId, item.month, ...common, ms(item.asOf));
      return;
    case 'state-digest':
      // Compared when everything of the batch is in: see digestsDiffer.
      return;
  }
}

/** Stores the items and brings the roll-up along, inside the caller's transaction. */
export function applyItems(db: Database, at: ItemContext, items: Batch['items'], freeze: FreezeWords): void {
  const changes: RollupChanges = { byRule: new Map(), moved: new Set() };
  for (const item of items) {
    if (item.type === 'cell') applyCell(db, at, item, changes);
    else if (item.type === 'finding') applyFinding(db, at, item, freeze);
    else applyOther(db, at, item);
  }
  applyChanges(db, at, changes);
}

/**
 * Whether the agent believes that the console holds something else than it does. Asked after the items are in and after a dump that ends here has forgotten the rest:
 * the digest at the end of a dump is of exactly what remains.
 */
export function digestsDiffer(db: Database, agentId: string, items: Batch['items']): boolean {
  const claimed = items.filter((item) => item.type === 'state-digest');
  if (claimed.length === 0) return false;
  const own = ownStateDigest(db, agentId);
  return claimed.some((item) => item.sha256 !== own);
}

/** Ends a full dump: what the agent did not name is forgotten. Findings keep their history and are no longer live. */
export function forgetUnnamed(db: Database, agentId: string, dumpId: string, now: number): void {
  const stale = db
    .prepare<{ ruleId: string }>('SELECT DISTINCT rule_id AS ruleId FROM cell WHERE agent_id = ? AND dump_id IS NOT ?')
    .all(agentId, dumpId);
  for (const table of dumpedTables)
    db.prepare(`DELETE FROM ${table} WHERE agent_id = ? AND dump_id IS NOT ?`).run(agentId, dumpId);
  for (const { ruleId } of stale) rollUp(db, agentId, ruleId);
  db.prepare(
    'UPDATE finding SET forgotten_at = ?, live = 0 WHERE agent_id = ? AND dump_id IS NOT ? AND forgotten_at IS NULL',
  ).run(now, agentId, dumpId);
}

/** When a new agent speaks for a facility, what its revoked predecessors measured is dropped and their findings are no longer live. */
export function forgetPredecessors(db: Database, facilityId: string, now: number): void {
  const revoked = db.all(
    db.sql.selectFrom('agent').select('agent_id').where('facility_id', '=', facilityId).where('state', '=', 'revoked'),
  );
  for (const { agent_id: agentId } of revoked) {
    for (const table of ['rollup', ...dumpedTables]) db.prepare(`DELETE FROM ${table} WHERE agent_id = ?`).run(agentId);
    db.prepare('UPDATE finding SET forgotten_at = ?, live = 0 WHERE agent_id = ? AND forgotten_at IS NULL').run(
      now,
      agentId,
    );
  }
}
