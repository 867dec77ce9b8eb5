import { describe, expect, it } from 'vitest';
import { walkHeaderBytes } from './header-reader.ts';
import { readHeaderBytes } from './index.ts';
import {
  ctElements,
  element,
  explicitLittle,
  implicitLittle,
  item,
  meta,
  type Style,
  sequence,
} from './part10-bytes.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const syntaxOf = (style: Style): string => (style.explicit ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2');

function read(
  more: Readonly<Record<number, Buffer>>,
  style: Style = explicitLittle,
): ReturnType<typeof readHeaderBytes> {
  const bytes = Buffer.concat([meta(syntaxOf(style)), ctElements(style, more)]);
  const reading = readHeaderBytes(bytes, { complete: false });
  expect(reading).toEqual(walkHeaderBytes(bytes, { complete: false }));
  return reading;
}

/** An item of a code sequence that may declare character sets of its own. */
const coded = (style: Style, meaning: Buffer, charset?: string, inner: Buffer = Buffer.alloc(0)): Buffer =>
  item(
    Buffer.concat([
      charset === undefined ? Buffer.alloc(0) : element(0x00080005, 'CS', charset, style),
      element(0x00080104, 'LO', meaning, style),
      inner,
    ]),
    style,
    true,
  );

const gb = hex('cdb7b2bf');
const utf8 = Buffer.from('头部', 'utf8');

describe('character sets of items (PS3.5 §7.5.3)', () => {
  it.each([
    ['explicit', explicitLittle],
    ['implicit', implicitLittle],
  ])('hold for the item and what is in it, and for nothing behind it: %s', (_name, style) => {
    const own = coded(
      style,
      gb,
      'GB18030',
      sequence(0x00400275, [coded(style, gb), coded(style, utf8, 'ISO_IR 192')], style, true),
    );
    const korean = coded(style, hex('1b242943 b8d3b8ae'), '\\ISO 2022 IR 149');
    const reading = read(
      {
        [0x00081032]: sequence(0x00081032, [coded(style, utf8), own, korean, coded(style, utf8)], style, true),
        [0x00081030]: element(0x00081030, 'LO', utf8, style),
      },
      style,
    );
    expect(reading).toMatchObject({
      kind: 'readable',
      damage: [],
      header: {
        StudyDescription: '头部',
        ProcedureCodeSequence: [
          { CodeMeaning: '头部' },
          { CodeMeaning: '头部', RequestAttributesSequence: [{ CodeMeaning: '头部' }, { CodeMeaning: '头部' }] },
          { CodeMeaning: '머리' },
          { CodeMeaning: '头部' },
        ],
      },
    });
  });

  it('are named when they are unknown or wrong, and the bytes are kept', () => {
    const unknown = coded(explicitLittle, hex('4142'), 'ISO_IR 999');
    const wrong = coded(explicitLittle, gb, 'ISO_IR 192');
    const none = coded(explicitLittle, hex('41ff42'), 'ISO_IR 192');
    expect(read({ [0x00081032]: sequence(0x00081032, [unknown, wrong, none]) })).toMatchObject({
      header: { ProcedureCodeSequence: [{ CodeMeaning: 'AB' }, { CodeMeaning: '头部' }, { CodeMeaning: 'AÿB' }] },
      damage: [
        { code: 'charset-unknown', where: 'SpecificCharacterSet', detail: 'ISO_IR 999' },
        { code: 'charset-misdeclared', where: 'CodeMeaning' },
        { code: 'text-undecodable', where: 'CodeMeaning' },
      ],
    });
  });
});

/** The example of PS3.5 §H.3.1 with its escapes. */
const yamada = Buffer.concat([
  Buffer.from('Yamada^Taro=', 'latin1'),
  hex('1b2442 3b334544 1b2842 5e 1b2442 42404f3a 1b2842'),
  Buffer.from('=', 'latin1'),
  hex('1b2442 246424 5e2440 1b2842 5e 1b2442 243f246d2426 1b2842'),
]);

describe('the three groups of a name (PS3.5 §6.2.1)', () => {
  it.each([
    ['GB18030', hex('57616e675e58 3d cdf55e d0a1b6ab'), 'Wang^X=王^小东'],
    ['\\ISO 2022 IR 87', yamada, 'Yamada^Taro=山田^太郎=やまだ^たろう'],
    ['\\ISO 2022 IR 149', hex('486f6e67 3d 1b242943fbf3 5e 1b242943d1ced4d7 3d 1b242943c8ab'), 'Hong=洪^吉洞=홍'],
    ['\\ISO 2022 IR 58', hex('5a68616e67 3d 1b242941d5c5 5e 1b242941d0a1b6ab 3d'), 'Zhang=张^小东'],
    ['ISO_IR 192', Buffer.from('=王^小东', 'utf8'), '=王^小东'],
    ['ISO_IR 192', Buffer.from('Wang^X  ==王 ', 'utf8'), 'Wang^X==王'],
    ['ISO_IR 192', Buffer.from('==', 'utf8'), ''],
  ])('%s, %s', (charset, bytes, name) => {
    const reading = read({
      [0x00080005]: element(0x00080005, 'CS', charset),
      [0x00100010]: element(0x00100010, 'PN', bytes),
    });
    expect(reading).toMatchObject({ header: { PatientName: name }, damage: [] });
  });
});
