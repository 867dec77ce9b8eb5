import type { Instant } from '@center/contract';
import type { ProbeOutcome, Sample } from '../../core/index.ts';
import type { HostBoot } from './host-boot.ts';
import type { ProbeConfig, ProbeGives, ProbeResult, ProbeSources, ProbeType, ProbeTypeName } from './probe.ts';

/** Name of the probe of the center's gateway, which the path check looks at. */
export const gatewayName = 'gateway';

/** A call that comes later; returns what cancels it. */
export type After = (ms: number, call: () => void) => () => void;

export interface RunnerOptions {
  readonly probes: readonly ProbeConfig[];
  readonly now: () => Instant;
  /** Milliseconds since any fixed moment; never set back. */
  readonly monotonicMs: () => number;
  readonly boot: () => HostBoot;
  /** Told of each attempt once, in the order in which they end. A sample bears the moment at which its attempt began. */
  readonly onSample: (sample: Sample, result: ProbeResult) => void;
  /** A probe that broke its contract (threw, outlived its signal), or a listener that threw. */
  readonly onFault: (what: string, fault: unknown) => void;
  readonly sources?: ProbeSources;
  /** `slow`: nothing is counted of its equipment now (outside opening hours), and a fifth of the attempts is enough. */
  readonly pace?: (probe: ProbeConfig) => 'usual' | 'slow';
  /** Attempts under way at once; one for each target in any case. */
  readonly most?: number;
  /** For tests: timers, chance from 0 to 1, and types beyond those of the registry. */
  readonly after?: After;
  readonly random?: () => number;
  readonly typeOf?: (name: ProbeTypeName) => ProbeType<never>;
}

/** How one probe fares, for the page. */
export interface ProbeHealth {
  readonly name: string;
  readonly type: ProbeTypeName;
  readonly of: string;
  readonly gives: readonly ProbeGives[];
  readonly everySeconds: number;
  readonly state: 'waiting' | 'queued' | 'asking' | 'stuck' | 'passive';
  readonly last?: {
    readonly at: Instant;
    readonly outcome: ProbeOutcome;
    readonly stage: string;
    readonly code: string;
    readonly latencyMs: number;
  };
  readonly lastOkAt?: Instant;
  /** Failures in a row up to now, attempts in all, and attempts that were let go because the one before had not come back. */
  readonly failuresInRow: number;
  readonly attempts: number;
  readonly stuckAttempts: number;
}

export interface ProbeRunner {
  /** Asks at once, before all that waits, and tells what came; undefined for a name that there is not, a passive probe, one that is stuck, and after `stop`. */
  probeNow(name: string): Promise<ProbeResult | undefined>;
  health(): readonly ProbeHealth[];
  /** Ends what is under way by its signal; resolves when it has ended, soon in any case. No sample is told afterwards. */
  stop(): Promise<void>;
}
