import { randomUUID } from 'node:crypto';
import { type Header, numberOf, textOf, textsOf } from '../../core/index.ts';
import type { ArchivePort, ListedObject } from '../channels/archive-port.ts';
import { type DimseAddress, dimseAccess, dimseDefaults, peerOf } from '../channels/dimse/index.ts';
import type { PacsGate } from '../courtesy/index.ts';
import {
  Arrivals,
  COMMAND,
  type CommitmentReport,
  commitmentReportService,
  DimseAssociation,
  type DimsePeer,
  EXPLICIT_VR_LITTLE_ENDIAN,
  type FindResult,
  find,
  IMPLICIT_VR_LITTLE_ENDIAN,
  key,
  QUERY_CLASS,
  requestCommitment,
  returnKeys,
  STATUS,
  STORAGE_COMMITMENT,
  sayFailure,
  startStoreScp,
  VERIFICATION,
} from '../dimse/index.ts';
import { systemCode } from '../errors.ts';
import { type CardLine, found, milliseconds, unknown } from './card.ts';

export interface DicomSide {
  readonly host: string;
  readonly port: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly tls?: NonNullable<DimseAddress['tls']>;
  /** Our own receiver, as the PACS knows it: C-MOVE and reports of commitment go there. It is opened while measuring. */
  readonly receiver?: { readonly host: string; readonly port: number; readonly aeTitle: string };
  /** Storage commitment is asked for only when a person wants to know: some archives log or refuse it for what others sent. */
  readonly tryCommitment: boolean;
}

export interface Measuring {
  readonly pacs: string;
  readonly gate: PacsGate;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
}

const contexts = [QUERY_CLASS.studyFind].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN],
}));
const verification = [
  { abstractSyntax: VERIFICATION, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN] },
];
const mostRows = 20_000;
/** How long a report of commitment is waited for at the screen. */
const reportMs = 60_000;

/** C-ECHO first; whoever does not answer it is asked nothing else. */
export async function measureEcho({ gate, signal }: Measuring, side: DicomSide): Promise<CardLine> {
  const began = performance.now();
  const result = await gate.ask('probe', signal, async (inner) => {
    const opened = await DimseAssociation.open({ peer: peerOf(side), contexts: verification, signal: inner });
    if (opened.kind !== 'open') return { value: opened, failed: true };
    const value = await opened.association.request({
      abstractSyntax: VERIFICATION,
      command: { CommandField: COMMAND.echoRequest, AffectedSOPClassUID: VERIFICATION },
    });
    if (opened.association.ready) await opened.association.release();
    return { value, failed: value.kind !== 'final' };
  });
  const tookMs = performance.now() - began;
  if (result.kind === 'final' && result.status === STATUS.success)
    return found('echo', Math.round(tookMs), `是，${milliseconds(tookMs)}`, `yes, ${milliseconds(tookMs)}`);
  const why = result.kind === 'final' ? sayStatus(result.status) : sayFailure(result);
  return found('echo', false, `否：${why}`, `no: ${why}`);
}

const sayStatus = (status: number): string => `status 0x${status.toString(16).padStart(4, '0')}`;

function sayFind(result: Exclude<FindResult, { kind: 'complete' }>): string {
  if (result.kind === 'limited') return `${sayStatus(result.status)} after ${String(result.matches.length)} rows`;
  return result.kind === 'refused' ? `${sayStatus(result.status)} ${result.comment}`.trim() : sayFailure(result);
}

/** Two searches on one association: the study's row, then its images by the study's UID alone. */
export async function measureSearch(
  measuring: Measuring,
  side: DicomSide,
  study: string,
): Promise<readonly CardLine[]> {
  const { gate, signal } = measuring;
  const peer = peerOf(side);
  return gate.ask('live', signal, async (inner) => {
    const opened = await DimseAssociation.open({ peer, contexts, signal: inner });
    if (opened.kind !== 'open') return { value: allUnknown(sayFailure(opened)), failed: true };
    const { association } = opened;
    const first = await find(association, { ...studyQuery(study), signal: inner });
    const second = association.ready ? await find(association, { ...imageQuery(study), signal: inner }) : undefined;
    if (association.ready) await association.release();
    const alone = second === undefined || isGone(second) ? await onNewAssociation(peer, study, inner) : second;
    const lines = [relationalLine(first, alone), severalLine(first, second, alone), charsetLine(first)];
    return { value: lines, failed: first.kind !== 'complete' };
  });
}

function allUnknown(why: string): readonly CardLine[] {
  return (['relational-images', 'requests-per-association', 'charset'] as const).map((each) => unknown(each, why, why));
}

const studyQuery = (study: string) => ({
  model: QUERY_CLASS.studyFind,
  // The name is returned and never matched; what the archive declares of its letters comes by itself.
  keys: [
    key('QueryRetrieveLevel', 'STUDY'),
    key('StudyInstanceUID', study),
    ...returnKeys(['NumberOfStudyRelatedInstances']),
    { tag: 0x00080005, vr: 'CS' } as const,
    { tag: 0x00100010, vr: 'PN' } as const,
  ],
  maxResponses: 10,
});
const imageQuery = (study: string) => ({
  model: QUERY_CLASS.studyFind,
  keys: [key('QueryRetrieveLevel', 'IMAGE'), key('StudyInstanceUID', study), ...returnKeys(['SOPInstanceUID'])],
  maxResponses: mostRows,
});

function isGone(result: FindResult): boolean {
  return ['closed', 'aborted', 'timed-out', 'unreachable'].includes(result.kind);
}

async function onNewAssociation(peer: DimsePeer, study: string, signal: AbortSignal): Promise<FindResult> {
  const opened = await DimseAssociation.open({ peer, contexts, signal });
  if (opened.kind !== 'open') return opened;
  const result = await find(opened.association, { ...imageQuery(study), signal });
  if (opened.association.ready) await opened.association.release();
  return result;
}

function relationalLine(study: FindResult, images: FindResult): CardLine {
  if (images.kind !== 'complete') {
    const no = images.kind === 'refused';
    const why = sayFind(images);
    return no ? found('relational-images', false, `否：${why}`, `no: ${why}`) : unknown('relational-images', why, why);
  }
  const told =
    study.kind === 'complete'
      ? (numberOf(study.matches[0] ?? {}, 'NumberOfStudyRelatedInstances') ?? Number.NaN)
      : Number.NaN;
  const rows = images.matches.length;
  if (rows === 0) return found('relational-images', false, '否：没有返回任何行', 'no: no row came');
  if (Number.isInteger(told) && told > 0 && told !== rows)
    return found(
      'relational-images',
      false,
      `否：${String(told)} 个对象只返回 ${String(rows)} 行`,
      `no: ${String(rows)} rows of ${String(told)} objects`,
    );
  return found('relational-images', true, `是，${String(rows)} 行`, `yes, ${String(rows)} rows`);
}

function severalLine(first: FindResult, second: FindResult | undefined, alone: FindResult): CardLine {
  if (first.kind !== 'complete') return unknown('requests-per-association', sayFind(first), sayFind(first));
  if (second !== undefined && !isGone(second)) return found('requests-per-association', true, '是', 'yes');
  return isGone(alone)
    ? unknown(
        'requests-per-association',
        '第二次请求在新关联上也无应答',
        'the second request was not answered on a new association either',
      )
    : found(
        'requests-per-association',
        false,
        '否：第二次请求只在新关联上有应答',
        'no: the second request is answered only on a new association',
      );
}

/** Whether Han characters survive. The name itself is not kept. */
function charsetLine(study: FindResult): CardLine {
  if (study.kind !== 'complete') return unknown('charset', sayFind(study), sayFind(study));
  const [row] = study.matches;
  if (row === undefined) return unknown('charset', '没有找到该检查', 'the study was not found');
  const declared = declaredOf(row);
  const name = textOf(row, 'PatientName') ?? '';
  if (name.trim() === '')
    return unknown('charset', `声明 ${declared}，没有返回姓名`, `declares ${declared}, and no name came`);
  return /\p{Script=Han}/u.test(name)
    ? found('charset', declared, `声明 ${declared}，汉字可用`, `declares ${declared}; Han characters arrive`)
    : found(
        'charset',
        declared,
        `声明 ${declared}，姓名中没有汉字（PACS 可能已丢弃）`,
        `declares ${declared}; the name holds no Han character (the PACS may have dropped them)`,
      );
}

function declaredOf(row: Header): string {
  const declared = (textsOf(row, 'SpecificCharacterSet') ?? []).filter((each) => each !== '');
  return declared.length === 0 ? '(none)' : declared.join('\\');
}

/** Opens our receiver for as long as the measuring takes, and what C-MOVE or C-GET then delivers. */
export async function openRetrieving(
  { pacs, gate, timeoutSeconds }: Measuring,
  side: DicomSide,
  reports: (report: CommitmentReport) => void,
): Promise<{
  readonly access: ReturnType<typeof dimseAccess>;
  /** Why our receiver is not open; absent: it is. */
  readonly shut?: string;
  close(): Promise<void>;
}> {
  const arrivals = new Arrivals();
  const opened = await openReceiver(side, arrivals, reports);
  const access = dimseAccess(
    {
      ...dimseDefaults,
      ...side,
      name: 'dimse:0',
      pacs,
      arrivals,
      timeoutSeconds,
      retrieve: opened.kind === 'open' ? 'move' : 'get',
      ...(side.receiver === undefined ? {} : { destination: side.receiver.aeTitle }),
    },
    gate,
  );
  return {
    access,
    ...(opened.kind === 'open' ? {} : { shut: opened.why }),
    async close() {
      await access.close();
      if (opened.kind === 'open') await opened.close();
    },
  };
}

async function openReceiver(
  { receiver }: DicomSide,
  arrivals: Arrivals,
  reports: (report: CommitmentReport) => void,
): Promise<
  { readonly kind: 'open'; readonly close: () => Promise<void> } | { readonly kind: 'shut'; readonly why: string }
> {
  if (receiver === undefined) return { kind: 'shut', why: 'no receiver of ours is configured' };
  const take = (report: CommitmentReport): 'taken' => {
    reports(report);
    return 'taken';
  };
  try {
    const scp = await startStoreScp({
      ...receiver,
      callingAeTitles: 'any',
      arrivals,
      services: new Map([[STORAGE_COMMITMENT, commitmentReportService(take)]]),
      // What nobody asked for is not ours to take while a person is only measuring.
      onObject: () => Promise.resolve({ status: 'out-of-resources', comment: 'only measuring' }),
      onEvent: () => undefined,
    });
    return { kind: 'open', close: scp.close };
  } catch (fault) {
    const code = systemCode(fault) ?? 'unknown';
    return {
      kind: 'shut',
      why: code === 'EADDRINUSE' ? 'the port of our receiver is in use (is the agent running?)' : code,
    };
  }
}

/** Whether an image that is kept compressed comes compressed. `web`: the transfer syntax in which DICOMweb delivers the same object. */
export async function measureCompression(
  port: ArchivePort,
  shut: string | undefined,
  study: string,
  object: ListedObject,
  web: string | undefined,
  signal: AbortSignal,
): Promise<CardLine> {
  const what = 'native-compression';
  if (shut !== undefined) return unknown(what, `我方接收端未开启：${shut}`, shut);
  const came = await port.retrieve?.({ StudyInstanceUID: study, object, lane: 'live', signal });
  if (came === undefined) return unknown(what, '无法取回', 'nothing can be retrieved');
  if (came.kind === 'not-measured') return unknown(what, came.detail, came.detail);
  const syntax = came.value.objects[0]?.TransferSyntaxUID;
  if (syntax === undefined) return unknown(what, '没有收到影像', 'no image came');
  if (!native.includes(syntax)) return found(what, true, `是，收到 ${syntax}`, `yes, ${syntax} came`);
  if (web !== undefined && !native.includes(web))
    return found(what, false, `否：存储为 ${web}，收到 ${syntax}`, `no: kept as ${web}, ${syntax} came`);
  return unknown(what, '该影像未压缩存储', 'this image is kept without compression');
}

/** Implicit, explicit and big-endian VR: no compression (PS3.5 annex A). */
const native: readonly string[] = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2'];

/** One object of the study is asked for; the report may come at once, on a new association, or tomorrow. */
export async function measureCommitment(
  { gate, signal }: Measuring,
  side: DicomSide,
  object: ListedObject,
  reported: (transactionUID: string) => Promise<CommitmentReport>,
): Promise<CardLine> {
  const what = 'commitment';
  if (!side.tryCommitment) return unknown(what, '未要求测试（--commitment）', 'not asked for (--commitment)');
  if (object.SOPClassUID === '')
    return unknown(what, 'PACS 未告知对象类别', 'the archive does not tell the class of its objects');
  const transactionUID = `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`).toString()}`;
  const began = performance.now();
  const report = reported(transactionUID);
  const arrived: CommitmentReport[] = [];
  const asked = await gate.ask('live', signal, async (inner) => {
    const value = await requestCommitment({
      peer: peerOf(side),
      transactionUID,
      objects: [object],
      signal: inner,
      take: (each) => {
        arrived.push(each);
        return 'taken';
      },
    });
    return { value, failed: value.kind === 'failed' };
  });
  if (asked.kind === 'not-supported') return found(what, false, `否：${asked.detail}`, `no: ${asked.detail}`);
  if (asked.kind === 'refused') {
    const status = `status 0x${asked.status.toString(16)}`;
    return found(what, false, `否：${status}`, `no: ${status}`);
  }
  if (asked.kind === 'failed') return unknown(what, sayFailure(asked.failure), sayFailure(asked.failure));
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), reportMs);
  });
  const answer = arrived[0] ?? (await Promise.race([report, late]));
  clearTimeout(timer);
  if (answer === undefined) return found(what, true, '已接受，60 秒内没有回报', 'accepted; no report within 60 s');
  const tookMs = performance.now() - began;
  return found(
    what,
    Math.round(tookMs),
    `是，${milliseconds(tookMs)} 后回报`,
    `yes, reported after ${milliseconds(tookMs)}`,
  );
}
