import type { CalendarDate } from '@center/contract';
import type { Answer, Requester } from './request.ts';

/** One row of a study search: enough to know that it is there and whether it has grown. */
export interface StudyRow {
  readonly StudyInstanceUID: string;
  readonly NumberOfStudyRelatedInstances: number | undefined;
}

/** `incomplete` = the search did not reach its end; what it found is no proof that there is no more. */
export type Search<Row> =
  | { readonly kind: 'complete'; readonly rows: readonly Row[] }
  | { readonly kind: 'incomplete'; readonly why: Answer; readonly rows: readonly Row[] };

const json = 'application/dicom+json';
const pageLimitBytes = 32 * 1024 * 1024;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstValue(row: Record<string, unknown>, tag: string): unknown {
  const element = row[tag];
  return isRecord(element) && Array.isArray(element.Value) ? element.Value[0] : undefined;
}

/** The data sets of a DICOM JSON answer; undefined when it is none. An empty answer (204) is an empty list. */
export function dataSetsOf(answer: Answer): readonly Record<string, unknown>[] | undefined {
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

function notJson(answer: Answer): Answer {
  return answer.kind === 'answered' ? { kind: 'incomplete', why: 'the answer is no DICOM JSON' } : answer;
}

/** Reads page after page until an empty one; a page that repeats rows we have is taken for its new ones and ends the search when there are none. */
async function paged<Row>(
  get: Requester,
  path: string,
  query: Readonly<Record<string, string>>,
  pageSize: number,
  rowOf: (row: Record<string, unknown>) => [string, Row] | undefined,
): Promise<Search<Row>> {
  const rows = new Map<string, Row>();
  for (let offset = 0; ; ) {
    const answer = await get(path, { ...query, limit: String(pageSize), offset: String(offset) }, json, pageLimitBytes);
    const page = dataSetsOf(answer);
    if (page === undefined) return { kind: 'incomplete', why: notJson(answer), rows: [...rows.values()] };
    const before = rows.size;
    for (const each of page) {
      const entry = rowOf(each);
      if (entry !== undefined) rows.set(...entry);
    }
    offset += page.length;
    if (page.length === 0 || rows.size === before) return { kind: 'complete', rows: [...rows.values()] };
  }
}

/** Studies of the days from…to inclusive (QIDO-RS, PS3.18 §10.6), paged. */
export function findStudies(
  get: Requester,
  from: CalendarDate,
  to: CalendarDate,
  pageSize: number,
): Promise<Search<StudyRow>> {
  const dates = `${from.replaceAll('-', '')}-${to.replaceAll('-', '')}`;
  return paged(get, 'studies', { StudyDate: dates, includefield: '00201208' }, pageSize, (row) => {
    const uid = firstValue(row, '0020000D');
    const count = Number(firstValue(row, '00201208'));
    return typeof uid === 'string'
      ? [uid, { StudyInstanceUID: uid, NumberOfStudyRelatedInstances: Number.isInteger(count) ? count : undefined }]
      : undefined;
  });
}

/** UIDs of the series of a study, or of the instances of a series. */
export function findUids(
  get: Requester,
  path: string,
  tag: '0020000E' | '00080018',
  pageSize: number,
): Promise<Search<string>> {
  return paged(get, path, {}, pageSize, (row) => {
    const uid = firstValue(row, tag);
    return typeof uid === 'string' ? [uid, uid] : undefined;
  });
}

/** WADO-RS metadata (PS3.18 §10.4) of a study, series or instance. */
export function readMetadata(get: Requester, path: string): Promise<Answer> {
  return get(`${path}/metadata`, {}, json, 256 * 1024 * 1024);
}
