import { type DoseValue, quantity } from '@center/contract';
import { type Header, type HeaderNumber, itemsOf } from '../header.ts';
import { type HeaderAmount, nestedSequences } from './header-attributes.ts';
import { numbersIn } from './measured-value.ts';
import { isDose, scaled } from './units.ts';

/** Functional groups hold macros, macros hold attributes; nothing that is read lies deeper. */
const deepest = 3;

/** The data set and the items below it that dose attributes stand in, outermost first. Of frames, the first. */
export function placesOf(header: Header): readonly Header[] {
  const places: Header[] = [header];
  const enter = (outer: Header, depth: number): void => {
    for (const keyword of nestedSequences) {
      const items = outer[keyword];
      if (items === undefined) continue;
      for (const item of keyword === 'PerFrameFunctionalGroupsSequence' ? items.slice(0, 1) : items) {
        places.push(item);
        if (depth < deepest) enter(item, depth + 1);
      }
    }
  };
  enter(header, 1);
  return places;
}

/** Values of a header by concept name, as a dose event holds them. */
export interface AmountsRead {
  readonly values: Record<string, DoseValue>;
  readonly several: Record<string, readonly DoseValue[]>;
}

/** First filled value of an attribute in the places, and whatever else stands with it. */
function writtenIn(places: readonly Header[], { keyword }: HeaderAmount): HeaderNumber | undefined {
  for (const place of places) {
    const written: HeaderNumber | undefined = place[keyword];
    if (written !== undefined && written !== '') return written;
  }
  return undefined;
}

/** The amount in its concept's unit. Where PS3.3's unit cannot be the one it was written in, a dose is of unknown unit, and what only goes with a dose is no number of its kind. */
function amountOf(number: number, row: HeaderAmount): DoseValue {
  const { believable } = row;
  if (believable !== undefined && number !== 0 && !(number >= believable[0] && number <= believable[1]))
    return { kind: isDose(row.target) ? 'unit-unknown' : 'not-a-number', rawValue: String(number), rawUnit: row.from };
  return {
    kind: 'quantity',
    quantity: quantity(scaled(number, row.unit, row.target), row.to),
    rawUnit: row.from,
    standardSpelling: true,
  };
}

/** Half of what the last digit of a number counts. */
function halfStep(number: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  const decimals = digits.split('.')[1]?.length ?? 0;
  return 0.5 * 10 ** (Number(exponent) - decimals);
}

/** Whether a later attribute says more than an exact one before it: that is 0 and this is not, or that is this one rounded. */
function saysMore(before: HeaderFound, number: number, row: HeaderAmount): boolean {
  if (before.number === 0) return number !== 0;
  const now = scaled(number, row.unit, row.target);
  const then = scaled(before.number, before.row.unit, before.row.target);
  if (now === then) return false;
  const step = scaled(halfStep(before.number), before.row.unit, before.row.target);
  const own = scaled(halfStep(number), row.unit, row.target);
  return own < step && Math.abs(now - then) <= step;
}

interface HeaderFound {
  readonly number: number;
  readonly row: HeaderAmount;
}

function readAttribute(
  written: HeaderNumber,
  row: HeaderAmount,
  into: AmountsRead,
  found: Map<string, HeaderFound>,
): void {
  const first = typeof written === 'object' ? written[0] : written;
  if (typeof first === 'number') {
    const before = found.get(row.name);
    if (before !== undefined && !saysMore(before, first, row)) return;
    if (before === undefined && into.values[row.name] !== undefined) return;
    found.set(row.name, { number: first, row });
    into.values[row.name] = amountOf(first, row);
    return;
  }
  if (first === undefined || first === '' || into.values[row.name] !== undefined) return;
  // Two numbers in one value: neither is the amount of a dose, and the first will do for a technique.
  const several = numbersIn(first).map((number) => amountOf(number, row));
  const [one] = several;
  if (one === undefined) into.values[row.name] = { kind: 'not-a-number', rawValue: first, rawUnit: row.from };
  else {
    const judged = isDose(row.target);
    const raw: DoseValue = { kind: 'not-a-number', rawValue: first, rawUnit: row.from };
    into.values[row.name] = judged ? raw : one;
    into.several[row.name] = judged ? [raw, ...several] : several;
  }
}

/** Reads rows of a table out of the places. Rounded duplicates of one amount give the most exact value. */
export function readAmounts(places: readonly Header[], rows: readonly HeaderAmount[], into: AmountsRead): void {
  const found = new Map<string, HeaderFound>();
  for (const row of rows) {
    const written = writtenIn(places, row);
    if (written !== undefined) readAttribute(written, row, into, found);
  }
}

export function noAmounts(): AmountsRead {
  return { values: {}, several: {} };
}

/** Members of a dose event or total for what was read. */
export function amountParts({ values, several }: AmountsRead): AmountsRead | Pick<AmountsRead, 'values'> {
  return Object.keys(several).length === 0 ? { values } : { values, several };
}

export function isEmpty({ values }: AmountsRead): boolean {
  for (const _ in values) return false;
  return true;
}

/** Items of a sequence wherever it stands in the places. */
export function itemsIn(places: readonly Header[], keyword: 'CTDIPhantomTypeCodeSequence'): readonly Header[] {
  for (const place of places) {
    const items = itemsOf(place, keyword);
    if (items.length > 0) return items;
  }
  return [];
}
