import type { ByteWindow } from './byte-window.ts';
import type { DamageList } from './damage-list.ts';
import type { ContentPlace } from './report-reader.ts';

/** One element as it stands in the object: its bytes, or its items. `vr` is `UN` when nothing says better. */
export interface RawElement {
  readonly vr: string;
  readonly big: boolean;
  readonly bytes?: Uint8Array;
  readonly items?: readonly RawSet[];
}
/** A data set or item: wanted elements by tag, in the order of the object. */
export type RawSet = Map<number, RawElement>;

/** What the walk found besides elements. */
export interface Walk {
  readonly window: ByteWindow;
  readonly damage: DamageList;
  /** Where the pixel data begin and how long they say they are (`undefined` length: encapsulated). */
  pixelData?: { readonly position: number; readonly length: number | undefined };
  /** The walk ended before the end of the data set: cut file, spent budget, or an element that makes no sense. */
  cut: boolean;
  /** Elements seen at the top level, wanted or not. */
  elements: number;
  /** The highest tag seen at the top level, wanted or not. */
  furthest: number;
  /** Items kept so far, of all sequences. */
  items: number;
  /** What no writer of data sets writes, so far: elements of group 0000 or of no value representation, the same one again, delimiters where none belongs, sequences of no items. */
  nonsense: number;
  /** Reads the content of a report where its sequence's value lies; the position behind it, -1 when the object ends inside, `undefined` when the object is no report. */
  readonly readContent: (set: RawSet, place: ContentPlace) => number | undefined;
}

/** What a walk function returns when the whole walk is over. */
export const stopped = -1;

/** More nonsense than this is no damaged data set but something else: zeros of a lost part of a disk, text, compressed data. It would be walked in steps of eight bytes. */
export const mostNonsense = 10_000;

/** Ends the whole walk and says why: the bytes are over, or the budget is. */
export function stop(walk: Walk, where?: string): number {
  walk.cut = true;
  walk.damage.add(walk.window.overBudget ? 'header-too-large' : 'truncated-header', where);
  return stopped;
}
