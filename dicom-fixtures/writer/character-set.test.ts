import { describe, expect, it } from 'vitest';
import { familyNames, givenNamesFemale, givenNamesMale, staff } from '../center/names.ts';
import { encodeText } from './character-set.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('GB18030', () => {
  it('comes back from the platform decoder, two bytes and four', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true });
    for (const text of ['王^小明', 'Zhang^X=张^㛃', '\u{20D7C}\u{2A6D6}', 'é', '中文，ASCII']) {
      expect(decoder.decode(encodeText(text, 'gb18030'))).toBe(text);
    }
    expect(hex(encodeText('王', 'gb18030'))).toBe('cdf5');
    expect(encodeText('\u{20D7C}', 'gb18030')).toHaveLength(4);
  });

  it('agrees with the decoder for every ideograph of the first plane', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true });
    const all = Array.from({ length: 0x9fff - 0x4e00 + 1 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(
      '',
    );
    expect(decoder.decode(encodeText(all, 'gb18030'))).toBe(all);
  });
});

describe('ISO 2022 IR 58', () => {
  it('writes the example of PS3.5 annex K: each component designates anew', () => {
    expect(hex(encodeText('Zhang^XiaoDong=张^小东', 'iso-2022-ir-58'))).toBe(
      hex(Buffer.from('Zhang^XiaoDong=\u001b$)A', 'latin1')) +
        'd5c5' +
        hex(Buffer.from('^\u001b$)A', 'latin1')) +
        'd0a1b6ab',
    );
  });

  it('refuses what GB 2312 lacks', () => {
    expect(() => encodeText('㛃', 'iso-2022-ir-58')).toThrow(RangeError);
  });

  it('holds every name of the center', () => {
    const names = [...familyNames, ...givenNamesMale, ...givenNamesFemale].map(([han]) => han);
    for (const name of [...names, ...staff.operators, ...staff.physicians])
      expect(() => encodeText(name, 'iso-2022-ir-58')).not.toThrow();
  });
});

describe('single-byte sets', () => {
  it('write Latin 1 and refuse the rest', () => {
    expect(hex(encodeText('é', 'latin1'))).toBe('e9');
    expect(() => encodeText('é', 'ascii')).toThrow(RangeError);
    expect(() => encodeText('王', 'latin1')).toThrow(RangeError);
  });
});
