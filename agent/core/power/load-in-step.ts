import type { Instant } from '@center/contract';

export interface LoadSample {
  readonly at: Instant;
  readonly loadPct: number;
}

/** Loads of one kind of moment: how many, their mean, and the sum of squares about it. */
interface Group {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
}

/** What is remembered of the load of a UPS during exams and apart from them. Plain JSON. */
export interface LoadMemory {
  /** Samples up to here, this instant included, are in it. */
  readonly until: Instant;
  readonly during: Group;
  readonly apart: Group;
}

/** An exposure draws for about so long after it. */
const examMs = 60_000;
const fewest = 30;
/** The difference of the means that counts: in points of load, and in its own standard errors. */
const leastPoints = 5;
const leastErrors = 4;

const nothing: Group = { n: 0, mean: 0, squares: 0 };

function withValue({ n, mean, squares }: Group, value: number): Group {
  const next = mean + (value - mean) / (n + 1);
  return { n: n + 1, mean: next, squares: squares + (value - mean) * (value - next) };
}

/**
 * Adds samples that lie behind what is remembered, up to `upTo`: so much later, that the exposures of the time have arrived. Both lists ascending. Adding the same samples
 * again changes nothing.
 */
export function rememberLoad(
  memory: LoadMemory | undefined,
  samples: readonly LoadSample[],
  exposures: readonly Instant[],
  upTo: Instant,
): LoadMemory {
  let during = memory?.during ?? nothing;
  let apart = memory?.apart ?? nothing;
  let next = 0;
  for (const { at, loadPct } of samples) {
    if (at > upTo) break;
    while (next < exposures.length && (exposures[next] ?? at) <= at) next += 1;
    if (memory !== undefined && at <= memory.until) continue;
    const latest = exposures[next - 1];
    if (latest !== undefined && at - latest <= examMs) during = withValue(during, loadPct);
    else apart = withValue(apart, loadPct);
  }
  return { until: memory !== undefined && memory.until > upTo ? memory.until : upTo, during, apart };
}

/**
 * Whether the load of a UPS moves in step with exams, which argues against its being the PACS's own (a scanner or lights hang on it). Compares the means of both groups (Welch);
 * undefined where either has fewer than thirty.
 */
export function loadInStep(memory: LoadMemory): boolean | undefined {
  const { during, apart } = memory;
  if (during.n < fewest || apart.n < fewest) return undefined;
  const error = Math.sqrt(during.squares / (during.n - 1) / during.n + apart.squares / (apart.n - 1) / apart.n);
  const difference = during.mean - apart.mean;
  return difference >= leastPoints && difference >= leastErrors * error;
}
