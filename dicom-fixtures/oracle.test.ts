import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, parseCalendarDate } from '@center/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { caseDefinitions, makeCase } from './cases/case-study.ts';
import { devices } from './center/devices.ts';
import { drawStudy } from './center/draw-study.ts';
import { exams } from './center/exams.ts';
import { yearStudy } from './center/year.ts';
import { type FixtureObject, fileBytes } from './objects/fixture-object.ts';
import { objectsOf } from './objects/study-objects.ts';
import { type AcceptedException, acceptedExceptions } from './oracle/accepted-exceptions.ts';
import { findPeers } from './oracle/peers.ts';
import { type Dataset, itemsOf } from './writer/dataset.ts';

const until = must(parseCalendarDate('2026-11-25'));
const folder = mkdtempSync(join(tmpdir(), 'fixtures-oracle-'));
const files = join(folder, 'files');
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Circumstances without a fault that change how a file is written. */
const conformingCases = [
  'implicit-little-endian',
  'explicit-big-endian',
  'deflated',
  'name-rare-character',
  'name-in-latin',
  'structures-only',
  'identity-number-right',
  'pregnant-day-126',
  'imported-by-institution',
];

interface Written {
  readonly file: string;
  readonly object: FixtureObject;
}
const written: Written[] = [];

function keep(objects: readonly FixtureObject[]): void {
  for (const object of objects) {
    const file = `${String(written.length).padStart(5, '0')}.dcm`;
    writeFileSync(join(files, file), fileBytes(object));
    written.push({ file, object });
  }
}

beforeAll(() => {
  mkdirSync(files);
  // Every examination on every device that does it, a part of the year, and the circumstances.
  for (const device of devices) {
    for (const exam of exams.filter(({ modality }) => modality === device.modality)) {
      const plan = drawStudy({
        seed: 'oracle',
        name: `${device.key}/${exam.key}`,
        date: until,
        device,
        exam,
        images: 1,
      });
      keep(objectsOf({ ...plan, mammographyReport: true }));
    }
  }
  for (let index = 0; index < 40; index += 1) keep(objectsOf(yearStudy('oracle', until, index, 40, 1).plan));
  for (const definition of caseDefinitions.filter(({ name }) => conformingCases.includes(name)))
    keep(makeCase(definition, 'oracle', until).objects);
});

const peers = findPeers();
/** Says aloud which peer is missing; the test is then skipped, not passed. */
function peer(name: keyof typeof peers, packageName: string): string | undefined {
  const path = peers[name];
  if (path === undefined)
    process.stderr.write(
      `SKIPPED: ${name} is not here (Debian package ${packageName}); nothing of another maker has read these files with it\n`,
    );
  return path;
}

function wordOf(dataset: Dataset, keyword: keyof Dataset): string {
  const value = dataset[keyword];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Concept code → numbers and units of a dose report's content, in document order. */
function numbersIn(dataset: Dataset): string[] {
  const [concept = {}] = itemsOf(dataset.ConceptNameCodeSequence);
  const own = itemsOf(dataset.MeasuredValueSequence).map((measured) => {
    const [unit = {}] = itemsOf(measured.MeasurementUnitsCodeSequence);
    return `${wordOf(concept, 'CodeValue')} ${Number(wordOf(measured, 'NumericValue'))} ${wordOf(unit, 'CodeValue')}`;
  });
  return [...own, ...itemsOf(dataset.ContentSequence).flatMap(numbersIn)];
}

const compared = [
  'PatientName',
  'PatientID',
  'PatientBirthDate',
  'StudyDate',
  'StudyDescription',
  'InstitutionName',
] as const;
const doses = ['CTDIvol', 'ImageAndFluoroscopyAreaDoseProduct', 'OrganDose', 'KVP'] as const;

function valuesOf(dataset: Dataset): Record<string, string | number> {
  return {
    ...Object.fromEntries(compared.map((keyword) => [keyword, wordOf(dataset, keyword)])),
    ...Object.fromEntries(
      doses.flatMap((keyword) => (dataset[keyword] === undefined ? [] : [[keyword, Number(wordOf(dataset, keyword))]])),
    ),
  };
}

function exceptionHolds(object: FixtureObject, exception: AcceptedException, line: string): boolean {
  const { only } = exception;
  const here =
    'transferSyntax' in only
      ? object.transferSyntax === only.transferSyntax
      : object.characterSet === only.characterSet;
  return here && exception.pattern.test(line);
}

const dciodvfy = peer('dciodvfy', 'dicom3tools');
describe.skipIf(dciodvfy === undefined)('dciodvfy', () => {
  it('finds no error in a conforming object, but for the accepted exceptions', { timeout: 120_000 }, () => {
    const problems = written.flatMap(({ file, object }) => {
      const { stdout, stderr } = spawnSync(dciodvfy ?? '', [join(files, file)], { encoding: 'latin1' });
      const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('Error'));
      return lines
        .filter((line) => !acceptedExceptions.some((exception) => exceptionHolds(object, exception, line)))
        .map((line) => `${object.role} ${wordOf(object.dataset, 'Modality')}: ${line}`);
    });
    expect([...new Set(problems)]).toEqual([]);
    expect(written.length).toBeGreaterThan(100);
  });

  it('still finds an error where there is one', () => {
    const [first] = written;
    if (first === undefined) throw new RangeError('nothing was written');
    const { PixelData: _gone, Rows: _also, ...rest } = first.object.dataset;
    writeFileSync(join(folder, 'broken.dcm'), fileBytes({ ...first.object, dataset: rest }));
    const { stdout, stderr } = spawnSync(dciodvfy ?? '', [join(folder, 'broken.dcm')], { encoding: 'latin1' });
    expect(`${stdout}${stderr}`).toMatch(/^Error/m);
  });
});

const dcmdump = peer('dcmdump', 'dcmtk');
describe.skipIf(dcmdump === undefined)('dcmdump', () => {
  it('reads every object with the same names, dates and doses', { timeout: 120_000 }, () => {
    for (const { file, object } of written) {
      const text = execFileSync(dcmdump ?? '', ['+U8', '+L', '-q', join(files, file)], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      });
      const top = new Map(
        [...text.matchAll(/^\([0-9a-f]{4},[0-9a-f]{4}\) [A-Z]{2} \[(.*?)\]\s+#.* (\w+)$/gm)].map(
          ([, value = '', name = '']) => [name, value.trim()],
        ),
      );
      const expected = valuesOf(object.dataset);
      for (const keyword of compared) expect(top.get(keyword) ?? '', `${file} ${keyword}`).toBe(expected[keyword]);
      for (const keyword of ['ImageAndFluoroscopyAreaDoseProduct', 'OrganDose', 'KVP'] as const) {
        if (expected[keyword] !== undefined)
          expect(Number(top.get(keyword)), `${file} ${keyword}`).toBe(expected[keyword]);
      }
    }
  });
});

const readWithPydicom = `
import json, sys, pydicom
def numbers(ds):
    out = []
    for m in ds.get('MeasuredValueSequence') or []:
        out.append([ds.ConceptNameCodeSequence[0].CodeValue, float(m.NumericValue), m.MeasurementUnitsCodeSequence[0].CodeValue])
    for item in ds.get('ContentSequence') or []:
        out.extend(numbers(item))
    return out
for path in sys.argv[2:]:
    ds = pydicom.dcmread(path)
    values = {k: str(ds.get(k) or '') for k in ${JSON.stringify(compared)}}
    values.update({k: float(ds.get(k)) for k in ${JSON.stringify(doses)} if k in ds})
    print(json.dumps({'values': values, 'numbers': numbers(ds)}))
`;

const python = peer('python', 'python3-pydicom');
describe.skipIf(python === undefined)('pydicom', () => {
  it('reads every object with the same names, dates, header doses and reported doses', { timeout: 120_000 }, () => {
    const lines = execFileSync(
      python ?? '',
      ['-c', readWithPydicom, '-', ...written.map(({ file }) => join(files, file))],
      { encoding: 'utf8', maxBuffer: 1 << 26, env: { ...process.env, PYTHONIOENCODING: 'utf-8' } },
    );
    // Its codec for GB 2312 leaves the designation ESC $ ) A in the text; the characters are right.
    const read = lines
      .replaceAll('\\u001b$)A', '')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(read.length).toBe(written.length);
    for (const [index, { file, object }] of written.entries()) {
      const numbers = numbersIn(object.dataset)
        .map((line) => line.split(' '))
        .map(([code = '', value = '', ...unit]) => [code, Number(value), unit.join(' ')]);
      expect(read[index], file).toEqual({ values: valuesOf(object.dataset), numbers });
    }
  });
});

const orthanc = peer('orthanc', 'orthanc, and unshare with user namespaces');
describe.skipIf(orthanc === undefined)('Orthanc', () => {
  it('stores every object and reads the same names and dates', { timeout: 180_000 }, () => {
    const storage = join(folder, 'orthanc');
    mkdirSync(storage);
    const script = 'ip link set lo up && exec "$0" "$@"';
    const client = join(import.meta.dirname, 'oracle', 'orthanc-reads.ts');
    const lines = execFileSync(
      'unshare',
      ['-rn', 'sh', '-c', script, process.execPath, client, orthanc ?? '', storage, files, ...compared],
      { encoding: 'utf8', maxBuffer: 1 << 28 },
    );
    const read = lines
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(read.length).toBe(written.length);
    for (const [index, { file, object }] of written.entries()) {
      const values = Object.fromEntries(compared.map((keyword) => [keyword, wordOf(object.dataset, keyword)]));
      expect(read[index], file).toEqual({ file, values });
    }
  });
});
