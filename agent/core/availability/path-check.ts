import type { Instant } from '@center/contract';
import type { ProbeOutcome } from './evidence.ts';

/** An attempt at one device, and whether the device had been confirmed down already before this minute. */
export interface PathSample {
  readonly equipmentId: string;
  readonly at: Instant;
  readonly outcome: ProbeOutcome;
  readonly downBefore: boolean;
}

export interface PathRule {
  /** The same minute. */
  readonly windowMs: number;
  /** Share of the devices, per thousand. */
  readonly sharePerMille: number;
  /** With fewer failing than this the share says nothing: one device of one, or one of two, is just a device that fails. */
  readonly atLeast: number;
}
export const usualPathRule: PathRule = { windowMs: 60_000, sharePerMille: 500, atLeast: 2 };

/**
 * Whether a failing is the targets' own or that of the path to them (`site`: every outcome of this minute becomes `invalid`, one incident, no device is down). The path is at fault when the
 * gateway's last answer within the minute is a failing, or when at least half of the devices fail in the same minute. Devices that were down before do not count among either: half a fleet under repair
 * must not blind us to the rest. A device fails when none of its attempts in the minute succeeded and one failed.
 */
export function pathCheck(
  recent: readonly PathSample[],
  gateway: { readonly at: Instant; readonly outcome: ProbeOutcome } | undefined,
  now: Instant,
  { windowMs, sharePerMille, atLeast }: PathRule = usualPathRule,
): 'site' | 'targets' {
  const since = now - windowMs;
  if (gateway !== undefined && gateway.at > since && gateway.at <= now && isNoAnswer(gateway.outcome)) return 'site';
  const answered = new Map<string, boolean>();
  for (const { equipmentId, at, outcome, downBefore } of recent) {
    if (downBefore || at <= since || at > now || outcome === 'unsupported') continue;
    answered.set(equipmentId, answered.get(equipmentId) === true || outcome === 'ok');
  }
  const failing = [...answered.values()].filter((ok) => !ok).length;
  return failing >= atLeast && failing * 1000 >= answered.size * sharePerMille ? 'site' : 'targets';
}

function isNoAnswer(outcome: ProbeOutcome): boolean {
  return outcome === 'fail' || outcome === 'invalid';
}
