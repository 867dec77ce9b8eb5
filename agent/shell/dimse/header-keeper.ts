// Keeps the header of one object while it streams in and drops the rest. Never holds more than its cap, and takes what
// it holds out of a budget shared by all associations.
import { DatasetScanner, elementEncoding } from '../object-meter/index.ts';

/** Bytes that all objects in hand may hold together. */
export class MemoryBudget {
  readonly #total: number;
  #used = 0;

  constructor(totalBytes: number) {
    this.#total = totalBytes;
  }

  get usedBytes(): number {
    return this.#used;
  }

  /** Takes `bytes` if they are to be had; `false` takes nothing. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.#total) return false;
    this.#used += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#used -= bytes;
  }
}

/**
 * Why the header ends where it ends.
 * `pixel-data`: the top-level pixel element begins there. `end`: the data set ended at an element border, and no pixel
 * data came. `too-large`: the cap was reached. `cut`: the data set ended inside an element. `lost`: the bytes stopped
 * being elements of the negotiated transfer syntax; some of what follows is kept for the reader to judge.
 */
export type HeaderStop = 'pixel-data' | 'end' | 'too-large' | 'cut' | 'lost';

export interface KeptHeader {
  readonly dataset: Uint8Array;
  readonly droppedBytes: number;
  readonly stop: HeaderStop;
  /** declared length of the pixel element, bytes; `undefined`: none found, or encapsulated */
  readonly pixelDataLength: number | undefined;
}

/** Kept beyond the point where the elements stopped making sense: enough for a reader that tries other encodings. */
const KEPT_WHEN_LOST = 65_536;
const FIRST_BLOCK = 16_384;
const LARGEST_BLOCK = 1_048_576;

export class HeaderKeeper {
  readonly #scanner: DatasetScanner;
  readonly #budget: MemoryBudget;
  #cap: number;
  #blocks: Buffer[] = [];
  /** bytes used of the last block */
  #fill = 0;
  #kept = 0;
  #received = 0;
  #reserved = 0;
  #outOfMemory = false;

  constructor(transferSyntaxUID: string, capBytes: number, budget: MemoryBudget) {
    this.#scanner = new DatasetScanner(elementEncoding(transferSyntaxUID));
    this.#cap = capBytes;
    this.#budget = budget;
  }

  get receivedBytes(): number {
    return this.#received;
  }

  /** Whether the shared budget ran out for this object: what was kept is gone and the object cannot be taken. */
  get outOfMemory(): boolean {
    return this.#outOfMemory;
  }

  /** Takes the next piece of the data set; copies what is header, forgets the rest. */
  push(bytes: Uint8Array): void {
    const start = this.#received;
    this.#received += bytes.length;
    if (this.#outOfMemory) return;
    const wasScanning = this.#scanner.state.kind === 'scanning';
    const state = this.#scanner.push(bytes);
    if (state.kind === 'pixel-data') this.#cap = Math.min(this.#cap, state.headerBytes);
    if (state.kind === 'lost' && wasScanning) this.#cap = Math.min(this.#cap, state.headerBytes + KEPT_WHEN_LOST);
    if (this.#kept > this.#cap) this.#kept = this.#cap;
    else if (this.#kept === start && start < this.#cap) this.#keep(bytes.subarray(0, this.#cap - start));
  }

  #keep(bytes: Uint8Array): void {
    let rest = bytes;
    while (rest.length > 0) {
      let block = this.#blocks.at(-1);
      if (block === undefined || this.#fill === block.length) {
        const size = block === undefined ? FIRST_BLOCK : Math.min(block.length * 2, LARGEST_BLOCK);
        if (!this.#budget.take(size)) {
          this.#forget();
          return;
        }
        this.#reserved += size;
        block = Buffer.allocUnsafeSlow(size);
        this.#blocks.push(block);
        this.#fill = 0;
      }
      const part = rest.subarray(0, block.length - this.#fill);
      block.set(part, this.#fill);
      this.#fill += part.length;
      this.#kept += part.length;
      rest = rest.subarray(part.length);
    }
  }

  /**
   * The data set has come to its end: what is left of it, in one piece. `undefined` if the budget has no room for it.
   * Joining the blocks holds them twice for a moment, and the budget counts both.
   */
  finish(): KeptHeader | undefined {
    const state = this.#scanner.state;
    const [first] = this.#blocks;
    let dataset: Uint8Array;
    if (first === undefined || this.#kept <= first.length) dataset = (first ?? Buffer.alloc(0)).subarray(0, this.#kept);
    else {
      if (!this.#budget.take(this.#kept)) {
        this.#forget();
        return undefined;
      }
      dataset = Buffer.concat(this.#blocks, this.#kept);
      this.#budget.give(this.#reserved);
      this.#reserved = this.#kept;
    }
    this.#blocks = [];
    return {
      dataset,
      droppedBytes: this.#received - dataset.length,
      stop: this.#stop(dataset.length),
      pixelDataLength: state.kind === 'pixel-data' ? state.length : undefined,
    };
  }

  #forget(): void {
    this.release();
    this.#outOfMemory = true;
  }

  #stop(keptBytes: number): HeaderStop {
    const state = this.#scanner.state;
    if (state.kind === 'lost') return 'lost';
    if (state.kind === 'pixel-data') return keptBytes === state.headerBytes ? 'pixel-data' : 'too-large';
    if (keptBytes < this.#received) return 'too-large';
    return this.#scanner.atElementBorder ? 'end' : 'cut';
  }

  /** Gives the budget back. To be called once the object is done with, in whatever way. */
  release(): void {
    this.#budget.give(this.#reserved);
    this.#reserved = 0;
    this.#blocks = [];
  }
}
