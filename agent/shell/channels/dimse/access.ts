import { readFileSync } from 'node:fs';
import { askForCommitment, type Commitments } from '../../commitment/index.ts';
import type { PacsGate } from '../../courtesy/index.ts';
import { type Arrivals, type DimsePeer, requestCommitment } from '../../dimse/index.ts';
import { AgentError } from '../../errors.ts';
import type { ArchivePort, Asked, ChannelCard, HeaderReader, Lane, ListedObject } from '../archive-port.ts';
import { DimseClient } from './client.ts';
import { failedOf } from './judge-answer.ts';
import { latestStudy } from './latest-study.ts';
import { listStudyObjects } from './object-list.ts';
import { readObjects, readStudy } from './read-study.ts';
import { type RetrieveWay, retrieveObjects } from './retrieve.ts';
import { StudySearch } from './study-search.ts';

/** PEM files: the authority of the archive, and our own certificate with its key for mutual authentication. */
export interface TlsFiles {
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface DimseAddress {
  readonly name: string;
  readonly pacs: string;
  readonly host: string;
  readonly port: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly tls?: TlsFiles;
  readonly retrieve: 'move' | 'get' | 'none';
  /** AE title that the archive knows our receiver by; C-MOVE needs it. */
  readonly destination?: string;
  readonly arrivals?: Arrivals;
  /** Absent: commitment is not asked for. */
  readonly commitments?: Commitments;
  /** The archive answers an image search that names only the study; absent: found out by trying. */
  readonly relational?: boolean;
  readonly oneRequestPerAssociation?: boolean;
  /** Longest silence of the archive while it searches, seconds. */
  readonly timeoutSeconds: number;
  /** The same while it retrieves: old studies may lie on a tape. */
  readonly retrieveTimeoutSeconds: number;
}

/** What an archive can be asked over DIMSE, every request through the gate of its PACS. */
export interface DimseAccess {
  readonly port: ArchivePort;
  /** Absent when nothing can be retrieved. */
  readonly reader?: HeaderReader;
  close(): Promise<void>;
}

/** Rows taken of one search: ten years of a large center in one window, and far above what a window of days holds. */
const MAX_ROWS = 200_000;

function dimseCard(retrieve: DimseAddress['retrieve'], commitment: boolean): ChannelCard {
  const proves: ChannelCard['proves'] = retrieve === 'none' ? [0, 1, 2] : [0, 1, 2, 4, 5, 6];
  return {
    kind: 'dimse',
    proves: commitment ? [...proves.filter((level) => level < 3), 3, ...proves.filter((level) => level > 3)] : proves,
    headers: retrieve === 'none' ? 'archive-rows' : 'bytes',
    cost: {
      zh: '每个检查两到三次查询；读取头信息时每个序列传一幅影像。',
      en: 'Two or three searches a study; for headers one image a series is sent.',
    },
    says: {
      zh: '按检查日期列出并核对对象清单；每个序列读取一个对象和全部剂量报告，头信息为设备原始字节；计时取回影像。',
      en: 'Lists by study date and compares the objects; reads one object a series and every dose report with the bytes of the device; times retrieves.',
    },
  };
}

/** Reads the PEM files. Throws AgentError `key-file` where one cannot be read. */
export function peerOf({
  host,
  port,
  calledAeTitle,
  callingAeTitle,
  tls,
}: Omit<DimseAddress, 'name' | 'pacs' | 'retrieve' | 'timeoutSeconds' | 'retrieveTimeoutSeconds'>): DimsePeer {
  const peer = { host, port, calledAeTitle, callingAeTitle };
  if (tls === undefined) return peer;
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (fault) {
      throw new AgentError('key-file', 'a file of a channel over TLS could not be read', { path }, fault);
    }
  };
  return {
    ...peer,
    tls: {
      ...(tls.caFile === undefined ? {} : { ca: read(tls.caFile) }),
      ...(tls.certFile === undefined ? {} : { cert: read(tls.certFile) }),
      ...(tls.keyFile === undefined ? {} : { key: read(tls.keyFile) }),
    },
  };
}

function wayOf({ retrieve, destination, callingAeTitle, arrivals }: DimseAddress): RetrieveWay | undefined {
  if (retrieve === 'get') return { kind: 'get' };
  if (retrieve === 'none' || destination === undefined || arrivals === undefined) return undefined;
  return { kind: 'move', destination, callingAeTitle, arrivals };
}

/** Opens what an archive offers over DIMSE; offers the gate a way to probe (C-ECHO). Sends nothing itself. */
export function dimseAccess(address: DimseAddress, gate: PacsGate): DimseAccess {
  const { name, pacs, retrieve, commitments, timeoutSeconds, retrieveTimeoutSeconds } = address;
  const peer = peerOf(address);
  const client = new DimseClient({
    peer,
    gate,
    idleMs: timeoutSeconds * 1000,
    retrieveIdleMs: retrieveTimeoutSeconds * 1000,
    totalMs: Math.max(600_000, timeoutSeconds * 2000),
    retrieveTotalMs: Math.max(3_600_000, retrieveTimeoutSeconds * 2000),
    maxResponses: MAX_ROWS,
    oneRequestPerAssociation: address.oneRequestPerAssociation === true,
  });
  const stopProbing = gate.probeBy((signal) => client.probe(signal));
  const search = new StudySearch(client);
  let { relational } = address;
  const listObjects = (study: string, lane: Lane, signal: AbortSignal): Promise<Asked<readonly ListedObject[]>> =>
    listStudyObjects(
      {
        client,
        lane,
        signal,
        relational,
        learned: (answer) => {
          relational = answer;
        },
        find: () => search.find({ by: 'study', StudyInstanceUID: study }, lane, signal),
      },
      study,
    );
  const way = wayOf(address);
  const port: ArchivePort = {
    channel: name,
    pacs,
    card: dimseCard(retrieve, commitments !== undefined),
    findStudies: (query, lane, signal) => search.find(query, lane, signal),
    latestStudy: (wish, lane, signal) => latestStudy(client, wish, lane, signal),
    listObjects,
    ...(way === undefined
      ? {}
      : {
          retrieve: (wish) =>
            retrieveObjects(client, way, wish, () => listObjects(wish.StudyInstanceUID, wish.lane, wish.signal)),
        }),
    ...(commitments === undefined
      ? {}
      : { commit: (study, objects, signal) => commit(study, objects, signal, commitments) }),
  };
  const commit = (
    study: string,
    objects: Parameters<NonNullable<ArchivePort['commit']>>[1],
    signal: AbortSignal,
    kept: Commitments,
  ): ReturnType<NonNullable<ArchivePort['commit']>> =>
    askForCommitment({
      commitments: kept,
      channel: name,
      subject: study,
      objects,
      send: (transactionUID) =>
        gate.ask('audit', signal, async (inner) => {
          const value = await requestCommitment({
            peer,
            transactionUID,
            objects,
            signal: inner,
            take: (report) => (kept.report(report) === 'unknown-transaction' ? 'unknown-transaction' : 'taken'),
          });
          return { value, failed: value.kind === 'failed' && failedOf(value.failure) };
        }),
    });
  return {
    port,
    ...(way === undefined ? {} : { reader: readerOf(address, client, way, listObjects) }),
    async close() {
      stopProbing();
      await client.close();
    },
  };
}

function readerOf(
  { name, calledAeTitle, host, port }: DimseAddress,
  client: DimseClient,
  way: RetrieveWay,
  listObjects: ArchivePort['listObjects'],
): HeaderReader {
  const source = { client, way, channel: name, address: `${calledAeTitle}@${host}:${String(port)}` };
  return {
    channel: name,
    reads: 'sample',
    readStudy: (study, lane, signal) =>
      readStudy({ ...source, lane, signal }, study, () => listObjects(study, lane, signal)),
    readObjects: (study, objects, lane, signal) => readObjects({ ...source, lane, signal }, study, objects),
  };
}
