import {
  type Instant,
  parseInstant,
  type SelfTestResult,
  type UpsMark,
  type UpsState,
  type UpsStatus,
} from '@center/contract';
import { amount, percent, upsStatus, within, words } from './amounts.ts';

const marksOfWords: ReadonlyMap<string, UpsMark> = new Map([
  ['LOWBATT', 'low-battery'],
  ['REPLACEBATT', 'replace-battery'],
  ['OVERLOAD', 'overloaded'],
  ['TRIM', 'trimming'],
  ['BOOST', 'boosting'],
  ['CAL', 'calibrating'],
  ['NOBATT', 'battery-absent'],
  ['SELFTEST', 'testing'],
]);

const results: ReadonlyMap<string, SelfTestResult> = new Map([
  ['OK', 'passed'],
  ['BT', 'failed'],
  ['NG', 'failed'],
  ['WN', 'warning'],
  ['IP', 'in-progress'],
  ['NO', 'none'],
]);

/** `KEY      : value` lines of its status report, as names to texts. */
function fieldsOfApcupsd(lines: readonly string[]): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const line of lines) {
    const match = /^([A-Z0-9 ]{1,12}?)\s*:\s?(.*?)\s*$/.exec(line);
    if (match?.[1] !== undefined) fields[match[1].trim()] ??= match[2] ?? '';
  }
  return fields;
}

function stateOf(said: string): UpsState {
  if (/\bCOMMLOST\b|\bSLAVEDOWN\b/.test(said)) return 'unknown';
  if (/\bSHUTTING DOWN\b|\bONBATT\b/.test(said)) return 'on-battery';
  return /\bONLINE\b/.test(said) ? 'on-line' : 'unknown';
}

/** A UPS by the status report of apcupsd's network server. COMMLOST is unknown, whatever stands beside it. Time left is in minutes, time on battery in seconds. */
export function upsFromApcupsd(lines: readonly string[]): UpsStatus {
  const fields = fieldsOfApcupsd(lines);
  const said = fields['STATUS'] ?? '';
  const marks = new Set<UpsMark>();
  for (const token of said.split(/\s+/)) {
    const mark = marksOfWords.get(token);
    if (mark !== undefined) marks.add(mark);
  }
  if (/\bSHUTTING DOWN\b/.test(said)) marks.add('forced-shutdown');
  const raw = said.split(/\s+/).slice(0, 24);
  if (fields['STATFLAG'] !== undefined) raw.push(`STATFLAG=${fields['STATFLAG']}`);
  const result = results.get((fields['SELFTEST'] ?? '').trim().toUpperCase().slice(0, 2));
  if (result === 'in-progress') marks.add('testing');
  const on = words(fields['LASTSTEST']);
  const minutes = within(amount(fields['TIMELEFT']), 0, 100_000);
  return upsStatus(stateOf(said), marks, raw, {
    chargePct: percent(fields['BCHARGE']),
    runtimeS: minutes === undefined ? undefined : Math.round(minutes * 60),
    loadPct: within(amount(fields['LOADPCT']), 0, 1000),
    inputV: within(amount(fields['LINEV']), 0, 2000),
    outputV: within(amount(fields['OUTPUTV']), 0, 2000),
    batteryV: within(amount(fields['BATTV']), 0, 2000),
    temperatureC: within(amount(fields['ITEMP']), -40, 150),
    onBatteryS: within(amount(fields['TONBATT']), 0, 10_000_000),
    selfTest: result === undefined ? undefined : on === undefined ? { result } : { result, on },
    batteryDate: words(fields['BATTDATE']),
    manufacturer: 'APC',
    model: words(fields['MODEL']),
    serial: words(fields['SERIALNO']),
    firmware: words(fields['FIRMWARE']),
  });
}

/** An entry of apcupsd's own history, which goes on while the agent is away. */
export interface ApcupsdEntry {
  readonly at: Instant;
  readonly text: string;
}

/** `2026-11-25 08:30:00 +0800  Power failure.` Lines that are no entry are left out. */
export function entriesOfApcupsd(lines: readonly string[]): readonly ApcupsdEntry[] {
  return lines.flatMap((line) => {
    const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) ([+-]\d{2}):?(\d{2})\s+(\S.*?)\s*$/.exec(line);
    if (match === null) return [];
    const [, date = '', time = '', hours = '', minutes = '', text = ''] = match;
    const at = parseInstant(`${date}T${time}${hours}:${minutes}`);
    return at.ok ? [{ at: at.value, text: words(text) ?? '' }] : [];
  });
}
