import {
  canonicalJson,
  type DoseEvent,
  type DoseReport,
  type DoseSource,
  type DoseTotal,
  type DoseValue,
  doseSources,
  type ExamAmount,
} from '@center/contract';
import { type DoseUnit, tellingsOf } from './dose-unit.ts';
import { exposureKey } from './event-union.ts';

/** What sums of binary fractions leave behind the twelfth digit is no dose. */
const tidy = (amount: number): number => Number(amount.toPrecision(12));
export const sumOf = (amounts: readonly number[]): number => tidy(amounts.reduce((total, amount) => total + amount, 0));

/** `not-known`: something is told that is no amount (a unit outside of the table, no number); a sum without it would be a lie. */
export type Told = ExamAmount | 'not-known' | undefined;

/** A number below zero is how some devices write that they measured nothing: no amount. */
export function amountOf(value: DoseValue): number | 'not-known' {
  return value.kind === 'quantity' && value.quantity.value >= 0 ? value.quantity.value : 'not-known';
}

export function amountsOf(values: readonly DoseValue[]): readonly number[] | 'not-known' {
  const amounts = values.map(amountOf).filter((amount) => amount !== 'not-known');
  return amounts.length === values.length ? amounts : 'not-known';
}

export function leastOf(sources: readonly DoseSource[]): DoseSource {
  return doseSources.findLast((source) => sources.includes(source)) ?? 'rdsr';
}

/** Where a measure stands in an event and in accumulated values, and how exposures add up. */
export interface Meaning {
  readonly ofEvent: (event: DoseEvent) => DoseValue | undefined;
  /** Events that should carry it: while one does not, the accumulated value may know more than their sum. */
  readonly expected: (event: DoseEvent) => boolean;
  /** Names in accumulated values: the whole, or its two halves. */
  readonly whole: readonly string[];
  readonly halves?: readonly [string, string];
  readonly adds: 'sum' | 'highest';
}

export const named =
  (...names: readonly string[]) =>
  ({ values }: DoseEvent): DoseValue | undefined =>
    names.map((name) => values[name]).find((value) => value !== undefined);
export const always = (): boolean => true;
export const isFluoroscopy = ({ type }: DoseEvent): boolean => type === 'Fluoroscopy';

type Accumulated = Pick<Meaning, 'whole' | 'halves'>;

export function accumulatedIn({ values }: DoseTotal, { whole, halves }: Accumulated): number | 'not-known' | undefined {
  const direct = whole.map((name) => values[name]).find((value) => value !== undefined);
  if (direct !== undefined) return amountOf(direct);
  const parts = (halves ?? []).flatMap((name) => (values[name] === undefined ? [] : [values[name]]));
  if (parts.length === 0) return undefined;
  const amounts = amountsOf(parts);
  return amounts === 'not-known' ? 'not-known' : sumOf(amounts);
}

/** Accumulated values of several reports: those of reports that share no exposure add up; where they overlap, the larger one holds. A report without events may be of any exposure. */
export function overReports(
  told: readonly { readonly report: DoseReport; readonly amount: number }[],
): number | undefined {
  if (told.length < 2) return told[0]?.amount;
  const sets = told
    .map(({ report, amount }) => ({
      amount,
      keys: new Set(report.events.map((event) => exposureKey(event) ?? canonicalJson(event))),
    }))
    .toSorted((a, b) => b.amount - a.amount);
  const taken: typeof sets = [];
  for (const each of sets) {
    const apart = taken.every(
      ({ keys }) => keys.size > 0 && each.keys.size > 0 && ![...each.keys].some((key) => keys.has(key)),
    );
    if (apart) taken.push(each);
  }
  return sumOf(taken.map(({ amount }) => amount));
}

/** Whether every event of a source that should carry a measure does. */
export function isWhole(
  unit: DoseUnit,
  source: DoseSource,
  { ofEvent, expected }: Pick<Meaning, 'ofEvent' | 'expected'>,
): boolean {
  return unit.told.every(
    (each) => each.source !== source || each.events.every((event) => !expected(event) || ofEvent(event) !== undefined),
  );
}

/**
 * Some devices list only the pictures as events and tell fluoroscopy in its accumulated value alone (`fluoroscopy` is that value's name): then no sum of the events is
 * the whole.
 */
export function listsFluoroscopy(unit: DoseUnit, source: DoseSource, fluoroscopy: string): boolean {
  if (unit.told.some((each) => each.source === source && each.events.some(isFluoroscopy))) return true;
  return !tellingsOf(unit, source).some(({ report }) =>
    report.totals.some(
      ({ values: { [fluoroscopy]: value } }) => value?.kind === 'quantity' && value.quantity.value > 0,
    ),
  );
}

export function highest<T extends { readonly value: number }>(all: readonly T[]): T | undefined {
  return all.reduce<T | undefined>(
    (best, each) => (best === undefined || each.value > best.value ? each : best),
    undefined,
  );
}
