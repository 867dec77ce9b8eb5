import type { Instant } from '@center/contract';
import type { ArchivePort, ListedObject, ListedStudy, StudyQuery } from '../channels/archive-port.ts';
import type { PacsGate } from '../courtesy/index.ts';
import type { CommitmentReport } from '../dimse/index.ts';
import { type CardLine, type SiteCard, type SiteQuestion, siteOrder, unknown } from './card.ts';
import {
  type DicomSide,
  type Measuring,
  measureCommitment,
  measureCompression,
  measureEcho,
  measureSearch,
  openRetrieving,
} from './measure-dicom.ts';
import {
  measureFirstImage,
  measureLimit,
  measureWeb,
  oldStudy,
  openWeb,
  todayOf,
  type WebSide,
} from './measure-web.ts';

export interface SiteWish {
  readonly pacs: string;
  readonly gate: PacsGate;
  readonly dicom?: DicomSide;
  readonly web?: WebSide;
  /** A study of a patient with a Chinese name; absent: one of the last days, and nothing is said of letters. */
  readonly known?: Extract<StudyQuery, { by: 'study' | 'accession-patient' }>;
  /** A study that nobody has looked at for long; absent: one is looked for. */
  readonly old?: string;
  readonly timeoutSeconds: number;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
  /** Told of each line when it is measured. */
  readonly told: (line: CardLine) => void;
}

/**
 * Measures what a PACS offers, question by question, each through its gate; what cannot be measured says why. No search without a date or a UID, nothing is sent to a peer
 * whose title, host or port is wrong. Rejects only when `signal` is aborted.
 */
export async function measureSite(wish: SiteWish): Promise<SiteCard> {
  const { pacs, now, told } = wish;
  const lines = new Map<SiteQuestion, CardLine>();
  const add = (line: CardLine): void => {
    if (lines.has(line.key)) return;
    lines.set(line.key, line);
    told(line);
  };
  let alone = false;
  try {
    await askAll({ ...wish, gate: impatient(wish.gate) }, add);
  } catch (fault) {
    if (!(fault instanceof LeftAlone)) throw fault;
    alone = true;
  }
  const why = alone ? siteOrder.map((key) => [key, ...leftAlone] as const) : notAsked(wish);
  for (const [key, zh, en] of why) add(unknown(key, zh, en));
  const channels = [wish.dicom === undefined ? [] : ['DIMSE'], wish.web === undefined ? [] : ['DICOMweb']].flat();
  return {
    pacs,
    channel: channels.join(' + '),
    measuredAt: now(),
    lines: [...lines.values()].toSorted((a, b) => siteOrder.indexOf(a.key) - siteOrder.indexOf(b.key)),
  };
}

const leftAlone = [
  'PACS 连续三次失败，已停止询问',
  'the PACS has failed three times in a row and is left alone',
] as const;

class LeftAlone extends Error {}

/** Nobody waits a quarter of an hour at a screen: a gate that has stopped ends the measuring. */
function impatient(gate: PacsGate): PacsGate {
  return {
    ask: (lane, signal, request) =>
      gate.state().mode === 'stopped' ? Promise.reject(new LeftAlone()) : gate.ask(lane, signal, request),
    probeBy: (probe) => gate.probeBy(probe),
    state: () => gate.state(),
    close: () => gate.close(),
  };
}

type Add = (line: CardLine) => void;

async function askAll(wish: SiteWish, add: Add): Promise<void> {
  const { pacs, gate, timeoutSeconds, signal, now } = wish;
  const measuring: Measuring = { pacs, gate, timeoutSeconds, signal };
  const today = todayOf(now);
  const web = wish.web === undefined ? undefined : openWeb(measuring, wish.web, now);
  let webPort: ArchivePort | undefined;
  if (web !== undefined) {
    const line = await measureWeb(web, today, signal);
    add(line);
    if (line.value === true) {
      webPort = web.port;
      add(await measureLimit(web, today, signal));
    }
  }
  const dicom = wish.dicom === undefined ? undefined : await reached(measuring, wish.dicom, add);
  if (dicom === undefined) {
    if (webPort !== undefined) await askOld(wish, webPort, add);
    return;
  }
  const reports = new Reports();
  const opened = await openRetrieving(measuring, dicom, (report) => reports.came(report));
  try {
    const { port } = opened.access;
    const study = await knownStudy(wish, webPort ?? port);
    if (study !== undefined) {
      for (const line of await measureSearch(measuring, dicom, study.StudyInstanceUID))
        if (line.key !== 'charset' || wish.known !== undefined) add(line);
      const object = await imageOf(port, study.StudyInstanceUID, signal);
      if (object !== undefined) {
        const syntax = await webSyntax(webPort, study.StudyInstanceUID, object, signal);
        add(await measureCompression(port, opened.shut, study.StudyInstanceUID, object, syntax, signal));
        add(await measureCommitment(measuring, dicom, object, (uid) => reports.of(uid)));
      }
    }
    await askOld(wish, webPort ?? port, add);
  } finally {
    await opened.close();
  }
}

async function reached(measuring: Measuring, side: DicomSide, add: Add): Promise<DicomSide | undefined> {
  const line = await measureEcho(measuring, side);
  add(line);
  return line.value === false ? undefined : side;
}

async function askOld(wish: SiteWish, port: ArchivePort, add: Add): Promise<void> {
  const { signal, now } = wish;
  const study = wish.old === undefined ? await oldStudy(port, todayOf(now), signal) : undefined;
  const uid = wish.old ?? study?.StudyInstanceUID;
  if (uid !== undefined) add(await measureFirstImage(port, uid, study?.StudyDate, signal));
}

async function knownStudy({ known, now, signal }: SiteWish, port: ArchivePort): Promise<ListedStudy | undefined> {
  if (known !== undefined) {
    const found = await port.findStudies(known, 'live', signal);
    return found.kind === 'answered' ? found.value[0] : undefined;
  }
  return oldStudy(port, todayOf(now), signal);
}

async function imageOf(port: ArchivePort, study: string, signal: AbortSignal): Promise<ListedObject | undefined> {
  const objects = await port.listObjects(study, 'live', signal);
  if (objects.kind === 'not-measured') return undefined;
  return objects.value.find(({ Modality }) => !['SR', 'PR', 'KO', 'DOC'].includes(Modality)) ?? objects.value[0];
}

/** The transfer syntax in which DICOMweb delivers the object as it is kept. */
async function webSyntax(
  port: ArchivePort | undefined,
  StudyInstanceUID: string,
  object: ListedObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  const came = await port?.retrieve?.({ StudyInstanceUID, object, lane: 'live', signal });
  return came?.kind === 'answered' ? came.value.objects[0]?.TransferSyntaxUID : undefined;
}

/** Reports of commitment as they come in, for whoever waits for one. */
class Reports {
  readonly #waiting = new Map<string, (report: CommitmentReport) => void>();

  of(transactionUID: string): Promise<CommitmentReport> {
    return new Promise((resolve) => {
      this.#waiting.set(transactionUID, resolve);
    });
  }

  came(report: CommitmentReport): void {
    this.#waiting.get(report.transactionUID)?.(report);
  }
}

/** Why a question was not asked at all. */
function notAsked({ dicom, web, known }: SiteWish): readonly (readonly [SiteQuestion, string, string])[] {
  const noStudy = ['没有可用于测试的检查', 'no study to try it with was found'] as const;
  const noDicom = ['没有 DICOM 节点，或其不应答', 'no DICOM node, or it does not answer'] as const;
  const noWeb = ['没有 DICOMweb 地址，或其不应答', 'no DICOMweb address, or it does not answer'] as const;
  const named = [
    '须给出一名中文姓名患者的检查（--study 或 --accession）',
    'name a study of a patient with a Chinese name (--study or --accession)',
  ] as const;
  const overDicom = dicom === undefined ? noDicom : noStudy;
  return [
    ['echo', ...noDicom],
    ['dicomweb', ...noWeb],
    ['dicomweb-limit', ...noWeb],
    ['relational-images', ...overDicom],
    ['requests-per-association', ...overDicom],
    ['charset', ...(dicom !== undefined && known === undefined ? named : overDicom)],
    ['commitment', ...overDicom],
    ['native-compression', ...overDicom],
    ['first-image', ...(dicom === undefined && web === undefined ? noDicom : noStudy)],
  ];
}
