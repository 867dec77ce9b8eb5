import { amount, scaled, words } from './amounts.ts';
import type { RoomReading, SnmpValues } from './readings.ts';

/** A row of entPhySensorTable (RFC 3433), with the name of its physical entity where that was read. */
export interface EntitySensorRow {
  readonly index: string;
  readonly name?: string;
  readonly type: number | undefined;
  readonly scale: number | undefined;
  readonly precision: number | undefined;
  readonly value: number | undefined;
  /** 1 ok, 2 unavailable, 3 nonoperational. */
  readonly status: number | undefined;
}

/** entPhySensorTable, its columns, and the names of the entities (entPhysicalName). */
export const entitySensorTable = '1.3.6.1.2.1.99.1.1.1';
export const entityNames = '1.3.6.1.2.1.47.1.1.1.1.7';
/** Overflow and underflow of EntitySensorValue. */
const beyond = 1_000_000_000;
/** EntitySensorDataScale: yocto 1 … units 9, kilo 10 … yotta 17, three powers of ten each; but exa 14 stands after peta 15 in size. */
const scalePowers = [-24, -21, -18, -15, -12, -9, -6, -3, 0, 3, 6, 9, 12, 18, 15, 21, 24] as const;

/** Rows of a walked entPhySensorTable; columns that a device lacks stay open. */
export function entitySensorRows(values: SnmpValues): readonly EntitySensorRow[] {
  const prefix = `${entitySensorTable}.1.`;
  const rows = Object.keys(values).flatMap((oid) => (oid.startsWith(prefix) ? [oid.slice(prefix.length)] : []));
  const column = (number: number, index: string): number | undefined =>
    amount(values[`${entitySensorTable}.${String(number)}.${index}`]);
  return rows.map((index) => {
    const name = words(values[`${entityNames}.${index}`]);
    return {
      index,
      ...(name === undefined ? {} : { name }),
      type: column(1, index),
      scale: column(2, index),
      precision: column(3, index),
      value: column(4, index),
      status: column(5, index),
    };
  });
}

function problemOf({ status, value, scale, precision }: EntitySensorRow): string | undefined {
  if (status === 2) return 'unavailable';
  if (status === 3) return 'nonoperational';
  if (status !== undefined && status !== 1) return `status-${String(status)}`;
  if (value === undefined) return 'no-value';
  if (Math.abs(value) >= beyond) return value > 0 ? 'overflow' : 'underflow';
  if (scale !== undefined && scalePowers[scale - 1] === undefined) return `scale-${String(scale)}`;
  return precision !== undefined && (precision < -8 || precision > 9) ? `precision-${String(precision)}` : undefined;
}

/** The real value: EntitySensorValue counts the last of `precision` decimals of a unit of `scale`; a negative precision is a number of accurate digits and moves nothing. */
function valueOf({ value, scale, precision }: EntitySensorRow): number {
  const power = scalePowers[(scale ?? 9) - 1] ?? 0;
  return scaled(value, 10 ** (power - Math.max(0, precision ?? 0))) ?? 0;
}

/**
 * Readings of a room from ENTITY-SENSOR-MIB (RFC 3433): celsius 8, percentRH 9, truthvalue 12 (1 true, 2 false). A truth value is taken as smoke only where the entity's
 * name says so. Other types are no readings of a room.
 */
export function sensorsFromEntitySensor(rows: readonly EntitySensorRow[]): readonly RoomReading[] {
  return rows.flatMap((row) => {
    const of = row.name ?? row.index;
    const problem = problemOf(row);
    const judged = problem === undefined ? { valid: true } : { valid: false, problem };
    if (row.type === 8)
      return [
        { name: 'env.temperatureC', of, value: problem === undefined ? valueOf(row) : (row.value ?? ''), ...judged },
      ];
    if (row.type === 9)
      return [
        { name: 'env.humidityPct', of, value: problem === undefined ? valueOf(row) : (row.value ?? ''), ...judged },
      ];
    if (row.type !== 12 || !/smoke|烟/i.test(of)) return [];
    const said = row.value === 1 ? 'alarm' : row.value === 2 ? 'clear' : 'fault';
    return [{ name: 'env.smoke', of, value: problem === undefined ? said : 'fault', ...judged }];
  });
}

/** Columns of APC's environmental monitors that are walked: integrated monitor, universal sensor ports, and the older Measure-UPS. */
export const powerNetSensorTables = [
  '1.3.6.1.4.1.318.1.1.10.2.3.2.1',
  '1.3.6.1.4.1.318.1.1.25.1.2.1',
  '1.3.6.1.4.1.318.1.1.2.1',
] as const;

function rowsUnder(values: SnmpValues, column: string): readonly string[] {
  return Object.keys(values).flatMap((oid) => (oid.startsWith(`${column}.`) ? [oid.slice(column.length + 1)] : []));
}

function reading(
  name: RoomReading['name'],
  of: string,
  value: number | undefined,
  problem?: string,
): readonly RoomReading[] {
  if (problem !== undefined) return [{ name, of, value: value ?? '', valid: false, problem }];
  return value === undefined ? [] : [{ name, of, value, valid: true }];
}

/** Readings of a room from APC's monitors. Fahrenheit becomes Celsius; −1 of a universal port and 0 % of humidity are its words for "not fitted". */
export function sensorsFromPowerNet(values: SnmpValues): readonly RoomReading[] {
  const [integrated, universal, measure] = powerNetSensorTables;
  const out: RoomReading[] = [];
  for (const row of rowsUnder(values, `${integrated}.4`)) {
    const of = words(values[`${integrated}.2.${row}`]) ?? `iem-${row}`;
    const problem = amount(values[`${integrated}.3.${row}`]) === 1 ? 'disconnected' : undefined;
    const told = amount(values[`${integrated}.4.${row}`]);
    const fahrenheit = amount(values[`${integrated}.5.${row}`]) === 2;
    const celsius = told !== undefined && fahrenheit ? scaled(told - 32, 5 / 9) : told;
    out.push(...reading('env.temperatureC', of, celsius, problem));
    const humidity = amount(values[`${integrated}.6.${row}`]);
    if (humidity !== undefined && humidity > 0) out.push(...reading('env.humidityPct', of, humidity, problem));
  }
  for (const row of rowsUnder(values, `${universal}.6`)) {
    const of = words(values[`${universal}.3.${row}`]) ?? `uio-${row}`;
    const celsius = amount(values[`${universal}.6.${row}`]);
    if (celsius !== undefined && celsius !== -1) out.push(...reading('env.temperatureC', of, celsius));
    const humidity = amount(values[`${universal}.7.${row}`]);
    if (humidity !== undefined && humidity > 0) out.push(...reading('env.humidityPct', of, humidity));
  }
  const ambient = amount(values[`${measure}.1.0`]);
  // A Measure-UPS that is not fitted tells 0 for both.
  const moist = amount(values[`${measure}.2.0`]);
  if (ambient !== undefined && (ambient !== 0 || (moist ?? 0) !== 0))
    out.push(...reading('env.temperatureC', 'measure-ups', ambient));
  if (moist !== undefined && moist > 0) out.push(...reading('env.humidityPct', 'measure-ups', moist));
  return out;
}

/** Words of NUT for a dry contact. */
function smokeOfContact(status: string): 'clear' | 'alarm' | 'fault' {
  if (/^(inactive|closed|ok|good|normal|no)$/i.test(status)) return 'clear';
  return /^(active|open(ed)?|alarm|bad|yes)$/i.test(status) ? 'alarm' : 'fault';
}

/**
 * Readings of a room from NUT's `ambient.*` and `ambient.n.*`. A contact is taken as smoke only where its name says so; `ambient.n.present` of `no` is a sensor that is not there.
 */
export function sensorsFromNut(vars: Readonly<Record<string, string>>): readonly RoomReading[] {
  const out: RoomReading[] = [];
  for (const [key, text] of Object.entries(vars)) {
    const match = /^ambient\.(?:(\d{1,3})\.)?(temperature|humidity|contacts\.(\d{1,3})\.status)$/.exec(key);
    if (match === null) continue;
    const prefix = match[1] === undefined ? 'ambient' : `ambient.${match[1]}`;
    if (/^no$/i.test(vars[`${prefix}.present`] ?? '')) continue;
    const of = words(vars[`${prefix}.name`]) ?? prefix;
    if (match[3] !== undefined) {
      const contact = words(vars[`${prefix}.contacts.${match[3]}.name`]) ?? '';
      if (/smoke|烟/i.test(contact))
        out.push({ name: 'env.smoke', of: `${of}/${contact}`, value: smokeOfContact(text.trim()), valid: true });
      continue;
    }
    const value = amount(text);
    const name = match[2] === 'temperature' ? 'env.temperatureC' : 'env.humidityPct';
    out.push(...reading(name, of, value, value === undefined ? 'no-value' : undefined));
  }
  return out;
}
