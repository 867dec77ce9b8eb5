import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { scanFast } from './fast-scan.ts';
import { walkHeaderBytes } from './header-reader.ts';
import { readHeaderBytes, readHeaderFile } from './index.ts';
import { chance, mutate } from './mutants.ts';
import {
  ctElements,
  element,
  explicitBig,
  explicitLittle,
  implicitLittle,
  item,
  meta,
  pixels,
  type Style,
  sequence,
  u16,
  u32,
} from './part10-bytes.ts';
import { ScanWindow } from './scan-window.ts';

/** The full walk is the truth; the fast scan is right when nobody can tell which of them has read. */
const folder = mkdtempSync(join(tmpdir(), 'fast-scan-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let written = 0;
function fileOf(bytes: Uint8Array): string {
  written += 1;
  const path = join(folder, String(written));
  writeFileSync(path, bytes);
  return path;
}

function isFast(bytes: Uint8Array): boolean {
  return scanFast(ScanWindow.ofBytes(bytes)) !== undefined;
}

const code = (style: Style, meaning: Buffer | string = 'Abdomen', delimited = true): Buffer =>
  item(
    Buffer.concat([element(0x00080100, 'SH', '1234', style), element(0x00080104, 'LO', meaning, style)]),
    style,
    delimited,
  );

/** Wanted and unwanted sequences, with and without lengths, private blocks and nested ones. */
function rich(style: Style): Readonly<Record<number, Buffer>> {
  return {
    [0x00081032]: sequence(0x00081032, [code(style), code(style)], style, true),
    [0x00081140]: sequence(
      0x00081140,
      [code(style), item(sequence(0x00081199, [code(style)], style, true), style, true)],
      style,
      true,
    ),
    [0x00082218]: sequence(0x00082218, [code(style, 'Chest', false)], style),
    [0x00091002]: element(0x00091002, 'OB', Buffer.alloc(30, 5), style),
    [0x00101020]: element(0x00101020, 'DS', '1.72 ', style),
    [0x00181152]: element(0x00181152, 'IS', '12.5', style),
    [0x00189345]: element(0x00189345, 'FD', Buffer.from('9a99999999992440', 'hex'), style),
    [0x00280030]: element(0x00280030, 'DS', '0.70\\0.70', style),
    [0x00321060]: element(0x00321060, 'LO', Buffer.from('胸部CT平扫', 'utf8'), style),
  };
}

const frame = (style: Style, number: number): Buffer =>
  item(
    Buffer.concat([
      sequence(
        0x00189321,
        [item(element(0x00189330, 'FD', Buffer.from('0000000000006a40', 'hex'), style), style, true)],
        style,
        true,
      ),
      sequence(0x00209111, [item(element(0x00209057, 'UL', u32(number, style.big), style), style)], style),
    ]),
    style,
    true,
  );

function enhanced(style: Style, frames: number, delimited: boolean): Buffer {
  const more = {
    [0x00280002]: element(0x00280002, 'US', u16(1, style.big), style),
    [0x00280008]: element(0x00280008, 'IS', String(frames), style),
    [0x00280010]: element(0x00280010, 'US', u16(8, style.big), style),
    [0x00280011]: element(0x00280011, 'US', u16(8, style.big), style),
    [0x00280100]: element(0x00280100, 'US', u16(16, style.big), style),
    [0x52009230]: sequence(
      0x52009230,
      Array.from({ length: frames }, (_, at) => frame(style, at)),
      style,
      delimited,
    ),
  };
  return Buffer.concat([ctElements(style, more), pixels(style, frames * 128)]);
}

const syntaxes = [
  ['explicit', '1.2.840.10008.1.2.1', explicitLittle],
  ['implicit', '1.2.840.10008.1.2', implicitLittle],
  ['big endian', '1.2.840.10008.1.2.2', explicitBig],
] as const;

const specimens: readonly (readonly [name: string, bytes: Buffer])[] = syntaxes.flatMap(([name, syntax, style]) => [
  [name, Buffer.concat([meta(syntax), ctElements(style, rich(style)), pixels(style)])] as const,
  [`${name}, enhanced`, Buffer.concat([meta(syntax), enhanced(style, 6, true)])] as const,
  [`${name}, enhanced with lengths`, Buffer.concat([meta(syntax), enhanced(style, 6, false)])] as const,
  [
    `${name}, no pixels`,
    Buffer.concat([meta(syntax, '1.2.840.10008.5.1.4.1.1.481.5'), ctElements(style, rich(style))]),
  ] as const,
]);

describe('the fast scan and the full walk', () => {
  it.each(specimens)('read the same: %s', (name, bytes) => {
    const whole = walkHeaderBytes(bytes, { complete: true });
    expect(whole.kind).toBe('readable');
    expect(isFast(bytes)).toBe(!name.startsWith('big'));
    expect(readHeaderBytes(bytes, { complete: true })).toEqual(whole);
    expect(readHeaderFile(fileOf(bytes))).toEqual(whole);
    expect(readHeaderBytes(bytes, { complete: false })).toEqual(walkHeaderBytes(bytes, { complete: false }));
  });

  it('read the same wherever a long value moves the window', () => {
    for (const length of [7000, 8180, 8191, 8192, 8200, 20_000, 65_530, 70_000, 200_000]) {
      for (const style of [explicitLittle, implicitLittle]) {
        const blobs = {
          ...rich(style),
          [0x00091002]: element(0x00091002, 'OB', Buffer.alloc(length, 5), style),
          [0x00104000]: element(0x00104000, 'LT', Buffer.alloc(Math.min(length, 9000), 0x41), style),
          [0x00291010]: element(0x00291010, 'OB', Buffer.alloc(length + 2, 6), style),
          [0x00400275]: sequence(
            0x00400275,
            Array.from({ length: 300 }, () => code(style)),
            style,
            true,
          ),
        };
        const syntax = style.explicit ? '1.2.840.10008.1.2.1' : '1.2.840.10008.1.2';
        const bytes = Buffer.concat([meta(syntax), ctElements(style, blobs), pixels(style, 4096)]);
        const whole = walkHeaderBytes(bytes, { complete: true });
        expect(isFast(bytes)).toBe(true);
        expect(readHeaderFile(fileOf(bytes))).toEqual(whole);
      }
    }
  });

  it('read the same where all that is left is as long as the pixel data, and where it is not', () => {
    const extent = {
      [0x00280002]: element(0x00280002, 'US', u16(1, false)),
      [0x00280010]: element(0x00280010, 'US', u16(16, false)),
      [0x00280011]: element(0x00280011, 'US', u16(16, false)),
      [0x00280100]: element(0x00280100, 'US', u16(16, false)),
      [0x00451001]: element(0x00451001, 'OB', Buffer.alloc(9000, 5)),
    };
    const object = Buffer.concat([
      meta('1.2.840.10008.1.2.1'),
      ctElements(explicitLittle, extent),
      pixels(explicitLittle, 512),
    ]);
    const cuts = [0, 1, 2, 511, 512, 513, 524, 525, 530, 5000];
    const objects = [
      ...cuts.map((cut) => object.subarray(0, object.length - cut)),
      Buffer.concat([object, Buffer.alloc(8)]),
    ];
    for (const bytes of objects) {
      const whole = walkHeaderBytes(bytes, { complete: true });
      expect(readHeaderBytes(bytes, { complete: true })).toEqual(whole);
      expect(readHeaderFile(fileOf(bytes))).toEqual(whole);
      const cut = whole.kind === 'readable' && whole.damage.length > 0;
      expect(cut).toBe(bytes.length < object.length);
    }
  });

  it('read the same of neighbours that differ in one value, in the character set, or in what is there', () => {
    const gbk = Buffer.from('d5c5c8fd', 'hex');
    const turns: Readonly<Record<number, Buffer>>[] = [
      {},
      { [0x00181151]: element(0x00181151, 'IS', '201') },
      { [0x00181151]: element(0x00181151, 'DS', '201') },
      { [0x00100010]: element(0x00100010, 'PN', gbk) },
      { [0x00080005]: element(0x00080005, 'CS', 'GB18030'), [0x00100010]: element(0x00100010, 'PN', gbk) },
      { [0x00080005]: element(0x00080005, 'CS', 'ISO_IR 100'), [0x00100010]: element(0x00100010, 'PN', gbk) },
      { [0x00080005]: element(0x00080005, 'CS', 'ISO_IR 999'), [0x00100010]: element(0x00100010, 'PN', gbk) },
      { [0x00080005]: element(0x00080005, 'CS', 'ISO_IR 998\\ISO_IR 999') },
      {
        [0x00080005]: element(0x00080005, 'CS', 'GB18030'),
        [0x00081032]: sequence(0x00081032, [code(explicitLittle, gbk)]),
      },
      {
        [0x00080005]: element(0x00080005, 'CS', 'ISO_IR 100'),
        [0x00081032]: sequence(0x00081032, [code(explicitLittle, gbk)]),
      },
      { [0x00081032]: sequence(0x00081032, []) },
      { [0x00101010]: Buffer.alloc(0) },
      { [0x00180060]: element(0x00180060, 'DS', '-0') },
      { [0x00180060]: element(0x00180060, 'DS', '0') },
      { [0x00180060]: element(0x00180060, 'OB', Buffer.alloc(4)) },
    ];
    for (const more of [...turns, ...turns.toReversed(), ...turns]) {
      const bytes = Buffer.concat([
        meta('1.2.840.10008.1.2.1'),
        ctElements(explicitLittle, more),
        pixels(explicitLittle),
      ]);
      expect(isFast(bytes)).toBe(true);
      expect(readHeaderBytes(bytes, { complete: true })).toEqual(walkHeaderBytes(bytes, { complete: true }));
    }
  });

  it('read the same of an element that no dictionary can hold', () => {
    const last = element(0xffffffff, 'LO', 'x');
    const bytes = Buffer.concat([meta('1.2.840.10008.1.2.1'), ctElements(explicitLittle), last]);
    expect(readHeaderBytes(bytes, { complete: true })).toEqual(walkHeaderBytes(bytes, { complete: true }));
  });

  it('read the same behind objects that the scan leaves to the walk, with more or less File Meta Information', () => {
    const syntax = '1.2.840.10008.1.2.1';
    const longMeta = (of: string): Buffer =>
      Buffer.concat([
        meta(of).subarray(0, 132),
        meta(of).subarray(144),
        element(0x00020013, 'SH', 'VERSION'),
        element(0x00020016, 'AE', 'SOMEWHERE'),
      ]);
    const image = (begin: Buffer, number: string, style = explicitLittle): Buffer => {
      const more = { ...rich(style), [0x00181151]: element(0x00181151, 'IS', number, style) };
      return Buffer.concat([begin, ctElements(style, more), pixels(style)]);
    };
    const objects = [
      image(meta(syntax), '1'),
      image(longMeta('1.2.840.10008.1.2.2'), '2', explicitBig),
      image(meta(syntax), '1'),
      image(longMeta(syntax), '3'),
      image(meta(syntax), '4'),
      Buffer.from('no object'),
      image(meta(syntax), '4'),
      image(meta('1.2.840.10008.1.2'), '4', implicitLittle),
      image(meta('1.2.840.10008.1.2'), '5', implicitLittle),
      image(meta(syntax), '5'),
    ];
    for (const bytes of [...objects, ...objects]) {
      expect(readHeaderBytes(bytes, { complete: true })).toEqual(walkHeaderBytes(bytes, { complete: true }));
    }
  });

  it('read the same behind encapsulated pixel data, whose end is looked for', () => {
    const fragments = Buffer.concat([
      element(0x7fe00010, 'OB', Buffer.alloc(0), explicitLittle, 0xffffffff),
      item(Buffer.alloc(0)),
      item(Buffer.alloc(90_000, 9)),
      Buffer.from('feffdde000000000', 'hex'),
    ]);
    for (const length of [10, 58_000, 10, 60_000, 60_000, 10]) {
      const more = { [0x00104000]: element(0x00104000, 'LT', Buffer.alloc(length, 0x41)) };
      const bytes = Buffer.concat([meta('1.2.840.10008.1.2.4.50'), ctElements(explicitLittle, more), fragments]);
      for (const cut of [bytes, bytes, bytes.subarray(0, bytes.length - 20)])
        expect(readHeaderFile(fileOf(cut))).toEqual(walkHeaderBytes(cut, { complete: true }));
    }
  });

  it('read the same behind an object that did not fit the window', () => {
    const long = {
      [0x00081032]: sequence(
        0x00081032,
        Array.from({ length: 700 }, () => code(explicitLittle)),
      ),
      [0x00104000]: element(0x00104000, 'LT', Buffer.alloc(40_000, 0x41)),
    };
    const other = { [0x00104000]: element(0x00104000, 'LT', Buffer.alloc(40_000, 0x42)) };
    for (const more of [long, other, long, long, {}, long, other]) {
      const bytes = Buffer.concat([
        meta('1.2.840.10008.1.2.1'),
        ctElements(explicitLittle, more),
        element(0x7fe00010, 'OW', Buffer.alloc(90_000, 7)),
      ]);
      expect(readHeaderFile(fileOf(bytes))).toEqual(walkHeaderBytes(bytes, { complete: true }));
    }
  });

  it('read the same numbers', () => {
    const draw = chance(7);
    const texts = [
      '',
      ' ',
      '0',
      '-0',
      '+1',
      '.5',
      '5.',
      '-',
      '.',
      '1e3',
      '12 ',
      ' 12',
      '\0',
      '1\0',
      '2147483648',
      '2147483649',
      '0.1',
      '1.005',
      '123456789.12345',
      '99999999999999999',
      '1.5\\2',
      '1,5',
    ];
    for (let round = 0; round < 1000; round += 1) {
      const digits = Array.from({ length: 1 + draw(15) }, () => '0123456789.'[draw(11)]).join('');
      texts.push(`${['', '-', '+', ' '][draw(4)] ?? ''}${digits}`);
    }
    for (const text of texts) {
      for (const vr of ['DS', 'IS']) {
        const more = { [0x00181151]: element(0x00181151, vr, text) };
        const bytes = Buffer.concat([
          meta('1.2.840.10008.1.2.1'),
          ctElements(explicitLittle, more),
          pixels(explicitLittle),
        ]);
        expect(readHeaderBytes(bytes, { complete: true })).toEqual(walkHeaderBytes(bytes, { complete: true }));
      }
    }
  }, 60_000);

  it('read the same of 4 000 mutants', () => {
    const draw = chance(20_261_126);
    let fast = 0;
    let specimen = 0;
    for (let round = 0; round < 4_000; round += 1) {
      // Mutants of one specimen come one behind the other, as the images of a series do: each is read along the trail of the one before.
      if (round % 8 === 0) specimen = draw(specimens.length);
      const mutant = mutate(specimens[specimen]?.[1] ?? Buffer.alloc(0), draw);
      const complete = draw(4) > 0;
      expect(readHeaderBytes(mutant, { complete }), `mutant ${String(round)}`).toEqual(
        walkHeaderBytes(mutant, { complete }),
      );
      if (isFast(mutant)) fast += 1;
    }
    // Mutants that the scan still reads by itself are those that can show a difference.
    expect(fast).toBeGreaterThan(150);
  }, 60_000);
});

const real = fileURLToPath(new URL('../../../../shared/data/dicom/', import.meta.url));
function realFiles(): string[] {
  try {
    return readdirSync(real, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return [];
    throw fault;
  }
}
const files = realFiles();
if (files.length === 0)
  process.stderr.write(
    `SKIPPED: no real files beside the project (${real}); the fast scan is held against built bytes only\n`,
  );

describe.skipIf(files.length === 0)('real files', () => {
  it('are read the same, whole and mutated', () => {
    const draw = chance(42);
    let fast = 0;
    for (const path of files) {
      const bytes = readFileSync(path);
      const whole = walkHeaderBytes(bytes, { complete: true });
      if (isFast(bytes)) fast += 1;
      expect(readHeaderBytes(bytes, { complete: true }), path).toEqual(whole);
      expect(readHeaderFile(path), path).toEqual(whole);
      if (statSync(path).size > 600_000) continue;
      for (let round = 0; round < 20; round += 1) {
        const mutant = mutate(bytes.subarray(0, 30_000), draw, 40_000);
        expect(readHeaderBytes(mutant, { complete: true }), `${path} ${String(round)}`).toEqual(
          walkHeaderBytes(mutant, { complete: true }),
        );
      }
    }
    expect(fast).toBeGreaterThan(files.length / 3);
  }, 60_000);
});
