// The demonstration: a year of a small center in DICOM files, with its device cards and its people's records.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarDateAt, instant } from '@center/contract';
import { buildCenter, type FixtureManifest, manifestName } from '@center/fixtures';

/** Faults that a visitor meets: one of most kinds, so that the demonstration is a center with problems and not a wall of red. */
const faults = [
  'name-placeholder',
  'check-digit-wrong',
  'age-differs',
  'not-asked',
  'asked-record-late',
  'pregnant-day-70',
  'consent-missing',
  'intervention-suspect',
  'ct-report-missing',
  'device-unregistered',
  'header-cut',
];

export interface DemoCenter {
  readonly archive: string;
  readonly institutionName: string;
  readonly evidence: { readonly devices: string; readonly records: string };
}

/** Builds it once; a folder without its manifest was left half built and is built anew. */
export async function demoCenter(data: string, studies: number, onBuild: () => void): Promise<DemoCenter> {
  const archive = join(data, 'demo-archive');
  const manifestPath = join(archive, manifestName);
  if (!existsSync(manifestPath)) {
    onBuild();
    rmSync(archive, { recursive: true, force: true });
    await buildCenter({
      out: archive,
      seed: 'demo',
      until: calendarDateAt(instant(Date.now())),
      studies,
      cases: true,
      only: faults,
    });
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the builder
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as FixtureManifest;
  const folder = join(data, 'demo-evidence');
  mkdirSync(folder, { recursive: true });
  const evidence = { devices: join(folder, 'devices.json'), records: join(folder, 'records.json') };
  writeFileSync(evidence.devices, JSON.stringify(manifest.devices));
  const kept = [...manifest.cases, ...manifest.baseline].flatMap(({ study, records }) =>
    records === undefined ? [] : [{ study, records }],
  );
  writeFileSync(evidence.records, JSON.stringify(kept));
  return { archive, institutionName: manifest.institutionName, evidence };
}
