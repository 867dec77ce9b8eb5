import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { addDays, addMonths, must, parseCalendarDate } from '@center/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ledger, openLedger } from '../shell/ledger/index.ts';

const child = fileURLToPath(new URL('./backfill-child.ts', import.meta.url));
const kills = 8;
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const today = must(parseCalendarDate('2026-06-15'));
const beginning = addMonths(today, -40);

/** A study every fifth day, of one series with three images. */
const dates = Array.from({ length: 245 }, (_, n) => addDays(beginning, n * 5)).filter((date) => date <= today);
const uidOf = (date: string): string => `1.2.${date.replaceAll('-', '')}`;

let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backfill-'));
  server = createServer((request, response) => {
    const at = new URL(request.url ?? '/', 'http://pacs');
    const path = at.pathname.split('/').slice(2);
    const first = at.searchParams.get('offset') === '0';
    const [, study = ''] = path;
    response.setHeader('content-type', 'application/dicom+json');
    const send = (rows: readonly unknown[]): void => void response.end(JSON.stringify(rows));
    const object = (n: number) => ({
      '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
      '00080018': { vr: 'UI', Value: [`${study}.1.${String(n)}`] },
      '0020000D': { vr: 'UI', Value: [study] },
      '0020000E': { vr: 'UI', Value: [`${study}.1`] },
      '00080060': { vr: 'CS', Value: ['CT'] },
    });
    if (path.at(-1) === 'metadata') return send([1, 2, 3].map(object));
    if (path.at(-1) === 'instances') return send(first ? [1, 2, 3].map(object) : []);
    if (path.at(-1) === 'series') return send(first ? [{ '0020000E': { Value: [`${study}.1`] } }] : []);
    const row = (date: string) => ({
      '0020000D': { Value: [uidOf(date)] },
      '00080020': { Value: [date.replaceAll('-', '')] },
      '00201208': { Value: [3] },
    });
    const wanted = at.searchParams.get('0020000D');
    if (wanted !== null) return send(first ? dates.filter((date) => uidOf(date) === wanted).map(row) : []);
    const [from = '', to = ''] = (at.searchParams.get('StudyDate') ?? '').split('-');
    const found = dates.filter((date) => date.replaceAll('-', '') >= from && date.replaceAll('-', '') <= to);
    send(first && to !== '' ? found.map(row) : []);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  url = `http://127.0.0.1:${String(address.port)}/dicom-web`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the reading; kills it so long after its first sign, or lets it end. */
async function run(afterMs: number | undefined): Promise<{ readonly windows: number; readonly ended: boolean }> {
  const reading = spawn(process.execPath, [child, folder, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let windows = 0;
  let ended = false;
  createInterface({ input: reading.stdout }).on('line', (line) => {
    if (line === 'begun' && afterMs !== undefined) setTimeout(() => reading.kill('SIGKILL'), afterMs);
    if (line === 'window') windows += 1;
    if (line === 'ended') ended = true;
  });
  await new Promise((resolve) => reading.on('close', resolve));
  return { windows, ended };
}

/** Windows of all observations of the ledger, days written out. */
function daysSeen(ledger: Ledger): readonly string[] {
  const days: string[] = [];
  for (let number = 1; number <= ledger.archive.lastObservation(); number += 1) {
    const observation = ledger.archive.observation(number);
    if (observation.kind !== 'seen' || observation.window === undefined) continue;
    if (observation.window === 'undated') days.push('undated');
    else for (let day = observation.window.from; day <= observation.window.to; day = addDays(day, 1)) days.push(day);
  }
  return days;
}

describe('a first reading that is killed again and again', () => {
  it('has every window once and none twice, and every study', async () => {
    console.log(`killing: KILL_SEED=${String(seed)}`);
    let state = seed;
    const chance = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
      return state / 0x7fffffff;
    };
    let killed = 0;
    for (let n = 0; n < kills; n += 1) {
      const { ended } = await run(Math.floor(chance() * 400));
      if (ended) break;
      killed += 1;
      const ledger = openLedger(folder);
      const days = daysSeen(ledger);
      expect(new Set(days).size).toBe(days.length);
      expect(ledger.verifyChain().ok).toBe(true);
      ledger.close();
    }
    const last = await run(undefined);
    expect(last.ended).toBe(true);
    console.log(`killed ${String(killed)} times`);
    expect(killed).toBeGreaterThan(1);
    const ledger = openLedger(folder);
    try {
      const days = daysSeen(ledger);
      expect(new Set(days).size).toBe(days.length);
      const wanted: string[] = [];
      for (let day = beginning; day <= addDays(today, 1); day = addDays(day, 1)) wanted.push(day);
      // The undated ones cannot be known of this archive, and that is written too.
      expect(days.toSorted()).toEqual(wanted.toSorted());
      for (const date of dates) {
        expect(ledger.archive.study(uidOf(date))).toMatchObject({ objects: 3, whole: true, date });
        expect(ledger.studies.get(uidOf(date))).toBeDefined();
      }
      expect(ledger.archive.rebuild()).toMatchObject({ same: true });
    } finally {
      ledger.close();
    }
  }, 180_000);
});
