/** How values are laid along an axis: `auto` takes the logarithm where a straight axis would crowd most values into one corner. */
export const scaleModes = ['auto', 'linear', 'log'] as const;
export type ScaleMode = (typeof scaleModes)[number];
export type ScaleKind = Exclude<ScaleMode, 'auto'>;

/** Largest over smallest value from which on a logarithmic axis is taken by itself. */
const logFromRatio = 20;

/** The axis for these values; values that are not above zero have no logarithm and are drawn on a straight axis whatever was asked for. */
export function chooseScale(mode: ScaleMode, values: readonly number[]): ScaleKind {
  if (values.length === 0 || values.some((value) => value <= 0)) return 'linear';
  if (mode !== 'auto') return mode;
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high / low >= logFromRatio ? 'log' : 'linear';
}

/** An axis: from value to place (in pixels from `start` to `end`) and the values that are written beside it. */
export interface Axis {
  readonly kind: ScaleKind;
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  readonly place: (value: number) => number;
}

/** The step 1, 2 or 5 × 10ⁿ that cuts a span into at most `most` parts. Throws when the span is not above zero. */
export function niceStep(span: number, most: number): number {
  if (!(span > 0) || most < 1) throw new RangeError('a step needs a span and a number of parts');
  const power = 10 ** Math.floor(Math.log10(span / most));
  for (const factor of [1, 2, 5, 10]) {
    // The hair's breadth keeps 0.30000000000000004 from asking for the next step.
    if (span / (factor * power) <= most * (1 + 1e-9)) return factor * power;
  }
  return 10 * power;
}

/** Multiples of a step without the dust of binary fractions. */
function multiple(step: number, count: number): number {
  return Number((step * count).toPrecision(12));
}

/** The least span of an axis, as a part of its values: what differs by less is drawn as the near sameness that it is. */
const leastSpan = 0.2;

function linearDomain(low: number, high: number, ticks: number): { domain: [number, number]; ticks: number[] } {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low < size * leastSpan * 0.99 || size === 0) {
    const half = size === 0 ? 1 : (size * leastSpan) / 2;
    const middle = (low + high) / 2;
    return linearDomain(middle - half, middle + half, ticks);
  }
  // A dose axis begins at zero unless the values lie far from it.
  const from = low >= 0 && low < high / 2 ? 0 : low;
  const span = high - from;
  const step = niceStep(span, ticks);
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const marks = Array.from({ length: last - first + 1 }, (_, at) => multiple(step, first + at));
  return { domain: [multiple(step, first), multiple(step, last)], ticks: marks };
}

function logDomain(low: number, high: number, ticks: number): { domain: [number, number]; ticks: number[] } {
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  const marksOf = (factors: readonly number[]): number[] => {
    const marks: number[] = [];
    for (let power = from; power <= to; power += 1) {
      for (const factor of factors) marks.push(Number((factor * 10 ** power).toPrecision(12)));
    }
    return marks;
  };
  // The axis ends at the next 1, 2 or 5 and not at the next power of ten: the room is for the values.
  const ends = marksOf([1, 2, 5]);
  const start = ends.findLast((mark) => mark <= low * (1 + 1e-9)) ?? low;
  const end = ends.find((mark) => mark >= high * (1 - 1e-9)) ?? high;
  const domain: [number, number] = start < end ? [start, end] : [start / 2, end * 2];
  const inside = (marks: readonly number[]): number[] =>
    marks.filter((mark) => mark >= domain[0] * (1 - 1e-9) && mark <= domain[1] * (1 + 1e-9));
  // The finest numbers for which there is room; a span within one power of ten needs more of them.
  const fine = inside(ends);
  const finer = [marksOf([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9]), marksOf([1, 1.5, 2, 3, 4, 5, 7])].map(inside);
  const finest = [...finer, fine].find((marks) => marks.length <= ticks);
  if (finest !== undefined) return { domain, ticks: finest };
  const middle = inside(marksOf([1, 3]));
  if (middle.length <= ticks) return { domain, ticks: middle };
  const tens = inside(marksOf([1]));
  return { domain, ticks: tens.length >= 2 ? tens : fine };
}

export interface AxisWish {
  readonly kind: ScaleKind;
  readonly values: readonly number[];
  /** Pixels; `end` may lie before `start`, as it does on an axis that goes up. */
  readonly start: number;
  readonly end: number;
  /** Room for so many numbers. */
  readonly ticks: number;
}

/** The axis that holds all the values. Without any it reaches from 0 to 1. A logarithmic axis of values not above zero throws. */
export function axisOf({ kind, values, start, end, ticks }: AxisWish): Axis {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (values.length === 0) {
    low = kind === 'log' ? 0.1 : 0;
    high = 1;
  }
  if (kind === 'log' && low <= 0) throw new RangeError('no logarithm of a value that is not above zero');
  const wanted = Math.max(2, Math.floor(ticks));
  const made = kind === 'log' ? logDomain(low, high, wanted) : linearDomain(low, high, wanted);
  const [from, to] = made.domain;
  const share =
    kind === 'log'
      ? (value: number): number => Math.log(value / from) / Math.log(to / from)
      : (value: number): number => (value - from) / (to - from);
  return { kind, domain: made.domain, ticks: made.ticks, place: (value) => start + share(value) * (end - start) };
}

/** The power of ten that is taken out of the numbers of an axis, so that 0.00002 Gy·m² is written 2 × 10⁻⁵ Gy·m²; 0 where the numbers are short as they are. */
export function axisPower(domain: readonly [number, number]): number {
  const most = Math.max(Math.abs(domain[0]), Math.abs(domain[1]));
  if (most === 0 || (most >= 0.05 && most < 100_000)) return 0;
  return Math.floor(Math.log10(most) + 1e-9);
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `×10⁻⁵` */
export function powerText(power: number): string {
  const digits = [...String(Math.abs(power))].map((digit) => superscripts[Number(digit)] ?? '').join('');
  return `×10${power < 0 ? '⁻' : ''}${digits}`;
}
