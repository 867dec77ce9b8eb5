import { type CalendarDate, parseCalendarDate } from '@center/contract';
import { type Header, numberOf, textOf, textsOf } from '../../../core/index.ts';
import { dateRange, isQueryUID, isSingleValue, key, returnKeys, type WrittenElement } from '../../dimse/index.ts';
import type { Asked, Lane, ListedStudy, StudyQuery } from '../archive-port.ts';
import { availabilityOf, type DaySlice, halvesOf, halvesOfDays, timeRange, wholeDay } from '../search-parts.ts';
import type { DimseClient } from './client.ts';
import { notMeasured, whyNot } from './judge-answer.ts';

const studyKeys = [
  'StudyTime',
  'AccessionNumber',
  'InstanceAvailability',
  'ModalitiesInStudy',
  'PatientID',
  'StudyInstanceUID',
  'NumberOfStudyRelatedSeries',
  'NumberOfStudyRelatedInstances',
] as const;

/** Rows by study UID; `timeless` counts those that no slice of the day would hold. */
interface Rows {
  readonly studies: ReadonlyMap<string, ListedStudy>;
  readonly timeless: number;
}

/** Searches an archive for studies (C-FIND, study level). A window that the archive says to have cut is divided until no part is. */
export class StudySearch {
  readonly #client: DimseClient;

  constructor(client: DimseClient) {
    this.#client = client;
  }

  find(query: StudyQuery, lane: Lane, signal: AbortSignal): Promise<Asked<readonly ListedStudy[]>> {
    switch (query.by) {
      case 'window':
        // A key without value matches every date, and '""' is read by few: what C-FIND cannot ask is not asked (PS3.4 section C.2.2.2).
        return query.window === 'undated'
          ? Promise.resolve(notMeasured('not-supported', 'C-FIND cannot ask for studies without a date'))
          : this.#window(query.window.from, query.window.to, lane, signal);
      case 'study':
        return this.#byUID('STUDY', 'StudyInstanceUID', query.StudyInstanceUID, lane, signal);
      case 'series':
        return this.#byUID('SERIES', 'SeriesInstanceUID', query.SeriesInstanceUID, lane, signal);
      case 'object':
        return this.#byUID('IMAGE', 'SOPInstanceUID', query.SOPInstanceUID, lane, signal);
      case 'accession-patient':
        return this.#byAccession(query, lane, signal);
    }
  }

  async #window(
    from: CalendarDate,
    to: CalendarDate,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<Asked<readonly ListedStudy[]>> {
    const found = await this.#studies([key('StudyDate', dateRange(from, to))], lane, signal);
    if (found.kind === 'complete') {
      const rows = [...found.rows.studies.values()];
      return rows.every(({ StudyDate }) => StudyDate !== undefined && StudyDate >= from && StudyDate <= to)
        ? { kind: 'answered', value: rows }
        : notMeasured('not-final', 'rows of other days than were asked for');
    }
    if (found.rows === undefined) return found.why;
    if (from === to) return this.#slices(found.rows, from, wholeDay, lane, signal);
    const [earlyDays, lateDays] = halvesOfDays(from, to);
    const early = await this.#window(...earlyDays, lane, signal);
    if (early.kind === 'not-measured') return early;
    const late = await this.#window(...lateDays, lane, signal);
    return late.kind === 'not-measured' ? late : { kind: 'answered', value: [...early.value, ...late.value] };
  }

  /**
   * A day of more rows than the archive gives, in halves by StudyTime and so on. A study without a time is in no half: a day that shows one stays in doubt, and so does one
   * whose slices lack what the whole had shown.
   */
  async #slices(
    whole: Rows,
    day: CalendarDate,
    slice: DaySlice,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<Asked<readonly ListedStudy[]>> {
    const doubt = notMeasured('limit-suspected', `more than the ${String(whole.studies.size)} rows that were given`);
    const halves = halvesOf(slice);
    if (whole.timeless > 0 || halves === undefined) return doubt;
    const all = new Map<string, ListedStudy>();
    for (const half of halves) {
      const time: WrittenElement = { ...key('StudyTime'), value: timeRange(half) };
      const found = await this.#studies([key('StudyDate', dateRange(day, day)), time], lane, signal);
      if (found.kind === 'complete') for (const [uid, row] of found.rows.studies) all.set(uid, row);
      else if (found.rows === undefined) return found.why;
      else {
        const slices = await this.#slices(found.rows, day, half, lane, signal);
        if (slices.kind === 'not-measured') return slices;
        for (const row of slices.value) all.set(row.StudyInstanceUID, row);
      }
    }
    return [...whole.studies.keys()].every((uid) => all.has(uid))
      ? { kind: 'answered', value: [...all.values()] }
      : doubt;
  }

  async #studies(
    matching: readonly WrittenElement[],
    lane: Lane,
    signal: AbortSignal,
  ): Promise<
    | { readonly kind: 'complete'; readonly rows: Rows }
    | {
        readonly kind: 'not';
        readonly rows: Rows | undefined;
        readonly why: Extract<Asked<never>, { kind: 'not-measured' }>;
      }
  > {
    const asked = new Set(matching.map(({ tag }) => tag));
    const returned = returnKeys(studyKeys).filter(({ tag }) => !asked.has(tag));
    const found = await this.#client.find([key('QueryRetrieveLevel', 'STUDY'), ...matching, ...returned], lane, signal);
    if (found.kind !== 'complete')
      return { kind: 'not', rows: found.kind === 'limited' ? rowsOf(found.matches) : undefined, why: whyNot(found) };
    const rows = rowsOf(found.matches);
    return rows === undefined
      ? { kind: 'not', rows: undefined, why: notMeasured('not-supported', 'rows without the UID of their study') }
      : { kind: 'complete', rows };
  }

  /** The studies of one UID at any level; below the study level it is a relational search, which not every archive answers. */
  async #byUID(
    level: 'STUDY' | 'SERIES' | 'IMAGE',
    keyword: 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID',
    uid: string,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<Asked<readonly ListedStudy[]>> {
    if (!isQueryUID(uid)) return notMeasured('not-supported', 'not a UID');
    const returned = level === 'STUDY' ? returnKeys(['StudyDate', ...studyKeys]) : returnKeys(['StudyInstanceUID']);
    const asked = key(keyword, uid);
    const keys = [key('QueryRetrieveLevel', level), asked, ...returned.filter(({ tag }) => tag !== asked.tag)];
    const found = await this.#client.find(keys, lane, signal);
    if (found.kind !== 'complete') return whyNot(found);
    if (found.matches.some((match) => (textOf(match, keyword) ?? uid) !== uid))
      return notMeasured('not-final', 'rows of other UIDs than were asked for');
    const rows = rowsOf(found.matches);
    return rows === undefined
      ? notMeasured('not-supported', 'rows without the UID of their study')
      : { kind: 'answered', value: [...rows.studies.values()] };
  }

  async #byAccession(
    { AccessionNumber, PatientID }: Extract<StudyQuery, { by: 'accession-patient' }>,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<Asked<readonly ListedStudy[]>> {
    if (![AccessionNumber, PatientID].every(isSingleValue))
      return notMeasured('not-supported', 'a key that is empty or holds a wild card');
    const found = await this.#studies(
      [key('AccessionNumber', AccessionNumber), key('PatientID', PatientID)],
      lane,
      signal,
    );
    return found.kind === 'complete' ? { kind: 'answered', value: [...found.rows.studies.values()] } : found.why;
  }
}

/** `undefined`: a row does not say which study it is. */
function rowsOf(matches: readonly Header[]): Rows | undefined {
  const studies = new Map<string, ListedStudy>();
  let timeless = 0;
  for (const match of matches) {
    const row = listedStudy(match);
    if (row === undefined) return undefined;
    studies.set(row.StudyInstanceUID, row);
    if ((textOf(match, 'StudyTime') ?? '') === '') timeless += 1;
  }
  return { studies, timeless };
}

function listedStudy(match: Header): ListedStudy | undefined {
  const StudyInstanceUID = textOf(match, 'StudyInstanceUID') ?? '';
  if (!isQueryUID(StudyInstanceUID)) return undefined;
  const date = parseCalendarDate(textOf(match, 'StudyDate') ?? '');
  const AccessionNumber = textOf(match, 'AccessionNumber') ?? '';
  const PatientID = textOf(match, 'PatientID') ?? '';
  const series = numberOf(match, 'NumberOfStudyRelatedSeries');
  const objects = numberOf(match, 'NumberOfStudyRelatedInstances');
  const availability = availabilityOf(textOf(match, 'InstanceAvailability'));
  return {
    StudyInstanceUID,
    modalities: (textsOf(match, 'ModalitiesInStudy') ?? []).filter((each) => each !== ''),
    ...(date.ok ? { StudyDate: date.value } : {}),
    ...(AccessionNumber === '' ? {} : { AccessionNumber }),
    ...(PatientID === '' ? {} : { PatientID }),
    ...(series === undefined ? {} : { series }),
    ...(objects === undefined ? {} : { objects }),
    ...(availability === undefined ? {} : { availability }),
  };
}
