import { readSync } from 'node:fs';

/** First read, and how later reads grow: most headers fit the first one, and a long one does not cost hundreds of small reads. */
const firstRead = 8192;
const laterReads = [16_384, 65_536, 262_144, 1_048_576];
/** Read behind a skipped value: often no more than the head of the next one to skip is needed. */
const readAfterSkip = 512;

/** Shared by every file that is read: values are decoded before the next file is opened, so nothing keeps a view into it. */
const shared = Buffer.allocUnsafeSlow(firstRead);

/**
 * A movable view of a long byte string: bytes come from memory or, on demand and only where they are wanted, from an open file. Skipped bytes are never read, so a
 * declared length of 4 GiB costs nothing.
 *
 * Invariant: `bytes[i]` is the byte at position `base + i`, and never more than `budget` bytes are read in all.
 */
export class ByteWindow {
  bytes: Uint8Array;
  base = 0;
  /** Length of the whole; shrinks when the file turns out shorter than its directory entry. */
  size: number;
  /** True once a read was refused because the budget is spent. */
  overBudget = false;
  budget: number;
  readonly #fd: number | undefined;
  #reads = 0;

  private constructor(bytes: Uint8Array, size: number, fd: number | undefined, budget: number) {
    this.bytes = bytes;
    this.size = size;
    this.#fd = fd;
    this.budget = budget;
  }

  /** Over bytes in memory; they are all there already. */
  static ofBytes(bytes: Uint8Array): ByteWindow {
    return new ByteWindow(bytes, bytes.length, undefined, bytes.length);
  }

  /** Over an open file of `size` bytes; reads its first bytes at once, or takes those that have been read already. Throws what `readSync` throws. */
  static ofFile(fd: number, size: number, budget: number, first?: Uint8Array): ByteWindow {
    if (first !== undefined) return new ByteWindow(first, size, fd, budget - first.length);
    const wanted = Math.min(size, firstRead);
    const got = wanted === 0 ? 0 : readSync(fd, shared, 0, wanted, 0);
    return new ByteWindow(shared.subarray(0, got), got < wanted ? got : size, fd, budget - got);
  }

  /** Makes `length` bytes at `position` available; false when the whole is shorter, or the budget is spent. */
  ensure(position: number, length: number): boolean {
    if (position >= this.base && position + length <= this.base + this.bytes.length) return true;
    if (position + length > this.size || this.#fd === undefined) return false;
    const skips = position < this.base || position > this.base + this.bytes.length;
    const growth = skips ? readAfterSkip : (laterReads[Math.min(this.#reads, laterReads.length - 1)] ?? firstRead);
    const wanted = Math.min(Math.max(length, growth), this.size - position);
    if (length > this.budget) {
      this.overBudget = true;
      return false;
    }
    const amount = Math.min(wanted, Math.max(this.budget, length));
    const next = Buffer.allocUnsafe(amount);
    const got = readSync(this.#fd, next, 0, amount, position);
    this.#reads = skips ? 0 : this.#reads + 1;
    this.budget -= got;
    this.bytes = next.subarray(0, got);
    this.base = position;
    if (got < amount) this.size = position + got;
    return got >= length;
  }

  /**
   * Up to `length` bytes at `position`; shorter at the end of the whole. What has to be read is read into `room` when it is given and large enough: it is valid until the
   * room is used again, and the window stays where it is.
   */
  peek(position: number, length: number, room?: Buffer): Uint8Array {
    const available = Math.max(0, Math.min(length, this.size - position));
    if (available === 0) return new Uint8Array(0);
    const loaded = position >= this.base && position + available <= this.base + this.bytes.length;
    if (!loaded && room !== undefined && room.length >= available && this.#fd !== undefined)
      return this.#readInto(this.#fd, position, available, room);
    if (!this.ensure(position, available)) return new Uint8Array(0);
    return this.bytes.subarray(position - this.base, position - this.base + available);
  }

  #readInto(fd: number, position: number, length: number, room: Buffer): Uint8Array {
    if (length > this.budget) {
      this.overBudget = true;
      return new Uint8Array(0);
    }
    const got = readSync(fd, room, 0, length, position);
    this.budget -= got;
    if (got < length) this.size = position + got;
    return room.subarray(0, got);
  }
}
