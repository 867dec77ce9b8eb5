// The modality worklist of an implementation that is not ours: DCMTK's wlmscpfs.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { pino } from 'pino';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { worklistChannel, worklistDefaults } from '../shell/channels/index.ts';
import { courtesyDefaults, createGate } from '../shell/courtesy/index.ts';
import { echo, encodeDataSet, sequenceKey, type WrittenElement } from '../shell/dimse/index.ts';
import { createIntake } from '../shell/intake/index.ts';
import { openLedger } from '../shell/ledger/index.ts';
import { EXPLICIT, part10 } from './dimse-files.ts';

const WORKLIST = '1.2.840.10008.5.1.4.31';
const peer =
  process.env.LOOPBACK_ONLY === '1' && spawnSync('wlmscpfs', ['--version'], { stdio: 'ignore' }).error === undefined;
if (!peer)
  console.warn(
    'SKIPPED: the worklist needs wlmscpfs (DCMTK) and a loopback-only network namespace (npm test makes one)',
  );

const folder = mkdtempSync(join(tmpdir(), 'worklist-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const text = (tag: number, vr: WrittenElement['vr'], value: string | number): WrittenElement => ({ tag, vr, value });

/** A worklist entry with all that wlmscpfs demands of one. */
function entryOf(accession: string, day: string, pregnancy: number): Buffer {
  const data = encodeDataSet(
    [
      text(0x00080005, 'CS', 'ISO_IR 192'),
      text(0x00080050, 'SH', accession),
      text(0x00100010, 'PN', 'ZHANG^SAN'),
      text(0x00100020, 'LO', `P${accession}`),
      text(0x00100030, 'DA', '19900101'),
      text(0x00100040, 'CS', 'F'),
      text(0x001021c0, 'US', pregnancy),
      text(0x001021d0, 'DA', '20261001'),
      text(0x0020000d, 'UI', `1.2.276.5.${accession.slice(1)}`),
      text(0x00321060, 'LO', 'PELVIS'),
      sequenceKey('ScheduledProcedureStepSequence', [
        text(0x00080060, 'CS', 'DX'),
        text(0x00400001, 'AE', 'DX01'),
        text(0x00400002, 'DA', day),
        text(0x00400003, 'TM', '093000'),
        text(0x00400007, 'LO', '骨盆正位'),
        text(0x00400009, 'SH', `S${accession}`),
      ]),
      text(0x00401001, 'SH', `R${accession}`),
    ],
    EXPLICIT,
  );
  return part10(EXPLICIT, '1.2.276.5.0', data, WORKLIST);
}

describe.runIf(peer)('wlmscpfs', () => {
  it('gives the steps of today and tomorrow, with the pregnancy status that was entered, asked for without a value', async () => {
    const room = join(folder, 'RIS');
    mkdirSync(room, { recursive: true });
    writeFileSync(join(room, 'lockfile'), '');
    for (const [accession, day, pregnancy] of [
      ['A1', '20261126', 3],
      ['A2', '20261127', 1],
      ['A3', '20261201', 3],
    ] as const)
      writeFileSync(join(room, `${accession}.wl`), entryOf(accession, day, pregnancy));
    const child: ChildProcess = spawn('wlmscpfs', ['-dfp', folder, '4292'], { stdio: 'ignore' });
    await vi.waitFor(
      async () => {
        const titles = { callingAeTitle: 'MONITOR', calledAeTitle: 'RIS' };
        const { kind } = await echo({ host: '127.0.0.1', port: 4_292, ...titles, timeoutMs: 1_000 });
        expect(kind).toBe('answered');
      },
      { timeout: 20_000, interval: 100 },
    );
    const today = must(parseCalendarDate('2026-11-26'));
    const noon = instant(startOfDay(today) + 12 * 3_600_000);
    const ledger = openLedger(undefined, { durable: false });
    const gate = createGate({ ...courtesyDefaults, pacs: 'ris', duty: 1, maxRequestsPerSecond: 1_000, offHours: [] });
    const channel = worklistChannel({
      ...worklistDefaults,
      name: 'worklist:0',
      pacs: 'ris',
      host: '127.0.0.1',
      port: 4_292,
      calledAeTitle: 'RIS',
      pollEverySeconds: 3_600,
      zoneOffsetMinutes: 480,
      now: () => noon,
      gate,
      ledger,
    });
    const intake = createIntake({ ledger, now: () => noon, changed: () => undefined });
    const { stop } = await channel.start(intake, pino({ level: 'silent' }));
    const condition = () => ledger.channels.list().find(({ name }) => name === 'worklist:0');
    await vi.waitFor(() => expect(condition()?.state).toBeDefined(), { timeout: 10_000 });
    expect(condition()).toMatchObject({ state: 'working' });
    const far = must(parseCalendarDate('2027-01-01'));
    expect(ledger.plannedSteps.between(today, far).map(({ step }) => step)).toMatchObject([
      {
        AccessionNumber: 'A1',
        startDate: '2026-11-26',
        PregnancyStatus: 3,
        LastMenstrualDate: '20261001',
        StudyInstanceUID: '1.2.276.5.1',
        Modality: 'DX',
        ScheduledStationAETitle: 'DX01',
      },
      { AccessionNumber: 'A2', startDate: '2026-11-27', PregnancyStatus: 1 },
    ]);
    await stop();
    await gate.close();
    ledger.close();
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.kill('SIGTERM');
    });
  }, 60_000);
});
