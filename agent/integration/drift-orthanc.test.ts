import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, parseCalendarDate } from '@center/contract';
import { buildCases } from '@center/fixtures';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { differencesOf, type SeenContent, textOf } from '../core/index.ts';
import { headerFromDicomJson, readHeaderFile } from '../shell/header/index.ts';
import { type Orthanc, startOrthanc } from './orthanc-server.ts';

const peers = process.env.LOOPBACK_ONLY === '1' && spawnSync('Orthanc', ['--version']).error === undefined;
if (!peers) console.warn('SKIPPED: the spelling of an archive needs Orthanc and a loopback-only network namespace');

const folder = mkdtempSync(join(tmpdir(), 'drift-orthanc-'));
const httpPort = 18_642;
let orthanc: Orthanc | undefined;

beforeAll(async () => {
  if (!peers) return;
  await buildCases({ out: join(folder, 'files'), seed: 'drift', until: must(parseCalendarDate('2026-11-25')) });
  orthanc = await startOrthanc({ folder: join(folder, 'pacs'), dicomPort: 18_641, httpPort });
}, 180_000);
afterAll(async () => {
  await orthanc?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What the file says, by SOP Instance UID, and by which study it is asked for, of all files that the archive took. */
async function stored(): Promise<ReadonlyMap<string, SeenContent>> {
  const files = new Map<string, SeenContent>();
  for (const entry of readdirSync(join(folder, 'files'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.dcm')) continue;
    const path = join(entry.parentPath, entry.name);
    const reading = readHeaderFile(path);
    if (reading.kind !== 'readable' || reading.object !== 'instance') continue;
    const { header, damage, transferSyntaxUID } = reading;
    const [sop, study] = [textOf(header, 'SOPInstanceUID'), textOf(header, 'StudyInstanceUID')];
    const answer = await fetch(`http://127.0.0.1:${String(httpPort)}/instances`, {
      method: 'POST',
      body: readFileSync(path),
    });
    await answer.arrayBuffer();
    if (answer.ok && sop !== undefined && study !== undefined)
      files.set(sop, { channel: 'folder:0', study, transferSyntaxUID, header, damage });
  }
  return files;
}

it.runIf(peers)(
  'what a real archive spells its own way in its metadata is no difference to the bytes that it was given',
  { timeout: 180_000 },
  async () => {
    const files = await stored();
    expect(files.size).toBeGreaterThan(300);
    const differing: string[] = [];
    let compared = 0;
    let spelled = 0;
    for (const study of new Set([...files.values()].map((file) => file.study))) {
      const answer = await fetch(`${orthanc?.dicomweb ?? ''}/studies/${study}/metadata`, {
        headers: { accept: 'application/dicom+json' },
      });
      const sets: unknown = await answer.json();
      for (const json of Array.isArray(sets) ? (sets as readonly unknown[]) : []) {
        const reading = headerFromDicomJson(json);
        if (reading.kind !== 'readable') throw new Error('the archive answered no data set');
        const { header, damage, transferSyntaxUID } = reading;
        const file = files.get(textOf(header, 'SOPInstanceUID') ?? '');
        if (file === undefined) continue;
        compared += 1;
        if (JSON.stringify(file.header) !== JSON.stringify(header)) spelled += 1;
        const answered: SeenContent = { channel: 'dicomweb:0', study, transferSyntaxUID, header, damage };
        for (const { keyword, before, now } of [...differencesOf(file, answered), ...differencesOf(answered, file)])
          differing.push(`${keyword}: ${JSON.stringify(before)} / ${JSON.stringify(now)}`);
      }
    }
    expect(compared).toBe(files.size);
    expect(spelled, 'the archive does spell otherwise').toBeGreaterThan(0);
    expect([...new Set(differing)]).toEqual([]);
  },
);
