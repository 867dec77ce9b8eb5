import { readSync } from 'node:fs';

/** First read: most headers fit it. Then twice as much each time, as far as the room goes. */
const firstRead = 8192;
const room = 65_536;
/** Read behind a skipped value: what follows is mostly short, or the head of the pixel data. */
const readAfterSkip = 2048;
/** More than this in one file is for the full walk, which knows the limit of a header. */
const most = 1_048_576;

/** Shared by every file: values are decoded before the next file is opened, so nothing keeps a view into it. */
const shared = Buffer.allocUnsafeSlow(room);
const sharedView = new DataView(shared.buffer, shared.byteOffset, shared.length);

/**
 * The loaded part of an object, for a reader that moves forward: bytes in memory as they are, a file through one buffer that is used again for every file.
 *
 * Invariant: `bytes[i]` for `i < loaded` is the byte at position `base + i` of an object of `size` bytes.
 */
export class ScanWindow {
  readonly bytes: Buffer;
  /** The same bytes, for numbers. */
  readonly view: DataView;
  loaded: number;
  base = 0;
  readonly size: number;
  readonly #fd: number | undefined;
  #left: number;

  private constructor(bytes: Buffer, view: DataView, loaded: number, size: number, fd: number | undefined) {
    this.bytes = bytes;
    this.view = view;
    this.loaded = loaded;
    this.size = size;
    this.#fd = fd;
    this.#left = most - loaded;
  }

  static ofBytes(bytes: Uint8Array): ScanWindow {
    return new ScanWindow(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
      new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
      bytes.length,
      bytes.length,
      undefined,
    );
  }

  /** Over an open file of `size` bytes; reads its first bytes at once. `undefined`: it is shorter than its directory entry says. Throws what `readSync` throws. */
  static ofFile(fd: number, size: number): ScanWindow | undefined {
    const wanted = size < firstRead ? size : firstRead;
    const got = wanted === 0 ? 0 : readSync(fd, shared, 0, wanted, 0);
    return got < wanted ? undefined : new ScanWindow(shared, sharedView, got, size, fd);
  }

  /**
   * Makes the bytes from `at` to `at + length` available, `at` counted from `bytes[0]`, and returns where `at` is now: the window may have moved on. Bytes before `at`
   * may be gone then. Returns -1 when they are not to be had: behind the end, too long for the window, or more than this reader is for.
   */
  reach(at: number, length: number): number {
    if (at + length <= this.loaded) return at;
    const position = this.base + at;
    if (this.#fd === undefined || position + length > this.size || length > room) return -1;
    let from = at;
    let amount: number;
    if (at > this.loaded) {
      this.base = position;
      this.loaded = 0;
      from = 0;
      amount = Math.max(length, readAfterSkip);
    } else {
      if (at + length > room) {
        this.bytes.copyWithin(0, at, this.loaded);
        this.base = position;
        this.loaded -= at;
        from = 0;
      }
      amount = Math.max(from + length - this.loaded, this.loaded, firstRead);
    }
    amount = Math.min(amount, room - this.loaded, this.size - this.base - this.loaded);
    if (amount > this.#left) return -1;
    const got = readSync(this.#fd, this.bytes, this.loaded, amount, this.base + this.loaded);
    this.#left -= got;
    this.loaded += got;
    return from + length <= this.loaded ? from : -1;
  }

  /** Bytes read so far; of bytes in memory those that are there. */
  get spent(): number {
    return most - this.#left;
  }

  /** Up to `length` bytes at `position` of the object; none when they cannot be had. The window may move. */
  peek(position: number, length: number): Uint8Array {
    const available = Math.max(0, Math.min(length, this.size - position));
    const at = position < this.base ? -1 : this.reach(position - this.base, available);
    return at < 0 ? new Uint8Array(0) : this.bytes.subarray(at, at + available);
  }
}
