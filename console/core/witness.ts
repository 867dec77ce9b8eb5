import { type GapFinding, gapFindings, type Instant, type Interval, instant } from '@center/contract';
import { firstDifference } from './order.ts';

/** A stretch in which the console heard an agent without a break. */
export interface SeenStretch extends Interval {
  /** Batches that came in it and are dated within the silence before it. */
  readonly lateBatches: number;
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
  /** In order of time, apart from each other. */
  readonly seen: readonly SeenStretch[];
  /** Times in which the console itself ran, in order of their begin; they overlap where its clock was set back. */
  readonly watched: readonly Interval[];
  /** Agent's clock minus the console's, milliseconds; null: never measured. */
  readonly clockOffsetMs: number | null;
  readonly limits: WitnessLimits;
}

/** Milliseconds. `beatMs`: longest time from beat to beat. `breakMs`: a silence from which on a stretch has ended. */
export interface WitnessLimits {
  readonly beatMs: number;
  readonly breakMs: number;
}

/** A beat a minute with its splay; three of them missed. */
export const defaultWitnessLimits: WitnessLimits = { beatMs: 70_000, breakMs: 210_000 };

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

const isClockStep = ({ cause }: ToldGap): boolean => cause === 'clock-forward' || cause === 'clock-back';

interface Silence extends Piece {
  readonly lateBatches: number;
  readonly lasts: boolean;
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
          // Up to the last moment that the console saw itself.
          lasts: next === undefined && piece.end === Math.min(period.end, watched.at(-1)?.end ?? period.end),
        });
  }
  return silences;
}

function ofTold(gap: ToldGap, input: WitnessInput): WitnessedGap {
  const { limits, seen, watched, clockOffsetMs } = input;
  const doubt = limits.beatMs + Math.abs(clockOffsetMs ?? 0);
  const one = { by: 'agent', start: gap.start, end: gap.end, told: gap, lateBatches: 0 } as const;
  // What is left when the edges are given away for the beats around them and for the difference of the two clocks.
  const core = {
    start: Math.max(gap.start + doubt, input.period.start),
    end: Math.min(gap.end - doubt, input.period.end),
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
  const doubt = input.limits.breakMs + Math.abs(input.clockOffsetMs ?? 0);
  const told = input.told.filter((gap) => !isClockStep(gap));
  const left = subtract(
    silence,
    told.map(({ start, end }) => ({ start: start - doubt, end: end + doubt })),
  );
  const untoldMs = lengthOf(left);
  if (untoldMs === 0) return undefined;
  return {
    by: 'console',
    start: instant(silence.start),
    ...(silence.lasts ? {} : { end: instant(silence.end) }),
    finding: silence.lateBatches > 0 ? 'line' : 'untold',
    differenceMs: untoldMs,
    lateBatches: silence.lateBatches,
  };
}

const byWorst = (a: WitnessedGap, b: WitnessedGap): number =>
  firstDifference(gapFindings.indexOf(a.finding) - gapFindings.indexOf(b.finding), b.start - a.start);

/**
 * Holds what an agent told of its gaps against what the console saw by itself. A silence that no told gap covers is shown; time in which the console itself was away blames
 * nobody. That only the line was down is believed as far as batches dated within the silence came afterwards.
 */
export function witnessed(given: WitnessInput): Witnessed {
  const input = { ...given, watched: merged(given.watched) };
  const { period } = input;
  const told = input.told.filter(({ start, end }) => end > period.start && start < period.end);
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
