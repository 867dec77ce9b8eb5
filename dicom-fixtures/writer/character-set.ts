import { encodeGb18030, gb2312Bytes } from './gb18030.ts';

/** Character sets that fixtures are written in, by what is done to the bytes. */
export const characterSets = ['ascii', 'latin1', 'utf-8', 'gb18030', 'gbk', 'iso-2022-ir-58'] as const;
export type CharacterSet = (typeof characterSets)[number];

/** What SpecificCharacterSet (0008,0005) declares (PS3.3 §C.12.1.1.2); undefined for the default repertoire. */
export const declaredAs: Readonly<Record<CharacterSet, readonly string[] | undefined>> = {
  ascii: undefined,
  latin1: ['ISO_IR 100'],
  'utf-8': ['ISO_IR 192'],
  gb18030: ['GB18030'],
  gbk: ['GBK'],
  'iso-2022-ir-58': ['', 'ISO 2022 IR 58'],
};

/** Designates GB 2312 to G1 (PS3.3 table C.12-4); the bytes that follow have their high bit set. */
const designateGb2312 = [0x1b, 0x24, 0x29, 0x41] as const;

function singleByte(text: string, limit: number): Uint8Array {
  return Uint8Array.from(
    Array.from(text, (character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code > limit) throw new RangeError(`"${character}" is outside the declared character set`);
      return code;
    }),
  );
}

/** The designation holds until the next delimiter of the value (PS3.5 §6.1.2.5.3), so it is said again after `^`, `=`, a line end. */
function encodeIso2022Ir58(text: string): Uint8Array {
  const bytes: number[] = [];
  let designated = false;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
      if ('^=\\\r\n\f\t'.includes(character)) designated = false;
      continue;
    }
    const pair = gb2312Bytes(character);
    if (pair === undefined) throw new RangeError(`"${character}" is not in GB 2312`);
    if (!designated) bytes.push(...designateGb2312);
    designated = true;
    bytes.push(...pair);
  }
  return Uint8Array.from(bytes);
}

/** One text value as bytes of the character set. A character the set lacks throws. */
export function encodeText(text: string, characterSet: CharacterSet): Uint8Array {
  switch (characterSet) {
    case 'ascii':
      return singleByte(text, 0x7f);
    case 'latin1':
      return singleByte(text, 0xff);
    case 'utf-8':
      return new TextEncoder().encode(text);
    case 'gb18030':
    case 'gbk':
      return encodeGb18030(text);
    case 'iso-2022-ir-58':
      return encodeIso2022Ir58(text);
  }
}
