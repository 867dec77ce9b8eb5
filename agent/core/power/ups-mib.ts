// UPS-MIB (RFC 1628), 1.3.6.1.2.1.33.1.
import {
  calendarDateAt,
  type Instant,
  instant,
  type SelfTestResult,
  type UpsMark,
  type UpsState,
  type UpsStatus,
} from '@center/contract';
import { amount, percent, scaled, upsStatus, within, words } from './amounts.ts';
import type { SnmpValues } from './readings.ts';

const upsMib = '1.3.6.1.2.1.33.1';
const upTime = '1.3.6.1.2.1.1.3.0';

/** Scalars that are asked for, and the first row of the tables of input and output lines. */
export const upsMibOids = [
  upTime,
  ...['1.1.0', '1.2.0', '1.3.0', '2.1.0', '2.2.0', '2.3.0', '2.4.0', '2.5.0', '2.7.0', '3.3.1.3.1'].map(
    (tail) => `${upsMib}.${tail}`,
  ),
  ...['4.1.0', '4.4.1.2.1', '4.4.1.5.1', '6.1.0', '7.3.0', '7.5.0'].map((tail) => `${upsMib}.${tail}`),
] as const;

/** Column of the alarm table that names what stands (upsAlarmDescr), walked where alarms are present. */
export const upsMibAlarmColumn = `${upsMib}.6.2.1.2`;
const wellKnownAlarms = `${upsMib}.6.3.`;

/** upsOutputSource. The conformance text of the RFC writes battery(4); the enumeration has 5, and devices go by it. */
function stateOf(source: number | undefined): UpsState {
  switch (source ?? 0) {
    case 2:
      return 'off';
    case 3:
    case 6:
    case 7:
      return 'on-line';
    case 4:
      return 'bypass';
    case 5:
      return 'on-battery';
    default:
      return 'unknown';
  }
}

const results: ReadonlyMap<number | undefined, SelfTestResult> = new Map([
  [1, 'passed'],
  [2, 'warning'],
  [3, 'failed'],
  [4, 'aborted'],
  [5, 'in-progress'],
  [6, 'none'],
]);

/** upsTestResultsSummary. */
export function upsMibTestResult(values: SnmpValues): SelfTestResult | undefined {
  return results.get(amount(values[`${upsMib}.7.3.0`]));
}

/** Well-known alarms (upsWellKnownAlarms) that say more than "there is one". */
const marksOfAlarms: ReadonlyMap<string, UpsMark> = new Map([
  ['1', 'replace-battery'],
  ['3', 'low-battery'],
  ['4', 'low-battery'],
  ['8', 'overloaded'],
  ['23', 'forced-shutdown'],
  ['24', 'testing'],
]);
/** On battery, awaiting power and a running test are states and no fault of the device. */
const noFault = new Set(['2', '9', '11', '12', '21', '24']);

/**
 * A UPS by the standard MIB. Only its "full" conformance level has run time and charge: their absence is normal. Run time is in minutes, time on battery in seconds. `at` dates
 * the last test, which the device tells by its own up time.
 */
export function upsFromUpsMib(values: SnmpValues, at?: Instant): UpsStatus {
  const get = (tail: string): number | undefined => amount(values[`${upsMib}.${tail}`]);
  const raw: string[] = [];
  const marks = new Set<UpsMark>();
  const source = get('4.1.0');
  if (source !== undefined) raw.push(`upsOutputSource=${String(source)}`);
  if (source === 6) marks.add('boosting');
  if (source === 7) marks.add('trimming');
  if (source === 5) marks.add('discharging');
  const battery = get('2.1.0');
  if (battery !== undefined) raw.push(`upsBatteryStatus=${String(battery)}`);
  if (battery === 3 || battery === 4) marks.add('low-battery');
  const present = get('6.1.0');
  if (present !== undefined) raw.push(`upsAlarmsPresent=${String(present)}`);
  const named = Object.entries(values).flatMap(([oid, value]) =>
    oid.startsWith(`${upsMibAlarmColumn}.`) ? [String(value)] : [],
  );
  for (const alarm of named) {
    raw.push(`upsAlarmDescr=${alarm}`);
    const tail = alarm.startsWith(wellKnownAlarms) ? alarm.slice(wellKnownAlarms.length) : '';
    const mark = marksOfAlarms.get(tail);
    if (mark !== undefined) marks.add(mark);
    if (!noFault.has(tail)) marks.add('alarm');
  }
  // On battery is itself an alarm there: a count without names tells of a fault only while the mains are on.
  if (named.length === 0 && present !== undefined && present > 0 && source !== 5) marks.add('alarm');
  const result = upsMibTestResult(values);
  if (result !== undefined) raw.push(`upsTestResultsSummary=${String(get('7.3.0'))}`);
  if (result === 'in-progress') marks.add('testing');
  const minutes = within(get('2.3.0'), 0, 100_000);
  return upsStatus(stateOf(source), marks, raw, {
    chargePct: percent(get('2.4.0')),
    runtimeS: minutes === undefined ? undefined : minutes * 60,
    loadPct: within(get('4.4.1.5.1'), 0, 1000),
    inputV: within(get('3.3.1.3.1'), 0, 2000),
    outputV: within(get('4.4.1.2.1'), 0, 2000),
    batteryV: within(scaled(get('2.5.0'), 0.1), 0, 2000),
    temperatureC: within(get('2.7.0'), -40, 150),
    onBatteryS: within(get('2.2.0'), 0, 10_000_000),
    selfTest: selfTestOf(values, result, at),
    batteryDate: undefined,
    manufacturer: words(values[`${upsMib}.1.1.0`]),
    model: words(values[`${upsMib}.1.2.0`]),
    serial: undefined,
    firmware: words(values[`${upsMib}.1.3.0`]),
  });
}

/** upsTestStartTime is the up time at which the test began: dated by how long ago that is. */
function selfTestOf(
  values: SnmpValues,
  result: SelfTestResult | undefined,
  at: Instant | undefined,
): UpsStatus['selfTest'] {
  if (result === undefined) return undefined;
  const started = amount(values[`${upsMib}.7.5.0`]);
  const up = amount(values[upTime]);
  if (
    result === 'none' ||
    at === undefined ||
    started === undefined ||
    up === undefined ||
    started === 0 ||
    started > up
  )
    return { result };
  return { result, on: calendarDateAt(instant(Math.round(at - (up - started) * 10))) };
}
