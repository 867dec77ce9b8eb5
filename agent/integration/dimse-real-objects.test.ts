// Where the pixels begin in objects of real devices, as they would come over the network: compared with dicom-parser.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import dicomParser from 'dicom-parser';
import { expect, it } from 'vitest';
import { HeaderKeeper, MemoryBudget } from '../shell/dimse/header-keeper.ts';

const DEFLATED = '1.2.840.10008.1.2.1.99';
const folder = join(import.meta.dirname, '../../../shared/data/dicom');
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name))
  : [];
if (files.length === 0) console.warn('SKIPPED: no folder of real DICOM objects; the scanner is not tried on them');

interface Reference {
  readonly transferSyntax: string;
  /** the data set as C-STORE carries it: without preamble and group 0002 */
  readonly dataSet: Buffer;
  /** bytes before the pixel element; `undefined` if there is none */
  readonly pixelsAt: number | undefined;
}

/** What dicom-parser says of a file; `undefined` where it refuses, or where the stream would be deflated. */
function reference(path: string): Reference | undefined {
  const bytes = readFileSync(path);
  if (bytes.toString('latin1', 128, 132) !== 'DICM') return undefined;
  try {
    const parsed = dicomParser.parseDicom(bytes);
    const transferSyntax = parsed.string('x00020010') ?? '';
    if (transferSyntax === DEFLATED) return undefined;
    const main = Object.values(parsed.elements).filter((entry) => !entry.tag.startsWith('x0002'));
    const implicit = transferSyntax === '1.2.840.10008.1.2';
    // Shortest header of the first element that ends where its value begins.
    const first = main.reduce((least, entry) => (entry.dataOffset < least.dataOffset ? entry : least));
    const isLong = !implicit && ['OB', 'OW', 'SQ', 'UN', 'UT'].includes(first.vr ?? '');
    const start = first.dataOffset - (isLong ? 12 : 8);
    const pixels = parsed.elements['x7fe00010'];
    const pixelsAt = pixels === undefined ? undefined : pixels.dataOffset - (implicit ? 8 : 12) - start;
    return { transferSyntax, dataSet: bytes.subarray(start), pixelsAt };
  } catch {
    return undefined;
  }
}

it.runIf(files.length > 0)('agrees with dicom-parser on every object that it reads', () => {
  let compared = 0;
  for (const path of files.filter((name) => name.endsWith('.dcm'))) {
    const expected = reference(path);
    if (expected === undefined) continue;
    const { dataSet, pixelsAt } = expected;
    const keeper = new HeaderKeeper(
      expected.transferSyntax,
      dataSet.length,
      new MemoryBudget(4 * dataSet.length + 65_536),
    );
    for (let offset = 0; offset < dataSet.length; offset += 4093) keeper.push(dataSet.subarray(offset, offset + 4093));
    const kept = keeper.finish();
    expect(kept, path).toMatchObject({ stop: pixelsAt === undefined ? 'end' : 'pixel-data' });
    expect(kept?.dataset.length, path).toBe(pixelsAt ?? dataSet.length);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(20);
});
