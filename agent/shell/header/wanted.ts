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

/** Tag of each slot, and behind the last one a tag that no element reaches. */
export const slotTags = Uint32Array.from([...slots.map(({ tag }) => tag), 0xffffffff]);

/** Slot of a wanted tag. Throws when the attribute table does not hold it. */
export function slotOf(tag: number): number {
  const slot = slotTags.indexOf(tag);
  if (slot === -1 || slot === slots.length) throw new Error(`the attribute table lacks ${tag.toString(16)}`);
  return slot;
}

/** Content items of a structured report (PS3.3 §C.17.3, §C.18) and the coded entries inside them. */
export const reportTags: WantedTags = new Map<number, Wanted>([
  [0x00080005, { keyword: 'SpecificCharacterSet', vr: 'CS' }],
  [0x00080100, { keyword: 'CodeValue', vr: 'SH' }],
  [0x00080102, { keyword: 'CodingSchemeDesignator', vr: 'SH' }],
  [0x00080104, { keyword: 'CodeMeaning', vr: 'LO' }],
  [0x00080119, { keyword: 'LongCodeValue', vr: 'UC' }],
  [0x00080120, { keyword: 'URNCodeValue', vr: 'UR' }],
  [0x004008ea, { keyword: 'MeasurementUnitsCodeSequence', vr: 'SQ' }],
  [0x0040a010, { keyword: 'RelationshipType', vr: 'CS' }],
  [0x0040a040, { keyword: 'ValueType', vr: 'CS' }],
  [0x0040a043, { keyword: 'ConceptNameCodeSequence', vr: 'SQ' }],
  [0x0040a120, { keyword: 'DateTime', vr: 'DT' }],
  [0x0040a121, { keyword: 'Date', vr: 'DA' }],
  [0x0040a122, { keyword: 'Time', vr: 'TM' }],
  [0x0040a123, { keyword: 'PersonName', vr: 'PN' }],
  [0x0040a124, { keyword: 'UID', vr: 'UI' }],
  [0x0040a160, { keyword: 'TextValue', vr: 'UT' }],
  [0x0040a161, { keyword: 'FloatingPointValue', vr: 'FD' }],
  [0x0040a168, { keyword: 'ConceptCodeSequence', vr: 'SQ' }],
  [0x0040a300, { keyword: 'MeasuredValueSequence', vr: 'SQ' }],
  [0x0040a30a, { keyword: 'NumericValue', vr: 'DS' }],
  [0x0040a730, { keyword: 'ContentSequence', vr: 'SQ' }],
]);

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
