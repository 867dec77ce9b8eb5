import { compareWithLevel } from '@center/checks';
import type {
  ExcludedExams,
  GroupAgeBand,
  GroupComparison,
  GroupMeasure,
  HistogramObject,
  LevelFact,
} from '@center/contract';
import { groupLevelOf } from '@center/register';

/** One exam of a group: its amount in the unit of the measure, and what decides whether it may be compared. */
export interface ExamPoint {
  readonly value: number;
  readonly phantom: string | null;
  /** Diagnostic CT series; null when nobody told. */
  readonly phases: number | null;
}

/** In the unit of the measure. */
export interface Distribution {
  readonly min: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly max: number;
}

/**
 * Quartile by linear interpolation between the order statistics of the sorted values: h = (n − 1)·p, x[⌊h⌋] + (h − ⌊h⌋)·(x[⌊h⌋+1] − x[⌊h⌋]) (Hyndman and Fan's
 * seventh definition). The median of an even number is the mean of the middle two.
 */
function quantile(sorted: Float64Array, p: number): number {
  const h = (sorted.length - 1) * p;
  const below = Math.floor(h);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (h - below) * (high - low);
}

/** Nine digits tell more than any dose meter; more of them look like somebody's number. */
export function told(value: number): number {
  return Number(value.toPrecision(9));
}

/** Smallest, quartiles, largest, to nine digits; undefined of nothing. */
export function distributionOf(values: readonly number[]): Distribution | undefined {
  if (values.length === 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  return {
    min: told(quantile(sorted, 0)),
    p25: told(quantile(sorted, 0.25)),
    median: told(quantile(sorted, 0.5)),
    p75: told(quantile(sorted, 0.75)),
    max: told(quantile(sorted, 1)),
  };
}

/** Bins of one decade: each is 12 % wider than the one before. */
const binsPerDecade = 20;
/** More bins than twenty decades have are a broken number somewhere. */
const mostBins = 400;
/** Nothing that measures a dose tells so little; near the smallest numbers that there are, neighbouring edges become one. */
const leastAmount = 1e-14;
const linearStep = 0.5;

/** One edge always has the same digits, whoever computes it, so that histograms can be added up. */
const edgeAt = (linear: boolean, index: number): number =>
  linear ? index * linearStep : told(10 ** (index / binsPerDecade));

function binOf(linear: boolean, value: number): number {
  if (linear) return Math.floor(value / linearStep);
  const guess = Math.floor(Math.log10(value) * binsPerDecade);
  // The rounded edge decides, not the rounding of the logarithm.
  if (value < edgeAt(false, guess)) return guess - 1;
  return value >= edgeAt(false, guess + 1) ? guess + 1 : guess;
}

/** Histogram on the common grid of the measure; undefined of nothing, or when the amounts span more than twenty decades or one is too small to be an amount. */
export function histogramOf(measure: GroupMeasure, values: readonly number[]): HistogramObject | undefined {
  const linear = measure === 'DeviationIndex';
  const counts = new Map<number, number>();
  let zero = 0;
  for (const value of values) {
    if (!linear && value <= 0) zero += 1;
    else if (!linear && value < leastAmount) return undefined;
    else {
      const bin = binOf(linear, value);
      counts.set(bin, (counts.get(bin) ?? 0) + 1);
    }
  }
  if (values.length === 0) return undefined;
  const bins = [...counts.keys()];
  if (bins.length === 0) return { edges: [], counts: [], zero };
  const first = bins.reduce((a, b) => Math.min(a, b));
  const last = bins.reduce((a, b) => Math.max(a, b));
  if (last - first >= mostBins) return undefined;
  const length = last - first + 1;
  return {
    edges: Array.from({ length: length + 1 }, (_, index) => edgeAt(linear, first + index)),
    counts: Array.from({ length }, (_, index) => counts.get(first + index) ?? 0),
    zero,
  };
}

/** Reference level with the phantom that a CTDIvol must refer to. */
export interface LevelOfGroup extends LevelFact {
  readonly phantom?: string;
}

export function levelOfGroup(
  examClass: string,
  ageBand: GroupAgeBand,
  measure: GroupMeasure,
): LevelOfGroup | undefined {
  const level = groupLevelOf(examClass, ageBand, measure);
  if (level === undefined) return undefined;
  const { percentiles, phantom, source, verified } = level;
  return {
    p25: percentiles.p25.value,
    p50: percentiles.p50.value,
    p75: percentiles.p75.value,
    source,
    verified,
    ...(phantom === undefined ? {} : { phantom }),
  };
}

/**
 * Why an exam is not compared: a CTDIvol whose phantom nobody told, or that refers to another one than the level; a DLP over several phases, or over phases that nobody
 * told. Where there is no level, nothing is left out but a CTDIvol without a phantom: amounts on two phantoms are no one distribution.
 */
export function exclusionOf(
  measure: GroupMeasure,
  { phantom, phases }: Omit<ExamPoint, 'value'>,
  level: LevelOfGroup | undefined,
): 'phantom' | 'phases' | undefined {
  if (measure === 'CTDIvol') {
    if (phantom === null) return 'phantom';
    return level?.phantom === undefined || level.phantom === phantom ? undefined : 'phantom';
  }
  return measure === 'DLP' && phases !== 1 ? 'phases' : undefined;
}

/** What is known of one group of exams and one measure. */
export interface GroupFigures {
  readonly n: number;
  readonly excluded: ExcludedExams;
  readonly distribution: Distribution | undefined;
  readonly histogram: HistogramObject | undefined;
  readonly level: LevelOfGroup | undefined;
  readonly comparison: GroupComparison;
}

/** Median, quartiles, histogram and comparison of one measure over the exams of a group. `requiredN` exams are the fewest that are compared. */
export function groupFigures(
  group: { readonly examClass: string; readonly ageBand: GroupAgeBand; readonly measure: GroupMeasure },
  points: Iterable<ExamPoint>,
  requiredN: number,
): GroupFigures {
  const level = levelOfGroup(group.examClass, group.ageBand, group.measure);
  const values: number[] = [];
  const excluded = { phantom: 0, phases: 0 };
  for (const point of points) {
    const why = exclusionOf(group.measure, point, level);
    if (why === undefined) values.push(point.value);
    else excluded[why] += 1;
  }
  const distribution = distributionOf(values);
  const measured = {
    n: values.length,
    ...(distribution === undefined ? {} : { median: distribution.median }),
    ...(level === undefined ? {} : { level }),
  };
  return {
    n: values.length,
    excluded,
    distribution,
    histogram: histogramOf(group.measure, values),
    level,
    comparison: compareWithLevel(measured, requiredN),
  };
}
