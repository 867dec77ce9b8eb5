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
