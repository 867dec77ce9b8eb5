// Ticks and calendar jobs over a cron library that trusts the wall clock. The library falls silent when that clock is set back, and leaves out what a clock change or a sleep
// takes away; so the wall clock is compared with one that is never set, every task is begun anew when they part, and what is due is asked of the days that were kept.
import type { CalendarDate, Instant } from '@center/contract';
import { daySchedule } from './cron-day.ts';
import type { Now } from './now.ts';

export interface Ticking {
  stop(): Promise<void>;
}

/** A task of the cron library. */
export interface CronTask {
  start(): void | Promise<void>;
  stop(): void | Promise<void>;
  destroy(): void | Promise<void>;
}

export interface ClockParts {
  readonly now: Now;
  readonly monotonicMs: () => number;
  /** Calls by a cron expression in a zone; never begun twice. */
  readonly schedule: (expression: string, call: () => void, zone: string) => Promise<CronTask>;
  /** Calls every so often and keeps no program alive; returns what ends it. */
  readonly every: (ms: number, call: () => void) => () => void;
}

/** The clock of the machine was set, or its host slept: `stepMs` is what the wall clock went more than time went by; negative: back. */
export interface ClockStep {
  readonly at: Instant;
  readonly stepMs: number;
}

/** Where it is kept which job was done for which local day. Durable when a call returns. */
export interface JobRuns {
  completed(job: string, date: CalendarDate): boolean;
  begin(job: string, date: CalendarDate, at: Instant): void;
  complete(job: string, date: CalendarDate, at: Instant): void;
}

export interface CalendarJobOptions {
  readonly name: string;
  /** Five fields; at most once a local day, at the first of its times. */
  readonly cron: string;
  /** IANA zone of the site. */
  readonly zone: string;
  /** The work of a local day. Does again what a power cut left half done, so that doing it twice must be as doing it once. */
  readonly run: (date: CalendarDate) => void | Promise<void>;
  readonly jobs: JobRuns;
  readonly onFault: (fault: unknown) => void;
  /** Other than the clock of the machine. */
  readonly now?: Now;
}

export interface CalendarJob extends Ticking {
  /** Does what is due now and is not done; resolves when it is done. */
  look(): Promise<void>;
}

export interface Ticker {
  tickBy(expression: string, look: () => void | Promise<void>, onFault: (fault: unknown) => void): Promise<Ticking>;
  calendarJob(options: CalendarJobOptions): Promise<CalendarJob>;
  onClockStep(listener: (step: ClockStep) => void): () => void;
}

/** How often the clocks are compared, and how far they may part between two looks: what a slowly corrected clock does stays far below. */
const compareMs = 5_000;
const toleratedMs = 1_500;
/** A job that failed is tried again. */
const retryMs = 600_000;
const tickZone = 'Asia/Shanghai';

interface Task {
  readonly cron: CronTask;
  /** Never rejects, never runs twice at once. */
  look(): Promise<void>;
  /** Whether it is to look although nobody ticked. */
  isDue(): boolean;
}

export function createTicker(parts: ClockParts): Ticker {
  const tasks = new Set<Task>();
  const listeners = new Set<(step: ClockStep) => void>();
  let last = { wall: 0, mono: 0 };
  let endWatch: (() => void) | undefined;

  /** Begins every task anew, and lets each look at once. */
  const restartTasks = async (): Promise<void> => {
    for (const task of [...tasks]) {
      await task.cron.stop();
      // One that was ended meanwhile stays so.
      if (tasks.has(task)) await task.cron.start();
      void task.look();
    }
  };
  const compare = (): void => {
    const [wall, mono] = [parts.now(), parts.monotonicMs()];
    const stepMs = Math.round(wall - last.wall - (mono - last.mono));
    last = { wall, mono };
    if (Math.abs(stepMs) > toleratedMs) {
      void restartTasks();
      for (const listener of [...listeners]) listener({ at: wall, stepMs });
    }
    for (const task of [...tasks]) if (task.isDue()) void task.look();
  };
  /** The clocks are compared while anybody needs it. */
  const watch = (): void => {
    if (tasks.size + listeners.size === 0) {
      endWatch?.();
      endWatch = undefined;
    } else if (endWatch === undefined) {
      last = { wall: parts.now(), mono: parts.monotonicMs() };
      endWatch = parts.every(compareMs, compare);
    }
  };
  const keep = async (
    expression: string,
    zone: string,
    work: Pick<Task, 'isDue'> & { readonly look: () => void | Promise<void> },
    onFault: (fault: unknown) => void,
  ): Promise<CalendarJob> => {
    let running: Promise<void> | undefined;
    let ended = false;
    const run = async (): Promise<void> => {
      try {
        await work.look();
      } catch (fault) {
        onFault(fault);
      } finally {
        running = undefined;
      }
    };
    const look = (): Promise<void> => {
      if (ended) return Promise.resolve();
      running ??= run();
      return running;
    };
    const cron = await parts.schedule(expression, () => void look(), zone);
    const task: Task = { cron, look, isDue: work.isDue };
    tasks.add(task);
    watch();
    return {
      look,
      async stop() {
        ended = true;
        tasks.delete(task);
        watch();
        await cron.destroy();
      },
    };
  };

  return {
    onClockStep(listener) {
      listeners.add(listener);
      watch();
      return () => {
        listeners.delete(listener);
        watch();
      };
    },
    tickBy: (expression, look, onFault) => keep(expression, tickZone, { look, isDue: () => false }, onFault),
    async calendarJob({ name, cron, zone, run, jobs, onFault, now = parts.now }) {
      const schedule = daySchedule(cron, zone);
      let nextLook: number = Number.NEGATIVE_INFINITY;
      /** A clock that was set back asks again at once: what is next was reckoned by another time. */
      let reckonedAt: Instant = now();
      const look = async (): Promise<void> => {
        const at = now();
        reckonedAt = at;
        // Tried again later, whatever happens below.
        nextLook = at + retryMs;
        const date = schedule.latest(at);
        if (date !== undefined && !jobs.completed(name, date)) {
          jobs.begin(name, date, at);
          await run(date);
          jobs.complete(name, date, now());
        }
        nextLook = schedule.next(at) ?? Number.POSITIVE_INFINITY;
      };
      const isDue = (): boolean => {
        const at = now();
        return at >= nextLook || at < reckonedAt;
      };
      const job = await keep(cron, zone, { look, isDue }, onFault);
      // What was missed while we were away.
      void job.look();
      return job;
    },
  };
}
