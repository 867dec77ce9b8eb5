import { type Header, itemsOf, type NumberKeyword, numbersOf, type TextKeyword, textOf } from './header.ts';

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

/** The data set and, nested in it, the first item of each functional group: one frame speaks for the others. */
function* frame(header: Header, depth = 0): Generator<Header> {
  yield header;
  if (depth === deepest) return;
  for (const keyword of groups) {
    const [first] = itemsOf(header, keyword);
    if (first !== undefined) yield* frame(first, depth + 1);
  }
}

/** First number of an attribute at the root or in the functional groups. */
export function frameNumber(header: Header, keyword: NumberKeyword): number | undefined {
  for (const item of frame(header)) {
    const [value] = numbersOf(item, keyword);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** First filled text of an attribute at the root or in the functional groups. */
export function frameText(header: Header, keyword: TextKeyword): string | undefined {
  for (const item of frame(header)) {
    const value = textOf(item, keyword)?.trim() ?? '';
    if (value !== '') return value;
  }
  return undefined;
}

/** Every data set that may hold the attributes of one frame. */
export function frameItems(header: Header): readonly Header[] {
  return [...frame(header)];
}
