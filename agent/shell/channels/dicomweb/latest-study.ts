import type { Instant } from '@center/contract';
import type { Asked, Lane, LatestStudyWish } from '../archive-port.ts';
import { findLatestStudy } from '../latest-study.ts';
import { notMeasuredOf, type Requester } from './request.ts';
import { type DataSet, dataSetsOf, dicomJson, textValue, valuesOf } from './search.ts';

const limitBytes = 4 * 1024 * 1024;
/** Rows taken: of the last minutes there are few. */
const limit = '100';

/** QIDO-RS for the studies of the last minutes, and for the series of a study where one station is meant (PS3.18 section 10.6). */
export function latestStudy(
  requester: Requester,
  wish: LatestStudyWish,
  lane: Lane,
  signal: AbortSignal,
): Promise<Asked<Instant | undefined>> {
  const ask = async (path: string, query: Readonly<Record<string, string>>): Promise<Asked<readonly DataSet[]>> => {
    const answer = await requester.get({ path, query, accept: dicomJson, limitBytes, lane, signal });
    const wrong = notMeasuredOf(answer);
    // Of a warned answer the rows are real; that there are more proves nothing against them.
    if (wrong !== undefined && wrong.why !== 'warned') return { kind: 'not-measured', ...wrong };
    const rows = dataSetsOf(answer);
    return rows === undefined
      ? { kind: 'not-measured', why: 'not-final', detail: 'the answer is no DICOM JSON' }
      : { kind: 'answered', value: rows };
  };
  return findLatestStudy(wish, {
    async studies({ from, to, time }) {
      const [first, last] = [from.replaceAll('-', ''), to.replaceAll('-', '')];
      const rows = await ask('studies', {
        StudyDate: first === last ? first : `${first}-${last}`,
        ...(time === undefined ? {} : { StudyTime: time }),
        ModalitiesInStudy: wish.modality,
        includefield: '00080020,00080030,00080061',
        limit,
      });
      return rows.kind === 'answered'
        ? {
            kind: 'answered',
            value: rows.value.map((row) => ({
              uid: textValue(row, '0020000D') ?? '',
              date: textValue(row, '00080020') ?? '',
              time: textValue(row, '00080030') ?? '',
              modalities: valuesOf(row, '00080061').filter((each) => typeof each === 'string'),
            })),
          }
        : rows;
    },
    async stations(uid) {
      const rows = await ask(`studies/${encodeURIComponent(uid)}/series`, { includefield: '00081010', limit });
      return rows.kind === 'answered'
        ? { kind: 'answered', value: rows.value.map((row) => textValue(row, '00081010') ?? '') }
        : rows;
    },
  });
}
