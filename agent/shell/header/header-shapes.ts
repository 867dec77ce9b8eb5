import type { Header } from '../../core/facts/header.ts';
import { slots } from './wanted.ts';

/** One list of attributes that headers had, with the last header that had it. */
interface Shape {
  readonly slots: Uint16Array;
  readonly values: unknown[];
  header: Readonly<Record<string, unknown>>;
}

/** More lists than devices of a center write. */
const most = 256;

function sameSlots(shape: Shape, found: Uint16Array, count: number): boolean {
  if (shape.slots.length !== count) return false;
  for (let at = 0; at < count; at += 1) if (shape.slots[at] !== found[at]) return false;
  return true;
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b && (a !== 0 || Object.is(a, b));
}

/**
 * Makes headers from values. An object that grows key by key costs more than everything else in reading it; a copy of the last one with the same keys, in which only the
 * values that differ are set, costs a fifth of that. Objects of one series have the same keys and mostly the same values.
 */
export class HeaderShapes {
  readonly #known = new Map<number, Shape>();

  /** The header of the first `count` slots of `found`, each with the value at the same place in `values`. */
  build(found: Uint16Array, values: readonly unknown[], count: number): Header {
    let key = count;
    for (let at = 0; at < count; at += 1) key = (Math.imul(key, 31) + (found[at] ?? 0)) | 0;
    const known = this.#known.get(key);
    const shape = known !== undefined && sameSlots(known, found, count) ? known : this.#add(key, found, count);
    const header: Record<string, unknown> = { ...shape.header };
    for (let at = 0; at < count; at += 1) {
      const value = values[at];
      if (sameValue(value, shape.values[at])) continue;
      shape.values[at] = value;
      header[slots[found[at] ?? 0]?.keyword ?? ''] = value;
    }
    shape.header = header;
    return header;
  }

  #add(key: number, found: Uint16Array, count: number): Shape {
    if (this.#known.size >= most) this.#known.clear();
    const own = found.slice(0, count);
    const keys = Array.from(own, (slot) => slots[slot]?.keyword ?? '');
    // Parsed text, not keys set one by one: the runtime lays out such an object for fast copying, and one that grew as a table of keys.
    const header: unknown = JSON.parse(`{${keys.map((keyword) => `${JSON.stringify(keyword)}:null`).join(',')}}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed from the object text in the line above
    const shape = { slots: own, values: keys.map(() => null), header: header as Record<string, unknown> };
    this.#known.set(key, shape);
    return shape;
  }
}
