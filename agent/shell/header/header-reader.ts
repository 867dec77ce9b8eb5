import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { DoseReport } from '@center/contract';
import { readDoseReport } from '../../core/facts/dose/index.ts';
import { type Header, textOf } from '../../core/facts/header.ts';
import { ByteWindow } from './byte-window.ts';
import { latin1 } from './character-set.ts';
import { checkPixels } from './completeness.ts';
import { DamageList } from './damage-list.ts';
import { walkSet } from './element-walk.ts';
import { type FastScan, scanFast } from './fast-scan.ts';
import { buildHeader, readerFor } from './header-builder.ts';
import { inflateDataSet, mostCompressed } from './inflate.ts';
import { encodingShown, findStart, type ObjectStart } from './object-start.ts';
import type { HeaderReading, UnreadableReason } from './reading.ts';
import { type ReportContent, readReportContent, reportRoot } from './report-reader.ts';
import { ScanWindow } from './scan-window.ts';
import { isReport, mediaStorageDirectory } from './sop-classes.ts';
import type { RawSet, Walk } from './walk.ts';
import { headerTags, pixelDataProvider, rows, sopClassUID } from './wanted.ts';

/** Bytes read of one header, and of one structured report; more is named `header-too-large`. */
const headerBudget = 8 * 1024 * 1024;
const reportBudget = 64 * 1024 * 1024;
/** Without a prefix, a file is believed to be DICOM when one of these was read: SOP Class, SOP Instance, Modality, Patient ID, Study, Series. */
const telling = [0x00080016, 0x00080018, 0x00080060, 0x00100020, 0x0020000d, 0x0020000e];

export interface BytesOptions {
  /** The bytes are the whole object. False: its header, the pixel data having been dropped on the way; then their absence is no damage. */
  readonly complete: boolean;
  /** Transfer syntax when the bytes are a bare data set, as they come over the network. */
  readonly transferSyntaxUID?: string;
  /** Whoever collected the bytes stopped inside the header, and why: a stop between two elements cannot be seen in the bytes. */
  readonly stopped?: 'truncated-header' | 'header-too-large';
}

function uid(set: RawSet, tag: number): string {
  const bytes = set.get(tag)?.bytes;
  return bytes === undefined ? '' : latin1(bytes).replace(/[\0 ]+$/, '');
}

function unreadable(reason: UnreadableReason, damage: DamageList): HeaderReading {
  return { kind: 'unreadable', reason, damage: damage.toArray() };
}

/** The data set's own window: the file's, or what its deflated bytes become. */
function dataSetWindow(
  window: ByteWindow,
  start: ObjectStart,
  damage: DamageList,
): { window: ByteWindow; from: number; whole: boolean } | undefined {
  if (!start.encoding.deflated) return { window, from: start.position, whole: true };
  window.budget += mostCompressed;
  const take = (length: number): Uint8Array => window.peek(start.position, length);
  const inflated = inflateDataSet(window.size - start.position, take, reportBudget);
  if (inflated === undefined) {
    // Some writers declare deflation and store the data set plain.
    if (encodingShown(take(16), 0)?.explicit !== true) return undefined;
    damage.add('deflate-broken', undefined, 'not deflated');
    return { window, from: start.position, whole: true };
  }
  if (inflated.broken) damage.add('deflate-broken');
  return { window: ByteWindow.ofBytes(inflated.bytes), from: 0, whole: inflated.whole };
}

function identityOf(header: Header): { readonly SOPInstanceUID?: string; readonly SOPClassUID?: string } {
  const instance = textOf(header, 'SOPInstanceUID');
  const sopClass = textOf(header, 'SOPClassUID');
  return {
    ...(instance === undefined ? {} : { SOPInstanceUID: instance }),
    ...(sopClass === undefined ? {} : { SOPClassUID: sopClass }),
  };
}

function reportDose(header: Header, content: ReportContent, damage: DamageList): DoseReport | undefined {
  const reading = readDoseReport(reportRoot(header, content.items), identityOf(header));
  for (const { code, where, detail } of reading?.damage ?? []) damage.add(code, where, detail);
  return reading?.report;
}

function readWindow(file: ByteWindow, options: BytesOptions): HeaderReading {
  const damage = new DamageList();
  if (file.size === 0) return unreadable('empty', damage);
  const start = findStart(file, damage, options.transferSyntaxUID);
  if (start === undefined) return { kind: 'not-dicom', reason: 'no-dicom-structure' };
  const opened = dataSetWindow(file, start, damage);
  if (opened === undefined) return unreadable('deflate-broken', damage);
  const { window } = opened;
  const set: RawSet = new Map(start.meta);
  const classOf = (within: RawSet): string => uid(within, sopClassUID) || uid(start.meta, 0x00020002);
  let content: ReportContent | undefined;
  const walk: Walk = {
    window,
    damage,
    cut: false,
    elements: 0,
    furthest: 0,
    items: 0,
    nonsense: 0,
    readContent: (within, place) => {
      if (!isReport(classOf(within)) && uid(within, 0x00080060) !== 'SR') return undefined;
      window.budget += reportBudget - headerBudget;
      content = readReportContent(window, place, readerFor(within, undefined, damage), damage);
      return content.next;
    },
  };
  walkSet(walk, set, opened.from, window.size, start.encoding, headerTags, 0);
  const sopClass = classOf(set);
  if (!start.proven && (walk.elements < 2 || !telling.some((tag) => set.has(tag))))
    return { kind: 'not-dicom', reason: 'no-dicom-structure' };
  if (set.size === start.meta.size && walk.elements === 0) {
    return unreadable(walk.cut || opened.from >= window.size ? 'truncated' : 'nonsense', damage);
  }
  if (options.complete && opened.whole) {
    const end = {
      pixelData: walk.pixelData,
      cut: walk.cut,
      furthest: walk.furthest,
      sopClass,
      hasRows: set.has(rows),
      hasPixelDataProvider: set.has(pixelDataProvider),
      size: window.size,
      peek: (position: number, length: number) => window.peek(position, length),
    };
    checkPixels(end, damage);
  }
  if (options.stopped !== undefined) damage.add(options.stopped);
  const reader = readerFor(set, undefined, damage);
  const header = buildHeader(set, undefined, damage);
  const dose = content === undefined ? undefined : reportDose(header, content, damage);
  return {
    kind: 'readable',
    object: (uid(start.meta, 0x00020002) || sopClass) === mediaStorageDirectory ? 'directory' : 'instance',
    transferSyntaxUID: start.transferSyntaxUID,
    header,
    damage: damage.toArray(),
    ...(dose === undefined ? {} : { dose }),
    declaredCharset: reader.declared,
  };
}

/** What the fast scan found, as the full walk would tell it. */
function readingOf(scan: FastScan, window: ScanWindow, complete: boolean): HeaderReading {
  const damage = new DamageList();
  const { header, pixelData, furthest } = scan;
  const sopClass = scan.sopClassUID || scan.mediaStorageSOPClassUID;
  if (complete) {
    const end = {
      pixelData,
      cut: false,
      furthest,
      sopClass,
      hasRows: header.Rows !== undefined,
      hasPixelDataProvider: header.PixelDataProviderURL !== undefined,
      size: window.size,
      peek: (position: number, length: number) => window.peek(position, length),
    };
    checkPixels(end, damage);
  }
  for (const { code, where, detail } of scan.damage) damage.add(code, where, detail);
  return {
    kind: 'readable',
    object: 'instance',
    transferSyntaxUID: scan.transferSyntaxUID,
    header,
    damage: damage.toArray(),
    declaredCharset: scan.reader.declared,
  };
}

/** The same by the full walk alone, which reads everything that can be read; the fast scan is held against it. */
export function walkHeaderBytes(bytes: Uint8Array, options: BytesOptions): HeaderReading {
  return readWindow(ByteWindow.ofBytes(bytes), options);
}

/** Reads the header of an open regular file of `size` bytes. */
function readOpened(fd: number, size: number): HeaderReading {
  const window = ScanWindow.ofFile(fd, size);
  const scan = window === undefined ? undefined : scanFast(window);
  if (window !== undefined && scan !== undefined) return readingOf(scan, window, true);
  // What the scan has read need not be read again, unless it has moved on.
  const first = window?.base === 0 ? window.bytes.subarray(0, window.loaded) : undefined;
  const spent = (window?.spent ?? 0) - (first?.length ?? 0);
  return readWindow(ByteWindow.ofFile(fd, size, headerBudget - spent, first), { complete: true });
}

/** What became of a file that was opened to be read. `not-wanted`: the caller had no use for it as it is. `closed`: the system refused it, with its code. */
export type OpenedFile =
  | { readonly kind: 'read'; readonly reading: HeaderReading; readonly size: number; readonly mtimeMs: number }
  | { readonly kind: 'not-wanted' }
  | { readonly kind: 'closed'; readonly code: string | undefined };

/**
 * Opens one file, asks whether it is wanted as it is (`size` in bytes, `mtimeMs` in milliseconds since 1970), and reads its header, synchronously, stopping before pixel
 * data: 8 KiB at first, more only where wanted attributes lie, at most 8 MiB (structured reports 64 MiB). Never throws for what a file holds or for a file that cannot be
 * read; both are values.
 */
export function openHeaderFile(
  path: string | Buffer,
  wanted: (file: { readonly size: number; readonly mtimeMs: number }) => boolean,
): OpenedFile {
  let fd: number | undefined;
  try {
    // Without O_NONBLOCK the opening of a pipe would wait for a writer for ever.
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = fstatSync(fd);
    const { size, mtimeMs } = stat;
    if (!wanted({ size, mtimeMs })) return { kind: 'not-wanted' };
    const reading = stat.isFile() ? readOpened(fd, size) : unreadable('not-a-file', new DamageList());
    return { kind: 'read', reading, size, mtimeMs };
  } catch (fault) {
    if (!(fault instanceof Error && 'syscall' in fault)) throw fault;
    return { kind: 'closed', code: 'code' in fault ? String(fault.code) : undefined };
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** The same of a file that is wanted however it is; one that the system refuses is unreadable. */
export function readHeaderFile(path: string | Buffer): HeaderReading {
  const opened = openHeaderFile(path, () => true);
  if (opened.kind === 'read') return opened.reading;
  const damage = new DamageList();
  damage.add('read-failed', undefined, opened.kind === 'closed' ? opened.code : undefined);
  return unreadable('read-failed', damage);
}

/** Reads the header of an object in memory: Part 10 bytes, or a bare data set with its transfer syntax given. Same promises as `readHeaderFile`. */
export function readHeaderBytes(bytes: Uint8Array, options: BytesOptions): HeaderReading {
  if (options.stopped === undefined) {
    const window = ScanWindow.ofBytes(bytes);
    const scan = scanFast(window);
    if (scan !== undefined) return readingOf(scan, window, options.complete);
  }
  return readWindow(ByteWindow.ofBytes(bytes), options);
}
