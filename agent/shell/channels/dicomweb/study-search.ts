import { addDays, type CalendarDate, calendarDateAt, type Instant, parseCalendarDate } from '@center/contract';
import type { Asked, Lane, ListedStudy, StudyQuery } from '../archive-port.ts';
import { availabilityOf, type DaySlice, halvesOf, halvesOfDays, timeRange, wholeDay } from '../search-parts.ts';
import type { Answer, Requester } from './request.ts';
import { countValue, type DataSet, RowLimit, type Search, search, textValue, valuesOf } from './search.ts';

const studyTags = {
  StudyInstanceUID: '0020000D',
  StudyDate: '00080020',
  AccessionNumber: '00080050',
  PatientID: '00100020',
  ModalitiesInStudy: '00080061',
  NumberOfStudyRelatedSeries: '00201206',
  NumberOfStudyRelatedInstances: '00201208',
  InstanceAvailability: '00080056',
} as const;
const includefield = [
  studyTags.StudyDate,
  studyTags.ModalitiesInStudy,
  studyTags.NumberOfStudyRelatedSeries,
  studyTags.NumberOfStudyRelatedInstances,
  studyTags.InstanceAvailability,
].join(',');

/** Dates before there were digital archives, and from the day after tomorrow on, are impossible and as good as none. */
const beforeArchives = '00010101-19791231';

/** What was found of a window, and whether that is all. */
export type Found = Asked<readonly ListedStudy[]> & { readonly rows: readonly ListedStudy[]; readonly answer?: Answer };

export interface StudySearchOptions {
  readonly requester: Requester;
  readonly pageSize: number;
  readonly rowLimit?: number;
  readonly now: () => Instant;
}

/** Searches for studies and divides a window until its rows cannot have been cut by a limit. Remembers what it learned of the limit. */
export class StudySearch {
  readonly #options: StudySearchOptions;
  readonly #limit: RowLimit;

  constructor(options: StudySearchOptions) {
    this.#options = options;
    this.#limit = new RowLimit(options.rowLimit);
  }

  /** Largest number of rows that the server gives, as far as it is known. */
  get rowLimit(): number | undefined {
    return this.#limit.known;
  }

  async find(query: StudyQuery, lane: Lane, signal: AbortSignal): Promise<Found> {
    switch (query.by) {
      case 'window':
        return query.window === 'undated'
          ? this.#undated(lane, signal)
          : this.#window(query.window.from, query.window.to, lane, signal);
      case 'study':
        return this.#by('studies', studyTags.StudyInstanceUID, query.StudyInstanceUID, lane, signal);
      case 'series':
        return this.#by('series', '0020000E', query.SeriesInstanceUID, lane, signal);
      case 'object':
        return this.#by('instances', '00080018', query.SOPInstanceUID, lane, signal);
      case 'accession-patient':
        return this.#byAccession(query, lane, signal);
    }
  }

  #ask(query: Readonly<Record<string, string>>, lane: Lane, signal: AbortSignal): Promise<Search> {
    const { requester, pageSize } = this.#options;
    const wish = { path: 'studies', query: { ...query, includefield }, pageSize, key: studyTags.StudyInstanceUID };
    return search(requester, this.#limit, { ...wish, lane, signal });
  }

  async #window(from: CalendarDate, to: CalendarDate, lane: Lane, signal: AbortSignal): Promise<Found> {
    const dates = `${digits(from)}-${digits(to)}`;
    const found = await this.#ask({ StudyDate: dates }, lane, signal);
    const outside = [...found.rows.values()].some((row) => !within(row, from, to));
    if (found.kind !== 'broken' && outside)
      return notMeasured('not-final', 'rows of other days than were asked for', listed(found.rows));
    if (found.kind !== 'suspected') return plain(found);
    if (from === to) return this.#slices(found, dates, wholeDay, lane, signal);
    const [early, late] = halvesOfDays(from, to);
    return this.#joined(found, [await this.#window(...early, lane, signal), await this.#window(...late, lane, signal)]);
  }

  /** The studies of a day in halves by StudyTime, and so on. A study without a time is in no half: if the day has such, its number stays in doubt. */
  async #slices(whole: Search, day: string, slice: DaySlice, lane: Lane, signal: AbortSignal): Promise<Found> {
    const halves = halvesOf(slice);
    if (halves === undefined)
      return notMeasured('limit-suspected', `${String(whole.rows.size)} rows`, listed(whole.rows));
    const parts: Found[] = [];
    for (const half of halves) {
      const found = await this.#ask({ StudyDate: day, StudyTime: timeRange(half) }, lane, signal);
      parts.push(found.kind === 'suspected' ? await this.#slices(found, day, half, lane, signal) : plain(found));
    }
    return this.#joined(whole, parts);
  }

  /** Parts that are each complete are the whole, if they hold all that the whole search gave. More than it gave: it had been cut. */
  #joined(whole: Search, parts: readonly Found[]): Found {
    const rows = new Map(listed(whole.rows).map((row) => [row.StudyInstanceUID, row]));
    const inParts = new Set<string>();
    for (const part of parts) {
      for (const row of part.rows) {
        inParts.add(row.StudyInstanceUID);
        rows.set(row.StudyInstanceUID, row);
      }
    }
    const all = [...rows.values()];
    if (all.length > whole.rows.size) this.#limit.prove(whole.rows.size);
    const broken = parts.find(({ kind }) => kind === 'not-measured');
    if (broken?.kind === 'not-measured') return { ...broken, rows: all };
    if (inParts.size < rows.size) return notMeasured('limit-suspected', `${String(whole.rows.size)} rows`, all);
    return { kind: 'answered', value: all, rows: all };
  }

  /**
   * Studies without a date: by empty value matching (PS3.4 §C.2.2.2.8), and with an impossible one. A server that does not know the empty value answers with nothing or
   * with everything; nothing at all is therefore no answer.
   */
  async #undated(lane: Lane, signal: AbortSignal): Promise<Found> {
    const empty = await this.#ask({ StudyDate: '""' }, lane, signal);
    const latest = digits(addDays(calendarDateAt(this.#options.now()), 2));
    const rows = new Map<string, ListedStudy>();
    let knows = false;
    if (empty.kind !== 'broken') {
      const without = [...empty.rows.values()].filter((row) => textValue(row, studyTags.StudyDate) === undefined);
      knows = without.length > 0 && without.length === empty.rows.size;
      for (const row of without) rows.set(textValue(row, studyTags.StudyInstanceUID) ?? '', listedStudy(row));
    }
    for (const dates of [beforeArchives, `${latest}-99991231`]) {
      const found = await this.#ask({ StudyDate: dates }, lane, signal);
      for (const { StudyDate: _impossible, ...row } of listed(found.rows)) rows.set(row.StudyInstanceUID, row);
      if (found.kind === 'broken') return notMeasured(found.why, found.detail, [...rows.values()], found.answer);
    }
    const all = [...rows.values()];
    if (empty.kind === 'broken') return notMeasured('not-supported', `empty date: ${empty.detail}`, all);
    if (!knows) return notMeasured('not-supported', 'no study came for an empty date: none, or not understood', all);
    return { kind: 'answered', value: all, rows: all };
  }

  async #by(path: string, key: string, uid: string, lane: Lane, signal: AbortSignal): Promise<Found> {
    const { requester, pageSize } = this.#options;
    const query = { [key]: uid, includefield: path === 'studies' ? includefield : studyTags.StudyInstanceUID };
    // One row is expected: a limit has nothing to do with it.
    const found = await search(requester, new RowLimit(undefined), { path, query, pageSize, key, lane, signal });
    if (found.kind === 'broken') return plain(found);
    const rows = [...found.rows.values()];
    if (rows.some((row) => textValue(row, key) !== uid))
      return notMeasured('not-final', 'rows of other UIDs than were asked for', []);
    if (rows.some((row) => textValue(row, studyTags.StudyInstanceUID) === undefined))
      return notMeasured('not-supported', 'rows without the UID of their study', []);
    const studies = rows.map(listedStudy);
    return { kind: 'answered', value: studies, rows: studies };
  }

  async #byAccession(
    { AccessionNumber, PatientID }: Extract<StudyQuery, { by: 'accession-patient' }>,
    lane: Lane,
    signal: AbortSignal,
  ): Promise<Found> {
    // Both keys stand in the query as they are; what would match other texts as well (PS3.4 §C.2.2.2.4) is not asked.
    if ([AccessionNumber, PatientID].some((text) => text.trim() === '' || /[*?\\]/.test(text)))
      return notMeasured('not-supported', 'a key that is empty or holds a wild card', []);
    return plain(
      await this.#ask({ [studyTags.AccessionNumber]: AccessionNumber, [studyTags.PatientID]: PatientID }, lane, signal),
    );
  }
}

function notMeasured(
  why: Extract<Found, { kind: 'not-measured' }>['why'],
  detail: string,
  rows: readonly ListedStudy[],
  answer?: Answer,
): Found {
  return { kind: 'not-measured', why, detail, rows, ...(answer === undefined ? {} : { answer }) };
}

/** A search as it is. A suspected one is as good as complete only where its rows are few by nature. */
function plain(found: Search): Found {
  const rows = listed(found.rows);
  if (found.kind === 'broken') return notMeasured(found.why, found.detail, rows, found.answer);
  return { kind: 'answered', value: rows, rows };
}

function listed(rows: ReadonlyMap<string, DataSet>): readonly ListedStudy[] {
  return [...rows.values()].map(listedStudy);
}

function listedStudy(row: DataSet): ListedStudy {
  const date = parseCalendarDate(textValue(row, studyTags.StudyDate) ?? '');
  const AccessionNumber = textValue(row, studyTags.AccessionNumber);
  const PatientID = textValue(row, studyTags.PatientID);
  const series = countValue(row, studyTags.NumberOfStudyRelatedSeries);
  const objects = countValue(row, studyTags.NumberOfStudyRelatedInstances);
  const availability = availabilityOf(textValue(row, studyTags.InstanceAvailability));
  return {
    StudyInstanceUID: textValue(row, studyTags.StudyInstanceUID) ?? '',
    modalities: valuesOf(row, studyTags.ModalitiesInStudy).filter((each) => typeof each === 'string'),
    ...(date.ok ? { StudyDate: date.value } : {}),
    ...(AccessionNumber === undefined ? {} : { AccessionNumber }),
    ...(PatientID === undefined ? {} : { PatientID }),
    ...(series === undefined ? {} : { series }),
    ...(objects === undefined ? {} : { objects }),
    ...(availability === undefined ? {} : { availability }),
  };
}

function within(row: DataSet, from: CalendarDate, to: CalendarDate): boolean {
  const date = parseCalendarDate(textValue(row, studyTags.StudyDate) ?? '');
  return date.ok && date.value >= from && date.value <= to;
}

function digits(date: CalendarDate): string {
  return date.replaceAll('-', '');
}
