import { instant } from '@center/contract';
import { type PathSample, type ProbeOutcome, pathCheck, type Sample, usualPathRule } from '../../core/index.ts';

/** An attempt at one device as the check of the path sees it. Times are of the host's boot clock, which no setting of the clock moves. */
export interface PathAttempt {
  readonly equipmentId: string;
  readonly bootMs: number;
  readonly outcome: ProbeOutcome;
  readonly downBefore: boolean;
}

export interface GatewayAttempt {
  readonly bootMs: number;
  readonly outcome: ProbeOutcome;
}

/** Attempts of the last minutes, of all devices and of the gateway. Plain JSON. */
export interface PathMemory {
  readonly attempts: readonly PathAttempt[];
  readonly gateway: readonly GatewayAttempt[];
  /** The gateway has answered once: one that never does, for it drops what asks it, is no witness. */
  readonly gatewayAnswers: boolean;
}
export const emptyPath: PathMemory = { attempts: [], gateway: [], gatewayAnswers: false };

const { windowMs } = usualPathRule;
/** A failing that lasts so long confirms down: from then on all who were asked meanwhile are its witnesses. */
const confirmMs = 30_000;

/** How long a failing waits for its verdict: until the minute that begins with it is over. */
export const pathVerdictMs = windowMs;

/** Notes an attempt at the gateway. That we could not even ask (no program, no right) says nothing of the path. */
export function withGateway(memory: PathMemory, { bootMs, outcome, stage }: Sample): PathMemory {
  if (outcome === 'unsupported' || (outcome === 'invalid' && stage === 'start')) return memory;
  return {
    ...memory,
    gateway: [...memory.gateway, { bootMs, outcome }],
    gatewayAnswers: memory.gatewayAnswers || outcome === 'ok',
  };
}

/** Forgets what no verdict needs any more, and what another run of the host left. */
export function prunedPath({ attempts, gateway, gatewayAnswers }: PathMemory, bootMs: number): PathMemory {
  const since = bootMs - 4 * windowMs;
  return {
    attempts: attempts.filter((each) => each.bootMs >= since && each.bootMs <= bootMs),
    gateway: gateway.filter((each) => each.bootMs >= since && each.bootMs <= bootMs),
    gatewayAnswers,
  };
}

const at = (bootMs: number) => instant(Math.round(bootMs));

function check({ attempts, gateway, gatewayAnswers }: PathMemory, end: number, length: number): 'site' | 'targets' {
  const recent = attempts.map(
    ({ equipmentId, bootMs, outcome, downBefore }): PathSample => ({
      equipmentId,
      at: at(bootMs),
      outcome,
      downBefore,
    }),
  );
  const last = gatewayAnswers ? gateway.findLast(({ bootMs }) => bootMs <= end) : undefined;
  return pathCheck(recent, last === undefined ? undefined : { at: at(last.bootMs), outcome: last.outcome }, at(end), {
    ...usualPathRule,
    windowMs: length,
  });
}

/**
 * Whether a failing of a device was the path's. The same minute is looked for on both sides of it, since others are asked a little before or after; and a failing shorter than a minute
 * is held against those who were asked while it lasted, since all others answered just before or just after.
 */
export function pathVerdict(
  memory: PathMemory,
  equipmentId: string,
  sample: Pick<Sample, 'bootMs'>,
): 'site' | 'targets' {
  const { bootMs } = sample;
  if (check(memory, bootMs, windowMs) === 'site' || check(memory, bootMs + windowMs - 1, windowMs) === 'site')
    return 'site';
  const own = memory.attempts.filter((each) => each.equipmentId === equipmentId);
  const before = own.findLast((each) => each.bootMs <= bootMs && each.outcome === 'ok');
  const after = own.find((each) => each.bootMs > bootMs && each.outcome === 'ok');
  const failing = own.filter(
    (each) =>
      each.outcome === 'fail' &&
      each.bootMs > (before?.bootMs ?? Number.NEGATIVE_INFINITY) &&
      each.bootMs < (after?.bootMs ?? Number.POSITIVE_INFINITY),
  );
  const [first, last] = [failing[0], failing.at(-1)];
  if (first === undefined || last === undefined || last.bootMs - first.bootMs < confirmMs) return 'targets';
  return check(memory, last.bootMs, Math.min(windowMs, last.bootMs - first.bootMs + 1));
}

/** Whether the minute up to now shows the path open: one device that answers proves nothing while the others do not. */
export function pathIsOpen(memory: PathMemory, { bootMs }: Pick<Sample, 'bootMs'>): boolean {
  return check(memory, bootMs, windowMs) === 'targets';
}
