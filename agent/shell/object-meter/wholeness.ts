// Whether an object that went by was whole: its elements end where they say, its pixels are there and are enough.
import { contentBegin, isImage } from '../header/index.ts';
import { isVideo } from './element-encoding.ts';

/** What was seen of one object. */
export interface SeenObject {
  readonly transferSyntaxUID: string;
  readonly SOPClassUID: string;
  /** `border`: the bytes ended where an element ends. `lost`: they stopped being elements. */
  readonly end: 'border' | 'inside' | 'lost';
  /** Highest top-level tag. */
  readonly furthest: number;
  /** Its pixels are elsewhere, by its own word (0028,7FE0). */
  readonly hasProvider: boolean;
  readonly dimensions: {
    readonly rows: number | undefined;
    readonly columns: number | undefined;
    readonly frames: number;
    readonly samples: number;
    readonly bitsAllocated: number | undefined;
    readonly photometric: string;
  };
  /** `length` as declared, `undefined` for encapsulated pixels; fragments without the offset table. */
  readonly pixels:
    | { readonly length: number | undefined; readonly fragments: number; readonly fragmentBytes: number }
    | undefined;
}

/** Native pixels that the dimensions ask for, bytes; `undefined` when they do not say (PS3.5 section 8.1). */
function neededBytes({
  rows,
  columns,
  frames,
  samples,
  bitsAllocated,
  photometric,
}: SeenObject['dimensions']): number | undefined {
  if (rows === undefined || columns === undefined || bitsAllocated === undefined) return undefined;
  const full = (rows * columns * frames * samples * bitsAllocated) / 8;
  // Chrominance at half (4:2:2) or a quarter (4:2:0) of the samples (PS3.3 section C.7.6.3.1.2).
  if (photometric.endsWith('_422')) return Math.floor((full * 2) / 3);
  if (photometric.endsWith('_420')) return Math.floor(full / 2);
  return Math.floor(full);
}

function lackOfPixels(object: SeenObject, pixels: NonNullable<SeenObject['pixels']>): string | undefined {
  if (object.end === 'inside') return 'ends inside its pixel data, or inside an element behind them';
  const { frames } = object.dimensions;
  if (pixels.length === undefined) {
    if (pixels.fragmentBytes === 0) return 'its pixel data is empty';
    return pixels.fragments < frames && !isVideo(object.transferSyntaxUID) ? 'fewer fragments than frames' : undefined;
  }
  const needed = neededBytes(object.dimensions);
  return needed !== undefined && pixels.length < needed ? 'less pixel data than its dimensions ask for' : undefined;
}

/**
 * What an object lacks, in words, or `undefined` when it is whole (domain §7, L5). Bytes that are no elements behind whole pixels are padding. A class without pixels is
 * whole when its bytes end where an element ends, at or behind the place where its content begins.
 */
export function lackOf(object: SeenObject): string | undefined {
  const { pixels, end, SOPClassUID } = object;
  if (pixels !== undefined) return lackOfPixels(object, pixels);
  if (end !== 'border') return end === 'lost' ? 'its bytes stop being elements' : 'ends inside an element';
  const begin = contentBegin(SOPClassUID);
  if (begin !== undefined) return object.furthest < begin ? 'ends before its content' : undefined;
  const owesPixels = isImage(SOPClassUID) || object.dimensions.rows !== undefined;
  return owesPixels && !object.hasProvider ? 'no pixel data' : undefined;
}
