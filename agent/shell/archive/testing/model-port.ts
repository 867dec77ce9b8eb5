import { parseCalendarDate } from '@center/contract';
import type { NotMeasured } from '../../../core/index.ts';
import type {
  ArchivePort,
  Asked,
  ListedObject,
  ListedStudy,
  Retrieved,
  StudyQuery,
} from '../../channels/archive-port.ts';
import { createObjectMeter } from '../../object-meter/index.ts';
import type { Archive, KeptStudy } from './archive-model.ts';

export interface ModelPort extends ArchivePort {
  /** Every question is answered by this instead, as long as it is set. */
  broken: NotMeasured | undefined;
  /** Searches come to their end and find nothing. */
  empty: boolean;
  /** Most rows of a window; the rest is left out without a word. */
  limit: number;
  asked: number;
  /** Milliseconds that the next deliveries are said to have taken; the last one stays. */
  readonly times: number[];
  /** Studies whose images do not come although they are listed. */
  readonly withheld: Set<string>;
}

const digits = (date: string): string => date.replaceAll('-', '');

function inWindow(study: KeptStudy, query: Extract<StudyQuery, { by: 'window' }>): boolean {
  if (query.window === 'undated') return study.date === '';
  return study.date >= digits(query.window.from) && study.date <= digits(query.window.to);
}

function matches(study: KeptStudy, query: StudyQuery): boolean {
  switch (query.by) {
    case 'window':
      return inWindow(study, query);
    case 'study':
      return study.uid === query.StudyInstanceUID;
    case 'series':
      return study.series.has(query.SeriesInstanceUID);
    case 'object':
      return [...study.series.values()].some((objects) => objects.some(({ sop }) => sop === query.SOPInstanceUID));
    case 'accession-patient':
      return study.accession === query.AccessionNumber && study.patient === query.PatientID;
  }
}

function rowOf(study: KeptStudy): ListedStudy {
  const date = parseCalendarDate(study.date);
  return {
    StudyInstanceUID: study.uid,
    ...(date.ok ? { StudyDate: date.value } : {}),
    AccessionNumber: study.accession,
    PatientID: study.patient,
    modalities: ['CT'],
    series: study.series.size,
    objects: [...study.series.values()].reduce((sum, objects) => sum + objects.length, 0),
  };
}

/** A port over an archive model, without a network: what a way into an archive gives when it is honest, and the few ways in which it is not. */
export function modelPort(archive: Archive, channel = 'model:0', pacs = 'pacs'): ModelPort {
  const answer = <T>(value: () => T): Promise<Asked<T>> => {
    port.asked += 1;
    return Promise.resolve(
      port.broken === undefined
        ? { kind: 'answered', value: value() }
        : { kind: 'not-measured', why: port.broken, detail: 'as told' },
    );
  };
  const port: ModelPort = {
    channel,
    pacs,
    broken: undefined,
    empty: false,
    limit: Number.MAX_SAFE_INTEGER,
    asked: 0,
    times: [],
    withheld: new Set(),
    findStudies: (query) =>
      answer(() =>
        port.empty
          ? []
          : [...archive.studies.values()]
              .filter((study) => matches(study, query))
              .slice(0, query.by === 'window' ? port.limit : undefined)
              .map(rowOf),
      ),
    listObjects: (uid) =>
      answer((): readonly ListedObject[] => {
        const study = archive.studies.get(uid);
        if (study === undefined || port.empty) return [];
        return [...study.series].flatMap(([SeriesInstanceUID, objects]) =>
          objects.map(({ sop, sopClass }) => ({
            SeriesInstanceUID,
            SOPInstanceUID: sop,
            SOPClassUID: sopClass,
            Modality: 'CT',
          })),
        );
      }),
    retrieve: ({ StudyInstanceUID, object }) =>
      answer((): Retrieved => {
        const study = port.withheld.has(StudyInstanceUID) ? undefined : archive.studies.get(StudyInstanceUID);
        const wanted = [...(study?.series.values() ?? [])]
          .flat()
          .filter(({ sop }) => object === undefined || sop === object.SOPInstanceUID);
        const objects = wanted.flatMap(({ bytes }) => {
          const meter = createObjectMeter();
          meter.push(bytes);
          const metered = meter.end();
          return metered.kind === 'object' ? [metered.sight] : [];
        });
        const firstMs = (port.times.length > 1 ? port.times.shift() : port.times[0]) ?? 10;
        const bytes = wanted.reduce((sum, each) => sum + each.bytes.length, 0);
        return { objects, bytes, totalMs: firstMs * 2, short: false, ...(objects.length === 0 ? {} : { firstMs }) };
      }),
  };
  return port;
}
