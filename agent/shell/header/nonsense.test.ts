import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readHeaderBytes, readHeaderFile } from './index.ts';
import { ctElements, element, explicitLittle, item, meta, sequence } from './part10-bytes.ts';
import { doseReport } from './report-bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'nonsense-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const openItem = hex('feff00e0 ffffffff');
const explicit = '1.2.840.10008.1.2.1';
const image = Buffer.concat([meta(explicit), ctElements(explicitLittle)]);
const report = doseReport(explicit, explicitLittle);
const content = report.indexOf(hex('400030a7 5351 0000 ffffffff'));

/** Heads of objects that end inside an item without a length, so that everything behind belongs to it. */
const heads: readonly (readonly [name: string, head: Buffer])[] = [
  ['a wanted sequence', Buffer.concat([image, hex('40007502 5351 0000 ffffffff'), openItem])],
  ['an unwanted sequence', Buffer.concat([image, hex('41000110 5351 0000 ffffffff'), openItem])],
  ['the content of a report', Buffer.concat([report.subarray(0, content + 12), openItem])],
];
const patterns: readonly (readonly [name: string, pattern: Buffer])[] = [
  ['zeros', Buffer.alloc(8)],
  ['no value representation', hex('09000210 0000 0000')],
  ['delimiters', hex('feff0de0 00000000')],
];

describe('a long run of what no data set holds', () => {
  it.each(heads.flatMap(([place, head]) => patterns.map(([name, pattern]) => [name, place, head, pattern] as const)))(
    '%s in %s ends the reading before its limit, and what stands before is kept',
    (_name, _place, head, pattern) => {
      const path = join(folder, 'long');
      const run = Buffer.alloc(1_048_576);
      for (let at = 0; at < run.length; at += pattern.length) pattern.copy(run, at);
      writeFileSync(path, Buffer.concat([head, ...Array.from({ length: 12 }, () => run)]));
      // More than any reading may take.
      truncateSync(path, 1024 ** 3);
      const reading = readHeaderFile(path);
      if (reading.kind !== 'readable') throw new Error(reading.kind);
      expect(reading.header.SOPInstanceUID).toBe('1.2.3.4');
      const codes = reading.damage.map(({ code }) => code);
      expect(codes).toContain('truncated-header');
      expect(codes).not.toContain('header-too-large');
    },
  );

  it('a short one is passed, and what follows is read', () => {
    const zeros = Buffer.alloc(4096);
    const meaning = element(0x00080104, 'LO', 'Abdomen');
    const inside = item(Buffer.concat([element(0x00080100, 'SH', '1'), zeros, meaning]), explicitLittle, true);
    const bytes = Buffer.concat([
      image,
      sequence(0x00400275, [inside], explicitLittle, true),
      element(0x00400280, 'ST', 'seen'),
    ]);
    const reading = readHeaderBytes(bytes, { complete: false });
    expect(reading).toMatchObject({
      kind: 'readable',
      header: { CommentsOnThePerformedProcedureStep: 'seen', RequestAttributesSequence: [{}] },
    });
  });
});
