import { type CalendarDate, type Instant, instant, parseCalendarDate } from '@center/contract';
import { type Control, judgeControls, type NotMeasured, pick, seedOf } from '../../core/index.ts';
import type { StudyQuery } from '../channels/archive-port.ts';
import { sha256Hex } from '../ledger/index.ts';
import type { RoundDeps } from './round-deps.ts';
import { findIn, type Pacs } from './ways.ts';

/** A study that a PACS listed. */
interface Sighted {
  readonly uid: string;
  readonly day: CalendarDate;
  readonly at: Instant;
}

/** Kept of each PACS, so that controls differ from time to time. */
const kept = 60;
/** Good controls hold for what is concluded in this time. */
const freshMs = 5 * 60_000;
/** How long it holds what kinds of question an archive takes, and how many studies are looked at for one to try it with. */
const knowsMs = 24 * 3_600_000;
const mostTried = 20;
/** Older sightings are no controls. */
const oldestMs = 45 * 24 * 3_600_000;

export type ControlVerdict =
  | { readonly kind: 'good'; readonly controls: number }
  | { readonly kind: 'not-measured'; readonly why: NotMeasured; readonly detail: string; readonly channel: string };

/**
 * Controls of one PACS: studies that it has listed at an earlier time are asked for over the same way by the same kind of question before anything is concluded from what
 * it does not tell. Which ones it listed is remembered over a restart, and is a working memory and no evidence.
 */
export class Controls {
  readonly #deps: RoundDeps;
  readonly #pacs: Pacs;
  readonly #cursor: string;
  #sighted: readonly Sighted[];
  /** A study that failed as a control is in doubt itself: until it is listed again others are asked for. */
  readonly #failed = new Map<string, Instant>();
  readonly #knows = new Map<'series' | 'object', { readonly at: Instant; readonly answer: boolean }>();
  readonly #good = new Map<'window' | 'study', { readonly at: Instant; readonly controls: number }>();

  constructor(deps: RoundDeps, pacs: Pacs) {
    this.#deps = deps;
    this.#pacs = pacs;
    this.#cursor = `controls:${pacs.name}`;
    this.#sighted = readSighted(deps.ledger.channels.cursor(this.#cursor));
  }

  /** Remembers a few of the studies that the PACS has just listed. */
  remember(day: CalendarDate, uids: readonly string[], at: Instant): void {
    if (uids.length === 0) return;
    const seed = seedOf(sha256Hex, 'controls', this.#pacs.name, day, String(at));
    const fresh = pick(seed, uids, 2).map((uid) => ({ uid, day, at }));
    const names = new Set(fresh.map(({ uid }) => uid));
    const before = this.#sighted.filter(({ uid }) => !names.has(uid));
    // The oldest sighting of a day gives way to a newer one of it; days are spread as the listings are.
    this.#sighted = [...fresh, ...before].slice(0, kept);
  }

  save(): void {
    this.#deps.ledger.channels.saveCursor(this.#cursor, JSON.stringify(this.#sighted));
  }

  #candidates(at: Instant): readonly Sighted[] {
    const { ledger } = this.#deps;
    return this.#sighted.filter(({ uid, at: seen }) => {
      const failed = this.#failed.get(uid);
      if (failed !== undefined && failed >= seen) return false;
      return seen < at && at - seen <= oldestMs && ledger.archive.study(uid)?.state === 'present';
    });
  }

  /** Asks for controls by the kind of question that is to be concluded from. `anew`: also when some were good a moment ago. */
  async ask(by: 'window' | 'study', anew = false): Promise<ControlVerdict> {
    const { now, parameters } = this.#deps;
    const at = now();
    const before = this.#good.get(by);
    if (!anew && before !== undefined && at - before.at < freshMs && at >= before.at)
      return { kind: 'good', controls: before.controls };
    this.#good.delete(by);
    const candidates = this.#candidates(at);
    const seed = seedOf(sha256Hex, 'control', this.#pacs.name, by, String(at));
    const chosen = pick(
      seed,
      candidates.map(({ uid }) => uid),
      parameters.controls,
    );
    const channel = this.#pacs.ways[0]?.port.channel ?? '';
    const controls: Control[] = [];
    for (const uid of chosen) {
      const sighted = candidates.find((each) => each.uid === uid);
      if (sighted === undefined) continue;
      const answer = await this.#find(by, sighted);
      if (answer.kind === 'not-measured') return answer;
      if (!answer.found) this.#failed.set(uid, at);
      controls.push({ StudyInstanceUID: uid, found: answer.found });
    }
    const verdict = judgeControls(controls, parameters);
    if (verdict !== 'good') return { kind: 'not-measured', why: verdict, detail: '', channel };
    this.#good.set(by, { at, controls: controls.length });
    return { kind: 'good', controls: controls.length };
  }

  get channel(): string {
    return this.#pacs.ways[0]?.port.channel ?? '';
  }

  /**
   * Whether this archive finds a study that it has by the UID of a series, or of an object. `undefined`: there is none to try it with. What was found out holds for a day.
   */
  async knows(key: 'series' | 'object'): Promise<boolean | undefined> {
    const { ledger, now, signal } = this.#deps;
    const at = now();
    const before = this.#knows.get(key);
    if (before !== undefined && at >= before.at && at - before.at < knowsMs) return before.answer;
    for (const { uid } of this.#candidates(at).slice(0, mostTried)) {
      const series = ledger.archive.series(uid)[0]?.SeriesInstanceUID;
      const object = ledger.archive.samples(uid)[0]?.SOPInstanceUID;
      const query: StudyQuery | undefined =
        key === 'series'
          ? series === undefined
            ? undefined
            : { by: key, SeriesInstanceUID: series }
          : object === undefined
            ? undefined
            : { by: key, SOPInstanceUID: object };
      if (query === undefined) continue;
      const found = await findIn(this.#pacs, query, 'audit', signal);
      const answer = found.kind === 'answered' && found.value.some(({ StudyInstanceUID }) => StudyInstanceUID === uid);
      this.#knows.set(key, { at, answer });
      return answer;
    }
    return undefined;
  }

  async #find(
    by: 'window' | 'study',
    { uid, day }: Sighted,
  ): Promise<{ kind: 'answered'; found: boolean } | Extract<ControlVerdict, { kind: 'not-measured' }>> {
    const query = by === 'study' ? { by, StudyInstanceUID: uid } : { by, window: { from: day, to: day } };
    const answer = await findIn(this.#pacs, query, 'audit', this.#deps.signal);
    if (answer.kind === 'not-measured') return answer;
    return { kind: 'answered', found: answer.value.some(({ StudyInstanceUID }) => StudyInstanceUID === uid) };
  }
}

function readSighted(text: string | undefined): readonly Sighted[] {
  if (text === undefined) return [];
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('uid' in each) || !('day' in each) || !('at' in each)) return [];
    const day = parseCalendarDate(String(each.day));
    return day.ok && typeof each.at === 'number'
      ? [{ uid: String(each.uid), day: day.value, at: instant(each.at) }]
      : [];
  });
}
