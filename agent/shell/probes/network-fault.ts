import { networkInterfaces } from 'node:os';
import type { ProbeResult } from './probe.ts';

/** Codes of the operating system that tell of our own side: no route from here, our own name service, a right that we lack, no descriptor left. */
const ours: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EAFNOSUPPORT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
]);

/** Milliseconds since any fixed moment. */
export type Elapsed = () => number;
export const elapsed: Elapsed = () => performance.now();

/** Whether a target lies on this machine: then no cable is between. */
function isOurself(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Whether this machine has any network that is up, besides itself: an unplugged cable says nothing of what hangs at its other end. */
function networkIsUp(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => (addresses ?? []).some(({ internal }) => !internal));
}

/**
 * Whether a failed connection is the target's doing. `fail`: it refused, reset, or let us wait. `invalid`: we could not ask. A host that its own neighbours do not find
 * (`EHOSTUNREACH`) is off; that all hosts are off at once is seen by the path check.
 */
export function outcomeOfCode(code: string, host: string): 'fail' | 'invalid' {
  if (ours.has(code)) return 'invalid';
  return isOurself(host) || networkIsUp() ? 'fail' : 'invalid';
}

/** A result without readings. `since` from `elapsed()`. */
export function plainResult(
  outcome: ProbeResult['outcome'],
  stage: string,
  code: string,
  since: number,
  evidence: ProbeResult['evidence'] = {},
): ProbeResult {
  return { outcome, stage, code, latencyMs: Math.round(elapsed() - since), readings: [], evidence };
}

/** A connection that failed. Name service failures have their own stage. */
export function connectFailed(code: string, host: string, since: number): ProbeResult {
  const stage = /^E(?:AI_|NOTFOUND)/.test(code) ? 'resolve' : 'connect';
  return plainResult(outcomeOfCode(code, host), stage, code, since);
}

/** A target that did not answer before the time limit. */
export function timedOut(stage: string, host: string, since: number): ProbeResult {
  return plainResult(outcomeOfCode('timeout', host), stage, 'timeout', since);
}
