import {
  type AgentGapItem,
  addMonths,
  calendarDateAt,
  type EquipmentCard,
  type EquipmentEvent,
  type EquipmentEventItem,
  type EquipmentItem,
  type Instant,
  instant,
  instantToIso,
  type RoomItem,
  startOfDay,
  type UpsItem,
} from '@center/contract';
import { lastSelfTest } from '../../core/index.ts';
import { type Ledger, type NumberedGap, sha256Hex } from '../ledger/index.ts';
import {
  type EquipmentStanding,
  equipmentStandings,
  roomFactsOf,
  roomStandingOf,
  roomTrackOf,
  upsGradeOf,
  upsStandingOf,
} from '../watch/index.ts';

/** A center's own names for things may be longer than the wire allows. */
const short = (text: string): string => text.slice(0, 128);
const isoOrNull = (at: Instant | undefined): string | null => (at === undefined ? null : instantToIso(at));

/** Ids under which a UPS is told that no card describes: of a PACS that stands elsewhere, and of a center that declared to have none. */
const hostedId = 'hosted-pacs';
const absentId = 'declared-absent';

/** What is watched, as it stands. Nothing here names a person, and no remark of one. */
export function standingItems(ledger: Ledger, at: Instant): (EquipmentItem | UpsItem | RoomItem)[] {
  const standings = equipmentStandings({ ledger }, at);
  return [
    ...standings.map((standing) => equipmentItem(standing, at)),
    ...standings.flatMap(({ card }) => (card.kind === 'ups' ? [upsItem(ledger, card, at)] : [])),
    ...undescribedUps(ledger, standings, at),
    ...standings.flatMap(({ card }) => roomItem(ledger, card, at)),
  ];
}

function equipmentItem({ card, now, since, openFault, unclassified }: EquipmentStanding, at: Instant): EquipmentItem {
  return {
    type: 'equipment',
    equipmentId: card.id,
    kind: card.kind,
    name: short(card.name),
    deviceId: card.deviceId ?? null,
    now,
    since: isoOrNull(since),
    openFault,
    unclassified,
    removed: false,
    asOf: instantToIso(at),
  };
}

const silentUps = {
  state: 'unknown',
  marks: [],
  chargePct: null,
  runtimeS: null,
  loadPct: null,
  readAt: null,
  grade: 0,
  against: [],
  provedOn: null,
  selfTestOn: null,
  batteryDate: null,
  hosted: false,
  removed: false,
} satisfies Omit<UpsItem, 'type' | 'equipmentId' | 'asOf'>;

function upsItem(ledger: Ledger, card: EquipmentCard, at: Instant): UpsItem {
  const standing = upsStandingOf({ ledger }, card.id, at);
  const graded = upsGradeOf({ ledger }, card.id, at);
  const status = standing?.status;
  const period = { start: startOfDay(addMonths(calendarDateAt(at), -24)), end: instant(at + 1) };
  const tested = lastSelfTest(status, ledger.watch.events(card.id, period));
  return {
    ...silentUps,
    type: 'ups',
    equipmentId: card.id,
    state: standing?.state ?? 'unknown',
    // What it said before it fell silent is no state of now; the readings stand beside the moment of their reading.
    marks: standing === undefined || standing.silent ? [] : [...(status?.marks ?? [])],
    chargePct: status?.chargePct ?? null,
    runtimeS: status?.runtimeS ?? null,
    loadPct: status?.loadPct ?? null,
    readAt: isoOrNull(standing?.heardAt),
    grade: graded?.grade ?? 0,
    against: [...(graded?.against ?? [])],
    provedOn: graded?.provedOn ?? null,
    selfTestOn: tested?.on ?? null,
    batteryDate: card.ups?.batteryDate ?? null,
    asOf: instantToIso(at),
  };
}

/** What a center says of its power that is no card: the PACS stands elsewhere, or there is no UPS. */
function undescribedUps(ledger: Ledger, standings: readonly EquipmentStanding[], at: Instant): UpsItem[] {
  const said = { ...silentUps, type: 'ups', asOf: instantToIso(at) } as const;
  const hosted: UpsItem[] =
    ledger.equipment.hostedPacs() === undefined
      ? []
      : [{ ...said, marks: [], against: [], equipmentId: hostedId, hosted: true }];
  const described = standings.some(({ card }) => card.kind === 'ups');
  const absent: UpsItem[] =
    described || ledger.equipment.noUps() === undefined
      ? []
      : [{ ...said, marks: [], against: ['established-absent'], equipmentId: absentId }];
  return [...hosted, ...absent];
}

function roomItem(ledger: Ledger, card: EquipmentCard, at: Instant): RoomItem[] {
  if (card.kind !== 'room' || card.room === undefined) return [];
  const standing = roomStandingOf({ ledger }, card.id, at);
  const facts = roomFactsOf({ ledger }, card.id, at);
  const month = calendarDateAt(at).slice(0, 7);
  const days = Object.entries(roomTrackOf(ledger, card.id)?.days ?? {}).filter(([date]) => date.startsWith(month));
  const seconds = (of: 'measuredMs' | 'outsideMs'): number =>
    Math.floor(days.reduce((sum, [, day]) => sum + day[of], 0) / 1000);
  return [
    {
      type: 'room',
      equipmentId: card.id,
      purpose: card.room.purpose,
      temperatureC: standing?.temperatureC ?? null,
      humidityPct: standing?.humidityPct ?? null,
      smoke: facts?.smoke.state ?? 'unknown',
      readAt: isoOrNull(standing?.heardAt),
      temperatureBand: { ...card.room.temperatureC },
      humidityBand: { ...card.room.humidityPct },
      measuredS: seconds('measuredMs'),
      outsideS: seconds('outsideMs'),
      month,
      removed: false,
      asOf: instantToIso(at),
    },
  ];
}

/** Key under which a piece of equipment is told. Its kind is part of it, so that what is removed can still be named. */
export const equipmentKey = ({ equipmentId, kind }: Pick<EquipmentItem, 'equipmentId' | 'kind'>): string =>
  `equipment|${equipmentId}|${kind}`;

const kindOf = (text: string): EquipmentItem['kind'] => {
  const kinds = ['imaging', 'pacs', 'ups', 'room', 'network', 'host'] as const;
  return kinds.find((kind) => kind === text) ?? 'host';
};

/** What has been told of and is on no card any more, told once as removed. What was told of it is forgotten, for the console drops it: the same figures are news when the card comes back. */
export function removedItems(
  ledger: Ledger,
  present: ReadonlySet<string>,
  at: Instant,
): (EquipmentItem | UpsItem | RoomItem)[] {
  const asOf = instantToIso(at);
  const gone = (kind: 'equipment' | 'ups' | 'room'): string[] =>
    ledger.batches.toldKeys(kind).filter((key) => !present.has(key));
  const idOf = (key: string): string => key.split('|')[1] ?? '';
  const items = [
    ...gone('equipment').map(
      (key): EquipmentItem => ({
        type: 'equipment',
        equipmentId: idOf(key),
        kind: kindOf(key.split('|')[2] ?? ''),
        name: '',
        deviceId: null,
        now: 'unknown',
        since: null,
        openFault: false,
        unclassified: 0,
        removed: true,
        asOf,
      }),
    ),
    ...gone('ups').map(
      (key): UpsItem => ({
        ...silentUps,
        marks: [],
        against: [],
        type: 'ups',
        equipmentId: idOf(key),
        removed: true,
        asOf,
      }),
    ),
    ...gone('room').map(
      (key): RoomItem => ({
        type: 'room',
        equipmentId: idOf(key),
        purpose: 'other',
        temperatureC: null,
        humidityPct: null,
        smoke: 'unknown',
        readAt: null,
        measuredS: 0,
        outsideS: 0,
        month: calendarDateAt(at).slice(0, 7),
        removed: true,
        asOf,
      }),
    ),
  ];
  for (const key of [...gone('equipment'), ...gone('ups'), ...gone('room')]) {
    ledger.batches.untell(key);
    if (key.startsWith('equipment|'))
      for (const figures of ledger.batches.toldKeys('uptime'))
        if (idOf(figures) === idOf(key)) ledger.batches.untell(figures);
  }
  return items;
}

/** An episode as it is told at its begin and again at its end. Its id names equipment and moment; the digest of it does not. */
export function eventItem(event: EquipmentEvent, at: Instant): EquipmentEventItem {
  return {
    type: 'equipment-event',
    eventId: sha256Hex(event.id).slice(0, 32),
    equipmentId: event.equipmentId,
    kind: event.kind,
    start: instantToIso(event.start),
    end: isoOrNull(event.end),
    endUnseen: event.endUnseen ?? false,
    minChargePct: event.minChargePct ?? null,
    minRuntimeS: event.minRuntimeS ?? null,
    maxLoadPct: event.maxLoadPct ?? null,
    minValue: event.minValue ?? null,
    maxValue: event.maxValue ?? null,
    asOf: instantToIso(at),
  };
}

export function gapItem({ number, gap }: NumberedGap): AgentGapItem {
  return {
    type: 'agent-gap',
    start: instantToIso(gap.start),
    end: instantToIso(gap.end),
    cause: gap.cause,
    ...(gap.stepMs === undefined ? {} : { stepMs: Math.round(gap.stepMs) }),
    number,
  };
}
