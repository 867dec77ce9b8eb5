// Measures one object while it streams by: length, digests, wholeness, and what it says of its pixels.
import { createHash, type Hash } from 'node:crypto';
import { constants, inflateRawSync } from 'node:zlib';
import type { ObjectSight } from '../../core/index.ts';
import { DatasetScanner } from './dataset-scanner.ts';
import { type ElementEncoding, elementEncoding, isDeflated } from './element-encoding.ts';
import { Part10Start } from './part10-start.ts';
import { lackOf, type SeenObject } from './wholeness.ts';

/** A deflated data set is inflated at its end; beyond these it is counted and digested, and called incomplete. Bytes. */
const MAX_DEFLATED = 64 * 1_048_576;
const MAX_INFLATED = 256 * 1_048_576;

export type MeteredObject =
  | {
      readonly kind: 'object';
      readonly sight: ObjectSight;
      /** Why `sight.complete` is false, in words; absent when it is true. */
      readonly lacks?: string;
      readonly StudyInstanceUID?: string;
      readonly SeriesInstanceUID?: string;
    }
  /** It does not say which object it is. `bytes` as they came. */
  | { readonly kind: 'unreadable'; readonly bytes: number; readonly why: string };

export interface ObjectMeter {
  /** The next piece; looked at before the call returns, and not kept. */
  push(bytes: Uint8Array): void;
  /** Bytes so far, as they came. */
  readonly receivedBytes: number;
  /** The object has come to its end, or its sender has. `cut`: whoever carried it knows that bytes are missing. */
  end(cut?: boolean): MeteredObject;
}

const TAG = {
  SOPClassUID: 0x00080016,
  SOPInstanceUID: 0x00080018,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
  SamplesPerPixel: 0x00280002,
  PhotometricInterpretation: 0x00280004,
  NumberOfFrames: 0x00280008,
  Rows: 0x00280010,
  Columns: 0x00280011,
  BitsAllocated: 0x00280100,
  BitsStored: 0x00280101,
  LossyImageCompression: 0x00282110,
} as const;
const WANTED: ReadonlySet<number> = new Set(Object.values(TAG));
const PIXEL_DATA_PROVIDER_URL = 0x00287fe0;
const SHORTS: ReadonlySet<number> = new Set([
  TAG.SamplesPerPixel,
  TAG.Rows,
  TAG.Columns,
  TAG.BitsAllocated,
  TAG.BitsStored,
]);

/** What is learned of one data set as it goes by. */
class Sighting {
  readonly #scanner: DatasetScanner;
  readonly #pixelHash = createHash('sha256');
  readonly #texts = new Map<number, string>();
  readonly #numbers = new Map<number, number>();
  #furthest = 0;
  #hasProvider = false;
  #items = 0;
  #fragmentBytes = 0;

  constructor(transferSyntaxUID: string) {
    this.#scanner = new DatasetScanner(elementEncoding(transferSyntaxUID), {
      wanted: WANTED,
      value: (tag, bytes, encoding) => {
        this.#value(tag, bytes, encoding);
      },
      topLevel: (tag) => {
        if (tag > this.#furthest) this.#furthest = tag;
        if (tag === PIXEL_DATA_PROVIDER_URL) this.#hasProvider = true;
      },
      pixels: (bytes) => {
        this.#pixels(bytes);
      },
      fragment: () => {
        this.#items += 1;
      },
    });
  }

  push(bytes: Uint8Array): void {
    this.#scanner.push(bytes);
  }

  text(tag: number): string | undefined {
    const text = this.#texts.get(tag);
    return text === '' ? undefined : text;
  }

  number(tag: number): number | undefined {
    return this.#numbers.get(tag);
  }

  /** Of the native pixel data, or of the fragments without the offset table, which an archive may write anew. */
  pixelSha256(): string | undefined {
    return this.#scanner.state.kind === 'pixel-data' ? this.#pixelHash.digest('hex') : undefined;
  }

  seen(transferSyntaxUID: string): SeenObject {
    const { state, end } = this.#scanner;
    const dimensions = {
      rows: this.number(TAG.Rows),
      columns: this.number(TAG.Columns),
      frames: this.number(TAG.NumberOfFrames) ?? 1,
      samples: this.number(TAG.SamplesPerPixel) ?? 1,
      bitsAllocated: this.number(TAG.BitsAllocated),
      photometric: this.text(TAG.PhotometricInterpretation) ?? '',
    };
    return {
      transferSyntaxUID,
      SOPClassUID: this.text(TAG.SOPClassUID) ?? '',
      end,
      furthest: this.#furthest,
      hasProvider: this.#hasProvider,
      dimensions,
      pixels:
        state.kind === 'pixel-data'
          ? { length: state.length, fragments: Math.max(0, this.#items - 1), fragmentBytes: this.#fragmentBytes }
          : undefined,
    };
  }

  #value(tag: number, bytes: Buffer, encoding: ElementEncoding): void {
    if (SHORTS.has(tag)) {
      if (bytes.length === 2)
        this.#numbers.set(tag, encoding.bigEndian ? bytes.readUInt16BE(0) : bytes.readUInt16LE(0));
      return;
    }
    const [text = ''] = bytes.toString('latin1').split('\\');
    const trimmed = text.replaceAll('\0', ' ').trim();
    if (tag !== TAG.NumberOfFrames) this.#texts.set(tag, trimmed);
    else if (/^\d{1,9}$/.test(trimmed)) this.#numbers.set(tag, Number(trimmed));
  }

  #pixels(bytes: Uint8Array): void {
    const { state } = this.#scanner;
    const encapsulated = state.kind === 'pixel-data' && state.length === undefined;
    if (encapsulated && this.#items < 2) return;
    if (encapsulated) this.#fragmentBytes += bytes.length;
    this.#pixelHash.update(bytes);
  }
}

class Meter implements ObjectMeter {
  readonly #hash: Hash = createHash('sha256');
  #front: Part10Start | undefined;
  #transferSyntaxUID: string | undefined;
  #sighting: Sighting | undefined;
  /** a deflated data set, as it came */
  #deflated: Buffer[] | undefined;
  #deflatedBytes = 0;
  #bytes = 0;
  #received = 0;
  #broken: string | undefined;

  constructor(transferSyntaxUID: string | undefined) {
    if (transferSyntaxUID === undefined) this.#front = new Part10Start();
    else this.#begin(transferSyntaxUID);
  }

  get receivedBytes(): number {
    return this.#received;
  }

  push(bytes: Uint8Array): void {
    this.#received += bytes.length;
    if (this.#broken !== undefined) return;
    if (this.#front === undefined) {
      this.#dataSet(bytes);
      return;
    }
    const front = this.#front.push(bytes);
    if (front.kind === 'more') return;
    this.#front = undefined;
    if (front.kind === 'none') this.#broken = front.why;
    else {
      this.#begin(front.transferSyntaxUID);
      this.#dataSet(front.rest);
    }
  }

  end(cut = false): MeteredObject {
    if (this.#front !== undefined) this.#broken ??= 'ended before its data set';
    const transferSyntaxUID = this.#transferSyntaxUID;
    if (this.#broken !== undefined || transferSyntaxUID === undefined)
      return { kind: 'unreadable', bytes: this.#received, why: this.#broken ?? 'no data set' };
    const inflated = this.#inflate(transferSyntaxUID);
    const sighting = inflated?.sighting ?? this.#sighting;
    const SOPInstanceUID = sighting?.text(TAG.SOPInstanceUID);
    const SOPClassUID = sighting?.text(TAG.SOPClassUID);
    if (sighting === undefined || SOPInstanceUID === undefined || SOPClassUID === undefined)
      return { kind: 'unreadable', bytes: this.#received, why: inflated?.lacks ?? 'no SOP Class or Instance UID' };
    const lacks = cut ? 'cut on its way' : (inflated?.lacks ?? lackOf(sighting.seen(transferSyntaxUID)));
    const StudyInstanceUID = sighting.text(TAG.StudyInstanceUID);
    const SeriesInstanceUID = sighting.text(TAG.SeriesInstanceUID);
    return {
      kind: 'object',
      sight: {
        SOPInstanceUID,
        SOPClassUID,
        TransferSyntaxUID: transferSyntaxUID,
        bytes: this.#bytes,
        sha256: this.#hash.digest('hex'),
        complete: lacks === undefined,
        ...said(sighting),
      },
      ...(lacks === undefined ? {} : { lacks }),
      ...(StudyInstanceUID === undefined ? {} : { StudyInstanceUID }),
      ...(SeriesInstanceUID === undefined ? {} : { SeriesInstanceUID }),
    };
  }

  #begin(transferSyntaxUID: string): void {
    this.#transferSyntaxUID = transferSyntaxUID;
    if (isDeflated(transferSyntaxUID)) this.#deflated = [];
    else this.#sighting = new Sighting(transferSyntaxUID);
  }

  #dataSet(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
    this.#sighting?.push(bytes);
    if (this.#deflated === undefined) return;
    this.#deflatedBytes += bytes.length;
    if (this.#deflatedBytes > MAX_DEFLATED) this.#deflated = [];
    else this.#deflated.push(Buffer.from(bytes));
  }

  #inflate(transferSyntaxUID: string): { readonly sighting?: Sighting; readonly lacks?: string } | undefined {
    if (this.#deflated === undefined) return undefined;
    if (this.#deflatedBytes > MAX_DEFLATED) return { lacks: 'deflated, and too long to be inflated' };
    const whole = Buffer.concat(this.#deflated);
    this.#deflated = [];
    const sighting = new Sighting(transferSyntaxUID);
    const inflate = (finishFlush: number): Buffer =>
      inflateRawSync(whole, { finishFlush, maxOutputLength: MAX_INFLATED });
    try {
      sighting.push(inflate(constants.Z_FINISH));
      return { sighting };
    } catch {
      // Cut or broken: what can be inflated says at least which object it is.
      try {
        sighting.push(inflate(constants.Z_SYNC_FLUSH));
      } catch (fault) {
        return { lacks: `cannot be inflated: ${fault instanceof Error ? fault.message : 'broken'}` };
      }
      return { sighting, lacks: 'its deflated stream does not end' };
    }
  }
}

/** The values of `ObjectSight` that are absent when the object does not have them. */
function said(sighting: Sighting): Partial<ObjectSight> {
  const lossy = sighting.text(TAG.LossyImageCompression);
  const BitsStored = sighting.number(TAG.BitsStored);
  const Rows = sighting.number(TAG.Rows);
  const Columns = sighting.number(TAG.Columns);
  const NumberOfFrames = sighting.number(TAG.NumberOfFrames);
  const pixelSha256 = sighting.pixelSha256();
  return {
    ...(lossy === '00' || lossy === '01' ? { LossyImageCompression: lossy } : {}),
    ...(BitsStored === undefined ? {} : { BitsStored }),
    ...(Rows === undefined ? {} : { Rows }),
    ...(Columns === undefined ? {} : { Columns }),
    ...(NumberOfFrames === undefined ? {} : { NumberOfFrames }),
    ...(pixelSha256 === undefined ? {} : { pixelSha256 }),
  };
}

/**
 * Measures one object.
 *
 * @param transferSyntaxUID of a bare data set, as DIMSE carries it; absent: the bytes are in Part 10 form (PS3.10), as WADO-RS sends them, and say so themselves
 */
export function createObjectMeter(transferSyntaxUID?: string): ObjectMeter {
  return new Meter(transferSyntaxUID);
}
