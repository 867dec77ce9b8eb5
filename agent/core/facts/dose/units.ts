import type { CodedConcept, Unit } from '@center/contract';
import { alsoStandard, type Dimension, type UnitRow, unitRows } from './unit-table.ts';

export type { Dimension } from './unit-table.ts';

export interface KnownUnit {
  readonly dimension: Dimension;
  readonly factor: number;
}

interface SpeltUnit extends KnownUnit {
  /** Spelt as UCUM spells it, in the code, under the scheme UCUM. */
  readonly standard: boolean;
}

/** A unit as a report wrote it. */
export interface WrittenUnit {
  /** The code; where it is missing, the meaning. */
  readonly raw: string;
  /** What it may be; two kinds share a spelling only for `rad` (an angle in UCUM, a dose by habit). */
  readonly known: readonly SpeltUnit[];
  /** The spelling to report, with the scheme where that is the wrong one. */
  readonly shown: string;
}

/** Spelling without the marks that devices leave out, double or draw: dots, stars, carets, hyphens, blanks; `²` and micro signs by their ASCII form. Letters keep their case. */
function squeezed(unit: string): string {
  return unit
    .replaceAll(/[.*·⋅×•・^\s]|-(?=\p{L})/gu, '')
    .replaceAll('²', '2')
    .replaceAll('³', '3')
    .replaceAll(/[µμ]/g, 'u');
}

type TabledUnit = Pick<UnitRow, 'ucum' | 'dimension' | 'factor'>;
const bySpelling = new Map<string, TabledUnit[]>();
for (const row of unitRows) {
  for (const spelling of new Set([row.ucum, ...row.alsoWritten].map(squeezed))) {
    const known = bySpelling.get(spelling) ?? [];
    bySpelling.set(spelling, known);
    if (!known.some(({ dimension }) => dimension === row.dimension)) known.push(row);
  }
}

/** An annotation alone (`{events}`) counts something. */
const annotation = /^\{[^{}]*\}$/;

function tabled(text: string): readonly TabledUnit[] {
  if (annotation.test(text)) return [{ ucum: text, dimension: 'count', factor: 1 }];
  return bySpelling.get(squeezed(text.replaceAll(/\{[^{}]*\}(?=\/)/g, ''))) ?? bySpelling.get(squeezed(text)) ?? [];
}

function written(unit: CodedConcept): WrittenUnit {
  const code = unit.CodeValue.replaceAll('\0', '').trim();
  const scheme = unit.CodingSchemeDesignator.replaceAll('\0', '').trim().toUpperCase();
  const meaning = unit.CodeMeaning?.trim() ?? '';
  const byCode = tabled(code);
  // A few devices write the unit as the meaning only, or a code that says nothing.
  const found = byCode.length > 0 || meaning === '' ? byCode : tabled(meaning);
  const raw = code === '' || (byCode.length === 0 && found.length > 0) ? meaning : code;
  const inOrder = scheme === 'UCUM' && byCode.length > 0;
  return {
    raw,
    known: found.map(({ ucum, dimension, factor }) => ({
      dimension,
      factor,
      standard: inOrder && (code === ucum || alsoStandard.has(code)),
    })),
    shown: scheme === 'UCUM' || raw === '' ? raw : `${raw} (${scheme})`,
  };
}

const noUnit: WrittenUnit = { raw: '', known: [], shown: '' };

/** Reports repeat one unit object for thousands of numbers. */
const cache = new WeakMap<CodedConcept, WrittenUnit>();

/** Reads a unit of measurement once for each object that holds it. */
export function writtenUnit(unit: CodedConcept | undefined): WrittenUnit {
  if (unit === undefined) return noUnit;
  const before = cache.get(unit);
  if (before !== undefined) return before;
  const found = written(unit);
  cache.set(unit, found);
  return found;
}

/** The unit of a code in the kind that is wanted; without one, the first that it may be. `undefined`: outside of the table; its number must not be converted. */
export function unitOf(code: string, dimension?: Dimension): KnownUnit | undefined {
  const known = tabled(code.trim());
  return dimension === undefined ? known[0] : known.find((each) => each.dimension === dimension);
}

/** Target units: their dimension and their amount of its base. */
const targets: Partial<Record<Unit, KnownUnit>> = {
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

/** Dimension and size of a unit that numbers are converted to. @throws RangeError for a unit that no dose concept has. */
export function targetUnit(unit: Unit): KnownUnit {
  const target = targets[unit];
  if (target === undefined) throw new RangeError(`no dose is told in ${unit}`);
  return target;
}

const doses: ReadonlySet<Dimension> = new Set(['dose', 'dose-length', 'dose-area', 'equivalent-dose', 'activity']);

/** Kinds of amount that are summed up and judged: of several numbers in one of these none is *the* value. */
export function isDose({ dimension }: KnownUnit): boolean {
  return doses.has(dimension);
}

/** Fifteen significant digits: what a decimal text can carry, without the dust of binary fractions. */
function clean(value: number): number {
  return Number(value.toPrecision(15));
}

/** Converts an amount between two units of one dimension. */
export function scaled(value: number, from: KnownUnit, to: KnownUnit): number {
  return from.factor === to.factor ? value : clean((value * from.factor) / to.factor);
}

/** Converts an amount of a known unit to the target unit; `undefined` when they measure different things. */
export function convert(value: number, from: KnownUnit, to: Unit): number | undefined {
  const target = targets[to];
  return target === undefined || target.dimension !== from.dimension ? undefined : scaled(value, from, target);
}
