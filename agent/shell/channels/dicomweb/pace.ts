import { pause } from '../../clock/index.ts';

export interface PaceOptions {
  /** Share of the time in which a request may be under way, 0 < duty ≤ 1. A quarter leaves a PACS as fast for its patients as without us. */
  readonly duty: number;
  readonly maxPerSecond: number;
  readonly signal: AbortSignal;
}

/** One request in flight, then a pause in proportion to what it took: whoever calls waits for its turn. */
export interface Pace {
  take<T>(request: () => Promise<T>): Promise<T>;
}

export function createPace({ duty, maxPerSecond, signal }: PaceOptions): Pace {
  let turn: Promise<unknown> = Promise.resolve();
  const shortest = 1000 / maxPerSecond;
  return {
    take(request) {
      const mine = turn.then(async () => {
        signal.throwIfAborted();
        const started = performance.now();
        try {
          return { result: await request(), rest: 0, started };
        } finally {
          const took = performance.now() - started;
          turn = pause(Math.max(took * (1 / duty - 1), shortest - took), signal);
        }
      });
      // The next caller waits for this one and for the pause after it, whatever became of it.
      turn = mine.then(
        () => turn,
        () => turn,
      );
      return mine.then(({ result }) => result);
    },
  };
}
