import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { type Instant, instant } from '@center/contract';
import { pino } from 'pino';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createGate } from '../../courtesy/index.ts';
import type { Intake } from '../../intake/index.ts';
import { settingsOf } from './answers.ts';
import { type OrthancOptions, orthancChannel, orthancDefaults } from './index.ts';

const log = pino({ level: 'silent' });
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Orthanc as far as it is asked: a history of changes, and two pages about itself. The other side. */
class TestOrthanc {
  history: { readonly Seq: number; readonly ChangeType: string }[] = [];
  last = 0;
  system: Record<string, unknown> = { Name: 'test', MaximumPatientCount: 5, MaximumStorageSize: 0 };
  statistics: Record<string, unknown> = { TotalDiskSize: '9007199254740991', CountPatients: 4, CountStudies: 5 };
  fails = false;
  server: Server | undefined;

  add(...types: string[]): void {
    for (const ChangeType of types) {
      this.last += 1;
      this.history.push({ Seq: this.last, ChangeType });
    }
  }

  async listen(): Promise<string> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://orthanc');
      if (this.fails) response.statusCode = 500;
      const since = Number(url.searchParams.get('since'));
      const page = this.history.filter(({ Seq }) => Seq > since).slice(0, 2);
      const body =
        url.pathname === '/system'
          ? this.system
          : url.pathname === '/statistics'
            ? this.statistics
            : url.searchParams.has('last')
              ? { Changes: this.history.slice(-1), Done: true, Last: this.last }
              : {
                  Changes: page,
                  Done: page.at(-1)?.Seq === this.last || page.length === 0,
                  Last: page.at(-1)?.Seq ?? since,
                };
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(
      () =>
        new Promise((resolve) => {
          server.closeAllConnections();
          server.close(() => resolve());
        }),
    );
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('no address');
    return `http://127.0.0.1:${String(address.port)}`;
  }
}

async function listening(orthanc: TestOrthanc, change: Partial<OrthancOptions> = {}, kept?: string) {
  const url = await orthanc.listen();
  const gate = createGate({ pacs: 'pacs', duty: 1, maxRequestsPerSecond: 1000, offHours: [], probeEverySeconds: 3600 });
  closing.push(() => gate.close());
  const door = { cursor: kept, states: [] as [string, string | undefined][] };
  const intake: Intake = {
    observe: () => Promise.resolve('ignored'),
    observeAll: () => [],
    knownFile: () => undefined,
    toReadAgain: () => [],
    scanEnded: () => undefined,
    cursor: () => door.cursor,
    saveCursor: (_name, value) => {
      door.cursor = value;
    },
    channelState: (_name, state, problem) => void door.states.push([state, problem]),
    close: () => Promise.resolve(),
  };
  const clock = { at: Date.parse('2026-06-15T04:00:00Z') };
  const wake = vi.fn<() => void>();
  const note = vi.fn<OrthancOptions['note']>();
  const now = (): Instant => instant(clock.at);
  const options = { ...orthancDefaults, name: 'orthanc:0', pacs: 'pacs', url, pollEverySeconds: 0.01, wake, note, now };
  const running = await orthancChannel({ ...options, ...change }, gate).start(intake, log);
  closing.push(() => running.stop());
  const rounds = async (n: number): Promise<void> => {
    const until = door.states.length + n;
    await vi.waitFor(() => expect(door.states.length).toBeGreaterThanOrEqual(until), { timeout: 10_000 });
  };
  return { door, wake, note, clock, rounds };
}

describe('changes', () => {
  it('wake once for what has come, page by page, and not for what was told before', async () => {
    const orthanc = new TestOrthanc();
    orthanc.add('NewPatient', 'NewStudy');
    const { door, wake, rounds } = await listening(orthanc, {}, '2');
    await rounds(3);
    expect(wake).not.toHaveBeenCalled();
    orthanc.add('NewInstance', 'NewInstance', 'NewInstance', 'StableStudy', 'StableSeries');
    await rounds(3);
    expect(wake).toHaveBeenCalledTimes(1);
    expect(door.cursor).toBe('7');
  });

  it('that tell of nothing new wake nobody', async () => {
    const orthanc = new TestOrthanc();
    orthanc.add('NewStudy');
    const { door, wake, rounds } = await listening(orthanc, {}, '1');
    orthanc.add('Deleted', 'DeletedSeries');
    await rounds(3);
    expect(wake).not.toHaveBeenCalled();
    expect(door.cursor).toBe('3');
  });

  it.each([
    ['of which nothing is known yet', undefined, 9],
    ['whose last number went backwards', '500', 9],
    ['that were cleared', '500', 0],
  ])('%s send us to the windows, and are followed from there', async (_name, kept, last) => {
    const orthanc = new TestOrthanc();
    orthanc.last = last;
    const { door, wake, rounds } = await listening(orthanc, {}, kept);
    await rounds(3);
    expect(wake).toHaveBeenCalledTimes(1);
    expect(door.cursor).toBe(String(last));
  });

  it('that are not to be had are a failed channel, and the place stays', async () => {
    const orthanc = new TestOrthanc();
    orthanc.fails = true;
    const { door, wake, rounds } = await listening(orthanc, {}, '3');
    await rounds(1);
    expect(door.states.at(-1)).toEqual(['failed', 'changes: HTTP 500']);
    expect(wake).not.toHaveBeenCalled();
    expect(door.cursor).toBe('3');
  });
});

describe('what Orthanc shows of itself', () => {
  it('is noted at first, when it changes, and once a day', async () => {
    const orthanc = new TestOrthanc();
    const { note, clock, rounds } = await listening(orthanc, { storageFolder: tmpdir() });
    await rounds(3);
    expect(note).toHaveBeenCalledTimes(1);
    expect(note.mock.calls[0]?.[0]).toMatchObject({
      kind: 'settings',
      channel: 'orthanc:0',
      usedBytes: Number.MAX_SAFE_INTEGER,
      patients: 4,
      studies: 5,
      maximumPatients: 5,
      recycling: true,
    });
    expect(note.mock.calls[0]?.[0].freeBytes).toBeGreaterThan(0);
    clock.at += 2 * 3_600_000;
    await rounds(2);
    expect(note).toHaveBeenCalledTimes(1);
    orthanc.statistics = { ...orthanc.statistics, CountStudies: 6 };
    clock.at += 2 * 3_600_000;
    await rounds(2);
    expect(note).toHaveBeenCalledTimes(2);
    clock.at += 25 * 3_600_000;
    await rounds(2);
    expect(note).toHaveBeenCalledTimes(3);
  });

  it.each([
    [{}, {}],
    [{ MaximumPatientCount: 0, MaximumStorageSize: 0 }, { recycling: false }],
    [
      { MaximumPatientCount: 0, MaximumStorageSize: 10 },
      { maximumBytes: 10_485_760, recycling: true },
    ],
    [
      { MaximumStorageSize: 10, MaximumStorageMode: 'Reject' },
      { maximumBytes: 10_485_760, recycling: false },
    ],
    [
      { MaximumPatientCount: 7, MaximumStorageMode: 'Recycle' },
      { maximumPatients: 7, recycling: true },
    ],
    [{ MaximumStorageSize: 'much' }, {}],
  ])('%o', (system, expected) => {
    expect(settingsOf(system, {})).toEqual(expected);
  });
});
