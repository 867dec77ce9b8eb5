import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Intake, Observation, Outcome } from '../../intake/index.ts';
import { folderChannel } from './index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

class Door implements Intake {
  readonly seen: Observation[] = [];
  readonly states: [string, string | undefined][] = [];
  readonly files = new Map<string, { size: number; mtimeMs: number }>();
  ended = 0;
  readonly endings: string[] = [];
  observe = (): Promise<Outcome> => Promise.resolve('stored');
  observeAll(observations: readonly Observation[]): Outcome[] {
    this.seen.push(...observations);
    for (const { source, file } of observations)
      if (file !== undefined) this.files.set(source, { size: file.size, mtimeMs: Math.trunc(file.mtimeMs) });
    return observations.map(() => 'stored');
  }
  knownFile = (path: string) => this.files.get(path);
  toReadAgain = () => [];
  scanEnded = (_channel: string, studies = 'whole') => {
    this.ended += 1;
    this.endings.push(studies);
  };
  cursor = () => undefined;
  saveCursor = () => undefined;
  channelState = (_channel: string, state: string, problem?: string) => {
    this.states.push([state, problem]);
  };
  close = () => Promise.resolve();
}

const log = pino({ level: 'silent' });
const old = (path: string): void => utimesSync(path, 1_700_000_000, 1_700_000_000);
const channel = (path: string, settleSeconds = 0) =>
  folderChannel({ name: 'folder:0', path, scanEverySeconds: 1, settleSeconds, now: () => instant(Date.now()) });
const patiently = { timeout: 15_000, interval: 20 } as const;

it('reads what is there, then what comes, each file once', async () => {
  mkdirSync(join(folder, '2026', '01'), { recursive: true });
  for (const name of ['a', 'b']) {
    writeFileSync(join(folder, '2026', '01', name), 'not DICOM');
    old(join(folder, '2026', '01', name));
  }
  const door = new Door();
  const running = await channel(folder).start(door, log);
  await vi.waitFor(() => expect(door.ended).toBe(1), patiently);
  expect(door.seen.map(({ source }) => source.slice(folder.length))).toEqual(['/2026/01/a', '/2026/01/b']);
  writeFileSync(join(folder, 'c.part'), 'not DICOM either');
  old(join(folder, 'c.part'));
  renameSync(join(folder, 'c.part'), join(folder, 'c'));
  await vi.waitFor(() => expect(door.seen.map(({ source }) => source)).toContain(join(folder, 'c')), patiently);
  await running.stop();
  expect(door.seen.filter(({ source }) => source.endsWith('/a'))).toHaveLength(1);
  expect(door.ended).toBe(1);
});

it('leaves a file that is still being written until it stands still', async () => {
  const path = join(folder, 'growing');
  writeFileSync(path, 'half');
  const door = new Door();
  const running = await channel(folder, 3600).start(door, log);
  await vi.waitFor(() => expect(door.states).toHaveLength(1), patiently);
  expect(door.seen).toEqual([]);
  appendFileSync(path, ' and whole');
  await vi.waitFor(() => expect(door.seen.map(({ file }) => file?.size)).toEqual([14]), patiently);
  await running.stop();
});

it('ends its first reading only when the files that were too young are read too: no study is judged without them', async () => {
  writeFileSync(join(folder, 'fresh'), 'x');
  const door = new Door();
  const running = await channel(folder, 3600).start(door, log);
  await vi.waitFor(() => expect(door.states).toHaveLength(1), patiently);
  expect([door.seen.length, door.ended]).toEqual([0, 0]);
  await vi.waitFor(() => expect(door.ended).toBe(1), patiently);
  expect(door.seen).toHaveLength(1);
  expect(door.endings).toEqual(['whole']);
  await running.stop();
});

it('says after three passes that studies are still arriving, where files never stand still', async () => {
  const path = join(folder, 'growing');
  writeFileSync(path, 'x');
  const door = new Door();
  const observed = door.channelState;
  // It grows before every pass: what a busy archive looks like.
  door.channelState = (name, state, problem) => {
    observed(name, state, problem);
    appendFileSync(path, 'x');
  };
  const running = await channel(folder, 3600).start(door, log);
  await vi.waitFor(() => expect(door.endings).toEqual(['still-arriving']), patiently);
  expect(door.seen).toEqual([]);
  await vi.waitFor(() => expect(door.states.length).toBeGreaterThan(4), patiently);
  await running.stop();
  expect(door.ended).toBe(1);
});

it('says that a folder cannot be read, takes nothing for gone, and goes on when it is back', async () => {
  const share = join(folder, 'share');
  const door = new Door();
  const running = await channel(share).start(door, log);
  await vi.waitFor(() => expect(door.states).toContainEqual(['failed', 'ENOENT']), patiently);
  mkdirSync(share);
  writeFileSync(join(share, 'a'), 'x');
  await vi.waitFor(() => expect(door.seen).toHaveLength(1), patiently);
  await running.stop();
  expect(door.states.at(-1)?.[0]).toBe('working');
});
