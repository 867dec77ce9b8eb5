/**
 * clock: the only place that asks what time it is and the only one that ticks. A tick says "look"; what is due is computed from dates that the ledger holds, so
 * a tick that was missed, or came twice, changes nothing. It knows no task.
 */
import { type Instant, instant } from '@center/contract';

export type Now = () => Instant;

export const now: Now = () => instant(Date.now());

export interface Ticking {
  stop(): Promise<void>;
}

/**
 * Calls `look` by a cron expression in Asia/Shanghai, never twice at once. The library is loaded on first use. A `look` that fails is told to `onFault` and
 * looked at again at the next tick.
 */
export async function tickBy(
  expression: string,
  look: () => void | Promise<void>,
  onFault: (fault: unknown) => void,
): Promise<Ticking> {
  const { schedule } = await import('node-cron');
  const task = schedule(
    expression,
    async () => {
      try {
        await look();
      } catch (fault) {
        onFault(fault);
      }
    },
    { timezone: 'Asia/Shanghai', noOverlap: true, suppressMissedWarning: true },
  );
  return {
    async stop() {
      await task.destroy();
    },
  };
}

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
