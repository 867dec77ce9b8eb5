import type { CodedConcept } from '@center/contract';
import type { SrItem } from '../../core/facts/dose/sr-item.ts';
import { type Header, itemsOf, textOf } from '../../core/facts/header.ts';
import type { DamageList } from './damage-list.ts';
import { ReportBytes, type ReportSource, smallNumber } from './report-source.ts';
import { ReportWalk } from './report-walk.ts';
import type { TextReader } from './text-decoder.ts';

const undefinedLength = 0xffffffff;

/** Where the value of a report's Content Sequence (0040,A730) begins, and how it is written. Positions are those of the whole object. */
export interface ContentPlace {
  readonly position: number;
  /** As declared; 0xffffffff until the delimiter. */
  readonly length: number;
  /** The end of the data set. */
  readonly end: number;
  readonly explicit: boolean;
  readonly big: boolean;
}

export interface ReportContent {
  readonly items: readonly SrItem[];
  /** Position behind the sequence; -1 when the object ends inside, or the budget is spent: the damage says which. */
  readonly next: number;
}

/**
 * Reads the content of a structured report in one pass over its bytes, in any plain encoding, with what is broken named in `damage` and what is whole kept. Never
 * throws for what the bytes hold; reads nothing behind the end of the content in an intact object but what the first read brings along.
 */
export function readReportContent(
  source: ReportSource,
  place: ContentPlace,
  reader: TextReader,
  damage: DamageList,
): ReportContent {
  const { position, explicit, big } = place;
  const data = new ReportBytes(source, position);
  const room = smallNumber(place.end - position);
  // A sequence longer than the object is cut, or its length is wrong: what its items end with tells.
  const overrun = place.length !== undefinedLength && place.length > room;
  const endless = place.length === undefinedLength || overrun;
  const walk = new ReportWalk(data, reader, damage);
  const end = endless ? room : smallNumber(place.length);
  const { items, next } = walk.content(reader, 0, end, { explicit, big, endless, holdsSets: true });
  if (next >= 0 && overrun) damage.add('length-overrun', '(0040,a730)');
  return { items, next: next < 0 ? next : position + (endless ? next : end) };
}

function titleOf(header: Header): CodedConcept | undefined {
  const item = itemsOf(header, 'ConceptNameCodeSequence')[0];
  if (item === undefined) return undefined;
  const code = (['CodeValue', 'LongCodeValue', 'URNCodeValue'] as const)
    .map((keyword) => textOf(item, keyword) ?? '')
    .find((each) => each !== '');
  const meaning = textOf(item, 'CodeMeaning');
  return {
    CodeValue: code ?? '',
    CodingSchemeDesignator: textOf(item, 'CodingSchemeDesignator') ?? '',
    ...(meaning === undefined ? {} : { CodeMeaning: meaning }),
  };
}

/** The root of a report (PS3.3 §C.17.3): its title stands in the header, its items are the content. */
export function reportRoot(header: Header, items: readonly SrItem[]): SrItem {
  return { valueType: 'CONTAINER', concept: titleOf(header), children: items };
}
