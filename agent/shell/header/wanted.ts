import { attributes } from '../../core/facts/attributes.ts';

/** What is kept of one attribute: under which key, read as which value representation when the file does not say. */
export interface Wanted {
  readonly keyword: string;
  readonly vr: string;
}
export type WantedTags = ReadonlyMap<number, Wanted>;

/** The attribute table by tag. */
export const headerTags: WantedTags = new Map(
  Object.entries(attributes).map(([keyword, [tag, vr]]) => [Number.parseInt(tag, 16), { keyword, vr }]),
);

/**
 * The wanted attributes by ascending tag. Data sets ascend too (PS3.5 §7.1), so that both can be walked side by side; the place in this list is the attribute's slot.
 */
export const slots: readonly (Wanted & { readonly tag: number })[] = [...headerTags]
  .map(([tag, wanted]) => ({ tag, ...wanted }))
  .toSorted((a, b) => a.tag - b.tag);

/** Tag of each slot, and behind the last one the highest tag there is, which is no attribute's. */
export const slotTags = Uint32Array.from([...slots.map(({ tag }) => tag), 0xffffffff]);

/** Slot of a wanted tag. Throws when the attribute table does not hold it. */
export function slotOf(tag: number): number {
  const slot = slotTags.indexOf(tag);
  if (slot === -1) throw new Error(`the attribute table lacks ${tag.toString(16)}`);
  return slot;
}

export const contentSequence = 0x0040a730;
export const perFrameFunctionalGroups = 0x52009230;
export const samplesPerPixel = 0x00280002;
export const numberOfFrames = 0x00280008;
export const rows = 0x00280010;
export const columns = 0x00280011;
export const bitsAllocated = 0x00280100;
export const pixelDataProvider = 0x00287fe0;
export const sopClassUID = 0x00080016;
export const specificCharacterSet = 0x00080005;
