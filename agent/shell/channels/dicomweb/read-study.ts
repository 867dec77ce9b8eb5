import { textOf } from '../../../core/index.ts';
import { type HeaderReading, headerFromDicomJson, readHeaderBytes } from '../../header/index.ts';
import type { Observation } from '../../intake/index.ts';
import type { Lane, ListedObject, StudyHeaders } from '../archive-port.ts';
import { splitMultipart } from './multipart.ts';
import { type Answer, isAway, type Requester, sayAnswer } from './request.ts';
import { dataSetsOf, dicomJson, RowLimit, type Search, search } from './search.ts';

/** Instances in the transfer syntax they are kept in. */
export const anyDicom = 'multipart/related; type="application/dicom"; transfer-syntax=*';

/** Structured reports are fetched whole (their content is in no metadata), up to this size. */
const reportLimitBytes = 64 * 1024 * 1024;
const reportClasses = '1.2.840.10008.5.1.4.1.1.88.';

export interface Source {
  readonly requester: Requester;
  readonly channel: string;
  /** Printed before each path, so that a source can be found again. */
  readonly address: string;
  readonly pageSize: number;
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/** The metadata of a study may be long (WADO-RS, PS3.18 §10.4). */
const metadataLimitBytes = 256 * 1024 * 1024;

/** Reads every header of a study: the study's metadata in one request; when that fails, series by series; when that fails, instance by instance. */
export async function readStudy(source: Source, study: string): Promise<StudyHeaders> {
  return readLevel(source, `studies/${encodeURIComponent(study)}`, 'study');
}

type Level = 'study' | 'series' | 'instance';

async function readLevel(source: Source, path: string, level: Level): Promise<StudyHeaders> {
  const answer = await source.requester.get({
    path: `${path}/metadata`,
    accept: dicomJson,
    limitBytes: metadataLimitBytes,
    lane: source.lane,
    signal: source.signal,
  });
  const dataSets = dataSetsOf(answer);
  if (dataSets !== undefined) return readDataSets(source, path, dataSets);
  // No server, or no credentials: asking for parts would only ask the same again.
  if (isAway(answer)) return { observations: [], incomplete: sayAnswer(answer), away: true };
  if (level === 'instance') return { observations: [unreadable(source, path, answer)] };
  const below = await partsOf(source, path, level);
  const parts: StudyHeaders[] = [];
  for (const uid of below.rows.keys()) {
    parts.push(
      await readLevel(
        source,
        `${path}/${level === 'study' ? 'series' : 'instances'}/${encodeURIComponent(uid)}`,
        level === 'study' ? 'series' : 'instance',
      ),
    );
  }
  const observations = parts.flatMap((part) => part.observations);
  const away = below.kind === 'broken' ? isAway(below.answer) : parts.some((part) => part.away === true);
  const broken = parts.find(({ incomplete }) => incomplete !== undefined)?.incomplete;
  const why =
    below.kind === 'broken' ? below.detail : (broken ?? (observations.length === 0 ? sayAnswer(answer) : undefined));
  return why === undefined ? { observations } : { observations, incomplete: why, away };
}

/** UIDs of the series of a study, or of the instances of a series. */
function partsOf(
  { requester, pageSize, lane, signal }: Source,
  path: string,
  level: 'study' | 'series',
): Promise<Search> {
  const below = level === 'study' ? (['series', '0020000E'] as const) : (['instances', '00080018'] as const);
  return search(requester, new RowLimit(undefined), {
    path: `${path}/${below[0]}`,
    query: {},
    pageSize,
    key: below[1],
    lane,
    signal,
  });
}

function unreadable({ channel, address }: Source, path: string, answer: Answer): Observation {
  const code = answer.kind === 'incomplete' ? 'truncated-header' : 'read-failed';
  return {
    channel,
    source: `${address}/${path}`,
    reading: { kind: 'unreadable', reason: 'read-failed', damage: [{ code, detail: sayAnswer(answer) }] },
  };
}

async function readDataSets(
  source: Source,
  path: string,
  dataSets: readonly Record<string, unknown>[],
): Promise<StudyHeaders> {
  const observations: Observation[] = [];
  let failed: { readonly incomplete: string; readonly away: boolean } | undefined;
  for (const dataSet of dataSets) {
    const reading = headerFromDicomJson(dataSet);
    const place = placeOf(reading, path);
    if (reading.kind !== 'readable' || !(textOf(reading.header, 'SOPClassUID') ?? '').startsWith(reportClasses)) {
      observations.push({ channel: source.channel, source: `${source.address}/${place}`, reading });
      continue;
    }
    const report = await fetchReport(source, place);
    if ('incomplete' in report) failed = report;
    else observations.push(report);
  }
  return { observations, ...failed };
}

function placeOf(reading: HeaderReading, path: string): string {
  if (reading.kind !== 'readable') return path;
  const uid = (keyword: 'StudyInstanceUID' | 'SeriesInstanceUID' | 'SOPInstanceUID'): string =>
    encodeURIComponent(textOf(reading.header, keyword) ?? '');
  return `studies/${uid('StudyInstanceUID')}/series/${uid('SeriesInstanceUID')}/instances/${uid('SOPInstanceUID')}`;
}

async function fetchReport(
  source: Source,
  place: string,
): Promise<Observation | { readonly incomplete: string; readonly away: boolean }> {
  const answer = await source.requester.get({
    path: place,
    accept: anyDicom,
    limitBytes: reportLimitBytes,
    lane: source.lane,
    signal: source.signal,
  });
  if (isAway(answer)) return { incomplete: sayAnswer(answer), away: true };
  if (answer.kind !== 'answered') return unreadable(source, place, answer);
  const split = splitMultipart(answer.body, answer.contentType);
  const [part] = split.kind === 'parts' ? split.parts : [];
  if (part === undefined)
    return unreadable(source, place, { kind: 'incomplete', why: split.kind === 'broken' ? split.why : 'no part' });
  return {
    channel: source.channel,
    source: `${source.address}/${place}`,
    reading: readHeaderBytes(part, { complete: true }),
  };
}

/** Headers of the objects named, a report whole. */
export async function readObjects(
  source: Source,
  study: string,
  objects: readonly Pick<ListedObject, 'SeriesInstanceUID' | 'SOPInstanceUID'>[],
): Promise<StudyHeaders> {
  const observations: Observation[] = [];
  for (const { SeriesInstanceUID, SOPInstanceUID } of objects) {
    const path = `studies/${encodeURIComponent(study)}/series/${encodeURIComponent(SeriesInstanceUID)}/instances/${encodeURIComponent(SOPInstanceUID)}`;
    const read = await readLevel(source, path, 'instance');
    observations.push(...read.observations);
    if (read.incomplete !== undefined) return { ...read, observations };
  }
  return { observations };
}
