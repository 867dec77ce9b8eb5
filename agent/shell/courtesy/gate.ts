import type { Instant } from '@center/contract';
import type { Lane } from '../channels/archive-port.ts';

/** What a request gave, and whether the PACS failed at it (a time out, a refused connection, 5xx): three failures in a row stop all asking. */
export interface Reply<T> {
  readonly value: T;
  readonly failed: boolean;
}

export interface GateOptions {
  readonly pacs: string;
  /** Largest share of the time in which a request may be under way, 0 < duty ≤ 1. */
  readonly duty: number;
  readonly maxRequestsPerSecond: number;
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
}

export interface PacsGate {
  /** Runs one request when its turn has come: probe before live before audit before backfill. Rejects only when `signal` is aborted or the gate is closed. */
  ask<T>(lane: Lane, signal: AbortSignal, request: (signal: AbortSignal) => Promise<Reply<T>>): Promise<T>;
  state(): CourtesyState;
  close(): Promise<void>;
}
