import {
  asciiSet,
  type CharacterSet,
  characterSetOf,
  gb2312,
  gb18030,
  latin1,
  latin1Set,
  utf8,
} from './character-set.ts';
import { decodeIso2022 } from './iso-2022.ts';

/** Which character set was declared, which one was used, and why another one. */
export interface CharsetUse {
  /** The defined terms as they stand in (0008,0005); empty when it is absent. */
  readonly declared: readonly string[];
  readonly used: string;
  readonly why:
    | 'as-declared'
    | 'default'
    | 'utf8-under-other-declaration'
    | 'gb18030-under-other-declaration'
    | 'latin1-last-resort';
}

export interface DecodedText {
  readonly text: string;
  readonly why: CharsetUse['why'];
  readonly used: string;
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f || byte === 0x1b) return false;
  return true;
}

const han = /^[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]+$/u;
/**
 * Text that UTF-8 alone explains: a character of three or more bytes, or words of one European script. Other pairs of bytes that are UTF-8 by form are as likely two
 * ideographs of GB 2312 (平扫 is also ƽɨ).
 */
const oneScript = /[\u0800-\u{10ffff}]|^(?:[\0-\x7f\u00a0-\u017f]*|[\0-\x7f\u0370-\u03ff]*|[\0-\x7f\u0400-\u045f]*)$/u;
const nonAscii = /[^\0-\x7f]+/gu;

function onlyHan(text: string): boolean {
  return (text.match(nonAscii) ?? []).every((run) => han.test(run));
}

function isLetter(byte = 0): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Two Latin-1 letters alone among ASCII letters are a double vowel of a Latin word (PÄÄKKÖNEN) before they are one ideograph. */
function isAccentedPair(bytes: Uint8Array, at: number): boolean {
  const [before = 0, lead = 0, trail = 0, after = 0] = [bytes[at - 1], bytes[at], bytes[at + 1], bytes[at + 2]];
  return lead >= 0xc0 && trail >= 0xc0 && before < 0x80 && after < 0x80 && (isLetter(before) || isLetter(after));
}

/**
 * Whether bytes under a Latin (or no) declaration are really Chinese. Latin letters stand between ASCII letters and rarely side by side; GB 2312 ideographs come in
 * pairs of high bytes with the first from 0xB0 to 0xF7. A single doubtful pair counts only when its first byte is no lower-case Latin letter.
 */
function looksChinese(bytes: Uint8Array): string | undefined {
  let clear = 0;
  let doubtful = 0;
  let mixed = 0;
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const trail = bytes[at + 1] ?? 0;
    if (trail < 0x80 || isAccentedPair(bytes, at)) mixed += 1;
    else if (lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1) {
      if (lead < 0xe0 || trail < 0xc0) clear += 1;
      else doubtful += 1;
    } else mixed += 0.5;
    at += 2;
  }
  if (clear + doubtful / 2 < 1 || mixed > clear + doubtful) return undefined;
  const text = gb18030.decode(bytes);
  return text !== undefined && onlyHan(text) ? text : undefined;
}

/** UTF-8 with characters of three or more bytes that are Han: GB text is not valid UTF-8 of that form but by an extreme accident. */
function looksUtf8Han(bytes: Uint8Array): string | undefined {
  const text = utf8.decode(bytes);
  if (text === undefined) return undefined;
  const runs = text.match(nonAscii) ?? [];
  return runs.length > 0 && runs.every((run) => han.test(run)) ? text : undefined;
}

/**
 * Decodes the texts of one data set by its declared character sets, strictly; what does not fit is tried as UTF-8, then as GB 18030, then shown as ISO 8859-1.
 * Bytes become text before anything is split at `\`, `^` or `=`, since those bytes occur inside of two-byte characters.
 */
export class TextReader {
  readonly declared: readonly string[];
  readonly unknownTerms: readonly string[];
  readonly #sets: readonly CharacterSet[];

  constructor(declared: readonly string[]) {
    this.declared = declared;
    const sets: CharacterSet[] = [];
    const unknown: string[] = [];
    for (const term of declared) {
      const found = characterSetOf(term);
      if (found === undefined) unknown.push(term);
      else sets.push(found);
    }
    this.#sets = sets.length === 0 ? [asciiSet] : sets;
    this.unknownTerms = unknown;
  }

  /** Text of one element's value, with every value of it still joined by `\`. */
  decode(bytes: Uint8Array, isName: boolean): DecodedText {
    const why = this.declared.length === 0 ? 'default' : 'as-declared';
    const first = this.#sets[0] ?? asciiSet;
    if (isAscii(bytes)) return { text: latin1(bytes), why, used: first.name };
    return this.#misdeclared(bytes, first) ?? this.#asDeclared(bytes, first, isName, why) ?? this.#lastResorts(bytes);
  }

  /** A declaration that fits formally and is wrong all the same: Latin or GB over UTF-8, Latin or nothing over GB. */
  #misdeclared(bytes: Uint8Array, first: CharacterSet): DecodedText | undefined {
    if (first === utf8 || bytes.includes(0x1b)) return undefined;
    const latin = first.width === 1 && this.#sets.length === 1;
    const text = latin ? utf8.decode(bytes) : looksUtf8Han(bytes);
    const asUtf8: DecodedText | undefined =
      text !== undefined && (first === gb18030 || first.width === 1)
        ? { text, why: 'utf8-under-other-declaration', used: utf8.name }
        : undefined;
    if (asUtf8 !== undefined && oneScript.test(asUtf8.text)) return asUtf8;
    const chinese = latin && (first === latin1Set || first === asciiSet) ? looksChinese(bytes) : undefined;
    return chinese === undefined
      ? asUtf8
      : { text: chinese, why: 'gb18030-under-other-declaration', used: gb18030.name };
  }

  #asDeclared(
    bytes: Uint8Array,
    first: CharacterSet,
    isName: boolean,
    why: 'default' | 'as-declared',
  ): DecodedText | undefined {
    const simple = first.width === 0 || (this.#sets.length === 1 && first.width === 1 && !bytes.includes(0x1b));
    const text = simple ? first.decode(bytes) : decodeIso2022(bytes, this.#sets, isName);
    return text === undefined ? undefined : { text, why, used: this.#sets.map((set) => set.name).join('\\') };
  }

  #lastResorts(bytes: Uint8Array): DecodedText {
    const asUtf8 = utf8.decode(bytes);
    if (asUtf8 !== undefined) return { text: asUtf8, why: 'utf8-under-other-declaration', used: utf8.name };
    const asGb = this.#sets.includes(gb2312) ? gb18030.decode(bytes) : looksChinese(bytes);
    if (asGb !== undefined) return { text: asGb, why: 'gb18030-under-other-declaration', used: gb18030.name };
    return { text: latin1(bytes), why: 'latin1-last-resort', used: latin1Set.name };
  }
}
