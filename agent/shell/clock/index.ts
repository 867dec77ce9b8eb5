/**
 * clock: the only place that asks what time it is and the only one that ticks. A tick says "look"; what is due is computed from dates that the ledger holds, so
 * a tick that was missed, or came twice, changes nothing. A clock that is set, in either direction, neither loses nor repeats a job. It knows no task.
 */
import { monotonicMs, now } from './now.ts';
import { createTicker } from './ticker.ts';

export { monotonicMs, type Now, now } from './now.ts';

const ticker = createTicker({
  now,
  monotonicMs,
  async schedule(expression, call, timezone) {
    const { schedule } = await import('node-cron');
    return schedule(expression, call, { timezone, suppressMissedWarning: true });
  },
  every(ms, call) {
    const timer = setInterval(call, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
});

/**
 * Calls `look` by a cron expression in Asia/Shanghai, and at once when the clock was set or the host has slept; never twice at once. The library is loaded on first use. A `look`
 * that fails is told to `onFault` and looked at again at the next tick.
 */
export const { tickBy } = ticker;

/** Does a job of the calendar once for each local day on which it is due: also after a restart, a sleep, a clock that was set, and on a day whose clock change takes its time away. */
export const { calendarJob } = ticker;

/** Tells of every step of the wall clock, and of sleeps of the host, within some seconds; returns what ends it. */
export const { onClockStep } = ticker;

/** A wait that ends early when `signal` aborts; never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
