import { type ElementKeyword, elementTable, type ValueRepresentation } from './element-table.ts';

/** A value as a builder writes it. Bytes go out as they are; `null` and an empty list are an element without value. */
export type ElementValue = string | number | null | Uint8Array | readonly (string | number)[] | readonly Dataset[];

/** Elements by DICOM keyword; order does not matter, writers sort by tag. */
export type Dataset = { readonly [Keyword in ElementKeyword]?: ElementValue };

/** One element with its place and form resolved. */
export interface PlacedElement {
  readonly keyword: ElementKeyword;
  /** Group in the upper 16 bits, element in the lower. */
  readonly tag: number;
  readonly vr: ValueRepresentation;
  readonly value: ElementValue;
}

export function isItems(value: ElementValue): value is readonly Dataset[] {
  return Array.isArray(value) && value.length > 0 && typeof value[0] === 'object';
}

/** The items of a sequence; none where the element is absent, empty or no sequence. */
export function itemsOf(value: ElementValue | undefined): readonly Dataset[] {
  return value !== undefined && value !== null && isItems(value) ? value : [];
}

/** The elements of a dataset in the order of their tags. */
export function placedElements(dataset: Dataset): readonly PlacedElement[] {
  return Object.entries(dataset)
    .map(([name, value]): PlacedElement => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Dataset has no other keys
      const keyword = name as ElementKeyword;
      const [tag, vr] = elementTable[keyword];
      return { keyword, tag, vr, value };
    })
    .toSorted((a, b) => a.tag - b.tag);
}
