import type { SelfTestResult, UpsMark, UpsState, UpsStatus } from '@center/contract';
import { amount, percent, upsStatus, within, words } from './amounts.ts';

const marksOfWords: ReadonlyMap<string, UpsMark> = new Map([
  ['LB', 'low-battery'],
  ['FSD', 'forced-shutdown'],
  ['RB', 'replace-battery'],
  ['OVER', 'overloaded'],
  ['TRIM', 'trimming'],
  ['BOOST', 'boosting'],
  ['CAL', 'calibrating'],
  ['TEST', 'testing'],
  ['CHRG', 'charging'],
  ['DISCHRG', 'discharging'],
  ['ALARM', 'alarm'],
  ['ECO', 'eco'],
]);

/** The worst that the words name; OB beside OL is a device that changes over. */
function stateOf(tokens: readonly string[]): UpsState {
  if (tokens.includes('OFF')) return 'off';
  if (tokens.includes('BYPASS')) return 'bypass';
  if (tokens.includes('OB')) return 'on-battery';
  return tokens.includes('OL') ? 'on-line' : 'unknown';
}

/** `ups.test.result`, in the words of NUT's drivers. */
function testResultOfWords(text: string | undefined): SelfTestResult | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  if (/no test|not initiated|never/i.test(text)) return 'none';
  if (/progress|running|testing/i.test(text)) return 'in-progress';
  if (/abort|cancel/i.test(text)) return 'aborted';
  if (/warn/i.test(text)) return 'warning';
  if (/error|fail|bad|invalid/i.test(text)) return 'failed';
  return /pass|ok\b|good|success/i.test(text) ? 'passed' : undefined;
}

/**
 * A UPS as NUT's `LIST VAR` tells it: names to texts. Words of `ups.status` that are not known are kept as evidence and change nothing; without any that names a
 * state (`WAIT`) it is unknown.
 */
export function upsFromNut(vars: Readonly<Record<string, string>>): UpsStatus {
  const tokens = (vars['ups.status'] ?? '').split(/\s+/).filter((token) => token !== '');
  const marks = new Set<UpsMark>();
  for (const token of tokens) {
    const mark = marksOfWords.get(token);
    if (mark !== undefined) marks.add(mark);
  }
  const raw = tokens.slice(0, 24);
  const alarm = words(vars['ups.alarm']);
  if (alarm !== undefined) {
    marks.add('alarm');
    raw.push(`ups.alarm=${alarm}`);
    if (/no battery|battery (missing|absent|not (installed|present))/i.test(alarm)) marks.add('battery-absent');
    if (/replace battery/i.test(alarm)) marks.add('replace-battery');
  }
  const result = testResultOfWords(vars['ups.test.result']);
  if (result === 'in-progress') marks.add('testing');
  const on = words(vars['ups.test.date']);
  return upsStatus(stateOf(tokens), marks, raw, {
    chargePct: percent(vars['battery.charge']),
    runtimeS: within(amount(vars['battery.runtime']), 0, 10_000_000),
    loadPct: within(amount(vars['ups.load']), 0, 1000),
    inputV: within(amount(vars['input.voltage'] ?? vars['input.L1-N.voltage']), 0, 2000),
    outputV: within(amount(vars['output.voltage'] ?? vars['output.L1-N.voltage']), 0, 2000),
    batteryV: within(amount(vars['battery.voltage']), 0, 2000),
    temperatureC: within(amount(vars['ups.temperature'] ?? vars['battery.temperature']), -40, 150),
    onBatteryS: undefined,
    selfTest: result === undefined ? undefined : on === undefined ? { result } : { result, on },
    batteryDate: words(vars['battery.date']) ?? words(vars['battery.mfr.date']),
    manufacturer: words(vars['ups.mfr'] ?? vars['device.mfr']),
    model: words(vars['ups.model'] ?? vars['device.model']),
    serial: words(vars['ups.serial'] ?? vars['device.serial']),
    firmware: words(vars['ups.firmware']),
  });
}
