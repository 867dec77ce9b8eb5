import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must, parseCalendarDate } from '@center/contract';
import { buildCenter } from '@center/fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attributes } from '../../core/facts/attributes.ts';
import { type HeaderReading, readHeaderFile } from '../../shell/header/index.ts';
import { asPrinted, compare, type Difference } from './comparison.ts';
import { dcmdumpFields } from './dcmdump-fields.ts';

// Independent readers over the whole fixture center with every case, and over real files: what they read differently is listed here with its reason, or fails.
const python = '/usr/bin/python3';
const dcmdump = '/usr/bin/dcmdump';
const realFiles = fileURLToPath(new URL('../../../../shared/data/dicom/', import.meta.url));
const real = existsSync(realFiles);
if (!real) console.warn(`SKIPPED oracles over real files: there are none at ${realFiles}`);

function hasPydicom(): boolean {
  try {
    execFileSync(python, ['-c', 'import pydicom'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const pydicom = hasPydicom();
if (!pydicom) console.warn('SKIPPED pydicom as an oracle: Debian python3-pydicom is not here');
const dcmtk = existsSync(dcmdump);
if (!dcmtk) console.warn('SKIPPED dcmdump as an oracle: Debian dcmtk is not here');

type Explanation = readonly [reason: string, holds: (difference: Difference) => boolean];

const gb18030 = new TextDecoder('gb18030');
const text = (value: unknown): string => JSON.stringify(value);
const explanations: readonly Explanation[] = [
  [
    'pydicom leaves the escape sequences of ISO 2022 IR 58 in the text',
    ({ theirs, ours }) => text(theirs).includes('\\u001b') && text(theirs).replaceAll('\\u001b$)A', '') === text(ours),
  ],
  [
    'bytes of GB18030 under a Latin declaration or none: ours recovers the text and names the damage',
    ({ theirs, ours }) => typeof theirs === 'string' && gb18030.decode(Buffer.from(theirs, 'latin1')) === ours,
  ],
  [
    'bytes of no character set: pydicom puts a mark for each, ours keeps the bytes and names the damage',
    ({ theirs, ours }) => text(theirs).includes('\uFFFD') && !text(ours).includes('\uFFFD'),
  ],
  [
    'pydicom refuses the value for its value representation, ours reads it and names the damage',
    ({ theirs, ours }) => typeof theirs === 'object' && theirs !== null && 'refused' in theirs && ours !== undefined,
  ],
];

interface PydicomLine {
  readonly path: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'oracles-'));
const archive = join(folder, 'archive');
beforeAll(async () => {
  await buildCenter({
    out: archive,
    seed: 'oracles',
    until: must(parseCalendarDate('2026-11-25')),
    studies: 40,
    imagesPerSeries: 2,
    cases: true,
  });
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const folders = (): readonly string[] => [archive, ...(real ? [realFiles] : [])];
const headerOf = (reading: HeaderReading): Readonly<Record<string, unknown>> =>
  reading.kind === 'readable' ? reading.header : {};

describe.skipIf(!pydicom)('pydicom', () => {
  it('reads every attribute of every file as we do', () => {
    const output = execFileSync(python, [join(import.meta.dirname, 'pydicom-fields.py'), ...folders()], {
      input: JSON.stringify(attributes),
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    });
    const lines = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PydicomLine);
    let fields = 0;
    const differences = lines.flatMap(({ path, fields: theirs, error }) => {
      expect(error, path).toBeUndefined();
      const reading = readHeaderFile(path);
      if (reading.kind !== 'readable') {
        // Where ours finds no object, pydicom with force finds none either.
        expect(Object.keys(theirs ?? {}).length, path).toBeLessThanOrEqual(1);
        return [];
      }
      return compare(path, theirs ?? {}, reading.header, () => {
        fields += 1;
      });
    });
    const unexplained = differences.filter((each) => !explanations.some(([, holds]) => holds(each)));
    expect(unexplained).toEqual([]);
    for (const [reason, holds] of explanations) expect(differences.filter(holds).length, reason).toBeGreaterThan(0);
    expect(fields).toBeGreaterThan(25_000);
  }, 120_000);
});

describe.skipIf(!dcmtk)('dcmdump', () => {
  it('prints every top-level text and number as we read it', () => {
    const files = dcmdumpFields(dcmdump, archive);
    const keywords = new Map<string, string>(
      Object.entries(attributes).map(([keyword, [tag]]) => [tag.toLowerCase(), keyword]),
    );
    let compared = 0;
    const differences: Difference[] = [];
    for (const [path, dumped] of files) {
      const header = headerOf(readHeaderFile(path));
      for (const [tag, theirs] of dumped) {
        const keyword = keywords.get(tag);
        // Converting the text for printing, it names the set it converted to.
        if (keyword === undefined || keyword === 'SpecificCharacterSet') continue;
        const ours = asPrinted(header[keyword]);
        compared += 1;
        // Numbers in text keep their writer's form in the dump: 1.50 is 1.5.
        const same = ours === theirs.trim() || (ours !== undefined && numbers(ours) === numbers(theirs));
        if (!same) differences.push({ path: path.slice(archive.length), keyword, theirs, ours });
      }
    }
    expect(files.size).toBeGreaterThan(300);
    expect(compared).toBeGreaterThan(15_000);
    expect(differences).toEqual([]);
  }, 120_000);
});

function numbers(printed: string): string {
  return printed
    .split('\\')
    .map((part) => (part.trim() === '' ? '' : Number(part)))
    .map((value) => (typeof value === 'number' && Number.isNaN(value) ? printed : value))
    .join('\\');
}
