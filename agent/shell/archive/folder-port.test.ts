import { mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, type Instant, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { retentionDefaults } from '../../core/index.ts';
import type { ArchivePort } from '../channels/archive-port.ts';
import { createIntake, scanFolder } from '../intake/index.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../ledger/index.ts';
import { folderArchivePort } from './folder-port.ts';
import { type ArchiveRounds, startArchive } from './start-archive.ts';
import { Archive } from './testing/archive-model.ts';
import { openGate } from './testing/open-gate.ts';

const firstDay = must(parseCalendarDate('2026-03-02'));
const hourMs = 3_600_000;
const { signal } = new AbortController();

let folder: string;
let root: string;
let ledger: Ledger;
let archive: Archive;
let now: Instant;
let rounds: ArchiveRounds;
let port: ArchivePort;
/** As the system tells them. */
let mounts: string;

const pathOf = (uid: string, number: number): string => join(root, uid, `${String(number)}.dcm`);

async function scan(): Promise<void> {
  const intake = createIntake({ ledger, now: () => now, changed: () => undefined });
  await scanFolder(intake, [root], { channel: 'folder:0', signal });
  await intake.close();
}

async function live(days: number): Promise<void> {
  for (let half = 0; half < days * 2; half += 1) {
    await rounds.turn();
    now = instant(now + 12 * hourMs);
  }
}

const stateOf = (uid: string): string | undefined => ledger.archive.study(uid)?.state;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'folder-port-'));
  root = join(folder, 'archive');
  now = instant(startOfDay(firstDay) + 10 * hourMs);
  ledger = openLedger(join(folder, 'data'), { durable: false });
  archive = new Archive();
  for (let number = 1; number <= 8; number += 1) {
    const study = archive.add({
      uid: `1.2.30.${String(number)}`,
      date: addDays(firstDay, -1 - (number % 4)).replaceAll('-', ''),
      objects: 3,
    });
    mkdirSync(join(root, study.uid), { recursive: true });
    for (const objects of study.series.values())
      for (const [index, { bytes }] of objects.entries()) writeFileSync(pathOf(study.uid, index + 1), bytes);
  }
  await scan();
  for (const uid of archive.studies.keys()) ledger.quietStudies.note(uid);
  const gate = openGate('folder:0');
  mounts = '';
  port = folderArchivePort({
    channel: 'folder:0',
    pacs: 'folder:0',
    path: root,
    ledger,
    gate,
    mounts: () => mounts,
  });
  rounds = await startArchive({
    ledger,
    keys: passingCenterKeys(),
    ways: [{ port, gate }],
    now: () => now,
    log: pino({ level: 'silent' }),
    changed: () => undefined,
    parameters: { ...retentionDefaults, untouchedDays: 0, wholeOneIn: 1 },
  });
});
afterEach(async () => {
  await rounds.stop();
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a folder of files as an archive', () => {
  it('has its quiet studies entered whole, listed, counted and read', async () => {
    await live(3);
    for (const uid of archive.studies.keys()) {
      expect(ledger.archive.study(uid)).toMatchObject({ state: 'present', objects: 3, whole: true });
      expect(ledger.archive.study(uid)?.confirmed[2]).toBeDefined();
    }
    expect([...archive.studies.keys()].some((uid) => ledger.archive.samples(uid).length === 3)).toBe(true);
  });

  it('whose root is not mounted, or is suddenly empty, is not measured for ten days, and nothing is missing', async () => {
    await live(2);
    renameSync(root, join(folder, 'away'));
    await live(5);
    mkdirSync(root);
    await live(5);
    for (const uid of archive.studies.keys()) expect(stateOf(uid)).toBe('present');
    expect(await port.findStudies({ by: 'study', StudyInstanceUID: '1.2.30.1' }, 'audit', signal)).toMatchObject({
      kind: 'not-measured',
      why: 'unreachable',
    });
    rmSync(root, { recursive: true });
    renameSync(join(folder, 'away'), root);
    await live(1);
    for (const uid of archive.studies.keys()) expect(stateOf(uid)).toBe('present');
  });

  it('of which a disk is not mounted any more, an empty folder in its place, loses nothing', async () => {
    const [disk, away] = [join(root, '1.2.30.2'), join(folder, 'disk')];
    const mounted = `/dev/sdb1 ${disk} ext4 rw 0 0\nproc /proc proc rw 0 0\n`;
    mounts = mounted;
    await live(2);
    renameSync(disk, away);
    mkdirSync(disk);
    mounts = `/etc/auto.pacs ${disk} autofs rw 0 0\n`;
    await live(12);
    for (const uid of archive.studies.keys()) expect(stateOf(uid)).toBe('present');
    rmSync(disk, { recursive: true });
    renameSync(away, disk);
    mounts = mounted;
    await live(1);
    for (const uid of archive.studies.keys()) expect(stateOf(uid)).toBe('present');
  });

  it('loses a study whose files are gone, at the third confirmation, and not one whose files were moved', async () => {
    await live(2);
    rmSync(join(root, '1.2.30.2'), { recursive: true });
    renameSync(join(root, '1.2.30.3'), join(root, 'moved'));
    await scan();
    await live(5);
    expect(stateOf('1.2.30.2')).toBe('unlisted');
    await live(6);
    expect(stateOf('1.2.30.2')).toBe('lost');
    expect(stateOf('1.2.30.3')).toBe('present');
  });

  it('shows a file that is gone, one without content and one that was cut as what they are', async () => {
    await live(6);
    unlinkSync(pathOf('1.2.30.4', 2));
    truncateSync(pathOf('1.2.30.5', 1), 0);
    const listed = await port.listObjects('1.2.30.4', 'audit', signal);
    expect(listed).toMatchObject({ kind: 'answered' });
    if (listed.kind === 'answered') expect(listed.value).toHaveLength(2);
    const empty = await port.listObjects('1.2.30.5', 'audit', signal);
    if (empty.kind === 'answered') expect(empty.value).toHaveLength(2);
    const cut = join(root, '1.2.30.6', '1.dcm');
    truncateSync(cut, 600);
    const retrieved = await port.retrieve?.({ StudyInstanceUID: '1.2.30.6', lane: 'audit', signal });
    expect(retrieved).toMatchObject({ kind: 'answered' });
    if (retrieved?.kind === 'answered')
      expect(retrieved.value.objects.filter(({ complete }) => complete)).toHaveLength(2);
  });
});
