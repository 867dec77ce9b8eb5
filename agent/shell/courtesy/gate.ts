import type { Instant } from '@center/contract';
import type { Lane } from '../channels/archive-port.ts';
import type { OffHours } from './off-hours.ts';

/** What a request gave, and whether the PACS failed at it (a time out, a refused connection, 5xx): three failures in a row stop all asking. */
export interface Reply<T> {
  readonly value: T;
  readonly failed: boolean;
}

/** A cheap request that tells how fast the PACS answers at the moment: C-ECHO, or a study search of one day and one row. */
export type Probe = (signal: AbortSignal) => Promise<Reply<unknown>>;

/** Where a gate keeps what must outlive a restart: its baseline, its share and a stop that is not over. Durable when `save` returns. */
export interface GateMemory {
  load(): string | undefined;
  save(text: string): void;
}

/** The clocks of a gate: what time it is, what has gone by since (never set back), and a call that comes later. */
export interface GateClock {
  now(): Instant;
  elapsedMs(): number;
  /** Returns what cancels it. `nobody` waits for it: the program may end before. */
  after(ms: number, call: () => void, waits: 'somebody' | 'nobody'): () => void;
}

export interface GateOptions {
  readonly pacs: string;
  /** Largest share of the time in which a request may be under way, 0 < duty ≤ 1. */
  readonly duty: number;
  readonly maxRequestsPerSecond: number;
  /** When the first reading of the archive may ask; empty: at all hours, and the latency alone decides. Absent: nights and Sundays. */
  readonly offHours?: readonly OffHours[];
  /** Rounds of the audit wait for the off-hours as well. */
  readonly auditOnlyOffHours?: boolean;
  readonly probeEverySeconds?: number;
  readonly memory?: GateMemory;
  readonly clock?: GateClock;
}

/** For the page: what the gate does now, and why. */
export interface CourtesyState {
  readonly pacs: string;
  readonly duty: number;
  readonly dutyLimit: number;
  /** Share of the last ten minutes in which a request was under way. */
  readonly dutyUsed: number;
  readonly inFlight: 0 | 1;
  readonly waiting: Readonly<Record<Lane, number>>;
  readonly requestsLastHour: number;
  readonly failuresLastHour: number;
  /** Milliseconds: median of the probes of the last five minutes, and the quiet-hours baseline. */
  readonly latencyMs?: number;
  readonly baselineMs?: number;
  readonly mode: 'open' | 'slowed' | 'stopped';
  readonly stoppedUntil?: Instant;
  readonly offHours: boolean;
  /** Share of a week that is off-hours, 0 to 1: what the time left of the first reading is reckoned with. */
  readonly offHoursShare: number;
}

export interface PacsGate {
  /** Runs one request when its turn has come: probe before live before audit before backfill. Rejects only when `signal` is aborted or the gate is closed. */
  ask<T>(lane: Lane, signal: AbortSignal, request: (signal: AbortSignal) => Promise<Reply<T>>): Promise<T>;
  /** How this PACS is probed; the first way that is offered stays, until what it returns is called. */
  probeBy(probe: Probe): () => void;
  state(): CourtesyState;
  /** Ends what is under way by its signal, rejects what waits, and resolves when nothing runs. */
  close(): Promise<void>;
}

/** What those who wait get when the gate is closed. */
export class GateClosed extends Error {
  constructor(pacs: string) {
    super(`the gate of ${pacs} is closed`);
    this.name = 'GateClosed';
  }
}
