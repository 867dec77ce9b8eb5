import { isPacsAway, mayBeDoseReport, textOf } from '../../../core/index.ts';
import type { ReceivedObject } from '../../dimse/index.ts';
import { type HeaderReading, readHeaderBytes } from '../../header/index.ts';
import type { Observation } from '../../intake/index.ts';
import type { Asked, Lane, ListedObject, StudyHeaders } from '../archive-port.ts';
import type { DimseClient } from './client.ts';
import { sayStatus, whyNot } from './judge-answer.ts';
import { cameToAnEnd, fetchPortion, type RetrieveWay } from './retrieve.ts';

/** Reports of one series; more are no dose reports of one study. */
const MOST_REPORTS = 50;

/** Objects asked for by their UIDs in one request. */
const OBJECTS_A_REQUEST = 20;

type Wanted = Pick<ListedObject, 'SeriesInstanceUID' | 'SOPInstanceUID' | 'SOPClassUID'>;

export interface ReadSource {
  readonly client: DimseClient;
  readonly way: RetrieveWay;
  readonly channel: string;
  /** Title and host of the archive, so that a source can be found again. */
  readonly address: string;
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/** One object of each series, and every dose report: an object comes with its pixels, so not more is asked for. */
function sampleOf(listed: readonly ListedObject[]): readonly ListedObject[] {
  const series = Map.groupBy(listed, ({ SeriesInstanceUID }) => SeriesInstanceUID);
  return [...series.values()].flatMap((objects) => {
    const reports = objects.filter(mayBeDoseReport).slice(0, MOST_REPORTS);
    const [first] = objects.toSorted((a, b) => (a.SOPInstanceUID < b.SOPInstanceUID ? -1 : 1));
    return reports.length > 0 || first === undefined ? reports : [first];
  });
}

/** The sample of a study. */
export async function readStudy(
  source: ReadSource,
  study: string,
  listObjects: () => Promise<Asked<readonly ListedObject[]>>,
): Promise<StudyHeaders> {
  const listed = await listObjects();
  if (listed.kind === 'not-measured')
    return { observations: [], incomplete: listed.detail, away: isPacsAway(listed.why) };
  return readObjects(source, study, sampleOf(listed.value));
}

/** The objects named, a few of one series in one request. What the archive cannot deliver is an unreadable observation. */
export async function readObjects(source: ReadSource, study: string, wanted: readonly Wanted[]): Promise<StudyHeaders> {
  const observations: Observation[] = [];
  for (const [SeriesInstanceUID, objects] of Map.groupBy(wanted, (each) => each.SeriesInstanceUID)) {
    for (let at = 0; at < objects.length; at += OBJECTS_A_REQUEST) {
      const part = objects.slice(at, at + OBJECTS_A_REQUEST);
      const got = new Map<string, Observation>();
      // An object that says of itself that it is another one, or of another study, is no answer to what was asked for.
      const take = (object: ReceivedObject): void => {
        const observation = observed(source, object);
        if (!isOther(observation.reading, study, object.SOPInstanceUID)) got.set(object.SOPInstanceUID, observation);
      };
      const portion = {
        StudyInstanceUID: study,
        SeriesInstanceUID,
        objects: part.map(({ SOPInstanceUID }) => SOPInstanceUID),
        listed: part,
      };
      const { end } = await fetchPortion(source.client, source.way, portion, source.lane, source.signal, ({ object }) =>
        take(object),
      );
      observations.push(...got.values());
      if (end.kind !== 'ended') {
        const { why, detail } = whyNot(end);
        return { observations, incomplete: detail, away: isPacsAway(why) };
      }
      const missing = part.filter(({ SOPInstanceUID }) => !got.has(SOPInstanceUID));
      if (missing.length > 0 && !cameToAnEnd(end, got.size) && part.length > 1) {
        return { observations, incomplete: sayStatus(end.status, end.comment) };
      }
      for (const { SOPInstanceUID } of missing)
        observations.push(unreadable(source, `${study}/${SeriesInstanceUID}/${SOPInstanceUID}`, end.status));
    }
  }
  return { observations };
}

function isOther(reading: HeaderReading, study: string, SOPInstanceUID: string): boolean {
  if (reading.kind !== 'readable') return false;
  const differs = (keyword: 'StudyInstanceUID' | 'SOPInstanceUID', asked: string): boolean =>
    (textOf(reading.header, keyword) ?? asked) !== asked;
  return differs('StudyInstanceUID', study) || differs('SOPInstanceUID', SOPInstanceUID);
}

function unreadable({ channel, address }: ReadSource, place: string, status: number): Observation {
  return {
    channel,
    source: `${address}/${place}`,
    sampled: true,
    reading: {
      kind: 'unreadable',
      reason: 'read-failed',
      damage: [{ code: 'read-failed', detail: sayStatus(status) }],
    },
  };
}

function observed({ channel, address }: ReadSource, object: ReceivedObject): Observation {
  return { channel, source: `${address}/${object.SOPInstanceUID}`, reading: readingOf(object), sampled: true };
}

/** The header of an object whose pixels were dropped on the way. */
function readingOf(object: ReceivedObject): HeaderReading {
  return readHeaderBytes(object.dataset, {
    complete: object.headerComplete && !object.pixelDataFound,
    transferSyntaxUID: object.transferSyntaxUID,
    ...(object.headerComplete
      ? {}
      : { stopped: object.headerStop === 'too-large' ? 'header-too-large' : 'truncated-header' }),
  });
}
