import { calendarDateAt, type Instant } from '@center/contract';
import type { PacsGate } from '../../courtesy/index.ts';
import type { ArchivePort, Asked, ChannelCard, HeaderReader, Lane } from '../archive-port.ts';
import { latestStudy } from './latest-study.ts';
import { listStudyObjects } from './object-list.ts';
import { readObjects, readStudy } from './read-study.ts';
import { createRequester, probeOf, type Requester, type WebAuth } from './request.ts';
import { retrieveObjects } from './retrieve.ts';
import { dicomJson } from './search.ts';
import { StudySearch } from './study-search.ts';

export interface DicomwebAddress {
  readonly name: string;
  readonly pacs: string;
  readonly url: string;
  readonly auth: WebAuth;
  readonly timeoutSeconds: number;
  /** For a whole study or a large object. */
  readonly retrieveTimeoutSeconds: number;
  readonly pageSize: number;
  /** Rows that the server is known to give at most to one search. */
  readonly rowLimit?: number;
  readonly now: () => Instant;
}

/** What a DICOMweb server can be asked, every request through the gate of its PACS. */
export interface DicomwebAccess {
  readonly port: ArchivePort;
  readonly reader: HeaderReader;
  readonly studies: StudySearch;
  readonly requester: Requester;
}

const dicomwebCard: ChannelCard = {
  kind: 'dicomweb',
  proves: [0, 1, 2, 4, 5, 6],
  headers: 'archive-json',
  cost: {
    zh: '每个检查一次元数据请求，不传像素；抽查时才取影像。',
    en: 'One metadata request a study, no pixels; images only for samples.',
  },
  says: {
    zh: '按检查日期列出并核对对象清单，读取全部头信息，计时取回影像。姓名由 PACS 转码。',
    en: 'Lists by study date, compares the objects, reads all headers, times retrieves. Names are as the PACS transcodes them.',
  },
};

/** Opens what a DICOMweb server offers; offers the gate a way to probe. Sends nothing itself. */
export function dicomwebAccess(address: DicomwebAddress, gate: PacsGate): DicomwebAccess {
  const { url, auth, timeoutSeconds, pageSize, rowLimit, now, name, pacs } = address;
  const baseUrl = new URL(url);
  const requester = createRequester({ baseUrl, auth, timeoutSeconds, gate });
  const studies = new StudySearch({ requester, pageSize, now, ...(rowLimit === undefined ? {} : { rowLimit }) });
  // A study search of one day and one row: never a search without a date or a UID.
  gate.probeBy(
    probeOf({ baseUrl, auth, timeoutSeconds }, () => ({
      path: 'studies',
      query: { StudyDate: calendarDateAt(now()).replaceAll('-', ''), limit: '1' },
      accept: dicomJson,
    })),
  );
  const find = (uid: string, lane: Lane, signal: AbortSignal): ReturnType<ArchivePort['findStudies']> =>
    asked(studies.find({ by: 'study', StudyInstanceUID: uid }, lane, signal));
  const port: ArchivePort = {
    channel: name,
    pacs,
    card: dicomwebCard,
    findStudies: (query, lane, signal) => asked(studies.find(query, lane, signal)),
    latestStudy: (wish, lane, signal) => latestStudy(requester, wish, lane, signal),
    listObjects: (uid, lane, signal) =>
      listStudyObjects({ requester, pageSize, lane, signal }, uid, () => find(uid, lane, signal)),
    retrieve: (wish) =>
      retrieveObjects(requester, wish, address.retrieveTimeoutSeconds, async () => {
        const found = await find(wish.StudyInstanceUID, wish.lane, wish.signal);
        return found.kind === 'answered' ? { kind: 'answered', value: found.value[0]?.objects } : found;
      }),
  };
  return { port, reader: headerReader(address, requester), studies, requester };
}

/** Does not tell what a search that proves nothing has found. */
async function asked<T>(found: Promise<Asked<T>>): Promise<Asked<T>> {
  const result = await found;
  return result.kind === 'answered'
    ? { kind: 'answered', value: result.value }
    : { kind: 'not-measured', why: result.why, detail: result.detail };
}

function headerReader({ name, url, pageSize }: DicomwebAddress, requester: Requester): HeaderReader {
  const source = { requester, channel: name, address: url, pageSize };
  return {
    channel: name,
    reads: 'all',
    readStudy: (uid, lane, signal) => readStudy({ ...source, lane, signal }, uid),
    readObjects: (uid, objects, lane, signal) => readObjects({ ...source, lane, signal }, uid, objects),
  };
}
