import { type Header, numberOf, textOf } from '../../../core/index.ts';
import { isQueryUID, key, returnKeys } from '../../dimse/index.ts';
import type { Asked, Lane, ListedObject, ListedStudy } from '../archive-port.ts';
import type { DimseClient } from './client.ts';
import { notMeasured, whyNot } from './judge-answer.ts';

interface ListedSeries {
  readonly SeriesInstanceUID: string;
  readonly Modality: string;
  /** As the archive tells it, when it does. */
  readonly objects: number | undefined;
}

export interface ListSource {
  readonly client: DimseClient;
  readonly lane: Lane;
  readonly signal: AbortSignal;
  /** The archive answers an image search that names only the study; absent: found out by trying. */
  readonly relational: boolean | undefined;
  /** Told what trying found out. */
  readonly learned: (relational: boolean) => void;
  readonly find: () => Promise<Asked<readonly ListedStudy[]>>;
}

/**
 * Every object of a study as the archive lists it: in one relational image search where it answers such (PS3.4 section C.4.1.3.2.1), else series by series. The list counts
 * only when it is as long as the numbers that the archive tells of the study and of each series.
 */
export async function listStudyObjects(source: ListSource, study: string): Promise<Asked<readonly ListedObject[]>> {
  if (!isQueryUID(study)) return notMeasured('not-supported', 'not a UID');
  const series = await listSeries(source, study);
  if (series.kind === 'not-measured') return series;
  if (series.value.length === 0) return { kind: 'answered', value: [] };
  const together = source.relational === false ? 'not-so' : await atOnce(source, study, series.value);
  if (typeof together === 'object') {
    if (source.relational === undefined) source.learned(true);
    return together;
  }
  const objects: ListedObject[] = [];
  for (const each of series.value) {
    const found = await objectsOf(source, study, each);
    if (found.kind === 'not-measured') return found;
    objects.push(...found.value);
  }
  if (source.relational === undefined && together === 'not-so') source.learned(false);
  return counted(source, objects);
}

async function listSeries(
  { client, lane, signal }: ListSource,
  study: string,
): Promise<Asked<readonly ListedSeries[]>> {
  const keys = [
    key('QueryRetrieveLevel', 'SERIES'),
    key('StudyInstanceUID', study),
    ...returnKeys(['SeriesInstanceUID', 'Modality', 'NumberOfSeriesRelatedInstances']),
  ];
  const found = await client.find(keys, lane, signal);
  if (found.kind !== 'complete') return whyNot(found);
  const series: ListedSeries[] = [];
  for (const match of found.matches) {
    const SeriesInstanceUID = textOf(match, 'SeriesInstanceUID') ?? '';
    if (!isQueryUID(SeriesInstanceUID)) return notMeasured('not-supported', 'rows without the UID of their series');
    const objects = numberOf(match, 'NumberOfSeriesRelatedInstances');
    series.push({ SeriesInstanceUID, Modality: modalityOf(match), objects });
  }
  return { kind: 'answered', value: series };
}

const modalityOf = (match: Header): string => {
  const modality = textOf(match, 'Modality') ?? '';
  return modality === '' ? 'OT' : modality;
};

const imageKeys = ['SeriesInstanceUID', 'SOPInstanceUID', 'SOPClassUID'] as const;

/** The relational search. `not-so`: the archive does not answer such a one, or not with every series. `cut`: its rows are more than it gives at once. */
async function atOnce(
  source: ListSource,
  study: string,
  series: readonly ListedSeries[],
): Promise<Asked<readonly ListedObject[]> | 'not-so' | 'cut'> {
  const { client, lane, signal } = source;
  const keys = [key('QueryRetrieveLevel', 'IMAGE'), key('StudyInstanceUID', study), ...returnKeys(imageKeys)];
  const found = await client.find(keys, lane, signal);
  // Those that do not know it refuse it, or find nothing; whether they do is found out by asking them the other way.
  if (found.kind === 'refused' && source.relational === undefined) return 'not-so';
  if (found.kind === 'limited') return 'cut';
  if (found.kind !== 'complete') return whyNot(found);
  const modalities = new Map(series.map(({ SeriesInstanceUID, Modality }) => [SeriesInstanceUID, Modality]));
  const objects: ListedObject[] = [];
  for (const match of found.matches) {
    const SeriesInstanceUID = textOf(match, 'SeriesInstanceUID') ?? '';
    const Modality = modalities.get(SeriesInstanceUID);
    if (Modality === undefined) return 'not-so';
    const object = listedObject(match, SeriesInstanceUID, Modality);
    if (object === undefined) return 'not-so';
    objects.push(object);
  }
  const inSeries = new Set(objects.map(({ SeriesInstanceUID }) => SeriesInstanceUID));
  if (source.relational === undefined && inSeries.size < series.length) return 'not-so';
  return counted(source, objects);
}

async function objectsOf(
  { client, lane, signal }: ListSource,
  study: string,
  { SeriesInstanceUID, Modality, objects }: ListedSeries,
): Promise<Asked<readonly ListedObject[]>> {
  const keys = [
    key('QueryRetrieveLevel', 'IMAGE'),
    key('StudyInstanceUID', study),
    key('SeriesInstanceUID', SeriesInstanceUID),
    ...returnKeys(['SOPInstanceUID', 'SOPClassUID']),
  ];
  const found = await client.find(keys, lane, signal);
  if (found.kind !== 'complete') return whyNot(found);
  const listed = found.matches.map((match) => listedObject(match, SeriesInstanceUID, Modality));
  const known = listed.filter((object) => object !== undefined);
  if (known.length < listed.length) return notMeasured('not-supported', 'rows of objects without their UID');
  if (objects !== undefined && objects !== known.length)
    return notMeasured('not-final', `${String(known.length)} objects listed of ${String(objects)} of a series`);
  return { kind: 'answered', value: known };
}

function listedObject(match: Header, SeriesInstanceUID: string, Modality: string): ListedObject | undefined {
  const SOPInstanceUID = textOf(match, 'SOPInstanceUID') ?? '';
  const SOPClassUID = textOf(match, 'SOPClassUID') ?? '';
  if (!isQueryUID(SOPInstanceUID) || (SOPClassUID !== '' && !isQueryUID(SOPClassUID))) return undefined;
  return { SeriesInstanceUID, SOPInstanceUID, SOPClassUID, Modality };
}

/** A list that is shorter, or longer, than the archive's own number was read while the study changed, or was cut. */
async function counted(source: ListSource, objects: readonly ListedObject[]): Promise<Asked<readonly ListedObject[]>> {
  const unique = new Map(objects.map((object) => [object.SOPInstanceUID, object]));
  const studies = await source.find();
  if (studies.kind === 'not-measured') return studies;
  const told = studies.value[0]?.objects;
  return told === undefined || told === unique.size
    ? { kind: 'answered', value: [...unique.values()] }
    : notMeasured('not-final', `${String(unique.size)} objects listed of ${String(told)}`);
}
