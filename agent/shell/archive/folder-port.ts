import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseCalendarDate } from '@center/contract';
import { type ObjectSight, type TextKeyword, textOf } from '../../core/index.ts';
import type {
  ArchivePort,
  Asked,
  ChannelCard,
  Lane,
  ListedObject,
  ListedStudy,
  Retrieved,
  StudyQuery,
} from '../channels/archive-port.ts';
import type { PacsGate } from '../courtesy/index.ts';
import { messageOf, systemCode } from '../errors.ts';
import { type Location, locate } from '../file-walk.ts';
import { readHeaderFile } from '../header/index.ts';
import type { Ledger, ObjectPlace } from '../ledger/index.ts';
import { createObjectMeter } from '../object-meter/index.ts';
import { archivedPlaces } from './sight.ts';

export interface FolderPortOptions {
  /** Name of the folder channel whose files it asks for. */
  readonly channel: string;
  readonly pacs: string;
  readonly path: string;
  readonly ledger: Ledger;
  readonly gate: PacsGate;
  /** What is mounted, in the form of `/proc/self/mounts`; absent: read from there. */
  readonly mounts?: () => string;
}

/** The root, or the way to a file, cannot be entered: nothing is known of what lies behind. */
class Closed extends Error {}

export const folderCard: ChannelCard = {
  kind: 'folder',
  proves: [0, 1, 2, 4, 5, 6],
  headers: 'bytes',
  cost: {
    zh: '不经过 PACS：查看文件是否存在；计数时读取头信息；抽查时读取整个文件。',
    en: 'Nothing of the PACS: looks whether the files are there; reads headers to count, whole files for samples.',
  },
  says: {
    zh: '逐个文件核对是否存在、头信息和内容摘要；影像取自存储本身，不能说明 PACS 能否调出；根目录未挂载时不作判断。',
    en: 'Checks that each file is there, its header and its digest; images come from the store itself, which does not show that the PACS can deliver them. Says nothing while the root is not mounted.',
  },
};

type Asking<T> = (signal: AbortSignal) => Promise<T> | T;

/**
 * A folder of plain files as an archive. It lists what the ledger knows by asking the file system whether the files are there, counts by their headers, and delivers by
 * reading them whole. Other files than those the folder channel has read are none of its business. A root that is not mounted, or is suddenly empty, is not measured, nor what
 * lay on a disk below it that is mounted no more.
 */
export function folderArchivePort(options: FolderPortOptions): ArchivePort {
  const files = new FolderFiles(options);
  const ask = <T>(lane: Lane, signal: AbortSignal, asking: Asking<T>): Promise<Asked<T>> =>
    options.gate.ask<Asked<T>>(lane, signal, async (within) => {
      try {
        files.enter();
        return { value: { kind: 'answered', value: await asking(within) }, failed: false };
      } catch (fault) {
        within.throwIfAborted();
        const why = fault instanceof Closed || systemCode(fault) !== undefined ? 'unreachable' : undefined;
        if (why === undefined) throw fault;
        return { value: { kind: 'not-measured', why, detail: messageOf(fault) }, failed: true };
      }
    });
  return {
    channel: options.channel,
    pacs: options.pacs,
    card: folderCard,
    mayHold: (uid) => files.everHeld(uid),
    findStudies: (query, lane, signal) => ask(lane, signal, () => files.find(query)),
    listObjects: (uid, lane, signal) => ask(lane, signal, () => files.listed(uid)),
    retrieve: ({ StudyInstanceUID, object, lane, signal }) =>
      ask(lane, signal, (within) => files.read(StudyInstanceUID, object?.SOPInstanceUID, within)),
  };
}

interface PlacedFile {
  readonly place: ObjectPlace;
  readonly location: Location;
}

class FolderFiles {
  readonly #options: FolderPortOptions;
  #unmounted: readonly string[] = [];

  constructor(options: FolderPortOptions) {
    this.#options = options;
  }

  /** Throws when the root cannot be read, or holds nothing at all: what a folder looks like on which nothing is mounted. */
  enter(): void {
    const { path } = this.#options;
    if (!statSync(path).isDirectory()) throw new Closed('the root is not a folder');
    if (readdirSync(path).length === 0) throw new Closed('the root is empty: is the archive mounted?');
    this.#lookForMounts();
  }

  /** What was once mounted below the root and is so no longer: an empty folder stands there, and whatever lay behind it is not gone for that. Remembered over a restart. */
  #lookForMounts(): void {
    const { path, ledger, channel, mounts = mountsOfSystem } = this.#options;
    const cursor = `mounts:${channel}`;
    const now = mountedBelow(mounts(), realpathSync(path));
    const kept: unknown = JSON.parse(ledger.channels.cursor(cursor) ?? '[]');
    const before = Array.isArray(kept) ? kept.map(String) : [];
    const all = [...new Set([...before, ...now])].toSorted();
    if (all.length > before.length) ledger.channels.saveCursor(cursor, JSON.stringify(all));
    this.#unmounted = all.filter((each) => !now.includes(each)).map((each) => join(path, each) + sep);
  }

  #isOurs(path: string): boolean {
    const { path: root } = this.#options;
    return path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
  }

  /** The folder channel has read an object of the study here. */
  everHeld(uid: string): boolean {
    const { ledger } = this.#options;
    return archivedPlaces(ledger, uid).some(({ source, SOPInstanceUID }) =>
      [source, ...ledger.channels.otherPlaces(SOPInstanceUID)].some((path) => this.#isOurs(path)),
    );
  }

  #present(uid: string): readonly PlacedFile[] {
    return archivedPlaces(this.#options.ledger, uid).flatMap((place) => {
      const location = this.#locate(place);
      return location === undefined ? [] : [{ place, location }];
    });
  }

  /** Where the object lies now: where it was first read, or where the folder channel has come across it since. */
  #locate({ source, SOPInstanceUID }: ObjectPlace): Location | undefined {
    const { ledger, path: root } = this.#options;
    for (const path of [source, ...ledger.channels.otherPlaces(SOPInstanceUID)]) {
      if (!this.#isOurs(path)) continue;
      const found = locate(path);
      if (found !== undefined) return found;
      if (behindBrokenLink(path, root)) throw new Closed('a link on the way leads nowhere');
    }
    if (this.#unmounted.some((mount) => source.startsWith(mount)))
      throw new Closed('a disk below the root is not mounted');
    return undefined;
  }

  find(query: StudyQuery): readonly ListedStudy[] {
    const { ledger } = this.#options;
    switch (query.by) {
      case 'window':
        return ledger.archive.ofWindow(query.window).flatMap(({ StudyInstanceUID }) => this.#row(StudyInstanceUID));
      case 'study':
        return this.#row(query.StudyInstanceUID);
      case 'series':
      case 'object':
      case 'accession-patient':
        return [];
    }
  }

  #row(uid: string): readonly ListedStudy[] {
    const present = this.#present(uid);
    const [first] = present;
    if (first === undefined) return [];
    const text = (keyword: TextKeyword): string | undefined => textOf(first.place.header, keyword)?.trim();
    const date = parseCalendarDate((text('StudyDate') ?? '').slice(0, 8));
    const AccessionNumber = text('AccessionNumber') ?? '';
    const PatientID = text('PatientID') ?? '';
    return [
      {
        StudyInstanceUID: uid,
        ...(date.ok ? { StudyDate: date.value } : {}),
        ...(AccessionNumber === '' ? {} : { AccessionNumber }),
        ...(PatientID === '' ? {} : { PatientID }),
        modalities: [...new Set(present.map(({ place }) => textOf(place.header, 'Modality') ?? ''))].filter(
          (each) => each !== '',
        ),
        series: new Set(present.map(({ place }) => place.SeriesInstanceUID)).size,
        objects: present.length,
      },
    ];
  }

  /** What the files' own headers say: a file that is there and holds another object, or none, does not count. */
  listed(uid: string): readonly ListedObject[] {
    return this.#present(uid).flatMap(({ location }) => {
      const reading = readHeaderFile(location);
      if (reading.kind !== 'readable') return [];
      const text = (keyword: TextKeyword): string => textOf(reading.header, keyword) ?? '';
      if (text('StudyInstanceUID') !== uid) return [];
      return [
        {
          SeriesInstanceUID: text('SeriesInstanceUID'),
          SOPInstanceUID: text('SOPInstanceUID'),
          SOPClassUID: text('SOPClassUID'),
          Modality: text('Modality'),
        },
      ];
    });
  }

  async read(uid: string, sop: string | undefined, signal: AbortSignal): Promise<Retrieved> {
    const begun = performance.now();
    const objects: ObjectSight[] = [];
    let bytes = 0;
    let firstMs: number | undefined;
    for (const { place, location } of this.#present(uid)) {
      if (sop !== undefined && place.SOPInstanceUID !== sop) continue;
      const meter = createObjectMeter();
      const file = await open(location, 'r');
      try {
        const stream = file.createReadStream({ highWaterMark: 1_048_576, signal, autoClose: false });
        for await (const chunk of stream) if (chunk instanceof Uint8Array) meter.push(chunk);
      } finally {
        await file.close();
      }
      bytes += meter.receivedBytes;
      const metered = meter.end();
      if (metered.kind === 'object') objects.push(metered.sight);
      firstMs ??= performance.now() - begun;
    }
    return {
      objects,
      totalMs: performance.now() - begun,
      bytes,
      short: false,
      ...(firstMs === undefined ? {} : { firstMs }),
    };
  }
}

function mountsOfSystem(): string {
  try {
    return readFileSync('/proc/self/mounts', 'utf8');
  } catch {
    return '';
  }
}

/** Mount points below a folder, relative to it (proc(5): blanks in names as octal). A place that an automounter watches is none until something is mounted there. */
function mountedBelow(mounts: string, root: string): readonly string[] {
  return mounts.split('\n').flatMap((line) => {
    const [, point, type] = line.split(' ');
    if (point === undefined || type === 'autofs') return [];
    const path = point.replaceAll(/\\([0-7]{3})/g, (_all, octal: string) =>
      String.fromCodePoint(Number.parseInt(octal, 8)),
    );
    return path.startsWith(root + sep) ? [relative(root, path)] : [];
  });
}

/** An archive spread over several disks is joined by links: one that leads nowhere is a disk that is not there, and no loss. */
function behindBrokenLink(path: string, root: string): boolean {
  for (let at = path; at.length > root.length; at = dirname(at)) {
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      return statSync(at, { throwIfNoEntry: false }) === undefined;
  }
  return false;
}
