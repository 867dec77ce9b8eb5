import type { NotMeasured } from '../../../core/index.ts';
import type { Lane } from '../archive-port.ts';
import { type Answer, notMeasuredOf, type Requester } from './request.ts';

export const dicomJson = 'application/dicom+json';
const pageLimitBytes = 32 * 1024 * 1024;

export type DataSet = Readonly<Record<string, unknown>>;

/**
 * What a search gave.
 * - `complete`: read to an end that nothing speaks against.
 * - `suspected`: read to an end, with as many rows as a limit could have let through (PS3.18 §8.3.4 lets a server cut without a word).
 * - `broken`: not read to its end. Its rows are real; that others are not there is not known.
 */
export type Search =
  | { readonly kind: 'complete' | 'suspected'; readonly rows: ReadonlyMap<string, DataSet> }
  | {
      readonly kind: 'broken';
      readonly answer: Answer;
      readonly why: NotMeasured;
      readonly detail: string;
      readonly rows: ReadonlyMap<string, DataSet>;
    };

function isRecord(value: unknown): value is DataSet {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function valuesOf(row: DataSet, tag: string): readonly unknown[] {
  const element = row[tag];
  return isRecord(element) && Array.isArray(element['Value']) ? element['Value'] : [];
}

/** First value of an element that is a text and not empty. */
export function textValue(row: DataSet, tag: string): string | undefined {
  const [value] = valuesOf(row, tag);
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
  return text === '' ? undefined : text;
}

/** First value of an element that is a whole number and not negative; servers write numbers as texts as well. */
export function countValue(row: DataSet, tag: string): number | undefined {
  const text = textValue(row, tag);
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** The data sets of a DICOM JSON answer; undefined when it is none. An empty answer (204) is an empty list. */
export function dataSetsOf(answer: Answer): readonly DataSet[] | undefined {
  if (answer.kind !== 'answered') return undefined;
  if (answer.status === 204 || answer.body.byteLength === 0) return [];
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer.body));
  } catch {
    return undefined;
  }
  return Array.isArray(parsed) && parsed.every(isRecord) ? parsed : undefined;
}

/** Numbers that people choose for limits, and one more (a server that asks its database for one row too many): 10, 20, 25, 50, 100 … */
function looksLikeLimit(rows: number): boolean {
  return [rows, rows - 1].some((n) => {
    for (let unit = 10; unit <= n; unit *= 10) if ([unit, 2 * unit, 2.5 * unit, 5 * unit].includes(n)) return true;
    return false;
  });
}

/** Fewer rows are no limit that anybody sets. */
const fewestOfALimit = 10;

/**
 * What is known of the limit of a server's searches. A number that was exceeded once is no limit; a number that is round, or comes as the most a second time, may be one.
 */
export class RowLimit {
  #known: number | undefined;
  #most = 0;

  constructor(known: number | undefined) {
    this.#known = known;
  }

  get known(): number | undefined {
    return this.#known;
  }

  /** A part of a search gave more than the whole: that many rows is what the server cuts at. */
  prove(rows: number): void {
    this.#known = Math.min(this.#known ?? rows, rows);
  }

  /** Whether a search that gave so many rows may have been cut. Half of a known limit is near enough: the next day may have twice as many. */
  suspects(rows: number): boolean {
    const most = this.#most;
    this.#most = Math.max(most, rows);
    if (this.#known !== undefined && rows >= this.#known / 2) return true;
    return rows >= fewestOfALimit && rows >= most && (rows === most || looksLikeLimit(rows));
  }
}

export interface SearchWish {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly pageSize: number;
  /** Tag by which a row is told from the others. */
  readonly key: string;
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/** Reads page after page until an empty one (QIDO-RS, PS3.18 §10.6). Pages that overlap have moved while they were read, and prove nothing. */
export async function search(requester: Requester, limit: RowLimit, wish: SearchWish): Promise<Search> {
  const { path, query, pageSize, key, lane, signal } = wish;
  const rows = new Map<string, DataSet>();
  let offset = 0;
  let full = false;
  for (;;) {
    const asked = { ...query, limit: String(pageSize), offset: String(offset) };
    const answer = await requester.get({
      path,
      query: asked,
      accept: dicomJson,
      limitBytes: pageLimitBytes,
      lane,
      signal,
    });
    const broken = (why: NotMeasured, detail: string): Search => ({ kind: 'broken', answer, why, detail, rows });
    const page = dataSetsOf(answer);
    const wrong = notMeasuredOf(answer);
    if (wrong !== undefined && (page === undefined || wrong.why !== 'warned')) return broken(wrong.why, wrong.detail);
    if (page === undefined) return broken('not-final', 'the answer is no DICOM JSON');
    const before = rows.size;
    for (const row of page) {
      const uid = textValue(row, key);
      if (uid === undefined) return broken('not-final', 'a row without its UID');
      rows.set(uid, row);
    }
    // The rows of a warned page are real, and more may be missing.
    if (wrong !== undefined) return broken(wrong.why, wrong.detail);
    const fresh = rows.size - before;
    offset += page.length;
    if (page.length > 0 && fresh > 0 && fresh < page.length)
      return broken('pages-moved', 'a page repeats rows of another');
    if (fresh === 0) {
      // A server that knows no offset gives its first page again: then that page was all it gives.
      const all = page.length === 0 ? full : rows.size >= pageSize;
      return { kind: limit.suspects(rows.size) || all ? 'suspected' : 'complete', rows };
    }
    // A cut at a whole number of pages ends like a list that happens to be as long.
    full = page.length === pageSize;
  }
}
