import type { AgentLiveness, AgentState, Instant, StateCounts } from '@center/contract';

/** Milliseconds after the last sign of life. */
export interface LivenessLimits {
  readonly lateAfterMs: number;
  readonly silentAfterMs: number;
}

/** Three beats of a minute with their splay; ten minutes. */
export const defaultLivenessLimits: LivenessLimits = { lateAfterMs: 210_000, silentAfterMs: 600_000 };

/** How an agent fares, from time alone: nothing is written when it falls silent. `lastSign` is its last heartbeat or batch. */
export function livenessOf(
  lastSign: Instant | undefined,
  now: Instant,
  limits: LivenessLimits = defaultLivenessLimits,
): AgentLiveness {
  if (lastSign === undefined) return 'never-seen';
  const quiet = now - lastSign;
  if (quiet > limits.silentAfterMs) return 'silent';
  return quiet > limits.lateAfterMs ? 'late' : 'online';
}

/** Whether what the agent said can still be taken for the present state. */
export function speaksForNow(state: AgentState, liveness: AgentLiveness): boolean {
  return state === 'active' && (liveness === 'online' || liveness === 'late');
}

/**
 * Counts of a source that no longer speaks: what was met is stale. A known deviation or missing evidence stays as it is, because silence mends nothing.
 */
export function staleCounts(counts: StateCounts): StateCounts {
  const { compliant = 0, attested = 0, 'due-soon': dueSoon = 0, ...rest } = counts;
  const stale = (rest.stale ?? 0) + compliant + attested + dueSoon;
  return stale > 0 ? { ...rest, stale } : rest;
}
