import {
  addMonths,
  type ConsoleAvailabilityRow,
  type ConsoleClosing,
  type ConsoleEventRow,
  type ConsoleEventsQuery,
  type ConsoleRoomRow,
  type ConsoleScope,
  type ConsoleUpsRow,
  type ConsoleUptime,
  calendarDateAt,
  EquipmentEventItem,
  EquipmentItem,
  FleetItem,
  type Instant,
  instant,
  instantToIso,
  nothingRequiredReasons,
  RoomItem,
  startOfDay,
  UpsItem,
  UptimeItem,
} from '@center/contract';
import {
  byRoom,
  byUps,
  byUptime,
  eventStanding,
  inScope,
  type Ranked,
  roomAttention,
  toldRates,
  type UptimeJudged,
  upsAttention,
  upsMissing,
  uptimeAttention,
} from '../../core/index.ts';
import { agentsOf } from '../store/agents.ts';
import {
  closingsOf,
  countEvents,
  equipmentItems,
  fleetItems,
  judgedUptimes,
  listEvents,
  openEvents,
  standingDevices,
  uptimeItems,
} from '../store/equipment.ts';
import { allFacilities } from '../store/facilities.ts';
import type { ItemRow } from '../store/item-rows.ts';
import type { ConsoleContext } from './context.ts';
import { stored } from './stored.ts';
import { speakingAgents } from './views.ts';

const asEquipment = stored(EquipmentItem);
const asUptime = stored(UptimeItem);
const asUps = stored(UpsItem);
const asRoom = stored(RoomItem);
const asEvent = stored(EquipmentEventItem);
const asFleet = stored(FleetItem);

/** One thing of one agent. */
const keyOf = (agentId: string, equipmentId: string): string => `${agentId}\n${equipmentId}`;

interface Told {
  readonly facilityId: string;
  readonly facilityName: string;
  readonly agentId: string;
  readonly speaks: boolean;
}

interface Watched {
  readonly told: Told;
  readonly equipment: EquipmentItem;
}

/** What a person may see of the things that are watched at centers, read once for an answer. */
export interface Equipment {
  readonly now: Instant;
  /** Facilities in scope, with those that have nothing to tell. */
  readonly facilities: ReadonlyMap<string, string>;
  told(row: Pick<ItemRow, 'facility_id' | 'agent_id'>): Told;
  /** With a card that stands. */
  readonly standing: readonly Watched[];
  /** Whose card is gone. */
  readonly removed: readonly Watched[];
  nameOf(agentId: string, equipmentId: string): string;
}

/** `of`: only these agents' things, for a page of a list. */
export function readEquipment(
  context: ConsoleContext,
  scope: ConsoleScope,
  facilityId?: string,
  of?: ReadonlySet<string>,
): Equipment {
  const { db, clock } = context;
  const now = clock();
  const facilities = new Map(
    allFacilities(db)
      .filter((row) => inScope(scope, row.facility_id) && (facilityId === undefined || row.facility_id === facilityId))
      .map((row) => [row.facility_id, row.name]),
  );
  const speaking = speakingAgents(context, agentsOf(db, facilityId), now);
  const told = ({ facility_id: id, agent_id: agentId }: Pick<ItemRow, 'facility_id' | 'agent_id'>): Told => ({
    facilityId: id,
    facilityName: facilities.get(id) ?? id,
    agentId,
    speaks: speaking.has(agentId),
  });
  const all = equipmentItems(db, 'equipment', scope, facilityId, of).map((row) => ({
    told: told(row),
    equipment: asEquipment(JSON.parse(row.item)),
  }));
  const standing = all.filter(({ equipment }) => !equipment.removed);
  const names = new Map(
    standing.map(({ told: { agentId }, equipment }) => [keyOf(agentId, equipment.equipmentId), equipment.name]),
  );
  return {
    now,
    facilities,
    told,
    standing,
    removed: all.filter(({ equipment }) => equipment.removed),
    nameOf: (agentId, equipmentId) => names.get(keyOf(agentId, equipmentId)) ?? '',
  };
}

/** Reads the closings of an agent once, and only where a month has been corrected or may have been. */
function closingsReader({ db }: ConsoleContext): (agentId: string, figures: UptimeItem) => ConsoleClosing[] {
  const read = new Map<string, ReadonlyMap<string, ConsoleClosing[]>>();
  const ofAgent = (agentId: string): ReadonlyMap<string, ConsoleClosing[]> => {
    const known = read.get(agentId);
    if (known !== undefined) return known;
    const byMonth = new Map<string, ConsoleClosing[]>();
    for (const row of closingsOf(db, agentId)) {
      const figures = asUptime(JSON.parse(row.item));
      const key = keyOf(row.equipment_id, row.month);
      const closing = {
        revision: row.revision,
        receivedAt: instantToIso(instant(row.received_at)),
        rates: toldRates(figures),
        figures,
      };
      byMonth.set(key, [...(byMonth.get(key) ?? []), closing]);
    }
    read.set(agentId, byMonth);
    return byMonth;
  };
  return (agentId, { span, revision, equipmentId, from }) =>
    span === 'year' || revision === 0 ? [] : (ofAgent(agentId).get(keyOf(equipmentId, from.slice(0, 7))) ?? []);
}

/** A device in the order of the list, with what its figures ask; read without reading the items themselves. */
export interface RankedDevice extends Ranked {
  readonly agentId: string;
  readonly equipmentId: string;
  readonly year: UptimeJudged | undefined;
  readonly month: UptimeJudged | undefined;
}

/** All devices of one kind in a person's area, worst first: what a list counts and cuts into pages. */
export function rankDevices(
  context: ConsoleContext,
  scope: ConsoleScope,
  {
    facility,
    kind,
    span,
    month,
  }: { facility?: string | undefined; kind: string; span: 'year' | 'month'; month: string },
): RankedDevice[] {
  const { db, clock } = context;
  const names = new Map(allFacilities(db).map((row) => [row.facility_id, row.name]));
  const speaking = speakingAgents(context, agentsOf(db, facility), clock());
  const byKey = (which: 'year' | { readonly month: string }): ReadonlyMap<string, UptimeJudged> =>
    new Map(
      judgedUptimes(db, which, scope, facility).map((row) => [
        keyOf(row.agentId, row.equipmentId),
        { ...row, nothingRequired: nothingRequiredReasons.find((each) => each === row.nothingRequired) ?? null },
      ]),
    );
  const years = byKey('year');
  const months = byKey({ month });
  return standingDevices(db, kind, scope, facility)
    .map(({ facilityId, agentId, equipmentId, name }): RankedDevice => {
      const key = keyOf(agentId, equipmentId);
      const figures = { year: years.get(key), month: months.get(key) };
      const judged = figures[span];
      return {
        agentId,
        equipmentId,
        ...figures,
        facilityName: names.get(facilityId) ?? facilityId,
        name,
        attention: uptimeAttention(judged, speaking.has(agentId)),
        low: judged === undefined ? null : toldRates(judged).low,
      };
    })
    .toSorted(byUptime);
}

export interface UptimeReader {
  year(watched: Watched): ConsoleUptime | null;
  /** Months that are known, oldest first. */
  months(watched: Watched): ConsoleUptime[];
}

/** Figures by thing: of the year and of one month, or of all months. */
export function readUptime(
  context: ConsoleContext,
  equipment: Equipment,
  scope: ConsoleScope,
  facilityId: string | undefined,
  which: 'months' | { readonly month: string },
  ofAgents?: ReadonlySet<string>,
): UptimeReader {
  const { db } = context;
  const closings = closingsReader(context);
  const byThing = (rows: readonly ItemRow[]): ReadonlyMap<string, UptimeItem[]> => {
    const map = new Map<string, UptimeItem[]>();
    for (const row of rows) {
      const figures = asUptime(JSON.parse(row.item));
      const key = keyOf(row.agent_id, figures.equipmentId);
      const known = map.get(key);
      if (known === undefined) map.set(key, [figures]);
      else known.push(figures);
    }
    return map;
  };
  const years = byThing(uptimeItems(db, 'year', scope, facilityId, ofAgents));
  const months = byThing(uptimeItems(db, which, scope, facilityId, ofAgents));
  const of = ({ told: { agentId, speaks } }: Watched, figures: UptimeItem): ConsoleUptime => ({
    figures,
    rates: toldRates(figures),
    attention: uptimeAttention(figures, speaks),
    closings: closings(agentId, figures),
  });
  const found = (map: ReadonlyMap<string, UptimeItem[]>, watched: Watched): ConsoleUptime[] =>
    (map.get(keyOf(watched.told.agentId, watched.equipment.equipmentId)) ?? []).map((figures) => of(watched, figures));
  return {
    year: (watched) => found(years, watched)[0] ?? null,
    months: (watched) => found(months, watched),
  };
}

export function availabilityRow(
  watched: Watched,
  uptime: UptimeReader,
  span: 'year' | 'month',
): ConsoleAvailabilityRow {
  const year = uptime.year(watched);
  const month = uptime.months(watched)[0] ?? null;
  const attention = (span === 'year' ? year : month)?.attention ?? 'not-told';
  return { ...watched.told, equipment: watched.equipment, attention, year, month };
}

/** Figures of the fleets of centers; of one month, or of all, oldest first. */
export const readFleets = (
  { db }: ConsoleContext,
  scope: ConsoleScope,
  facilityId?: string,
  month?: string,
): FleetItem[] => fleetItems(db, scope, facilityId, month).map((row) => asFleet(JSON.parse(row.item)));

/** UPS of centers, and a row for each center that has told of none; worst first. */
export function upsRows(
  context: ConsoleContext,
  equipment: Equipment,
  scope: ConsoleScope,
  facilityId?: string,
): ConsoleUpsRow[] {
  const { db } = context;
  const today = calendarDateAt(equipment.now);
  const counted = new Map(
    countEvents(db, ['on-battery', 'communication-lost'], startOfDay(addMonths(today, -12)), scope, facilityId).map(
      (row) => [`${row.facility_id}\n${row.equipment_id}\n${row.kind}`, row.n],
    ),
  );
  const rows = equipmentItems(db, 'ups', scope, facilityId).map((row): ConsoleUpsRow => {
    const ups = asUps(JSON.parse(row.item));
    const told = equipment.told(row);
    const count = (kind: string): number => counted.get(`${told.facilityId}\n${ups.equipmentId}\n${kind}`) ?? 0;
    return {
      ...told,
      name: equipment.nameOf(told.agentId, ups.equipmentId),
      ups,
      attention: upsAttention(ups, told.speaks),
      missing: upsMissing(ups, today),
      onBattery: count('on-battery'),
      lostCommunication: count('communication-lost'),
    };
  });
  const having = new Set(rows.map((row) => row.facilityId));
  const without = [...equipment.facilities]
    .filter(([id]) => !having.has(id))
    .map(
      ([id, name]): ConsoleUpsRow => ({
        facilityId: id,
        facilityName: name,
        agentId: null,
        speaks: false,
        name: '',
        ups: null,
        attention: upsAttention(null, false),
        missing: ['declare'],
        onBattery: 0,
        lostCommunication: 0,
      }),
    );
  return [...rows, ...without].toSorted(byUps);
}

export function roomRows(
  { db }: ConsoleContext,
  equipment: Equipment,
  scope: ConsoleScope,
  facilityId?: string,
): ConsoleRoomRow[] {
  const asKind = stored(EquipmentEventItem.properties.kind);
  const open = Map.groupBy(openEvents(db, scope, facilityId), (row) => keyOf(row.agent_id, row.equipment_id));
  return equipmentItems(db, 'room', scope, facilityId)
    .map((row): ConsoleRoomRow => {
      const room = asRoom(JSON.parse(row.item));
      const told = equipment.told(row);
      const kinds = (open.get(keyOf(told.agentId, room.equipmentId)) ?? []).map(({ kind }) => asKind(kind));
      return {
        ...told,
        name: equipment.nameOf(told.agentId, room.equipmentId),
        room,
        attention: roomAttention(room, kinds, told.speaks),
        openEvents: [...new Set(kinds)],
      };
    })
    .toSorted(byRoom);
}

export function eventRows(
  { db }: ConsoleContext,
  equipment: Equipment,
  scope: ConsoleScope,
  query: ConsoleEventsQuery,
  offset: number,
  limit: number,
) {
  const asKind = stored(EquipmentEventItem.properties.kind);
  const found = listEvents(db, scope, query, offset, limit);
  return {
    total: found.total,
    kinds: found.kinds.map(({ kind, events, open }) => ({ kind: asKind(kind), events, open })),
    rows: found.rows.map((row): ConsoleEventRow => {
      const event = asEvent(JSON.parse(row.item));
      const told = equipment.told(row);
      return {
        ...told,
        name: equipment.nameOf(told.agentId, event.equipmentId),
        event,
        ...eventStanding(event, told.speaks, equipment.now),
      };
    }),
  };
}
