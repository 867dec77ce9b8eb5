import type { BatchItem } from '@center/contract';
import { pseudonym } from './test-agent.ts';

type Of<T extends BatchItem['type']> = Extract<BatchItem, { type: T }>;

const hour = 3_600_000;
const zero = '0'.repeat(64);

/** Milliseconds that are told of a period; R = U + D + K, and S = R + M + E. */
export interface Told {
  readonly up: number;
  readonly down?: number;
  readonly unknown?: number;
  readonly maintenance?: number;
  readonly external?: number;
}

/** A thing with a card, as it stands now. */
export function equipment(equipmentId: string, asOf: string, more: Partial<Of<'equipment'>> = {}): Of<'equipment'> {
  return {
    type: 'equipment',
    equipmentId,
    kind: 'imaging',
    name: equipmentId.toUpperCase(),
    deviceId: null,
    now: 'up',
    since: null,
    openFault: false,
    unclassified: 0,
    removed: false,
    asOf,
    ...more,
  };
}

/** Figures in hours; `from` is the first day of the month, or of the rolling year. */
export function uptime(
  equipmentId: string,
  span: 'month' | 'year',
  from: string,
  { up, down = 0, unknown = 0, maintenance = 0, external = 0 }: Told,
  asOf: string,
  more: Partial<Of<'uptime'>> = {},
): Of<'uptime'> {
  const required = up + down + unknown;
  return {
    type: 'uptime',
    equipmentId,
    span,
    definition: 'uptime-def/1',
    from,
    to: asOf.slice(0, 10),
    scheduledMs: (required + maintenance + external) * hour,
    maintenanceMs: maintenance * hour,
    externalMs: external * hour,
    requiredMs: required * hour,
    upMs: up * hour,
    downMs: down * hour,
    unknownMs: unknown * hour,
    silentMs: unknown * hour,
    degradedMs: 0,
    doubtfulMs: 0,
    transitions: down > 0 ? 2 : 0,
    sampleMs: 60_000,
    nothingRequired: required === 0 ? 'closed' : null,
    calendarCovers: true,
    basisSha256: zero,
    budgetLeftMs: Math.round((required * hour) / 20) - 1 - down * hour,
    worstBudgetLeftMs: Math.round((required * hour) / 20) - 1 - (down + unknown) * hour,
    mustBeBackBy: null,
    revision: 0,
    asOf,
    ...more,
  };
}

export function ups(equipmentId: string, asOf: string, more: Partial<Of<'ups'>> = {}): Of<'ups'> {
  return {
    type: 'ups',
    equipmentId,
    state: 'on-line',
    marks: ['charging'],
    chargePct: 98,
    runtimeS: 2700,
    loadPct: 34,
    readAt: asOf,
    grade: 3,
    against: [],
    provedOn: null,
    selfTestOn: null,
    batteryDate: null,
    hosted: false,
    removed: false,
    asOf,
    ...more,
  };
}

export function room(equipmentId: string, asOf: string, more: Partial<Of<'room'>> = {}): Of<'room'> {
  return {
    type: 'room',
    equipmentId,
    purpose: 'pacs',
    temperatureC: 22.4,
    humidityPct: 46,
    smoke: 'clear',
    readAt: asOf,
    measuredS: 900_000,
    outsideS: 0,
    month: asOf.slice(0, 7),
    removed: false,
    asOf,
    ...more,
  };
}

/** An episode; `name` tells it apart. */
export function episode(
  name: string,
  equipmentId: string,
  kind: Of<'equipment-event'>['kind'],
  start: string,
  end: string | null,
  asOf: string,
  more: Partial<Of<'equipment-event'>> = {},
): Of<'equipment-event'> {
  return {
    type: 'equipment-event',
    eventId: pseudonym(name).slice(0, 32),
    equipmentId,
    kind,
    start,
    end,
    endUnseen: false,
    minChargePct: null,
    minRuntimeS: null,
    maxLoadPct: null,
    minValue: null,
    maxValue: null,
    asOf,
    ...more,
  };
}

export function gap(number: number, start: string, end: string, more: Partial<Of<'agent-gap'>> = {}): Of<'agent-gap'> {
  return { type: 'agent-gap', number, start, end, cause: 'died', ...more };
}

export function fleet(month: string, asOf: string, more: Partial<Of<'fleet-uptime'>> = {}): Of<'fleet-uptime'> {
  return {
    type: 'fleet-uptime',
    month,
    devices: 3,
    requiredMs: 600 * hour,
    upMs: 580 * hour,
    downMs: 12 * hour,
    unknownMs: 8 * hour,
    goodDays: 66,
    calendarDays: 75,
    openDays: 66,
    faultDays: 2,
    maintenanceDays: 1,
    unknownDays: 1,
    asOf,
    ...more,
  };
}

/** `YYYY-MM-01` of the months before `now`, oldest first, the running one included; by Asia/Shanghai. */
function monthStarts(now: Date, count: number): string[] {
  const local = new Date(now.getTime() + 8 * hour);
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - (count - 1 - at), 1)).toISOString().slice(0, 10),
  );
}

export type EquipmentManner = 'troubled' | 'good' | 'silent';

/**
 * Thirteen months of a believable center. `troubled`: a CT that has missed 95 % and is down, an MR of which too little is known, a DR corrected after closing, an US without
 * a calendar, a UPS in doubt, a room out of its band. `good` and `silent`: nothing wrong, and the silent one is not heard any more.
 */
export function sampleEquipment(seed: string, manner: EquipmentManner, now = new Date()): BatchItem[] {
  const asOf = new Date(now.getTime() - 60_000).toISOString();
  const ago = (hours: number): string => new Date(now.getTime() - hours * hour).toISOString();
  const starts = monthStarts(now, 13);
  const running = starts.at(-1) ?? '';
  const yearFrom = `${String(Number(asOf.slice(0, 4)) - 1)}${asOf.slice(4, 10)}`;
  const troubled = manner === 'troubled';
  const months = (equipmentId: string, told: (at: number, last: boolean) => Told): BatchItem[] =>
    starts.map((from, at) =>
      uptime(equipmentId, 'month', from, told(at, at === 12), asOf, at === 12 ? {} : { revision: 1 }),
    );
  const items: BatchItem[] = [
    equipment('ct-1', asOf, {
      name: '1 号 CT',
      ...(troubled ? { now: 'down', since: ago(5.5), openFault: true, unclassified: 1 } : {}),
    }),
    ...months('ct-1', (at) =>
      troubled && at % 4 === 3 ? { up: 190, down: 30 } : { up: 216, down: 2, maintenance: 4 },
    ),
    uptime('ct-1', 'year', yearFrom, troubled ? { up: 2410, down: 170, unknown: 20 } : { up: 2590, down: 20 }, asOf, {
      transitions: 12,
    }),
    equipment('mr-1', asOf, { name: '磁共振', now: troubled ? 'unknown' : 'up', since: ago(30) }),
    ...months('mr-1', (at) => (troubled && at > 8 ? { up: 150, down: 4, unknown: 66 } : { up: 217, down: 3 })),
    uptime('mr-1', 'year', yearFrom, troubled ? { up: 2300, down: 60, unknown: 250 } : { up: 2600, down: 10 }, asOf),
    equipment('dx-1', asOf, { name: 'DR 拍片机', now: 'maintenance', since: ago(1) }),
    ...months('dx-1', () => ({ up: 210, down: 1, maintenance: 6, external: 3 })),
    uptime('dx-1', 'year', yearFrom, { up: 2520, down: 12 }, asOf),
    ...starts.slice(0, 13).map((from, at) =>
      fleet(from.slice(0, 7), asOf, {
        devices: 3,
        goodDays: at === 12 ? 40 : 82,
        calendarDays: at === 12 ? 78 : 92,
        openDays: at === 12 ? 44 : 88,
      }),
    ),
  ];
  if (troubled)
    items.push(
      uptime('ct-1', 'month', running, { up: 168, down: 5.5 }, asOf, {
        budgetLeftMs: 3.2 * hour,
        worstBudgetLeftMs: 3.2 * hour,
        mustBeBackBy: new Date(now.getTime() + 3.2 * hour).toISOString(),
        transitions: 1,
        calendarCovers: false,
      }),
      uptime('dx-1', 'month', starts[10] ?? '', { up: 214, down: 5, maintenance: 6 }, asOf, { revision: 2 }),
      equipment('us-1', asOf, { name: '2 号超声', now: 'not-required' }),
      uptime('us-1', 'year', yearFrom, { up: 0 }, asOf, { nothingRequired: 'no-calendar' }),
    );
  items.push(
    equipment('ups-1', asOf, { kind: 'ups', name: 'PACS 机房 UPS' }),
    ups('ups-1', asOf, {
      ...(troubled
        ? { state: 'on-battery', marks: ['discharging', 'replace-battery'], grade: 2, chargePct: 61, loadPct: 86 }
        : { grade: 4, provedOn: ago(24 * 200).slice(0, 10), selfTestOn: ago(24 * 9).slice(0, 10) }),
      ...(troubled ? { against: ['shared-load'], batteryDate: '2022-03-01', runtimeS: 840 } : {}),
    }),
    equipment('room-1', asOf, { kind: 'room', name: 'PACS 机房' }),
    room('room-1', asOf, troubled ? { temperatureC: 31.4, outsideS: 5400, smoke: 'fault' } : {}),
    episode(`${seed} test`, 'ups-1', 'self-test', ago(24 * 9), ago(24 * 9 - 0.01), asOf),
    episode(`${seed} outage`, 'ups-1', 'on-battery', ago(24 * 6), ago(24 * 6 - 0.4), asOf, {
      minChargePct: 82,
      minRuntimeS: 1500,
      maxLoadPct: 41,
    }),
    episode(`${seed} line`, 'ups-1', 'communication-lost', ago(24 * 4), ago(24 * 3.6), asOf, { endUnseen: true }),
  );
  if (troubled)
    items.push(
      episode(`${seed} now`, 'ups-1', 'on-battery', ago(0.3), null, asOf, { minChargePct: 61, maxLoadPct: 86 }),
      episode(`${seed} hot`, 'room-1', 'temperature-alarm', ago(1.5), null, asOf, { minValue: 30.1, maxValue: 31.9 }),
      equipment('room-2', asOf, { kind: 'room', name: '磁共振设备间' }),
      room('room-2', asOf, {
        purpose: 'mr',
        temperatureC: null,
        humidityPct: null,
        smoke: 'not-wired',
        measuredS: 0,
        readAt: null,
      }),
    );
  if (manner === 'silent')
    items.push(episode(`${seed} open`, 'ups-1', 'on-battery', ago(2.5), null, ago(2.4), { minChargePct: 90 }));
  return items;
}
