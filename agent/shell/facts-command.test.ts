import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsCommand, runFacts, writerTo } from './facts-command.ts';
import { ctElements, element, explicitLittle, meta, pixels } from './header/part10-bytes.ts';

const dose = Buffer.alloc(8);
dose.writeDoubleLE(14.9);
const image = Buffer.concat([
  meta('1.2.840.10008.1.2.1'),
  ctElements(explicitLittle, {
    [0x00189345]: element(0x00189345, 'FD', dose),
    [0x00080050]: element(0x00080050, 'SH', ''),
  }),
  pixels(explicitLittle),
]);

async function lines(
  paths: readonly string[],
): Promise<{ lines: Record<string, unknown>[]; result: { files: number; unreadable: number } }> {
  let text = '';
  const result = await runFacts(paths, (piece) => {
    text += piece;
    return undefined;
  });
  const parsed = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { lines: parsed, result };
}

describe('the command', () => {
  it.each([[[]], [['--frobnicate', 'x']], [['-x']]])('%j is refused with 2', async (args) => {
    expect(await factsCommand(args)).toBe(2);
  });
});

describe('facts', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'facts-'));
    mkdirSync(join(folder, 'b', 'deep'), { recursive: true });
    writeFileSync(join(folder, 'b', 'deep', 'IM0002'), image);
    writeFileSync(join(folder, 'b', 'IM0001.dcm'), image.subarray(0, 500));
    writeFileSync(join(folder, 'a.txt'), 'no image');
    writeFileSync(join(folder, 'c'), '');
    symlinkSync(join(folder, 'b'), join(folder, 'd'));
    symlinkSync(join(folder, 'gone'), join(folder, 'e'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('gives one line per file, in the order of names, whatever the file holds', async () => {
    const { lines: all, result } = await lines([folder]);
    expect(all.map(({ path, kind }) => [String(path).slice(folder.length + 1), kind])).toEqual([
      ['a.txt', 'not-dicom'],
      ['b/IM0001.dcm', 'readable'],
      ['b/deep/IM0002', 'readable'],
      ['c', 'unreadable'],
    ]);
    expect(result).toEqual({ files: 4, unreadable: 1 });
  });

  it('opens files whose names are no UTF-8', async () => {
    const inside = Buffer.concat([Buffer.from(join(folder, 'b', 'deep', 'x')), Buffer.from('cdf5', 'hex')]);
    writeFileSync(inside, image);
    const { lines: all } = await lines([join(folder, 'b', 'deep')]);
    rmSync(inside);
    expect(all.map(({ path, kind }) => [String(path).slice(folder.length + 1), kind])).toEqual([
      ['b/deep/IM0002', 'readable'],
      ['b/deep/x王', 'readable'],
    ]);
  });

  it('prints header, age, damage and dose of an image', async () => {
    const { lines: all } = await lines([join(folder, 'b', 'deep', 'IM0002')]);
    expect(all).toMatchObject([
      {
        kind: 'readable',
        damage: [],
        transferSyntaxUID: '1.2.840.10008.1.2.1',
        header: {
          PatientName: 'Wang^XiaoDong=王^小东',
          AccessionNumber: '',
          ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
          KVP: 120,
          CTDIvol: 14.9,
        },
        age: { years: 44, source: 'dates', conflict: false },
        dose: {
          source: 'header',
          events: [{ values: { CTDIvol: { value: 14.9, unit: 'mGy' }, KVP: { value: 120, unit: 'kV' } } }],
          totals: [],
        },
      },
    ]);
  });

  it('a path that is not there is a line too, and the rest follows', async () => {
    const { lines: all, result } = await lines([join(folder, 'absent'), join(folder, 'a.txt')]);
    expect(all).toMatchObject([{ kind: 'unreadable', reason: 'read-failed' }, { kind: 'not-dicom' }]);
    expect(result).toEqual({ files: 2, unreadable: 1 });
  });

  it('waits for a slow reader and stops for one that has gone', async () => {
    const taken: string[] = [];
    const slow = new Writable({
      highWaterMark: 16,
      write(chunk: Buffer, _encoding, done) {
        setImmediate(() => {
          taken.push(chunk.toString());
          done();
        });
      },
    });
    await runFacts([folder, folder], writerTo(slow));
    await new Promise((resolve) => slow.end(resolve));
    expect(taken.join('').trim().split('\n')).toHaveLength(8);
    const gone = new Writable({ write: (_chunk, _encoding, done) => done(new Error('closed')) });
    gone.on('error', () => undefined);
    gone.destroy();
    await expect(runFacts([folder], writerTo(gone))).rejects.toThrow('gone away');
  });
});
