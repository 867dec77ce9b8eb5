import { type Instant, instant } from '@center/contract';
import type { After } from '../runner-contract.ts';

interface Call {
  readonly at: number;
  readonly call: () => void;
}

/** Time that goes by only when it is told to: one wall clock that may be set, one that may not, and calls that come later. */
export class VirtualTime {
  #mono = 0;
  #wall: number;
  #calls: Call[] = [];

  constructor(from: Instant) {
    this.#wall = from;
  }

  readonly now = (): Instant => instant(Math.round(this.#wall + this.#mono));
  readonly monotonicMs = (): number => this.#mono;
  readonly boot = (): { readonly bootId: string; readonly bootMs: number } => ({
    bootId: 'boot',
    bootMs: Math.round(this.#mono),
  });

  readonly after: After = (ms, call) => {
    const entry = { at: this.#mono + Math.max(0, ms), call };
    this.#calls.push(entry);
    return () => {
      this.#calls = this.#calls.filter((each) => each !== entry);
    };
  };

  /** The wall clock is set. */
  set(byMs: number): void {
    this.#wall += byMs;
  }

  /** Lets so much time go by, call after call, each with all that follows from it at once. */
  async pass(ms: number): Promise<void> {
    const until = this.#mono + ms;
    await settle();
    for (;;) {
      const next = this.#calls.reduce<Call | undefined>(
        (first, each) => (first === undefined || each.at < first.at ? each : first),
        undefined,
      );
      if (next === undefined || next.at > until) break;
      this.#calls = this.#calls.filter((each) => each !== next);
      this.#mono = Math.max(this.#mono, next.at);
      next.call();
      await settle();
    }
    this.#mono = until;
  }
}

/** What hangs on promises that are fulfilled already has come when this resolves. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 16; turn += 1) await Promise.resolve();
}
