/** What a report's content is read from: an open file or bytes in memory, of which a place is shown on demand. */
export interface ReportSource {
  readonly size: number;
  /** Bytes that still may be read. */
  readonly budget: number;
  /** True once a read was refused because the budget is spent. */
  readonly overBudget: boolean;
  /** Up to `length` bytes at `position`: where they lie in memory, or else read into `room` when they fit it. */
  readonly peek: (position: number, length: number, room?: Buffer) => Uint8Array;
}

const mostBytes = 0x7fffffff;

/** A whole number as one of 31 bits, which the engine holds without a box: a file's size comes with one. */
export function smallNumber(value: number): number {
  return Math.min(value, mostBytes) | 0;
}

/** Read at first: nearly every dose report whole. */
const firstRead = 1_048_576;
/** Used again for every report: what is kept of one are texts and numbers, never a view. */
const room = Buffer.allocUnsafeSlow(firstRead);

/**
 * The bytes from the content of a report on, positions counted from there. They are read in at most three steps and never beyond what is there and may be read, so a
 * declared length of 4 GiB costs nothing.
 *
 * Invariant: `bytes` and `view` show the same `loaded` bytes, and a position below `loaded` may be read without a check.
 */
export class ReportBytes {
  bytes: Buffer = Buffer.alloc(0);
  view: DataView = new DataView(new ArrayBuffer(0));
  loaded = 0;
  readonly #source: ReportSource;
  readonly #origin: number;

  constructor(source: ReportSource, origin: number) {
    this.#source = source;
    this.#origin = origin;
    this.#load(Math.min(firstRead, this.size, source.budget));
  }

  /** Bytes from the content to the end of the object, 2 GiB at most; shrinks when a file turns out shorter than its directory entry. */
  get size(): number {
    return smallNumber(this.#source.size - this.#origin);
  }

  /** Whether a read was refused, or would be: positions beyond 2 GiB are not counted here. */
  get overBudget(): boolean {
    return this.#source.overBudget || this.#source.size - this.#origin > mostBytes;
  }

  /** Makes the bytes before `end` available; false when the object ends before, or the budget is spent. */
  need(end: number): boolean {
    if (end <= this.loaded) return true;
    if (end > this.size) return false;
    this.#load(Math.max(end, Math.min(this.size, this.#source.budget)));
    return end <= this.loaded;
  }

  #load(length: number): void {
    const shown = this.#source.peek(this.#origin, length, room);
    if (shown.length <= this.loaded) return;
    this.bytes = Buffer.from(shown.buffer, shown.byteOffset, shown.length);
    this.view = new DataView(shown.buffer, shown.byteOffset, shown.length);
    this.loaded = shown.length;
  }
}
