// HUAWEI-UPS-MIB, 1.3.6.1.4.1.2011.6.174.1; the last test stands in the UPS-MIB beside it.
import type { UpsMark, UpsState, UpsStatus } from '@center/contract';
import { amount, percent, scaled, upsStatus, within, words } from './amounts.ts';
import type { SnmpValues } from './readings.ts';
import { upsMibTestResult } from './ups-mib.ts';

const ups = '1.3.6.1.4.1.2011.6.174.1';

/** Rows of device 1: model, firmware, serial number, way of supply, battery, input, output, and upsTestResultsSummary. */
export const huaweiOids = [
  ...['2.100.1.2.1', '2.100.1.3.1', '2.100.1.5.1', '2.101.1.1.1', '2.101.1.3.1', '3.100.1.1.1'],
  ...['4.100.1.1.1', '4.100.1.14.1', '4.100.1.15.1', '4.100.1.16.1', '6.100.1.1.1', '6.100.1.3.1', '6.100.1.4.1'],
]
  .map((tail) => `${ups}.${tail}`)
  .concat('1.3.6.1.2.1.33.1.7.3.0');

/** Ways of supply. `combined` (5) draws from mains and battery at once: the mains are there. */
function supplied(code: number | undefined): readonly [UpsState, ...UpsMark[]] {
  switch (code ?? 0) {
    case 1:
      return ['off'];
    case 2:
      return ['bypass'];
    case 3:
      return ['on-line'];
    case 4:
      return ['on-battery', 'discharging'];
    case 5:
      return ['on-line', 'discharging'];
    case 6:
      return ['on-line', 'eco'];
    case 7:
      return ['on-battery', 'discharging', 'eco'];
    default:
      return ['unknown'];
  }
}

/** A UPS by Huawei's MIB: voltages and loads in tenths, run time in seconds; the load is that of the phase that carries most. */
export function upsFromHuawei(values: SnmpValues): UpsStatus {
  const get = (tail: string): number | undefined => amount(values[`${ups}.${tail}`]);
  const raw: string[] = [];
  const supply = get('2.101.1.1.1');
  if (supply !== undefined) raw.push(`hwUpsSupplyMethod=${String(supply)}`);
  const [state, ...brought] = supplied(supply);
  const marks = new Set<UpsMark>(brought);
  const battery = get('2.101.1.3.1');
  if (battery !== undefined) raw.push(`hwUpsBatteryState=${String(battery)}`);
  if (battery === 1) marks.add('battery-absent').add('alarm');
  if (battery === 5) marks.add('charging');
  if (battery === 6) marks.add('discharging');
  const loads = ['4.100.1.14.1', '4.100.1.15.1', '4.100.1.16.1'].flatMap((tail) => {
    const load = within(scaled(get(tail), 0.1), 0, 1000);
    return load === undefined ? [] : [load];
  });
  const loadPct = loads.length === 0 ? undefined : Math.max(...loads);
  if (loadPct !== undefined && loadPct > 100) marks.add('overloaded');
  const result = upsMibTestResult(values);
  if (result === 'in-progress') marks.add('testing');
  return upsStatus(state, marks, raw, {
    chargePct: percent(get('6.100.1.3.1')),
    runtimeS: within(get('6.100.1.4.1'), 0, 10_000_000),
    loadPct,
    inputV: within(scaled(get('3.100.1.1.1'), 0.1), 0, 2000),
    outputV: within(scaled(get('4.100.1.1.1'), 0.1), 0, 2000),
    batteryV: within(scaled(get('6.100.1.1.1'), 0.1), 0, 2000),
    temperatureC: undefined,
    onBatteryS: undefined,
    selfTest: result === undefined ? undefined : { result },
    batteryDate: undefined,
    manufacturer: supply === undefined ? undefined : 'Huawei',
    model: words(values[`${ups}.2.100.1.2.1`]),
    serial: words(values[`${ups}.2.100.1.5.1`]),
    firmware: words(values[`${ups}.2.100.1.3.1`]),
  });
}
