import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHeaderFile } from '../../shell/header/index.ts';
import { dcmdumpFields } from './dcmdump-fields.ts';

// Every character of every character set that DICOM names, written by Python's codecs, read by ours, by pydicom and by dcmdump.
const python = '/usr/bin/python3';
const dcmdump = '/usr/bin/dcmdump';
const hasPython = existsSync(python);
if (!hasPython) console.warn('SKIPPED the character set oracle: Debian python3 is not here');
function hasPydicom(): boolean {
  try {
    execFileSync(python, ['-c', 'import pydicom'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const pydicom = hasPython && hasPydicom();
if (!pydicom) console.warn('SKIPPED pydicom as an oracle of character sets: Debian python3-pydicom is not here');
const dcmtk = hasPython && existsSync(dcmdump);
if (!dcmtk) console.warn('SKIPPED dcmdump as an oracle of character sets: Debian dcmtk is not here');

interface Written {
  readonly path: string;
  readonly term: string;
  readonly texts: readonly string[];
}
const folder = mkdtempSync(join(tmpdir(), 'charsets-'));
let written: readonly Written[] = [];
const script = (name: string): string => join(import.meta.dirname, name);
function lines<T>(file: string, input: string): readonly T[] {
  const output = execFileSync(python, [script(file), folder], { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  return output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}
beforeAll(() => {
  if (hasPython) written = lines<Written>('charset-objects.py', '');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Signs that tables of one set map to different code points, all of them punctuation: what browsers and what codecs take them for. */
const sameSigns: Readonly<Record<string, string>> = {
  '～': '〜',
  '~': '〜',
  '∥': '‖',
  '－': '−',
  '￠': '¢',
  '￡': '£',
  '￢': '¬',
  '￣': '‾',
  '￤': '¦',
  '·': '・',
  '—': '―',
  '＼': '\\',
};
const folded = (text: string): string => Array.from(text, (sign) => sameSigns[sign] ?? sign).join('');

function ours(path: string): { readonly names: readonly string[]; readonly lines: readonly string[] } {
  const reading = readHeaderFile(path);
  if (reading.kind !== 'readable') throw new Error(`${path}: ${reading.kind}`);
  expect(
    reading.damage.map(({ code }) => code).filter((code) => code !== 'pixel-data-absent'),
    path,
  ).toEqual([]);
  const { OtherPatientNames: names = [], CommentsOnThePerformedProcedureStep: comments = '' } = reading.header;
  return { names: [names].flat(), lines: [comments].flat().join('\\').split('\r\n') };
}

describe.skipIf(!hasPython)('every character of every defined term', () => {
  it('is read in names and in free text as the codec wrote it', () => {
    expect(new Set(written.map(({ term }) => term)).size).toBe(32);
    let names = 0;
    for (const { path, term, texts } of written) {
      const read = ours(path);
      expect(read.names.map(folded), term).toEqual(texts.map(folded));
      expect(read.lines.map(folded), term).toEqual(texts.map(folded));
      names += texts.length;
    }
    expect(names).toBeGreaterThan(13_000);
  });
});

/** Terms that a peer reads otherwise as a whole, and why ours stands. */
const pydicomDiffers: Readonly<Record<string, string>> = {
  'ISO_IR 203': 'takes it for ISO 8859-1 where the two differ',
  '\\ISO 2022 IR 203': 'does not know its escape',
  '\\ISO 2022 IR 58': 'leaves the escapes in the text',
};
const dcmdumpDiffers: Readonly<Record<string, string>> = {
  'ISO_IR 203': 'does not know the term',
  '\\ISO 2022 IR 203': 'does not know the term',
  'ISO_IR 13': 'prints a yen sign between values',
  '\\ISO 2022 IR 87': 'splits at a backslash inside of a two-byte character',
  'ISO 2022 IR 13\\ISO 2022 IR 87': 'splits at a backslash inside of a two-byte character',
  '\\ISO 2022 IR 159': 'splits at a backslash inside of a two-byte character',
  GB18030: 'converts no value that holds one of the later characters',
};

describe.skipIf(!pydicom)('pydicom', () => {
  it('reads the same free text', () => {
    const wanted = JSON.stringify({ Comments: ['00400280', 'ST', '1'] });
    const read = lines<{ readonly path: string; readonly fields: { readonly Comments: string } }>(
      'pydicom-fields.py',
      wanted,
    );
    const theirs = new Map(read.map(({ path, fields }) => [path, fields.Comments.split('\r\n').map(folded)]));
    const same = (each: Written): boolean =>
      JSON.stringify(theirs.get(each.path)) === JSON.stringify(ours(each.path).lines.map(folded));
    const differing = new Set(written.filter((each) => !same(each)).map(({ term }) => term));
    expect([...differing].toSorted()).toEqual(Object.keys(pydicomDiffers).toSorted());
  });
});

describe.skipIf(!dcmtk)('dcmdump', () => {
  it('reads the same names', () => {
    const theirs = dcmdumpFields(dcmdump, folder);
    const same = ({ path }: Written): boolean =>
      folded(theirs.get(path)?.get('00101001') ?? '') === ours(path).names.map(folded).join('\\');
    const differing = new Set(written.filter((each) => !same(each)).map(({ term }) => term));
    expect([...differing].toSorted()).toEqual(Object.keys(dcmdumpDiffers).toSorted());
  });
});
