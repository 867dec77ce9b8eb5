import type { Unit } from '@center/contract';

/** A kind of quantity; only units of one kind are converted into each other. */
export type Dimension =
  | 'dose'
  | 'dose-length'
  | 'dose-area'
  | 'equivalent-dose'
  | 'time'
  | 'voltage'
  | 'current'
  | 'charge'
  | 'activity'
  | 'length'
  | 'area'
  | 'volume'
  | 'force'
  | 'pressure'
  | 'angle'
  | 'percent'
  | 'count'
  | 'rate'
  | 'mass';

interface UnitRow {
  /** UCUM spelling. */
  readonly ucum: string;
  readonly dimension: Dimension;
  /** Amount of the dimension's base unit in one of this. */
  readonly factor: number;
}

const row = (dimension: Dimension, factor: number, ucum: string): UnitRow => ({ ucum, dimension, factor });

/**
 * Every unit a dose report is known to carry (PS3.16 templates 10001 to 10024, and what devices write). Base units: Gy, mGy.cm, Gy.m2, mSv, s, kV, mA, mA.s, MBq, mm,
 * mm2, cm3, N, kPa, deg, %, 1, 1/s, kg.
 */
const rows: readonly UnitRow[] = [
  row('dose', 1, 'Gy'),
  row('dose', 1e-1, 'dGy'),
  row('dose', 1e-2, 'cGy'),
  row('dose', 1e-3, 'mGy'),
  row('dose', 1e-6, 'uGy'),
  row('dose', 1e-9, 'nGy'),
  row('dose-length', 1, 'mGy.cm'),
  row('dose-length', 1000, 'Gy.cm'),
  row('dose-length', 10, 'cGy.cm'),
  row('dose-length', 1e-3, 'uGy.cm'),
  row('dose-length', 100, 'mGy.m'),
  row('dose-length', 0.1, 'mGy.mm'),
  row('dose-length', 0.1, 'uGy.m'),
  row('dose-area', 1, 'Gy.m2'),
  row('dose-area', 1e-1, 'dGy.m2'),
  row('dose-area', 1e-2, 'cGy.m2'),
  row('dose-area', 1e-3, 'mGy.m2'),
  row('dose-area', 1e-6, 'uGy.m2'),
  row('dose-area', 1e-4, 'Gy.cm2'),
  row('dose-area', 1e-5, 'dGy.cm2'),
  row('dose-area', 1e-6, 'cGy.cm2'),
  row('dose-area', 1e-7, 'mGy.cm2'),
  row('dose-area', 1e-10, 'uGy.cm2'),
  row('equivalent-dose', 1, 'mSv'),
  row('equivalent-dose', 1000, 'Sv'),
  row('equivalent-dose', 1e-3, 'uSv'),
  row('time', 1, 's'),
  row('time', 1e-3, 'ms'),
  row('time', 1e-6, 'us'),
  row('time', 60, 'min'),
  row('time', 3600, 'h'),
  row('time', 86_400, 'd'),
  row('voltage', 1, 'kV'),
  row('voltage', 1e-3, 'V'),
  row('voltage', 1000, 'MV'),
  row('current', 1, 'mA'),
  row('current', 1e-3, 'uA'),
  row('current', 1000, 'A'),
  row('charge', 1, 'mA.s'),
  row('charge', 1e-3, 'uA.s'),
  row('charge', 1000, 'A.s'),
  row('activity', 1, 'MBq'),
  row('activity', 1e-6, 'Bq'),
  row('activity', 1e-3, 'kBq'),
  row('activity', 1000, 'GBq'),
  row('activity', 37, 'mCi'),
  row('activity', 0.037, 'uCi'),
  row('length', 1, 'mm'),
  row('length', 10, 'cm'),
  row('length', 100, 'dm'),
  row('length', 1000, 'm'),
  row('length', 1e-3, 'um'),
  row('area', 1, 'mm2'),
  row('area', 100, 'cm2'),
  row('area', 1e4, 'dm2'),
  row('area', 1e6, 'm2'),
  row('volume', 1, 'cm3'),
  row('volume', 1, 'mL'),
  row('volume', 1, 'ml'),
  row('volume', 1e-3, 'mm3'),
  row('force', 1, 'N'),
  row('force', 10, 'daN'),
  row('force', 1000, 'kN'),
  row('pressure', 1, 'kPa'),
  row('pressure', 1e-3, 'Pa'),
  row('pressure', 0.1, 'hPa'),
  row('angle', 1, 'deg'),
  row('percent', 1, '%'),
  row('count', 1, '1'),
  row('rate', 1, '/s'),
  row('rate', 1, 'Hz'),
  row('mass', 1, 'kg'),
  row('mass', 1e-3, 'g'),
];

/** Spelling without the marks that devices leave out, double or draw: dots, stars, carets, blanks; `²` and micro signs by their ASCII form. Letters keep their case. */
function squeezed(unit: string): string {
  return unit
    .replaceAll(/[.*·⋅^\s]/g, '')
    .replaceAll('²', '2')
    .replaceAll('³', '3')
    .replaceAll(/[µμ]/g, 'u');
}

const bySpelling = new Map(rows.map((each) => [squeezed(each.ucum), each]));
const spelt = (from: string, ucum: string): void => {
  const known = rows.find((each) => each.ucum === ucum);
  if (known !== undefined) bySpelling.set(from, known);
};
for (const sign of ['°', 'º', 'o', 'degree', 'degrees']) spelt(sign, 'deg');
for (const sign of ['pulse/s', 'pulses/s', '1/s', '{pulse}/s', '{pulses}/s', '{frame}/s', '{frames}/s'])
  spelt(sign, '/s');
for (const sign of ['ratio', 'nounits', 'nounit', 'events', 'pulses', 'frames', 'X-Raysources']) spelt(sign, '1');
spelt('percent', '%');
spelt('kVp', 'kV');

/** UCUM spellings that are right besides the rows: annotated ones. */
const standard = new Set([...rows.map((each) => each.ucum), '{pulse}/s', '1/s']);

export interface KnownUnit {
  readonly dimension: Dimension;
  readonly factor: number;
  /** Whether it was spelt as UCUM spells it. */
  readonly standardSpelling: boolean;
}

/** Looks a unit code up. `undefined`: outside of the table; its number must not be converted. */
export function unitOf(code: string): KnownUnit | undefined {
  const text = code.trim();
  // UCUM annotations name what is counted and carry no unit.
  if (/^\{[^{}]*\}$/.test(text)) return { dimension: 'count', factor: 1, standardSpelling: true };
  const found = bySpelling.get(squeezed(text));
  return found === undefined
    ? undefined
    : { dimension: found.dimension, factor: found.factor, standardSpelling: standard.has(text) };
}

/** Target units: their dimension and their amount of its base. */
const targets: Partial<Record<Unit, { readonly dimension: Dimension; readonly factor: number }>> = {
  mGy: { dimension: 'dose', factor: 1e-3 },
  Gy: { dimension: 'dose', factor: 1 },
  'mGy.cm': { dimension: 'dose-length', factor: 1 },
  'Gy.m2': { dimension: 'dose-area', factor: 1 },
  mSv: { dimension: 'equivalent-dose', factor: 1 },
  s: { dimension: 'time', factor: 1 },
  kV: { dimension: 'voltage', factor: 1 },
  mA: { dimension: 'current', factor: 1 },
  'mA.s': { dimension: 'charge', factor: 1 },
  MBq: { dimension: 'activity', factor: 1 },
  mm: { dimension: 'length', factor: 1 },
  mm2: { dimension: 'area', factor: 1 },
  cm3: { dimension: 'volume', factor: 1 },
  N: { dimension: 'force', factor: 1 },
  kPa: { dimension: 'pressure', factor: 1 },
  deg: { dimension: 'angle', factor: 1 },
  '%': { dimension: 'percent', factor: 1 },
  '1': { dimension: 'count', factor: 1 },
  '{ratio}': { dimension: 'count', factor: 1 },
  '{events}': { dimension: 'count', factor: 1 },
  '{pulse}/s': { dimension: 'rate', factor: 1 },
  kg: { dimension: 'mass', factor: 1 },
};

/** Fifteen significant digits: what a decimal text can carry, without the dust of binary fractions. */
function clean(value: number): number {
  return Number(value.toPrecision(15));
}

/** Converts an amount of a known unit to the target unit; `undefined` when they measure different things. */
export function convert(value: number, from: KnownUnit, to: Unit): number | undefined {
  const target = targets[to];
  if (target === undefined || target.dimension !== from.dimension) return undefined;
  return from.factor === target.factor ? value : clean((value * from.factor) / target.factor);
}
