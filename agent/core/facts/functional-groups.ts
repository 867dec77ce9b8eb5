import { type Header, type NumberKeyword, numbersOf, type TextKeyword, textOf } from './header.ts';

/** Where an enhanced multi-frame image keeps what a single-frame one has at its root (PS3.3 §C.7.6.16). */
const groups = [
  'SharedFunctionalGroupsSequence',
  'PerFrameFunctionalGroupsSequence',
  'CTAcquisitionTypeSequence',
  'CTExposureSequence',
  'CTXRayDetailsSequence',
  'XRay3DAcquisitionSequence',
  'FrameAcquisitionSequence',
  'FrameAnatomySequence',
] as const;
const deepest = 3;

function collect(header: Header, depth: number, into: Header[]): void {
  into.push(header);
  if (depth === deepest) return;
  for (const keyword of groups) {
    const first = header[keyword]?.[0];
    if (first !== undefined) collect(first, depth + 1, into);
  }
}

/** The data set and, nested in it, the first item of each functional group: one frame speaks for the others. */
export function frameItems(header: Header): readonly Header[] {
  const found: Header[] = [];
  collect(header, 0, found);
  return found;
}

/** First number of an attribute in the items of one frame. */
export function numberIn(items: readonly Header[], keyword: NumberKeyword): number | undefined {
  for (const item of items) {
    const value = item[keyword];
    if (value === undefined) continue;
    const [number] = numbersOf(item, keyword);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** First filled text of an attribute at the root or in the functional groups. */
export function frameText(header: Header, keyword: TextKeyword): string | undefined {
  const root = textOf(header, keyword)?.trim() ?? '';
  if (root !== '') return root;
  for (const item of frameItems(header)) {
    const value = textOf(item, keyword)?.trim() ?? '';
    if (value !== '') return value;
  }
  return undefined;
}
