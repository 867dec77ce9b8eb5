// Plain facts of devices, UPS and rooms for tests: a year that conforms, a month with its records, a proven UPS, a room in its band.
import {
  type DailyRecordFacts,
  type DeviceUptimeFacts,
  instant,
  type MaintenanceFacts,
  type RoomFacts,
  type UpsFacts,
  type UptimeFigures,
  uptimeDefinition,
} from '@center/contract';
import { at, day, judgedDay } from './moments.ts';

export const hour = 3_600_000;
const now = at('2026-05-20T12:00:00+08:00');

/** Figures whose parts add up: what is not said down, unknown, maintenance or external is up. */
export function uptimeFigures({
  required = 2000 * hour,
  down = 0,
  unknown = 0,
  silent = unknown,
  days = 365,
  ...change
}: {
  readonly required?: number;
  readonly down?: number;
  readonly unknown?: number;
  readonly silent?: number;
  readonly days?: number;
} & Partial<UptimeFigures> = {}): UptimeFigures {
  return {
    definition: uptimeDefinition,
    period: { start: instant(now - days * 24 * hour), end: now },
    scheduledMs: required,
    maintenanceMs: 0,
    externalMs: 0,
    requiredMs: required,
    upMs: required - down - unknown,
    downMs: down,
    unknownMs: unknown,
    silentMs: silent,
    degradedMs: 0,
    doubtfulMs: 0,
    transitions: 0,
    sampleMs: 60_000,
    calendarCovers: true,
    basisSha256: '0'.repeat(64),
    ...change,
  };
}

/** The running month: 120 of 220 hours gone, nothing lost, eleven hours less a millisecond to spare. */
export const runningMonth = (
  change: Parameters<typeof uptimeFigures>[0] & {
    readonly left?: number;
  } = {},
): Pick<DeviceUptimeFacts, 'month' | 'monthBudgetLeftMs' | 'monthWorstBudgetLeftMs'> => {
  const { left, ...rest } = change;
  const month = uptimeFigures({ required: 120 * hour, days: 20, ...rest });
  const budgetLeft = left ?? 11 * hour - 1 - month.downMs;
  return { month, monthBudgetLeftMs: budgetLeft, monthWorstBudgetLeftMs: budgetLeft - month.unknownMs };
};

export function deviceUptime(change: Partial<DeviceUptimeFacts> = {}): DeviceUptimeFacts {
  return {
    subject: 'device',
    equipmentId: 'ct-1',
    year: uptimeFigures(),
    ...runningMonth(),
    lastMonth: uptimeFigures({ required: 220 * hour, days: 30 }),
    unclassified: 0,
    unclassifiedOverdue: 0,
    probes: 2,
    silentMs: 60_000,
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

/** Twenty-two scheduled days, each recorded in time. */
export function dailyRecords(change: Partial<DailyRecordFacts> = {}): DailyRecordFacts {
  const { due = 22, missing = 0, late = 0 } = change;
  return {
    subject: 'device',
    equipmentId: 'ct-1',
    from: day('2026-04-20'),
    due,
    inTime: due - missing - late,
    late,
    missing,
    inGrace: 0,
    contradicting: 0,
    calendar: true,
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

/** Maintained each quarter, last in April. */
export function maintenance(change: Partial<MaintenanceFacts> = {}): MaintenanceFacts {
  return {
    subject: 'device',
    equipmentId: 'ct-1',
    everyMonths: 3,
    inServiceFrom: day('2024-01-15'),
    last: { on: day('2026-04-15'), accepted: true },
    dueOn: day('2026-07-15'),
    planned: 4,
    done: 4,
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

/** Proved within the year, battery of last year, tested this month. */
export function upsFacts(change: Partial<UpsFacts> = {}): UpsFacts {
  return {
    subject: 'facility',
    equipmentId: 'ups-1',
    grade: 5,
    against: [],
    declaredAbsent: false,
    heard: true,
    provedOn: day('2026-03-02'),
    runtimeMinutes: 42,
    runtimeGoalMinutes: 30,
    selfTest: { on: day('2026-05-02'), passed: true },
    batteryDate: day('2025-06-01'),
    replaceBattery: false,
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}

export const roomCard = (change: Partial<NonNullable<RoomFacts['card']>> = {}): NonNullable<RoomFacts['card']> => ({
  purpose: 'pacs',
  smoke: 'wired',
  temperatureC: { min: 18, max: 27 },
  humidityPct: { min: 20, max: 80 },
  ...change,
});

export const climate = (change: Partial<RoomFacts['climate']> = {}): RoomFacts['climate'] => ({
  sensor: true,
  measuredS: 30 * 86_400,
  outsideS: 3600,
  longestOutsideS: 1800,
  coverage: 9990,
  ...change,
});

export const smoke = (change: Partial<RoomFacts['smoke']> = {}): RoomFacts['smoke'] => ({
  state: 'clear',
  lastTestedOn: day('2026-05-04'),
  alarms: 0,
  ...change,
});

/** In its band but for an hour, smoke sensor clear and tested. */
export function roomFacts(change: Partial<RoomFacts> = {}): RoomFacts {
  return {
    subject: 'room',
    equipmentId: 'room-1',
    card: roomCard(),
    climate: climate(),
    smoke: smoke(),
    reviews: [],
    asOf: judgedDay,
    ...change,
  };
}
