import { type GapFinding, gapFindings, type Instant, type Interval, instant } from '@center/contract';
import { firstDifference } from './order.ts';

/** A stretch in which the console heard an agent without a break. */
export interface SeenStretch extends Interval {
  /** Batches that came in it and are dated within the silence before it. */
  readonly lateBatches: number;
  /** First and last date of these, by the agent's clock; absent: never kept. */
  readonly lateDates?: Interval;
  /** Agent's clock minus the console's, milliseconds, at the first and the last beat of the stretch; null: never measured. */
  readonly firstOffsetMs?: number | null;
  readonly lastOffsetMs?: number | null;
}

/** Time in which an agent says that it did not watch, by its own clock. */
export interface ToldGap extends Interval {
  readonly number: number;
  readonly cause: string;
  readonly stepMs: number | null;
}

export interface WitnessInput {
  /** What is looked at; it ends now. */
  readonly period: Interval;
  readonly told: readonly ToldGap[];
  /** Times in which the agent says that it ran and could not reach the console, by its own clock. */
  readonly unreached: readonly Interval[];
  /** In order of time, apart from each other. */
  readonly seen: readonly SeenStretch[];
  /** Times in which the console itself ran, in order of their begin; they overlap where its clock was set back. */
  readonly watched: readonly Interval[];
  /** The same of the latest beat of all; of stretches whose own was never measured. */
  readonly clockOffsetMs: number | null;
  readonly limits: WitnessLimits;
}

/**
 * Milliseconds. `beatMs`: longest time from beat to beat. `breakMs`: a silence from which on a stretch has ended. `lateReachMs`: time before and after its date of which a
 * late batch shows that its agent ran.
 */
export interface WitnessLimits {
  readonly beatMs: number;
  readonly breakMs: number;
  readonly lateReachMs: number;
}

/** A beat a minute with its splay; three of them missed; figures are told every ten minutes. */
export const defaultWitnessLimits: WitnessLimits = { beatMs: 70_000, breakMs: 210_000, lateReachMs: 900_000 };

/** A gap of the agent, or a silence that the console saw by itself, with what the other says of it. */
export interface WitnessedGap {
  readonly by: 'agent' | 'console';
  readonly start: Instant;
  /** Absent: it lasts. */
  readonly end?: Instant;
  readonly told?: ToldGap;
  readonly finding: GapFinding;
  readonly differenceMs: number;
  readonly lateBatches: number;
}

export interface Witnessed {
  /** Time that the agent told not to have watched, and time in which the console did not hear it. */
  readonly toldMs: number;
  readonly silentMs: number;
  readonly untoldMs: number;
  readonly heardMs: number;
  readonly gaps: readonly WitnessedGap[];
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

const lengthOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { start, end }) => sum + end - start, 0);

const cut = (piece: Piece, within: readonly Piece[]): Piece[] =>
  within
    .map(({ start, end }) => ({ start: Math.max(start, piece.start), end: Math.min(end, piece.end) }))
    .filter(({ start, end }) => end > start);

function subtract(piece: Piece, away: readonly Piece[]): Piece[] {
  let left: Piece[] = [piece];
  for (const { start, end } of away)
    left = left.flatMap((part) =>
      [
        { start: part.start, end: Math.min(part.end, start) },
        { start: Math.max(part.start, end), end: part.end },
      ].filter((rest) => rest.end > rest.start),
    );
  return left;
}

function merged(pieces: readonly Interval[]): Interval[] {
  const apart: Interval[] = [];
  for (const { start, end } of pieces) {
    const last = apart.at(-1);
    if (last !== undefined && start <= last.end)
      apart[apart.length - 1] = { start: last.start, end: end > last.end ? end : last.end };
    else apart.push({ start, end });
  }
  return apart;
}

interface Clocks extends Interval {
  /** How far the two clocks moved against each other within the stretches around: time of which nobody can say on which side it fell. */
  readonly doubtMs: number;
}

/**
 * An interval of the agent's clock in time of the console. A silence may begin by one difference of the clocks and end by another: its begin was written down by the clock of before, its end
 * by the clock of after.
 */
function inConsoleTime({ start, end }: Interval, { seen, clockOffsetMs }: WitnessInput): Clocks {
  const usual = clockOffsetMs ?? 0;
  const first = (stretch: SeenStretch | undefined): number => stretch?.firstOffsetMs ?? usual;
  const last = (stretch: SeenStretch | undefined): number => stretch?.lastOffsetMs ?? usual;
  const before = seen.findLast((stretch) => stretch.start + first(stretch) <= start) ?? seen[0];
  const after = seen.find((stretch) => stretch.end + last(stretch) >= end) ?? seen.at(-1);
  const from = instant(start - last(before));
  // Within one stretch the clocks have one difference, whichever it was.
  const until = before === after ? end - last(before) : end - first(after);
  return {
    start: from,
    end: instant(Math.max(from, until)),
    doubtMs: Math.max(Math.abs(last(before) - first(before)), Math.abs(last(after) - first(after))),
  };
}

const isClockStep = ({ cause }: ToldGap): boolean => cause === 'clock-forward' || cause === 'clock-back';

interface Silence extends Piece {
  readonly lateBatches: number;
  /** Times of it, in the agent's clock, of which late batches show that the agent ran. */
  readonly shown: readonly Interval[];
  readonly lasts: boolean;
}

/** A batch shows that its agent ran about when it is dated, and not that it ran all night. */
function shownBy(next: SeenStretch | undefined, { lateReachMs }: WitnessLimits): Interval[] {
  if (next === undefined || next.lateBatches === 0) return [];
  const { start, end } = next.lateDates ?? { start: instant(0), end: next.start };
  return [{ start: instant(Math.max(0, start - lateReachMs)), end: instant(end + lateReachMs) }];
}

/** Times between two stretches, and from the last one to now, of which the console ran through. */
function silencesOf({ seen, watched, period, limits }: WitnessInput): Silence[] {
  const silences: Silence[] = [];
  for (const [at, stretch] of seen.entries()) {
    const next = seen[at + 1];
    const end = next?.start ?? period.end;
    if (end - stretch.end <= limits.breakMs) continue;
    // A silence of which the console slept through a part is looked at in the parts that it saw.
    for (const piece of cut({ start: Math.max(stretch.end, period.start), end }, watched))
      if (piece.end - piece.start > limits.breakMs)
        silences.push({
          ...piece,
          lateBatches: next?.lateBatches ?? 0,
          shown: shownBy(next, limits),
          // Up to the last moment that the console saw itself.
          lasts: next === undefined && piece.end === Math.min(period.end, watched.at(-1)?.end ?? period.end),
        });
  }
  return silences;
}

function ofTold(gap: ToldGap, input: WitnessInput): WitnessedGap {
  const { limits, seen, watched } = input;
  const { start, end, doubtMs } = inConsoleTime(gap, input);
  const doubt = limits.beatMs + doubtMs;
  const one = { by: 'agent', start: gap.start, end: gap.end, told: gap, lateBatches: 0 } as const;
  // What is left when the edges are given away for the beats around them and for clocks that moved.
  const core = {
    start: Math.max(start + doubt, input.period.start),
    end: Math.min(end - doubt, input.period.end),
  };
  if (isClockStep(gap) || core.end - core.start < limits.breakMs)
    return { ...one, finding: 'not-comparable', differenceMs: 0 };
  const heardMs = lengthOf(cut(core, seen));
  if (heardMs > 0) return { ...one, finding: 'heard', differenceMs: heardMs };
  const since = seen[0]?.start ?? input.period.end;
  const looked = cut(core, cut({ start: since, end: input.period.end }, watched));
  return { ...one, finding: lengthOf(looked) < core.end - core.start ? 'not-watched' : 'agrees', differenceMs: 0 };
}

function ofSilence(silence: Silence, input: WitnessInput): WitnessedGap | undefined {
  const { breakMs } = input.limits;
  // No telling covers more time than it is long: else a clock that is moved on purpose would excuse a silence.
  const widened = (intervals: readonly Interval[]): Piece[] =>
    intervals
      .map((interval) => ({ ...inConsoleTime(interval, input), told: interval.end - interval.start }))
      .flatMap(({ start, end, told }) => [
        { start: start - breakMs, end: Math.min(end, start + told) + breakMs },
        { start: Math.max(start, end - told) - breakMs, end: end + breakMs },
      ]);
  const left = subtract(silence, widened(input.told.filter((gap) => !isClockStep(gap))));
  const leftMs = lengthOf(left);
  if (leftMs === 0) return undefined;
  const ran = widened([...input.unreached, ...silence.shown]);
  const untoldMs = lengthOf(left.flatMap((piece) => subtract(piece, ran)));
  return {
    by: 'console',
    start: instant(silence.start),
    ...(silence.lasts ? {} : { end: instant(silence.end) }),
    finding: untoldMs > 0 ? 'untold' : 'line',
    differenceMs: untoldMs > 0 ? untoldMs : leftMs,
    lateBatches: silence.lateBatches,
  };
}

const byWorst = (a: WitnessedGap, b: WitnessedGap): number =>
  firstDifference(gapFindings.indexOf(a.finding) - gapFindings.indexOf(b.finding), b.start - a.start);

/**
 * Holds what an agent told of its gaps against what the console saw by itself. A silence that no told gap covers is shown; time in which the console itself was away blames
 * nobody. That only the line was down is taken from the agent as its word, for the times of its tries and about the dates of batches that came afterwards.
 */
export function witnessed(given: WitnessInput): Witnessed {
  const input = { ...given, watched: merged(given.watched) };
  const { period } = input;
  const told = input.told.filter((gap) => {
    const { start, end } = inConsoleTime(gap, input);
    return end > period.start && start < period.end;
  });
  const silences = silencesOf(input);
  const gaps = [
    ...told.map((gap) => ofTold(gap, input)),
    ...silences.map((silence) => ofSilence(silence, input)).filter((gap) => gap !== undefined),
  ].toSorted(byWorst);
  const sum = (finding: GapFinding): number =>
    gaps.reduce((total, gap) => total + (gap.finding === finding ? gap.differenceMs : 0), 0);
  return {
    toldMs: lengthOf(told.filter((gap) => !isClockStep(gap)).flatMap((gap) => cut(gap, [period]))),
    silentMs: lengthOf(silences),
    untoldMs: sum('untold'),
    heardMs: sum('heard'),
    gaps,
  };
}
