import type { Instant } from '@center/contract';
import { compared } from '../facts/order.ts';
import type { NotMeasured } from './observation.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';

/** A study that was confirmed a day ago and was asked for over the same way with the same parameters. */
export interface Control {
  readonly StudyInstanceUID: string;
  readonly found: boolean;
}

export interface Listing {
  /** Rows by study, each once, with the object count where the archive tells one. */
  readonly rows: ReadonlyMap<string, number | undefined>;
  /** Studies of the window that should be there, with the objects the ledger knows (undefined: not known). */
  readonly known: ReadonlyMap<string, number | undefined>;
  /** Rows of the window at its last good listing. */
  readonly lastRows?: number;
  /** Most rows that another window gave in the last rounds, and whether several windows gave exactly as many. */
  readonly mostElsewhere?: { readonly rows: number; readonly windows: number };
  /** Limits that the site card found or that are known of the archive. */
  readonly limits: readonly number[];
  readonly controls: readonly Control[];
}

export type ListingJudgement =
  | {
      readonly kind: 'measured';
      readonly controls: number;
      /** Known studies that the list lacks. Each is asked for by its keys before anything is said of it. */
      readonly unlisted: readonly string[];
      readonly counts: readonly { readonly StudyInstanceUID: string; readonly objects: number }[];
      /** Listed and not known: to be entered. */
      readonly unknown: readonly string[];
    }
  | {
      readonly kind: 'not-measured';
      readonly why: NotMeasured;
      readonly detail: string;
      /**
       * Studies that the list lacks and that may be asked for by UID all the same, controls good: an answer by UID has no limit. Without it a day whose studies are all
       * gone would never be measured.
       */
      readonly ask: readonly string[];
    };

/** As many rows as somebody may have set as a limit: 10, 20, 25, 50, whole hundreds, powers of two from 64 on, and one more than these (asked for to see whether there is more). */
export function looksLikeLimit(rows: number): boolean {
  const round = (n: number): boolean =>
    [10, 20, 25, 50].includes(n) ||
    (n >= 100 && n % 100 === 0) ||
    (n >= 64 && Number.isInteger(Math.log2(n))) ||
    n === 250;
  return rows > 0 && (round(rows) || round(rows - 1));
}

/** Rows that reach half of a limit: the other half may be what the list lacks. */
function reachesLimit(rows: number, limits: readonly number[]): boolean {
  return limits.some((limit) => rows * 2 >= limit);
}

const sorted = (uids: Iterable<string>): readonly string[] => [...uids].sort(compared);

function suspicion({
  rows,
  known,
  lastRows,
  mostElsewhere,
  limits,
}: Listing): readonly [NotMeasured, string] | undefined {
  const n = rows.size;
  const of = `${String(n)} of ${String(known.size)}`;
  if (n === 0) return (lastRows ?? known.size) > 0 ? ['rows-vanished', of] : undefined;
  if (reachesLimit(n, limits)) return ['limit-suspected', of];
  if (looksLikeLimit(n)) return ['limit-suspected', of];
  if (mostElsewhere !== undefined && n >= 10 && n === mostElsewhere.rows && mostElsewhere.windows > 0)
    return ['limit-suspected', of];
  return undefined;
}

/** Controls, in the words of a round: all must be found, and there must be enough of them. */
export function judgeControls(
  controls: readonly Control[],
  parameters: RetentionParameters = retentionDefaults,
): 'good' | 'control-failed' | 'no-controls' {
  if (controls.some(({ found }) => !found)) return 'control-failed';
  return new Set(controls.map(({ StudyInstanceUID }) => StudyInstanceUID)).size >= parameters.controls
    ? 'good'
    : 'no-controls';
}

/**
 * What a list that came to its end says. A list with all known studies proves that they are listed, whatever its length and without controls; one that lacks some says so
 * only when every control was found and its length is not that of a limit. What did not come to its end never gets here: it is not measured.
 */
export function judgeListing(listing: Listing, parameters: RetentionParameters = retentionDefaults): ListingJudgement {
  const { rows, known, controls } = listing;
  const lacking = sorted([...known.keys()].filter((uid) => !rows.has(uid)));
  const verdict = judgeControls(controls, parameters);
  if (lacking.length > 0) {
    if (verdict !== 'good') return { kind: 'not-measured', why: verdict, detail: '', ask: [] };
    const suspect = suspicion(listing);
    if (suspect !== undefined) {
      const [why, detail] = suspect;
      return { kind: 'not-measured', why, detail, ask: lacking };
    }
  }
  const counts: { StudyInstanceUID: string; objects: number }[] = [];
  for (const uid of sorted(known.keys())) {
    const [now, before] = [rows.get(uid), known.get(uid)];
    if (rows.has(uid) && now !== undefined && now !== before) counts.push({ StudyInstanceUID: uid, objects: now });
  }
  return {
    kind: 'measured',
    controls: verdict === 'good' ? controls.length : 0,
    unlisted: lacking,
    counts,
    unknown: sorted([...rows.keys()].filter((uid) => !known.has(uid))),
  };
}

/**
 * Whether the clock may be believed before a round: `behind` the last observation it is wrong now or was wrong then, and no time may be written with it; `leapt` far
 * ahead the agent was off, or the clock was set, and what is counted in days is counted by measured days.
 */
export function clockStands(lastAt: Instant | undefined, now: Instant): 'right' | 'behind' | 'leapt' {
  if (lastAt === undefined) return 'right';
  if (now < lastAt - 5 * 60_000) return 'behind';
  return now - lastAt > 3 * 86_400_000 ? 'leapt' : 'right';
}
