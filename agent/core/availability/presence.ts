import { type Instant, type Interval, instant } from '@center/contract';

/** A sign of life of the agent. `bootMs` runs while the host sleeps, `monotonicMs` (of the program) does not; no clock setting moves either of them. */
export interface Presence {
  readonly at: Instant;
  readonly bootId: string;
  readonly bootMs: number;
  readonly monotonicMs: number;
  /** One run of the program. */
  readonly runId: string;
  /** Written as the last thing of an orderly stop. */
  readonly clean: boolean;
}

export const gapCauses = [
  'stopped',
  'died',
  'stalled',
  'suspended',
  'host-restart',
  'host-power-loss',
  'clock-forward',
  'clock-back',
] as const;
/**
 * Why the agent was not watching. `stopped`: in order. `died`: the host lived on. `stalled`: it ran and did not come to it. `suspended`: the host slept. `host-restart`: after an
 * orderly stop. `host-power-loss`: the host is another run of itself and nobody had stopped the agent. `clock-forward`, `clock-back`: the wall clock was set.
 */
export type GapCause = (typeof gapCauses)[number];

/** Of a step of the clock: the wall time that never was (`clock-forward`), or that was lived twice (`clock-back`). */
export interface AgentGap extends Interval {
  readonly cause: GapCause;
  /** By how much the wall clock was set: positive forward. */
  readonly stepMs?: number;
}

export interface PresenceRule {
  /** A program that shows no sign for longer than this stalled. */
  readonly silentMs: number;
  /** Differences of clocks below this are drift. To it comes a thousandth of the time between the signs. */
  readonly toleranceMs: number;
}
const usualPresenceRule: PresenceRule = { silentMs: 30_000, toleranceMs: 2_000 };

export interface PresenceChange {
  readonly gaps: readonly AgentGap[];
  /** The clock was set back: what is recorded from now on lies in a new epoch. */
  readonly epochRaised: boolean;
  readonly stepMs?: number;
}

/**
 * What happened between two signs of life. Within one run of the host the boot clock tells elapsed time exactly, and with it the step of the wall clock; across a restart of the host only the wall
 * clock is there, and of a step only that it went back. A gap lies on the new clock: it ends at `after` and is as long as the time that really passed.
 */
export function classifyPresence(
  before: Presence,
  after: Presence,
  rule: PresenceRule = usualPresenceRule,
): PresenceChange {
  const wallMs = after.at - before.at;
  if (before.bootId !== after.bootId) {
    const cause = before.clean ? 'host-restart' : 'host-power-loss';
    if (wallMs > 0) return { gaps: [{ start: before.at, end: after.at, cause }], epochRaised: false };
    // The clock of the new run is behind the old one. By how much is unknown; that the agent did not watch since the host began is known.
    const began = instant(Math.round(after.at - Math.max(1, after.bootMs)));
    return { gaps: [{ start: began, end: after.at, cause }], epochRaised: true };
  }
  const elapsedMs = Math.max(0, Math.round(after.bootMs - before.bootMs));
  const step = Math.round(wallMs - elapsedMs);
  const stepped = Math.abs(step) > rule.toleranceMs + Math.floor(elapsedMs / 1000);
  const start = stepped ? instant(after.at - elapsedMs) : before.at;
  const gap = gapCauseOf(before, after, elapsedMs, rule);
  const gaps: AgentGap[] = [];
  if (stepped && step > 0) gaps.push({ start: before.at, end: start, cause: 'clock-forward', stepMs: step });
  if (stepped && step < 0) gaps.push({ start, end: before.at, cause: 'clock-back', stepMs: step });
  if (gap !== undefined && start < after.at) gaps.push({ start, end: after.at, cause: gap });
  return { gaps, epochRaised: stepped && step < 0, ...(stepped ? { stepMs: step } : {}) };
}

function gapCauseOf(
  before: Presence,
  after: Presence,
  elapsedMs: number,
  { silentMs, toleranceMs }: PresenceRule,
): GapCause | undefined {
  if (before.runId !== after.runId) return before.clean ? 'stopped' : 'died';
  if (elapsedMs <= silentMs) return undefined;
  const ranMs = after.monotonicMs - before.monotonicMs;
  return elapsedMs - ranMs > toleranceMs + elapsedMs / 1000 ? 'suspended' : 'stalled';
}
