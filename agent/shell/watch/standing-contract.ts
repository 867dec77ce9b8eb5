import type { CountedState, EquipmentCard, Instant, UptimeFigures } from '@center/contract';
import type { Account, AvailabilityPolicy, ProbeSpan, ProbeTrack, Sample } from '../../core/index.ts';
import type { KeptProbe, Ledger, ProbeReading } from '../ledger/index.ts';
import type { ProbeHealth } from '../probes/index.ts';

/** What every figure of this room is computed from: the ledger alone. Whoever has a ledger passes it, with or without a running watch. */
export interface FigureDeps {
  readonly ledger: Ledger;
  /** Absent: `usualAvailabilityPolicy`. */
  readonly policy?: AvailabilityPolicy;
}

/** How one thing that is watched stands at a moment. */
export interface EquipmentStanding {
  readonly card: EquipmentCard;
  /** `not-required`: outside its opening hours or its service. Of what has no calendar and no probe of serviceability: `unknown`. */
  readonly now: CountedState | 'not-required';
  /** Since when without a break; absent when it began before the last seven days, or nobody knows. */
  readonly since?: Instant;
  readonly openFault: boolean;
  /** Confirmed failings that nobody has classified. */
  readonly unclassified: number;
  readonly probes: readonly ProbeStanding[];
  readonly readings: readonly (ProbeReading & { readonly probe: string })[];
}

/** A probe by what the ledger has of it. */
export interface ProbeStanding {
  readonly probe: KeptProbe;
  readonly track?: ProbeTrack;
  /** The span that is not closed yet; absent: it has never spoken, or gives readings only. */
  readonly open?: ProbeSpan;
  /** The last sample of the last day. */
  readonly last?: Omit<Sample, 'probe'>;
}

/** A month of one device: the running one up to now, or a past one. */
export interface MonthFigures {
  /** YYYY-MM. */
  readonly month: string;
  readonly account: Account;
  /** 0: not closed. */
  readonly revision: number;
  readonly closedAt?: Instant;
  /** As they were last closed; they may differ from the account of now until the next look at late edits. */
  readonly closed?: UptimeFigures;
}

/** The running watch. */
export interface Watch {
  standing(): EquipmentStanding[];
  /** Of probes as they run now. */
  health(): readonly ProbeHealth[];
  /** Asks a probe at once; undefined for a name that is not there, and for one that is never asked. */
  probeNow(name: string): Promise<'asked' | undefined>;
  /** Writes down what samples wait for their group. */
  flush(): void;
  stop(): Promise<void>;
}
