// PowerNet-MIB of APC, 1.3.6.1.4.1.318.1.1.1.
import type { SelfTestResult, UpsMark, UpsState, UpsStatus } from '@center/contract';
import { amount, percent, scaled, upsStatus, within, words } from './amounts.ts';
import type { SnmpValues } from './readings.ts';

const ups = '1.3.6.1.4.1.318.1.1.1';

/** upsBasic…, upsAdv… scalars: identity, battery, input, output, last test. */
export const powerNetOids = [
  ...['1.1.1.0', '1.2.1.0', '1.2.3.0', '2.1.1.0', '2.1.2.0', '2.1.3.0', '2.2.1.0', '2.2.2.0', '2.2.3.0'],
  ...['2.2.4.0', '2.2.8.0', '3.2.1.0', '4.1.1.0', '4.2.1.0', '4.2.3.0', '7.2.3.0', '7.2.4.0'],
].map((tail) => `${ups}.${tail}`);

/** upsBasicOutputStatus: the state, and the marks that a value brings. Values that are not here are unknown. */
const outputs: ReadonlyMap<number, readonly [UpsState, ...UpsMark[]]> = new Map<
  number,
  readonly [UpsState, ...UpsMark[]]
>([
  [2, ['on-line']],
  [3, ['on-battery', 'discharging']],
  [4, ['on-line', 'boosting']],
  [5, ['off']],
  [6, ['bypass']],
  [7, ['off']],
  [8, ['off']],
  [9, ['bypass']],
  [10, ['bypass', 'alarm']],
  [11, ['off']],
  [12, ['on-line', 'trimming']],
  [13, ['on-line', 'eco']],
  [14, ['on-line']],
  [15, ['on-battery', 'testing', 'discharging']],
  [16, ['bypass', 'alarm']],
  [17, ['bypass']],
  [18, ['on-line', 'eco']],
  [19, ['on-line', 'eco']],
  [20, ['on-line', 'eco']],
  [23, ['on-line']],
  [28, ['on-line', 'testing']],
]);

const results: ReadonlyMap<number | undefined, SelfTestResult> = new Map([
  [1, 'passed'],
  [2, 'failed'],
  [3, 'aborted'],
  [4, 'in-progress'],
]);

/** A UPS by APC's MIB. Times on battery and of run time are in hundredths of a second. A value of the output status that is not listed is unknown, never on line. */
export function upsFromPowerNet(values: SnmpValues): UpsStatus {
  const get = (tail: string): number | undefined => amount(values[`${ups}.${tail}`]);
  const raw: string[] = [];
  const output = get('4.1.1.0');
  if (output !== undefined) raw.push(`upsBasicOutputStatus=${String(output)}`);
  const [state, ...brought] = outputs.get(output ?? 1) ?? (['unknown'] as const);
  const marks = new Set<UpsMark>(brought);
  const battery = get('2.1.1.0');
  if (battery !== undefined) raw.push(`upsBasicBatteryStatus=${String(battery)}`);
  if (battery === 3) marks.add('low-battery');
  if (battery === 4) marks.add('replace-battery').add('alarm');
  if (battery === 5) marks.add('battery-absent').add('alarm');
  if (get('2.2.4.0') === 2) {
    marks.add('replace-battery');
    raw.push('upsAdvBatteryReplaceIndicator=2');
  }
  const load = within(get('4.2.3.0'), 0, 1000);
  if (load !== undefined && load > 100) marks.add('overloaded');
  const result = results.get(get('7.2.3.0'));
  if (result !== undefined) raw.push(`upsAdvTestDiagnosticsResults=${String(get('7.2.3.0'))}`);
  if (result === 'in-progress') marks.add('testing');
  const on = words(values[`${ups}.7.2.4.0`]);
  return upsStatus(state, marks, raw, {
    chargePct: percent(get('2.2.1.0')),
    runtimeS: within(scaled(get('2.2.3.0'), 0.01), 0, 10_000_000),
    loadPct: load,
    inputV: within(get('3.2.1.0'), 0, 2000),
    outputV: within(get('4.2.1.0'), 0, 2000),
    batteryV: within(get('2.2.8.0'), 0, 2000),
    temperatureC: within(get('2.2.2.0'), -40, 150),
    onBatteryS: within(scaled(get('2.1.2.0'), 0.01), 0, 10_000_000),
    selfTest: result === undefined ? undefined : on === undefined ? { result } : { result, on },
    batteryDate: words(values[`${ups}.2.1.3.0`]),
    manufacturer: output === undefined && battery === undefined ? undefined : 'APC',
    model: words(values[`${ups}.1.1.1.0`]),
    serial: words(values[`${ups}.1.2.3.0`]),
    firmware: words(values[`${ups}.1.2.1.0`]),
  });
}
