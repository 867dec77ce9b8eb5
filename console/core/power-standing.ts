import {
  addMonths,
  type CalendarDate,
  type ConsoleEventRow,
  type ConsoleRoomRow,
  type ConsoleUpsRow,
  type EquipmentEventItem,
  type Instant,
  must,
  parseCalendarDate,
  parseInstant,
  type RoomAttention,
  type RoomItem,
  roomAttentions,
  type UpsAttention,
  type UpsItem,
  type UpsStep,
  upsAttentions,
} from '@center/contract';
import { firstDifference } from './order.ts';

/** The load of a UPS in service, percent: below it nothing seems to hang on it, above it is near its limit. */
const load = { least: 3, most: 80 } as const;

function inServiceSteps({ state, marks, loadPct }: UpsItem): UpsStep[] {
  const steps: UpsStep[] = [];
  if (state !== 'on-line') steps.push('on-line');
  if (marks.includes('replace-battery')) steps.push('replace-battery');
  if (marks.includes('alarm')) steps.push('alarm');
  if (loadPct === null) steps.push('load-unknown');
  else if (loadPct < load.least || loadPct > load.most) steps.push('load-range');
  return steps;
}

/** What the next grade waits for, as far as the console was told; a hosted PACS has no grade to climb. */
export function upsMissing(ups: UpsItem, today: CalendarDate): UpsStep[] {
  if (ups.hosted) return [];
  switch (ups.grade) {
    case 0:
      return ['declare'];
    case 1:
      return ups.against.includes('serial-differs') ? ['serial'] : ['reach'];
    case 2:
      return inServiceSteps(ups);
    case 3:
      return ['prove'];
    case 4: {
      const proved = ups.provedOn === null ? undefined : must(parseCalendarDate(ups.provedOn));
      return proved === undefined || addMonths(proved, 12) < today ? ['prove-again'] : ['runtime'];
    }
    default:
      return [];
  }
}

const dangers: readonly UpsItem['marks'][number][] = [
  'low-battery',
  'forced-shutdown',
  'replace-battery',
  'overloaded',
  'alarm',
  'battery-absent',
];

const inDanger = ({ state, marks }: UpsItem): boolean =>
  state === 'on-battery' || state === 'bypass' || state === 'off' || marks.some((mark) => dangers.includes(mark));

/** What a UPS asks of a supervisor; `null`: the center has told of none. What it said before it fell silent is not how it stands. */
export function upsAttention(ups: UpsItem | null, speaks: boolean): UpsAttention {
  if (ups === null) return 'none-told';
  if (ups.against.includes('established-absent') && !ups.hosted) return 'absent';
  if (speaks && inDanger(ups)) return 'endangered';
  if (ups.against.length > 0 && !ups.hosted) return 'doubted';
  if (!speaks) return 'silent';
  if (ups.hosted) return 'hosted';
  if (ups.grade === 0) return 'none-told';
  if (ups.grade >= 2 && ups.state === 'unknown') return 'silent';
  return ups.grade >= 3 ? 'measured' : 'attested';
}

/** Worst first, then the lower grade. */
export function byUps(a: ConsoleUpsRow, b: ConsoleUpsRow): number {
  return firstDifference(
    upsAttentions.indexOf(a.attention) - upsAttentions.indexOf(b.attention),
    (a.ups?.grade ?? 0) - (b.ups?.grade ?? 0),
    a.facilityName.localeCompare(b.facilityName, 'zh'),
    a.name.localeCompare(b.name, 'zh'),
  );
}

type EventKind = EquipmentEventItem['kind'];

const climateEvents: readonly EventKind[] = [
  'temperature-warning',
  'temperature-alarm',
  'temperature-rise',
  'humidity-warning',
  'humidity-alarm',
];

/** What a room asks of a supervisor (MIDC-3.12c, 3.12d). Silence takes back neither smoke nor a climate that was out of its band. */
export function roomAttention(room: RoomItem, open: readonly EventKind[], speaks: boolean): RoomAttention {
  if (room.smoke === 'alarm' || open.includes('smoke')) return 'smoke';
  if (open.some((kind) => climateEvents.includes(kind))) return 'outside';
  if (room.smoke === 'fault') return 'smoke-fault';
  if (!speaks || open.includes('communication-lost') || open.includes('sensor-fault')) return 'silent';
  if (room.temperatureC === null && room.humidityPct === null) return room.measuredS > 0 ? 'silent' : 'not-measured';
  return room.outsideS > 0 ? 'was-outside' : 'quiet';
}

export function byRoom(a: ConsoleRoomRow, b: ConsoleRoomRow): number {
  return firstDifference(
    roomAttentions.indexOf(a.attention) - roomAttentions.indexOf(b.attention),
    a.facilityName.localeCompare(b.facilityName, 'zh'),
    a.name.localeCompare(b.name, 'zh'),
  );
}

/** Whether an episode lasts; of one that had not ended when its agent fell silent nobody knows. */
export function eventStanding(
  event: EquipmentEventItem,
  speaks: boolean,
  now: Instant,
): Pick<ConsoleEventRow, 'standing' | 'durationMs'> {
  const start = must(parseInstant(event.start));
  if (event.end !== null) return { standing: 'ended', durationMs: Math.max(0, must(parseInstant(event.end)) - start) };
  return speaks
    ? { standing: 'open', durationMs: Math.max(0, now - start) }
    : { standing: 'unknown', durationMs: null };
}
