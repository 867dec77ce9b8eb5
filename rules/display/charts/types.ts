/** A level of comparison; those of one chart come from one table. 25 % hints at a dose too low to be good, 50 % can be reached, 75 % is the reference level. */
export interface ReferenceLine {
  readonly kind: 'p25' | 'p50' | 'p75';
  readonly value: number;
  /** False until a person has held the official text beside the number. */
  readonly verified: boolean;
  /** Where the number is printed. */
  readonly source?: string;
}

/** One value that can be pointed at. */
export interface ChartPoint {
  /** Decides also where the point stands across its row. */
  readonly id: string;
  readonly value: number;
  /** What is said of it beside its value: a date, a device, a number. */
  readonly label: string;
  /** Address of what stands behind it. */
  readonly href?: string;
  /** Has another shape, not only another colour. */
  readonly kind?: PointKind;
}

/** An exam, one that a finding stands behind, one that is shown and not compared. */
export const pointKinds = ['plain', 'finding', 'left-out'] as const;
export type PointKind = (typeof pointKinds)[number];

/** What a chart measures: `unit` is UCUM, the name is in the page's language. */
export interface Measured {
  readonly name: string;
  readonly unit: string;
}

/** Follows an address inside the page; without it the browser does. */
export type Follow = (href: string) => void;

/** How many fall from one value up to the next. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A number of exams; a small one is not told exactly outside its center. */
export type Exams = number | '<5';

/** Too few for a judgement. */
export function isLacking(n: Exams, required: number): boolean {
  return n === '<5' || n < required;
}
