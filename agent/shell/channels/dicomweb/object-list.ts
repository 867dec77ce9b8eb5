import type { Asked, Lane, ListedObject, ListedStudy } from '../archive-port.ts';
import type { Requester } from './request.ts';
import { type DataSet, RowLimit, type Search, search, textValue } from './search.ts';

const tags = {
  SeriesInstanceUID: '0020000E',
  SOPInstanceUID: '00080018',
  SOPClassUID: '00080016',
  Modality: '00080060',
} as const;
const seriesFields = [tags.Modality, '00201209'].join(',');
const objectFields = [tags.SeriesInstanceUID, tags.SOPClassUID, tags.Modality].join(',');

interface ListSource {
  readonly requester: Requester;
  readonly pageSize: number;
  readonly lane: Lane;
  readonly signal: AbortSignal;
}

/**
 * Every object of a study as the archive lists it (QIDO-RS, instances of a study; where the server does not offer that, series by series). The list counts only when it is
 * as long as the number that the archive tells of the study.
 */
export async function listStudyObjects(
  source: ListSource,
  StudyInstanceUID: string,
  find: () => Promise<Asked<readonly ListedStudy[]>>,
): Promise<Asked<readonly ListedObject[]>> {
  const path = `studies/${encodeURIComponent(StudyInstanceUID)}`;
  const series = await rowsOf(source, `${path}/series`, tags.SeriesInstanceUID, seriesFields);
  if (series.kind === 'broken') return notMeasured(series);
  const modalities = new Map(
    [...series.rows].map(([uid, row]): readonly [string, string] => [uid, textValue(row, tags.Modality) ?? 'OT']),
  );
  const together = await rowsOf(source, `${path}/instances`, tags.SOPInstanceUID, objectFields);
  const rows =
    together.kind === 'broken' && together.why === 'not-supported'
      ? await seriesBySeries(source, path, [...modalities.keys()])
      : together;
  if (rows.kind === 'broken') return notMeasured(rows);
  const objects: ListedObject[] = [];
  for (const [SOPInstanceUID, row] of rows.rows) {
    const SeriesInstanceUID = textValue(row, tags.SeriesInstanceUID);
    const SOPClassUID = textValue(row, tags.SOPClassUID);
    if (SeriesInstanceUID === undefined || SOPClassUID === undefined)
      return { kind: 'not-measured', why: 'not-supported', detail: 'rows of objects without series or class' };
    const Modality = textValue(row, tags.Modality) ?? modalities.get(SeriesInstanceUID) ?? 'OT';
    objects.push({ SeriesInstanceUID, SOPInstanceUID, SOPClassUID, Modality });
  }
  const studies = await find();
  if (studies.kind === 'not-measured') return studies;
  const told = studies.value[0]?.objects;
  if (told !== undefined && told !== objects.length)
    return {
      kind: 'not-measured',
      why: 'not-final',
      detail: `${String(objects.length)} objects listed of ${String(told)}`,
    };
  return { kind: 'answered', value: objects };
}

/** The instances of each series, with the series they were asked by. */
async function seriesBySeries(source: ListSource, path: string, series: readonly string[]): Promise<Search> {
  const rows = new Map<string, DataSet>();
  for (const uid of series) {
    const fields = [tags.SOPClassUID, tags.Modality].join(',');
    const found = await rowsOf(
      source,
      `${path}/series/${encodeURIComponent(uid)}/instances`,
      tags.SOPInstanceUID,
      fields,
    );
    if (found.kind === 'broken') return found;
    for (const [instance, row] of found.rows)
      rows.set(instance, { ...row, [tags.SeriesInstanceUID]: { vr: 'UI', Value: [uid] } });
  }
  return { kind: 'complete', rows };
}

function rowsOf(
  { requester, pageSize, lane, signal }: ListSource,
  path: string,
  key: string,
  includefield: string,
): Promise<Search> {
  return search(requester, new RowLimit(undefined), { path, query: { includefield }, pageSize, key, lane, signal });
}

function notMeasured({ why, detail }: Extract<Search, { kind: 'broken' }>): Asked<never> {
  return { kind: 'not-measured', why, detail };
}
