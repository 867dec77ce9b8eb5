import type { CodedConcept } from '@center/contract';
import type { SrItem } from '../../core/facts/dose/sr-item.ts';
import { latin1 } from './character-set.ts';
import type { DamageList } from './damage-list.ts';
import { readerFor } from './header-builder.ts';
import type { TextReader } from './text-decoder.ts';
import { decodeValue, type PlainValue, readNumberText } from './values.ts';
import type { RawSet } from './walk.ts';
import { contentSequence, reportTags } from './wanted.ts';

const tag = {
  relationship: 0x0040a010,
  valueType: 0x0040a040,
  conceptName: 0x0040a043,
  conceptCode: 0x0040a168,
  measuredValue: 0x0040a300,
  numericValue: 0x0040a30a,
  floatingValue: 0x0040a161,
  units: 0x004008ea,
  dateTime: 0x0040a120,
  date: 0x0040a121,
  time: 0x0040a122,
  personName: 0x0040a123,
  uid: 0x0040a124,
  text: 0x0040a160,
  codeValue: 0x00080100,
  scheme: 0x00080102,
  meaning: 0x00080104,
  longCodeValue: 0x00080119,
  urnCodeValue: 0x00080120,
} as const;

interface Reading {
  readonly reader: TextReader;
  readonly damage: DamageList;
}

function value(set: RawSet, at: number, { reader, damage }: Reading): PlainValue | undefined {
  const element = set.get(at);
  return element === undefined ? undefined : decodeValue(element, reportTags.get(at)?.keyword ?? '', reader, damage);
}

function text(set: RawSet, at: number, reading: Reading): string | undefined {
  const found = value(set, at, reading);
  if (found === undefined) return undefined;
  return typeof found === 'object' ? found.join('\\') : String(found);
}

function firstItem(set: RawSet, at: number): RawSet | undefined {
  return set.get(at)?.items?.[0];
}

/** The coded entry in the first item of a code sequence (PS3.3 table 8.8-1), as written; it is normalised where it is matched. */
function concept(set: RawSet, at: number, reading: Reading): CodedConcept | undefined {
  const item = firstItem(set, at);
  if (item === undefined) return undefined;
  const code = [tag.codeValue, tag.longCodeValue, tag.urnCodeValue]
    .map((at) => text(item, at, reading) ?? '')
    .find((each) => each !== '');
  const meaning = text(item, tag.meaning, reading);
  return {
    CodeValue: code ?? '',
    CodingSchemeDesignator: text(item, tag.scheme, reading) ?? '',
    ...(meaning === undefined ? {} : { CodeMeaning: meaning }),
  };
}

function measured(set: RawSet, reading: Reading): SrItem['measured'] {
  const item = firstItem(set, tag.measuredValue);
  if (item === undefined) return undefined;
  const raw = item.get(tag.numericValue);
  const rawText = raw?.bytes === undefined ? '' : latin1(raw.bytes).replaceAll('\0', ' ').trim();
  const floating = value(item, tag.floatingValue, reading);
  const parsed =
    raw?.vr === 'DS' || raw === undefined
      ? readNumberText(rawText, 'DS', 'NumericValue', reading.damage)
      : value(item, tag.numericValue, reading);
  const number = typeof floating === 'number' && typeof parsed !== 'number' ? floating : parsed;
  const unit = concept(item, tag.units, reading);
  if (rawText === '' && typeof number !== 'number') return undefined;
  return {
    raw: rawText === '' ? String(number) : rawText,
    ...(typeof number === 'number' ? { number } : {}),
    ...(unit === undefined ? {} : { unit }),
  };
}

function itemOf(set: RawSet, outer: TextReader, damage: DamageList): SrItem {
  const reading: Reading = { reader: readerFor(set, outer, damage), damage };
  const name = concept(set, tag.conceptName, reading);
  const code = concept(set, tag.conceptCode, reading);
  const number = measured(set, reading);
  const relationship = text(set, tag.relationship, reading);
  const plain =
    text(set, tag.text, reading) ??
    text(set, tag.dateTime, reading) ??
    text(set, tag.uid, reading) ??
    text(set, tag.personName, reading) ??
    text(set, tag.date, reading) ??
    text(set, tag.time, reading);
  return {
    valueType: text(set, tag.valueType, reading) ?? '',
    ...(relationship === undefined ? {} : { relationship }),
    ...(name === undefined ? {} : { concept: name }),
    ...(code === undefined ? {} : { code }),
    ...(number === undefined ? {} : { measured: number }),
    ...(plain === undefined ? {} : { text: plain }),
    children: (set.get(contentSequence)?.items ?? []).map((child) => itemOf(child, reading.reader, damage)),
  };
}

/** The content tree of a structured report, from its raw elements; `undefined` when it has no root concept and no content. */
export function buildReportTree(set: RawSet, reader: TextReader, damage: DamageList): SrItem | undefined {
  if (!set.has(contentSequence) && !set.has(tag.conceptName)) return undefined;
  return itemOf(set, reader, damage);
}
