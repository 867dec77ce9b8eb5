import type { Instant } from '@center/contract';
import { type Header, textOf, textsOf } from '../../../core/index.ts';
import { dateRange, isQueryUID, key, returnKeys } from '../../dimse/index.ts';
import type { Asked, Lane, LatestStudyWish } from '../archive-port.ts';
import { findLatestStudy, type StudyRow } from '../latest-study.ts';
import type { DimseClient } from './client.ts';
import { notMeasured, whyNot } from './judge-answer.ts';

/** C-FIND at study level for the last minutes, and at series level below a study where one station is meant (PS3.4 section C.6.2). */
export function latestStudy(
  client: DimseClient,
  wish: LatestStudyWish,
  lane: Lane,
  signal: AbortSignal,
): Promise<Asked<Instant | undefined>> {
  const ask = async (keys: Parameters<DimseClient['find']>[0]): Promise<Asked<readonly Header[]>> => {
    const found = await client.find(keys, lane, signal);
    return found.kind === 'complete' ? { kind: 'answered', value: found.matches } : whyNot(found);
  };
  return findLatestStudy(wish, {
    async studies({ from, to, time }) {
      const rows = await ask([
        key('QueryRetrieveLevel', 'STUDY'),
        key('StudyDate', dateRange(from, to)),
        key('StudyTime', time),
        key('ModalitiesInStudy', wish.modality),
        ...returnKeys(['StudyInstanceUID']),
      ]);
      return rows.kind === 'answered' ? { kind: 'answered', value: rows.value.map(studyRow) } : rows;
    },
    async stations(uid) {
      if (!isQueryUID(uid)) return notMeasured('not-supported', 'rows without the UID of their study');
      const rows = await ask([
        key('QueryRetrieveLevel', 'SERIES'),
        key('StudyInstanceUID', uid),
        ...returnKeys(['Modality', 'StationName', 'SeriesInstanceUID']),
      ]);
      return rows.kind === 'answered'
        ? { kind: 'answered', value: rows.value.map((row) => textOf(row, 'StationName')?.trim() ?? '') }
        : rows;
    },
  });
}

function studyRow(row: Header): StudyRow {
  return {
    uid: textOf(row, 'StudyInstanceUID') ?? '',
    date: textOf(row, 'StudyDate') ?? '',
    time: textOf(row, 'StudyTime') ?? '',
    modalities: (textsOf(row, 'ModalitiesInStudy') ?? []).filter((each) => each !== ''),
  };
}
