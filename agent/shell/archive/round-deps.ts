import type { Instant } from '@center/contract';
import type { Logger } from 'pino';
import type { ArchiveObservation, RetentionParameters } from '../../core/index.ts';
import type { Now } from '../clock/index.ts';
import type { CenterKeys, Ledger } from '../ledger/index.ts';
import type { Pacs } from './ways.ts';

export { isPacsAway as isAway } from '../../core/index.ts';

/** What the parts of a round have in common. */
export interface RoundDeps {
  readonly ledger: Ledger;
  readonly keys: CenterKeys;
  readonly archives: readonly Pacs[];
  readonly now: Now;
  readonly log: Logger;
  readonly parameters: RetentionParameters;
  /** Most rows that a way is known to give at once, by channel. */
  readonly limits: ReadonlyMap<string, readonly number[]>;
  readonly signal: AbortSignal;
  /** Told after something was written. */
  readonly changed: () => void;
}

type Miss = Omit<Extract<ArchiveObservation, { kind: 'not-measured' }>, 'at' | 'kind'>;

/** The same reason at the same place is written once in so long: an archive that is away for a week is not a thousand observations. */
const sayAgainMs = 20 * 3_600_000;

/** Writes down that nothing was measured, and why. */
export class Misses {
  readonly #deps: RoundDeps;
  readonly #said = new Map<string, Instant>();

  constructor(deps: RoundDeps) {
    this.#deps = deps;
  }

  say(miss: Miss): void {
    const { ledger, now, log } = this.#deps;
    const at = now();
    log.info({ round: miss.round, why: miss.why, channel: miss.channel }, 'a look at the archive measured nothing');
    const place = JSON.stringify([miss.round, miss.why, miss.channel, miss.window, miss.StudyInstanceUID]);
    const before = this.#said.get(place);
    if (before !== undefined && at - before < sayAgainMs && at >= before) return;
    this.#said.set(place, at);
    ledger.archive.apply({ kind: 'not-measured', at, ...miss });
    this.#deps.changed();
  }
}

/** Text of a refusal, as the observation holds it: short, and only when there is one. */
export function because(detail: string): { readonly detail?: string } {
  return detail === '' ? {} : { detail: detail.slice(0, 200) };
}

/** So many answers in a row that measured nothing are no matter of what was asked for. */
export const mostInARow = 3;

/** What measured nothing is not asked for again at once, so that one bad study or day does not take the night of all others. Forgotten at a restart. */
export class Holds {
  readonly #until = new Map<string, number>();

  has(what: string, at: Instant): boolean {
    const until = this.#until.get(what);
    if (until === undefined) return false;
    if (at < until && until - at <= longestHoldMs) return true;
    this.#until.delete(what);
    return false;
  }

  put(what: string, at: Instant, hours: number): void {
    this.#until.set(what, at + hours * 3_600_000);
  }

  get size(): number {
    return this.#until.size;
  }
}

/** A hold that ends later than this was made by another clock. */
const longestHoldMs = 24 * 3_600_000;
