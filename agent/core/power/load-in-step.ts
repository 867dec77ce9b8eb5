import type { Instant } from '@center/contract';

export interface LoadSample {
  readonly at: Instant;
  readonly loadPct: number;
}

/** An exposure draws for about so long after it. */
const examMs = 60_000;
const fewest = 30;
/** The difference of the means that counts: in points of load, and in its own standard errors. */
const leastPoints = 5;
const leastErrors = 4;

interface Group {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
}

function group(values: readonly number[]): Group {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { n: values.length, mean, squares };
}

/**
 * Whether the load of a UPS moves in step with exams, which argues against its being the PACS's own (a scanner or lights hang on it). Both lists ascending. Compares samples
 * within a minute after an exposure with all others (Welch); undefined where either group has fewer than thirty.
 */
export function loadInStep(samples: readonly LoadSample[], exposures: readonly Instant[]): boolean | undefined {
  const during: number[] = [];
  const apart: number[] = [];
  let next = 0;
  for (const { at, loadPct } of samples) {
    while (next < exposures.length && (exposures[next] ?? at) <= at) next += 1;
    const latest = exposures[next - 1];
    (latest !== undefined && at - latest <= examMs ? during : apart).push(loadPct);
  }
  if (during.length < fewest || apart.length < fewest) return undefined;
  const [a, b] = [group(during), group(apart)];
  const error = Math.sqrt(a.squares / a.n + b.squares / b.n);
  const difference = a.mean - b.mean;
  return difference >= leastPoints && difference >= leastErrors * error;
}
