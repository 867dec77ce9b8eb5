import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { calendarDateAt, instant } from '@center/contract';
import { drawStudy, examByKey, objectsOf, type TransferSyntax, writePart10 } from '@center/fixtures';
import dicomParser, { type DataSet } from 'dicom-parser';
import { afterAll, describe, expect, it } from 'vitest';
import type { SrItem } from '../core/facts/dose/sr-item.ts';
import { readHeaderFile } from '../shell/header/index.ts';
import { contentOf } from '../shell/header/report-specimens.ts';

/** Concept code, number as written, unit code. */
type Measured = readonly [concept: string, raw: string, unit: string];

const folder = mkdtempSync(join(tmpdir(), 'report-oracles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A dose report of each kind of examination, in each plain encoding. */
function fixtureReports(): string[] {
  const syntaxes: readonly TransferSyntax[] = ['explicit-le', 'implicit-le', 'explicit-be'];
  return ['ct-head', 'ct-chest', 'rf-stomach', 'mg-screening'].flatMap((key) =>
    syntaxes.map((transferSyntax) => {
      const plan = drawStudy({
        seed: 'report oracles',
        name: key,
        date: calendarDateAt(instant(Date.UTC(2025, 2, 3))),
        exam: examByKey(key),
        images: 1,
      });
      const report = objectsOf({ ...plan, mammographyReport: true }).find(({ role }) => role === 'dose-report');
      if (report === undefined) throw new Error(`no dose report of ${key}`);
      const path = join(folder, `${key}-${transferSyntax}.dcm`);
      writeFileSync(path, writePart10(report.dataset, { ...report, transferSyntax }));
      return path;
    }),
  );
}

const realFolder = join(import.meta.dirname, '../../../shared/data/dicom');
/** Real structured reports beside the project, as far as dicom-parser reads them. */
function realReports(): string[] {
  if (!existsSync(realFolder)) {
    process.stderr.write(`SKIPPED: no real reports beside the project (${realFolder})\n`);
    return [];
  }
  return readdirSync(realFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      return bytes.subarray(128, 132).toString('latin1') === 'DICM' && bytes.includes('1.2.840.10008.5.1.4.1.1.88.');
    })
    .filter((path) => contentOf(readFileSync(path)) !== undefined);
}

const built = fixtureReports();
const reports = [...built, ...realReports()];

function inTree(items: readonly SrItem[]): Measured[] {
  return items.flatMap(({ concept, measured, children }) => [
    ...(measured === undefined
      ? []
      : [[concept?.CodeValue ?? '', measured.raw, measured.unit?.CodeValue ?? ''] as const]),
    ...inTree(children),
  ]);
}

function ours(path: string): Measured[] {
  return inTree(contentOf(readFileSync(path)) ?? []);
}

function peer(command: string, args: readonly string[], what: string): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`SKIPPED: ${what} is not here; reports are not held against it\n`);
    return false;
  }
}

const first = (set: DataSet | undefined, tag: string): DataSet | undefined => set?.elements[tag]?.items?.[0]?.dataSet;

function byDicomParser(set: DataSet): Measured[] {
  return (set.elements.x0040a730?.items ?? []).flatMap(({ dataSet }): Measured[] => {
    if (dataSet === undefined) return [];
    const value = first(dataSet, 'x0040a300');
    const raw = value?.string('x0040a30a');
    const name = first(dataSet, 'x0040a043')?.string('x00080100') ?? '';
    const unit = first(value, 'x004008ea')?.string('x00080100') ?? '';
    return [...(raw === undefined ? [] : [[name, raw, unit] as const]), ...byDicomParser(dataSet)];
  });
}

describe('every measured value of a report, as other readers read it', () => {
  it.each(reports.map((path) => [relative(path.startsWith(folder) ? folder : realFolder, path), path] as const))(
    'dicom-parser on %s',
    (_name, path) => {
      const theirs = byDicomParser(dicomParser.parseDicom(readFileSync(path)));
      expect(ours(path)).toEqual(theirs);
    },
  );

  it('the reports hold values to compare', () => {
    for (const path of built) expect(ours(path).length).toBeGreaterThan(3);
  });
});

const python = '/usr/bin/python3';
describe.skipIf(!peer(python, ['-c', 'import pydicom'], 'Debian python3-pydicom'))('pydicom', () => {
  it('meets the same measured values, and the same events', () => {
    const script = join(import.meta.dirname, 'report-peers/pydicom-measured.py');
    const lines = execFileSync(python, [script, ...reports], { encoding: 'utf8', maxBuffer: 1 << 28 })
      .trim()
      .split('\n');
    expect(lines).toHaveLength(reports.length);
    for (const line of lines) {
      const theirs = JSON.parse(line) as { path: string; events: number; measured: Measured[] };
      expect(ours(theirs.path), theirs.path).toEqual(theirs.measured.filter(([, raw]) => raw !== ''));
      const reading = readHeaderFile(theirs.path);
      if (reading.kind !== 'readable') throw new Error(reading.kind);
      expect(reading.dose?.events.length ?? 0, theirs.path).toBe(theirs.events);
    }
  });
});

describe.skipIf(!peer('/usr/bin/dsrdump', ['--version'], 'DCMTK dsrdump'))('dsrdump', () => {
  const measured = /NUM:\(([^,]*),[^=]*=(?:"([^"]*)") \(([^,]*),/;
  it.each(built.map((path) => [relative(folder, path), path] as const))(
    'prints the same measured values of %s',
    (_name, path) => {
      const text = execFileSync('/usr/bin/dsrdump', ['-q', '+U8', '+Pl', '+Pc', '-Ec', '-Ee', path], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const theirs = text.split('\n').flatMap((line): Measured[] => {
        const found = measured.exec(line);
        return found === null ? [] : [[found[1] ?? '', found[2] ?? '', found[3] ?? '']];
      });
      expect(ours(path)).toEqual(theirs);
    },
  );
});
