import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextReader } from './text-decoder.ts';

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');
const read = (declared: readonly string[], bytes: Uint8Array, name = true) =>
  new TextReader(declared).decode(bytes, name);

/** GB 2312 bytes of 王小东, 李四 and 北京; GBK bytes of 玕 (5C as second byte) and 乗 (5C): characters that hide a backslash. */
const wangXiaoDong = 'cdf5 d0a1 b6ab';

describe('declared character sets', () => {
  it.each([
    ['default repertoire', [], '57616e67', 'Wang'],
    ['ISO_IR 100', ['ISO_IR 100'], '42 75 63 5e 4a e9 72 f4 6d 65', 'Buc^Jérôme'],
    ['ISO_IR 100, two high letters side by side', ['ISO_IR 100'], '4d fc df 69 67', 'Müßig'],
    ['ISO_IR 100, a double vowel in capitals', ['ISO_IR 100'], '50 c4 c4 4b 4b d6 4e 45 4e', 'PÄÄKKÖNEN'],
    ['ISO_IR 100, two accents at the beginning', ['ISO_IR 100'], 'cd d1 49 47 4f 5e c7 d6 4c', 'ÍÑIGO^ÇÖL'],
    ['ISO-IR 100 as some write it', ['ISO-IR 100'], 'c4 6e 65 61 73', 'Äneas'],
    ['ISO_IR 101', ['ISO_IR 101'], '57 61 b3 ea 73 61', 'Wałęsa'],
    ['ISO_IR 144', ['ISO_IR 144'], 'bb ee da 63 65 dc d1 79 70 d3', 'Люкceмбypг'],
    ['ISO_IR 126', ['ISO_IR 126'], 'c4 e9 ef ed f5 f3 e9 ef f2', 'Διονυσιος'],
    ['ISO_IR 127', ['ISO_IR 127'], 'e2 c8 c7 e6 ea', 'قباني'],
    ['ISO_IR 138', ['ISO_IR 138'], 'f9 f8 e5 ef', 'שרון'],
    ['ISO_IR 166', ['ISO_IR 166'], 'b9 d1 b7', 'นัท'],
    ['ISO_IR 13', ['ISO_IR 13'], 'd4 cf c0 de', 'ﾔﾏﾀﾞ'],
    ['ISO_IR 192', ['ISO_IR 192'], '57 61 6e 67 3d e7 8e 8b', 'Wang=王'],
    ['GB18030', ['GB18030'], wangXiaoDong, '王小东'],
    ['GB18030 beyond the first plane', ['GB18030'], '95 32 82 36', '𠀀'],
    ['ISO 2022 GBK as some write it', ['ISO 2022 GBK'], wangXiaoDong, '王小东'],
    ['ISO 2022 58 as some write it', ['', 'ISO 2022 58'], '1b242941 d5c5', '张'],
    ['GBK', ['GBK'], 'ab 5c 5e b6 ab', '玕^东'.replace('玕', new TextDecoder('gbk').decode(hex('ab5c')))],
  ])('%s', (_name, declared, bytes, text) => {
    expect(read(declared, hex(bytes)).text).toBe(text);
    expect(read(declared, hex(bytes)).why).toBe(declared.length === 0 ? 'default' : 'as-declared');
  });

  it.each([
    [
      'Japanese kanji and kana',
      ['', 'ISO 2022 IR 87'],
      '59616d6164613d 1b2442 3b33 4544 1b2842 5e 1b2442 4240 4f3a 1b2842',
      'Yamada=山田^太郎',
    ],
    [
      'kanji whose bytes are ^ and backslash',
      ['', 'ISO 2022 IR 87'],
      '1b2442 305c 305e 1b2842',
      new TextDecoder('euc-jp').decode(hex('b0dcb0de')),
    ],
    [
      'half-width katakana first',
      ['ISO 2022 IR 13', 'ISO 2022 IR 87'],
      'd4cfc0de 3d 1b2442 3b33 4544 1b284a',
      'ﾔﾏﾀﾞ=山田',
    ],
    ['JIS X 0212', ['', 'ISO 2022 IR 159'], '1b242844 3021 1b2842', new TextDecoder('euc-jp').decode(hex('8fb0a1'))],
    ['Korean', ['', 'ISO 2022 IR 149'], '486f6e673d 1b242943 fbf3 5e 1b242943 d1ce d4d7', 'Hong=洪^吉洞'],
    [
      'Chinese with escapes',
      ['', 'ISO 2022 IR 58'],
      '5a68616e673d 1b242941 d5c5 5e 1b242941 d0a1 b6ab',
      'Zhang=张^小东',
    ],
    ['Chinese without the escapes it needs', ['', 'ISO 2022 IR 58'], `57616e673d ${wangXiaoDong}`, 'Wang=王小东'],
    ['Latin and Cyrillic by turns', ['ISO 2022 IR 100', 'ISO 2022 IR 144'], 'c4 5c 1b2d4c bb', 'Ä\\Л'],
  ])('code extensions: %s', (_name, declared, bytes, text) => {
    expect(read(declared, hex(bytes))).toMatchObject({ text, why: 'as-declared' });
  });

  it('an unknown term is named and the rest still holds', () => {
    const reader = new TextReader(['KLINGON', 'GB18030']);
    expect(reader.unknownTerms).toEqual(['KLINGON']);
    expect(reader.decode(hex(wangXiaoDong), true).text).toBe('王小东');
  });
});

describe('wrong declarations', () => {
  it.each([
    ['UTF-8 under ISO_IR 100', ['ISO_IR 100'], 'e78e8b e5b08f', '王小', 'utf8-under-other-declaration'],
    ['UTF-8 under GB18030', ['GB18030'], 'e78e8b e5b08f', '王小', 'utf8-under-other-declaration'],
    ['UTF-8 under nothing', [], 'e78e8b', '王', 'utf8-under-other-declaration'],
    ['GBK under ISO_IR 100', ['ISO_IR 100'], wangXiaoDong, '王小东', 'gb18030-under-other-declaration'],
    [
      'GBK under ISO_IR 100 beside letters',
      ['ISO_IR 100'],
      '43 54 c6 bd c9 a8',
      'CT平扫',
      'gb18030-under-other-declaration',
    ],
    ['GBK that is UTF-8 by form', [], 'cdb7 c2ad c6bd c9a8', '头颅平扫', 'gb18030-under-other-declaration'],
    ['UTF-8 Latin under ISO_IR 100', ['ISO_IR 100'], '4d c3bc 6c6c6572', 'Müller', 'utf8-under-other-declaration'],
    ['UTF-8 Cyrillic under nothing', [], 'd09b d18e d0ba', 'Люк', 'utf8-under-other-declaration'],
    ['GBK under nothing', [], `57616e673d ${wangXiaoDong}`, 'Wang=王小东', 'gb18030-under-other-declaration'],
    ['GBK under UTF-8', ['ISO_IR 192'], wangXiaoDong, '王小东', 'gb18030-under-other-declaration'],
    ['Latin-1 under nothing', [], '4a e9 72 f4 6d 65', 'Jérôme', 'latin1-last-resort'],
    ['Latin-1 under UTF-8', ['ISO_IR 192'], '4d fc 6c 6c 65 72', 'Müller', 'latin1-last-resort'],
  ])('%s', (_name, declared, bytes, text, why) => {
    expect(read(declared, hex(bytes))).toMatchObject({ text, why });
  });
});

describe('laws', () => {
  const hanzi = fc.string({
    unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
    minLength: 1,
    maxLength: 6,
  });

  it('UTF-8 text comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\u001b'));
        expect(read(['ISO_IR 192'], Buffer.from(text, 'utf8')).text).toBe(Buffer.from(text, 'utf8').toString('utf8'));
      }),
    );
  });

  it('Chinese names in UTF-8 are recovered under every Latin declaration', () => {
    fc.assert(
      fc.property(hanzi, fc.constantFrom([], ['ISO_IR 100'], ['ISO_IR 6'], ['GB18030']), (name, declared) => {
        expect(read(declared, Buffer.from(`Wang=${name}`, 'utf8')).text).toBe(`Wang=${name}`);
      }),
    );
  });

  it('any bytes under any declaration give some text and never a failure', () => {
    const terms = fc.array(
      fc.constantFrom(
        '',
        'ISO_IR 100',
        'ISO_IR 192',
        'GB18030',
        'ISO 2022 IR 87',
        'ISO 2022 IR 149',
        'ISO 2022 IR 58',
        'ISO 2022 IR 159',
        'ISO_IR 13',
        'nonsense',
      ),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(terms, fc.uint8Array({ maxLength: 40 }), fc.boolean(), (declared, bytes, name) => {
        expect(typeof read(declared, bytes, name).text).toBe('string');
      }),
      { numRuns: 2000 },
    );
  });
});
