import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBytes } from '../objects/fixture-object.ts';
import { findPeers } from '../oracle/peers.ts';
import { type Dataset, itemsOf } from '../writer/dataset.ts';
import { doseObjects } from './dose-objects.ts';

const folder = mkdtempSync(join(tmpdir(), 'dose-objects-'));
const objects = doseObjects('dose');
const fileOf = (key: string): string => join(folder, 'files', `${key}.dcm`);
beforeAll(() => {
  mkdirSync(join(folder, 'files'));
  for (const { key, object } of objects) writeFileSync(fileOf(key), fileBytes(object));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const peers = findPeers();
function here(name: 'dciodvfy' | 'dsrdump' | 'python', packageName: string): string | undefined {
  const path =
    name === 'dsrdump' ? (spawnSync('dsrdump', ['--version']).status === 0 ? 'dsrdump' : undefined) : peers[name];
  if (path === undefined)
    process.stderr.write(
      `SKIPPED: ${name} is not here (Debian package ${packageName}); it has not read the dose objects\n`,
    );
  return path;
}

it('every kind once, and the same bytes for the same seed', () => {
  expect(new Set(objects.map(({ key }) => key)).size).toBe(objects.length);
  const again = doseObjects('dose');
  for (const [index, { object }] of objects.entries()) {
    const twin = again[index];
    expect(twin === undefined ? undefined : fileBytes(twin.object).equals(fileBytes(object))).toBe(true);
  }
});

const dciodvfy = here('dciodvfy', 'dicom3tools');
describe.skipIf(dciodvfy === undefined)('dciodvfy', () => {
  it('finds no error in what is written as the standard says', { timeout: 60_000 }, () => {
    for (const { key } of objects.filter(({ conforming }) => conforming)) {
      const { stdout, stderr } = spawnSync(dciodvfy ?? '', [fileOf(key)], { encoding: 'latin1' });
      const errors = `${stdout}\n${stderr}`.split('\n').filter((line) => line.startsWith('Error'));
      // Enhanced X-Ray Radiation Dose SR is younger than dciodvfy: it knows no such object, and says nothing else of it.
      expect(errors, key).toEqual(key === 'enhanced' ? ['Error - Information Object Not found'] : []);
    }
  });
});

const dsrdump = here('dsrdump', 'dcmtk');
describe.skipIf(dsrdump === undefined)('dsrdump', () => {
  it('reads every report as a tree of content items', { timeout: 60_000 }, () => {
    for (const { key, object } of objects) {
      // Tables are younger than dsrdump, and two of the objects are no reports.
      if (key === 'enhanced' || object.dataset.Modality !== 'SR') continue;
      const text = execFileSync(dsrdump ?? '', ['-q', fileOf(key)], { encoding: 'latin1' });
      expect(text, key).toMatch(/^<\w+ (?:CONTAINER|NUM|CODE):|^<CONTAINER:/m);
    }
  });
});

/** Concept code, number and unit of every NUM item in document order. */
function numbersIn(dataset: Dataset): string[] {
  const word = (item: Dataset | undefined, keyword: keyof Dataset): string => {
    const value = item?.[keyword];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const [concept] = itemsOf(dataset.ConceptNameCodeSequence);
  const own = itemsOf(dataset.MeasuredValueSequence).map((measured) => {
    const [unit] = itemsOf(measured.MeasurementUnitsCodeSequence);
    return `${word(concept, 'CodeValue')} ${Number(word(measured, 'NumericValue'))} ${word(unit, 'CodeValue')}`;
  });
  return [...own, ...itemsOf(dataset.ContentSequence).flatMap(numbersIn)];
}

const readWithPydicom = `
import json, sys, pydicom
def numbers(ds):
    out = []
    for m in ds.get('MeasuredValueSequence') or []:
        out.append([ds.ConceptNameCodeSequence[0].CodeValue, float(m.NumericValue), m.MeasurementUnitsCodeSequence[0].CodeValue])
    for item in ds.get('ContentSequence') or []:
        out.extend(numbers(item))
    return out
def exposures(ds):
    out = []
    for item in ds.get('ExposureDoseSequence') or []:
        block = item.private_block(0x00e1, 'ELSCINT1') if (0x00e1, 0x0010) in item else None
        out.append([float(item.KVP), float(item.XRayTubeCurrentInuA), float(block[0x21].value) if block else None])
    return out
for path in sys.argv[2:]:
    ds = pydicom.dcmread(path)
    print(json.dumps({'numbers': numbers(ds), 'exposures': exposures(ds)}))
`;
const python = here('python', 'python3-pydicom');
describe.skipIf(python === undefined)('pydicom', () => {
  it('reads the same numbers under the same codes and units, private ones too', { timeout: 60_000 }, () => {
    const lines = execFileSync(python ?? '', ['-c', readWithPydicom, '-', ...objects.map(({ key }) => fileOf(key))], {
      encoding: 'utf8',
    });
    const read = lines
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    for (const [index, { key, object }] of objects.entries()) {
      const numbers = numbersIn(object.dataset)
        .map((line) => line.split(' '))
        .map(([code = '', value = '', ...unit]) => [code, Number(value), unit.join(' ')]);
      const exposures = itemsOf(object.dataset.ExposureDoseSequence).map((item) => [
        Number(item.KVP),
        Number(item.XRayTubeCurrentInuA),
        item.ElscintDoseLengthProduct === undefined ? null : Number(item.ElscintDoseLengthProduct),
      ]);
      expect(read[index], key).toEqual({ numbers, exposures });
    }
  });
});
