import type { Header } from '../../core/facts/header.ts';
import { latin1 } from './character-set.ts';
import type { DamageList } from './damage-list.ts';
import { TextReader } from './text-decoder.ts';
import { decodeValue } from './values.ts';
import type { RawSet } from './walk.ts';
import { headerTags, specificCharacterSet } from './wanted.ts';

/** The defined terms in the bytes of (0008,0005). */
export function declaredTerms(bytes: Uint8Array): readonly string[] {
  const text = latin1(bytes).replaceAll('\0', ' ');
  if (text.trim() === '') return [];
  return text.split('\\').map((term) => term.trim());
}

/** The decoder for one data set: its own character sets, else those around it (PS3.5 §7.5.3: items inherit). */
export function readerFor(set: RawSet, outer: TextReader | undefined, damage: DamageList): TextReader {
  const bytes = set.get(specificCharacterSet)?.bytes;
  if (bytes === undefined && outer !== undefined) return outer;
  const reader = new TextReader(bytes === undefined ? [] : declaredTerms(bytes));
  for (const term of reader.unknownTerms) damage.add('charset-unknown', 'SpecificCharacterSet', term.slice(0, 32));
  return reader;
}

/** Turns the wanted raw elements of a data set into plain values by keyword, items included. */
export function buildHeader(set: RawSet, outer: TextReader | undefined, damage: DamageList): Header {
  const reader = readerFor(set, outer, damage);
  const header: Record<string, unknown> = {};
  for (const [tag, element] of set) {
    const wanted = headerTags.get(tag);
    if (wanted === undefined) continue;
    if (element.items !== undefined) {
      header[wanted.keyword] = element.items.map((item) => buildHeader(item, reader, damage));
      continue;
    }
    if (wanted.vr === 'SQ') {
      damage.add('vr-unexpected', wanted.keyword, element.vr);
      continue;
    }
    const value = decodeValue(element, wanted, reader, damage);
    if (value !== undefined) header[wanted.keyword] = value;
  }
  return header;
}
