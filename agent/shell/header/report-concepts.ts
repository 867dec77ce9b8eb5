import type { CodedConcept } from '@center/contract';
import type { ReportBytes } from './report-source.ts';
import type { TextReader } from './text-decoder.ts';

/** Longer code sequences than this are read anew each time. */
const longest = 256;
const buckets = 1024;
/** Sequences a bucket remembers; a report has some 60 and the world a few hundred. */
const ways = 4;

interface Remembered {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly form: number;
  readonly concept: CodedConcept | undefined;
  /** The report, and the decoder within it, that the entry holds for; 0 for an entry whose text is plain and whose form is faultless: it holds everywhere. */
  readonly report: number;
  readonly reader: TextReader | undefined;
}

const memory: (Remembered | undefined)[] = Array.from({ length: buckets * ways }, () => undefined);
let turn = 0;

/** How a code sequence is written, which its bytes alone do not say. */
export function sequenceForm(explicit: boolean, big: boolean, endless: boolean, holdsSets: boolean): number {
  return (explicit ? 1 : 0) | (big ? 2 : 0) | (endless ? 4 : 0) | (holdsSets ? 8 : 0);
}

/** Where the first element's value begins in nearly every code sequence: behind the item's head and its own. */
const codeAt = 16;
const sampled = 12;

function bucketOf(data: ReportBytes, position: number, form: number): number {
  const { view } = data;
  const a = view.getInt32(position + codeAt);
  const b = view.getInt32(position + codeAt + 4);
  const c = view.getInt32(position + codeAt + 8);
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ form;
  return ((mixed ^ (mixed >>> 15)) & (buckets - 1)) * ways;
}

function sameBytes(data: ReportBytes, position: number, { bytes, view }: Remembered): boolean {
  const words = bytes.length & ~3;
  const here = data.view;
  for (let at = 0; at < words; at += 4) if (view.getInt32(at) !== here.getInt32(position + at)) return false;
  for (let at = words; at < bytes.length; at += 1) if (bytes[at] !== data.bytes[position + at]) return false;
  return true;
}

/**
 * What the code sequence at `position` was read as before, when the same bytes were: a report names some 60 concepts thousands of times. The same bytes give the same
 * object, so that what is known of a concept can be looked up by the object itself. Bounded: an old entry gives way to a new one.
 *
 * A sequence of undefined length ends with its delimiter, which is among the bytes that are compared: what begins with the bytes of an entry ends where that ended.
 */
export function remembered(
  data: ReportBytes,
  position: number,
  end: number,
  form: number,
  report: number,
  reader: TextReader,
): Remembered | undefined {
  if (position + codeAt + sampled > data.loaded) return undefined;
  const bucket = bucketOf(data, position, form);
  for (let way = bucket; way < bucket + ways; way += 1) {
    const entry = memory[way];
    if (entry === undefined) return undefined;
    const length = entry.bytes.length;
    if (
      entry.form === form &&
      (entry.report === 0 || (entry.report === report && entry.reader === reader)) &&
      ((form & 4) === 0 ? position + length === end : position + length <= end) &&
      position + length <= data.loaded &&
      sameBytes(data, position, entry)
    )
      return entry;
  }
  return undefined;
}

/** Keeps what the bytes from `position` to `end` were read as. */
export function remember(
  data: ReportBytes,
  position: number,
  end: number,
  form: number,
  concept: CodedConcept | undefined,
  report: number,
  reader: TextReader | undefined,
): void {
  const length = end - position;
  if (length > longest || length < codeAt + sampled) return;
  const bucket = bucketOf(data, position, form);
  let way = bucket;
  while (way < bucket + ways && memory[way] !== undefined) way += 1;
  if (way === bucket + ways) {
    turn = (turn + 1) % ways;
    way = bucket + turn;
  }
  const bytes = new Uint8Array(data.bytes.subarray(position, end));
  memory[way] = { bytes, view: new DataView(bytes.buffer), form, concept, report, reader };
}
