import type { BatchItem, EquipmentItem, UptimeItem } from '@center/contract';
import type { Database } from '../store/database.ts';
import { type Common, type ItemContext, itemColumns, ms, put } from './item-context.ts';

type EquipmentBatchItem = Extract<
  BatchItem,
  { type: 'equipment' | 'uptime' | 'ups' | 'room' | 'equipment-event' | 'fleet-uptime' | 'agent-gap' }
>;

/** An upsert that leaves what is younger alone. Within a dump, what is told replaces what is here. */
const putNewer = (table: string, keys: readonly string[], columns: readonly string[]) => {
  const always = put(table, keys, columns);
  return { dump: always, usual: `${always} WHERE excluded.as_of >= ${table}.as_of` };
};

const putEquipment = putNewer('equipment', ['agent_id', 'equipment_id'], [...itemColumns, 'kind', 'removed', 'as_of']);
const putUptime = putNewer('uptime', ['agent_id', 'equipment_id', 'span', 'slot'], [...itemColumns, 'as_of']);
const putUps = putNewer('ups', ['agent_id', 'equipment_id'], [...itemColumns, 'as_of']);
const putRoom = putNewer('room', ['agent_id', 'equipment_id'], [...itemColumns, 'as_of']);
const putFleet = putNewer('fleet_uptime', ['agent_id', 'month'], [...itemColumns, 'as_of']);
const putEvent = putNewer(
  'equipment_event',
  ['facility_id', 'event_id'],
  ['agent_id', 'equipment_id', 'kind', 'start_at', 'end_at', 'item', 'received_at', 'as_of'],
);
const addClosing =
  'INSERT INTO uptime_closing (agent_id, equipment_id, month, revision, item, received_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
// A gap is never told otherwise a second time: what came first stays.
const addGap =
  'INSERT INTO agent_gap (agent_id, number, facility_id, start_at, end_at, cause, step_ms, received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
const readRemoval = 'SELECT as_of FROM equipment WHERE agent_id = ? AND equipment_id = ? AND removed = 1';

/** When something was so, by the center's clock, and never later than it came: a clock that ran ahead must not keep out what comes after it was set right. */
const asOfMs = ({ receivedAt }: ItemContext, asOf: string): number => Math.min(ms(asOf), receivedAt);

/** A card was taken away after this was so. */
function isGone(db: Database, at: ItemContext, equipmentId: string, asOf: number): boolean {
  const gone = db.prepare<{ as_of: number }>(readRemoval).get(at.agentId, equipmentId);
  return gone !== undefined && gone.as_of >= asOf;
}

function forget(db: Database, tables: readonly string[], agentId: string, equipmentId: string): void {
  for (const table of tables)
    db.prepare(`DELETE FROM ${table} WHERE agent_id = ? AND equipment_id = ?`).run(agentId, equipmentId);
}

/** A card that is taken away takes its figures, its UPS and its room along; that it was there stays written, so that nothing older brings it back. */
function applyEquipmentItem(db: Database, at: ItemContext, item: EquipmentItem, common: Common): void {
  const asOf = asOfMs(at, item.asOf);
  const stored = db
    .prepare<{ as_of: number }>('SELECT as_of FROM equipment WHERE agent_id = ? AND equipment_id = ?')
    .get(at.agentId, item.equipmentId);
  if (stored !== undefined && stored.as_of > asOf && !at.dumping) return;
  db.prepare(putEquipment.dump).run(at.agentId, item.equipmentId, ...common, item.kind, item.removed ? 1 : 0, asOf);
  if (item.removed) forget(db, ['uptime', 'ups', 'room'], at.agentId, item.equipmentId);
}

function applyUptime(db: Database, at: ItemContext, item: UptimeItem, common: Common): void {
  const { equipmentId, span, revision } = item;
  const asOf = asOfMs(at, item.asOf);
  if (isGone(db, at, equipmentId, asOf)) return;
  const month = item.from.slice(0, 7);
  db.prepare(at.dumping ? putUptime.dump : putUptime.usual).run(
    at.agentId,
    equipmentId,
    span,
    span === 'year' ? '' : month,
    ...common,
    asOf,
  );
  if (span === 'month' && revision > 0)
    db.prepare(addClosing).run(at.agentId, equipmentId, month, revision, JSON.stringify(item), at.receivedAt);
}

/** What a center tells of its devices, their uptime, its power and rooms, and of its own gaps. Twice or late, it changes nothing. */
export function applyEquipment(db: Database, at: ItemContext, item: EquipmentBatchItem, common: Common): void {
  const how = at.dumping ? 'dump' : 'usual';
  switch (item.type) {
    case 'equipment':
      applyEquipmentItem(db, at, item, common);
      return;
    case 'uptime':
      applyUptime(db, at, item, common);
      return;
    case 'ups':
    case 'room': {
      const asOf = asOfMs(at, item.asOf);
      if (isGone(db, at, item.equipmentId, asOf)) return;
      if (item.removed) forget(db, [item.type], at.agentId, item.equipmentId);
      else db.prepare((item.type === 'ups' ? putUps : putRoom)[how]).run(at.agentId, item.equipmentId, ...common, asOf);
      return;
    }
    case 'fleet-uptime':
      db.prepare(putFleet[how]).run(at.agentId, item.month, ...common, asOfMs(at, item.asOf));
      return;
    case 'equipment-event':
      db.prepare(putEvent[how]).run(
        at.facilityId,
        item.eventId,
        at.agentId,
        item.equipmentId,
        item.kind,
        ms(item.start),
        item.end === null ? null : ms(item.end),
        JSON.stringify(item),
        at.receivedAt,
        asOfMs(at, item.asOf),
      );
      return;
    case 'agent-gap':
      db.prepare(addGap).run(
        at.agentId,
        item.number,
        at.facilityId,
        ms(item.start),
        ms(item.end),
        item.cause,
        item.stepMs ?? null,
        at.receivedAt,
      );
      return;
  }
}
