import { type Instant, instant } from '@center/contract';
import type { Lane } from '../channels/archive-port.ts';
import { now } from '../clock/index.ts';
import { Activity } from './activity.ts';
import { LatencyController } from './controller.ts';
import { type CourtesyState, type GateClock, GateClosed, type GateOptions, type PacsGate, type Probe } from './gate.ts';
import { isOffHours, nextOffHours, offHoursShare, usualOffHours } from './off-hours.ts';

const lanes = ['probe', 'live', 'audit', 'backfill'] as const satisfies readonly Lane[];
const probeEverySeconds = 30;

/** The clocks of the machine. */
export const runningClock: GateClock = {
  now,
  elapsedMs: () => performance.now(),
  after(ms, call, waits) {
    // A longer time than a timer can hold is looked at again on the way.
    const timer = setTimeout(call, Math.min(ms, 2 ** 31 - 1));
    if (waits === 'nobody') timer.unref();
    return () => clearTimeout(timer);
  },
};

/** What became of a request; `tell` lets its asker know, who then finds the gate as the request has left it. */
interface Outcome {
  readonly failed: boolean;
  readonly tell: () => void;
}

/** A request that waits for its turn. */
interface Waiting {
  readonly run: () => Promise<Outcome>;
  readonly refuse: (reason: Error) => void;
}

/**
 * The gate of one PACS: at most one request is under way, over all channels and lanes. What a request took is owed and paid back at the rate of the share granted, so
 * that the share holds over every stretch of time that is longer than a request. A probe does not wait for the debt (it is how we learn that the PACS suffers) but adds
 * to it.
 */
export function createGate(options: GateOptions): PacsGate {
  return new Gate(options);
}

class Gate implements PacsGate {
  readonly #options: GateOptions;
  readonly #clock: GateClock;
  readonly #controller: LatencyController;
  readonly #activity: Activity;
  readonly #queues: Readonly<Record<Lane, Set<Waiting>>> = {
    probe: new Set(),
    live: new Set(),
    audit: new Set(),
    backfill: new Set(),
  };
  readonly #closing = new AbortController();
  #running: { readonly since: number; readonly done: Promise<void> } | undefined;
  /** Milliseconds of asking that have not been paid back as of `#owedAt`. */
  #owed = 0;
  #owedAt: number;
  #lastStart = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | undefined;
  #unsaved = false;
  #probe: Probe | undefined;
  #cancelProbe: (() => void) | undefined;

  constructor(options: GateOptions) {
    this.#options = options;
    this.#clock = options.clock ?? runningClock;
    this.#controller = new LatencyController(options.duty, options.memory?.load());
    this.#owedAt = this.#clock.elapsedMs();
    this.#activity = new Activity(this.#owedAt);
  }

  ask: PacsGate['ask'] = (lane, signal, request) => {
    const closing = this.#closing.signal;
    if (signal.aborted || closing.aborted) return Promise.reject(reasonOf(signal.aborted ? signal : closing));
    return new Promise((resolve, reject) => {
      const queue = this.#queues[lane];
      const forget = (): void => {
        queue.delete(waiting);
        reject(reasonOf(signal));
      };
      const waiting: Waiting = {
        refuse: (reason) => {
          signal.removeEventListener('abort', forget);
          reject(reason);
        },
        run: async () => {
          signal.removeEventListener('abort', forget);
          const gone = (): AbortSignal | undefined => [signal, closing].find(({ aborted }) => aborted);
          try {
            const reply = await request(AbortSignal.any([signal, closing]));
            // What was cut off by our own going away says nothing of the PACS.
            const left = gone();
            if (left !== undefined) return { failed: false, tell: () => reject(reasonOf(left)) };
            return { failed: reply.failed, tell: () => resolve(reply.value) };
          } catch (fault) {
            const error = fault instanceof Error ? fault : new Error(String(fault));
            return { failed: gone() === undefined, tell: () => reject(error) };
          }
        },
      };
      signal.addEventListener('abort', forget, { once: true });
      queue.add(waiting);
      this.#pump();
    });
  };

  probeBy(probe: Probe): () => void {
    if (this.#probe !== undefined || this.#closing.signal.aborted) return () => undefined;
    this.#probe = probe;
    this.#scheduleProbe(0);
    return () => {
      if (this.#probe !== probe) return;
      this.#probe = undefined;
      this.#cancelProbe?.();
    };
  }

  #scheduleProbe(ms: number): void {
    this.#cancelProbe?.();
    this.#cancelProbe = this.#clock.after(
      ms,
      () => {
        const probe = this.#probe;
        if (probe === undefined) return;
        const again = (): void => {
          if (this.#probe === undefined || this.#closing.signal.aborted) return;
          this.#scheduleProbe((this.#options.probeEverySeconds ?? probeEverySeconds) * 1000);
        };
        // A probe that throws has been counted as a failure of the PACS; there is nobody to tell.
        void this.ask('probe', this.#closing.signal, probe).then(again, again);
      },
      'nobody',
    );
  }

  /** Starts what may start now, or sees to being called when something may. */
  #pump(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#running !== undefined || this.#closing.signal.aborted) return;
    const at = this.#clock.now();
    const stoppedUntil = this.#controller.mode(at) === 'stopped' ? this.#controller.stoppedUntil : undefined;
    if (stoppedUntil !== undefined) {
      this.#later(stoppedUntil - at);
      return;
    }
    const lane = lanes.find((each) => this.#queues[each].size > 0 && this.#isOpen(each, at));
    if (lane === undefined) {
      const opens = lanes.some((each) => this.#queues[each].size > 0) ? this.#opensAt(at) : undefined;
      if (opens !== undefined) this.#later(opens - at);
      return;
    }
    const wait = this.#waitMs(lane);
    if (wait > 0) this.#later(wait);
    else this.#start(lane);
  }

  #later(ms: number): void {
    this.#cancelTimer = this.#clock.after(Math.ceil(ms), () => this.#pump(), 'somebody');
  }

  #hours(): NonNullable<GateOptions['offHours']> {
    return this.#options.offHours ?? usualOffHours;
  }

  #isOpen(lane: Lane, at: Instant): boolean {
    const waits = lane === 'backfill' || (lane === 'audit' && this.#options.auditOnlyOffHours === true);
    return !waits || this.#hours().length === 0 || isOffHours(at, this.#hours());
  }

  #opensAt(at: Instant): Instant | undefined {
    return nextOffHours(at, this.#hours());
  }

  #waitMs(lane: Lane): number {
    const elapsed = this.#clock.elapsedMs();
    this.#payBack(elapsed);
    const rate = this.#lastStart + 1000 / this.#options.maxRequestsPerSecond - elapsed;
    const debt = lane === 'probe' ? 0 : this.#owed / this.#controller.duty;
    return Math.max(0, rate, debt);
  }

  #payBack(elapsed: number): void {
    this.#owed = Math.max(0, this.#owed - this.#controller.duty * (elapsed - this.#owedAt));
    // What a floating remainder owes is less than a clock can tell.
    if (this.#owed < 1e-6) this.#owed = 0;
    this.#owedAt = elapsed;
  }

  #start(lane: Lane): void {
    const [waiting] = this.#queues[lane];
    if (waiting === undefined) return;
    this.#queues[lane].delete(waiting);
    const since = this.#clock.elapsedMs();
    this.#payBack(since);
    this.#lastStart = since;
    const done = waiting.run().then(({ failed, tell }) => {
      this.#ended(lane, since, failed);
      tell();
    });
    this.#running = { since, done };
  }

  #ended(lane: Lane, since: number, failed: boolean): void {
    const elapsed = this.#clock.elapsedMs();
    const at = this.#clock.now();
    // Owed while it ran: its time, less what is granted of any time.
    this.#owed += (1 - this.#controller.duty) * (elapsed - since);
    this.#owedAt = elapsed;
    this.#running = undefined;
    this.#activity.note(since, elapsed, failed);
    if (!this.#closing.signal.aborted) {
      const hours = this.#hours();
      const quiet = hours.length === 0 || isOffHours(at, hours);
      const changed = this.#controller.ended(at, { tookMs: elapsed - since, failed, probe: lane === 'probe', quiet });
      if (changed || this.#unsaved) this.#remember();
    }
    this.#pump();
  }

  /** A ledger that takes nothing now (a full disk) stops no turn: it is tried again after the next request. */
  #remember(): void {
    try {
      this.#options.memory?.save(this.#controller.save());
      this.#unsaved = false;
    } catch {
      this.#unsaved = true;
    }
  }

  state(): CourtesyState {
    const [at, elapsed] = [this.#clock.now(), this.#clock.elapsedMs()];
    const mode = this.#controller.mode(at);
    const { asked, failed } = this.#activity.lastHour(elapsed);
    const [latencyMs, baselineMs] = [this.#controller.latencyMs(at), this.#controller.baselineMs()];
    const hours = this.#hours();
    return {
      pacs: this.#options.pacs,
      duty: this.#controller.duty,
      dutyLimit: this.#options.duty,
      dutyUsed: this.#activity.dutyUsed(elapsed, this.#running?.since),
      inFlight: this.#running === undefined ? 0 : 1,
      waiting: {
        probe: this.#queues.probe.size,
        live: this.#queues.live.size,
        audit: this.#queues.audit.size,
        backfill: this.#queues.backfill.size,
      },
      requestsLastHour: asked,
      failuresLastHour: failed,
      ...(latencyMs === undefined ? {} : { latencyMs }),
      ...(baselineMs === undefined ? {} : { baselineMs }),
      mode: mode === 'trial' ? 'slowed' : mode,
      ...(mode === 'stopped' && this.#controller.stoppedUntil !== undefined
        ? { stoppedUntil: instant(this.#controller.stoppedUntil) }
        : {}),
      offHours: isOffHours(at, hours),
      offHoursShare: hours.length === 0 ? 1 : offHoursShare(hours),
    };
  }

  async close(): Promise<void> {
    const reason = new GateClosed(this.#options.pacs);
    this.#closing.abort(reason);
    this.#cancelTimer?.();
    this.#cancelProbe?.();
    for (const lane of lanes) {
      for (const waiting of this.#queues[lane]) waiting.refuse(reason);
      this.#queues[lane].clear();
    }
    await this.#running?.done;
  }
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new DOMException('This operation was aborted', 'AbortError');
}
