import { textOf } from '../../../core/index.ts';
import { type HeaderReading, headerFromDicomJson, readHeaderBytes } from '../../header/index.ts';
import type { Observation } from '../../intake/index.ts';
import { splitMultipart } from './multipart.ts';
import { dataSetsOf, findUids, readMetadata } from './qido.ts';
import { type Answer, type Requester, sayAnswer } from './request.ts';

/** Structured reports are fetched whole (their content is in no metadata), up to this size. */
const reportLimitBytes = 64 * 1024 * 1024;
const reportClasses = '1.2.840.10008.5.1.4.1.1.88.';

/**
 * What a study gave. `incomplete` = something could not be had; what was read is kept and the study is read again later. An instance that alone cannot be
 * delivered becomes an unreadable observation, so that it stays visible.
 */
export interface StudyReading {
  readonly observations: readonly Observation[];
  readonly incomplete?: string;
  /** The server as a whole does not answer us now (away, overloaded, our credentials): no fault of this study. */
  readonly away?: boolean;
}

interface Source {
  readonly get: Requester;
  readonly channel: string;
  /** Printed before each path, so that a source can be found again. */
  readonly address: string;
  readonly pageSize: number;
}

/** Reads every header of a study: the study's metadata in one request; when that fails, series by series; when that fails, instance by instance. */
export async function readStudy(source: Source, study: string): Promise<StudyReading> {
  return readLevel(source, `studies/${encodeURIComponent(study)}`, 'study');
}

type Level = 'study' | 'series' | 'instance';

async function readLevel(source: Source, path: string, level: Level): Promise<StudyReading> {
  const answer = await readMetadata(source.get, path);
  const dataSets = dataSetsOf(answer);
  if (dataSets !== undefined) return readDataSets(source, path, dataSets);
  // No server, or no credentials: asking for parts would only ask the same again.
  if (isAway(answer)) return { observations: [], incomplete: sayAnswer(answer), away: true };
  if (level === 'instance') return { observations: [unreadable(source, path, answer)] };
  const below =
    level === 'study'
      ? await findUids(source.get, `${path}/series`, '0020000E', source.pageSize)
      : await findUids(source.get, `${path}/instances`, '00080018', source.pageSize);
  const parts: StudyReading[] = [];
  for (const uid of below.rows) {
    parts.push(
      await readLevel(
        source,
        `${path}/${level === 'study' ? 'series' : 'instances'}/${encodeURIComponent(uid)}`,
        level === 'study' ? 'series' : 'instance',
      ),
    );
  }
  const observations = parts.flatMap((part) => part.observations);
  const away = below.kind === 'incomplete' ? isAway(below.why) : parts.some((part) => part.away === true);
  const broken = parts.find(({ incomplete }) => incomplete !== undefined)?.incomplete;
  const why =
    below.kind === 'incomplete'
      ? sayAnswer(below.why)
      : (broken ?? (observations.length === 0 ? sayAnswer(answer) : undefined));
  return why === undefined ? { observations } : { observations, incomplete: why, away };
}

function isAway(answer: Answer): boolean {
  return answer.kind === 'unreachable' || (answer.kind === 'refused' && [401, 403, 429, 503].includes(answer.status));
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
): Promise<StudyReading> {
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
  const answer = await source.get(
    place,
    {},
    'multipart/related; type="application/dicom"; transfer-syntax=*',
    reportLimitBytes,
  );
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
