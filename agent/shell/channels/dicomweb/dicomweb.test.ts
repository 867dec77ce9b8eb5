import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, must, parseCalendarDate } from '@center/contract';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Intake, Observation, Outcome } from '../../intake/index.ts';
import { afterLive, liveWindow, nextBackfill, readState, writeState } from './crawl-state.ts';
import { dicomwebChannel, dicomwebDefaults } from './index.ts';
import { boundaryOf, splitMultipart } from './multipart.ts';
import { createPace } from './pace.ts';

const day = (text: string) => must(parseCalendarDate(text));
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A small archive over HTTP that answers as it is told; it is the other side, which we do not own. */
async function archive(
  answer: (request: IncomingMessage, url: URL, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer((request, response) =>
    answer(request, new URL(request.url ?? '/', 'http://pacs'), response),
  );
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return `http://127.0.0.1:${String(address.port)}/dicom-web`;
}

class Door implements Intake {
  readonly seen: Observation[] = [];
  readonly states: [string, string | undefined][] = [];
  stored: string | undefined;
  ended = 0;
  observe(observation: Observation): Promise<Outcome> {
    this.seen.push(observation);
    return Promise.resolve('stored');
  }
  observeAll(observations: readonly Observation[]): Outcome[] {
    this.seen.push(...observations);
    return observations.map(() => 'stored');
  }
  unchangedFile = () => false;
  scanEnded = () => {
    this.ended += 1;
  };
  cursor = () => this.stored;
  saveCursor = (_channel: string, value: string) => {
    this.stored = value;
  };
  channelState = (_channel: string, state: string, problem?: string) => {
    this.states.push([state, problem]);
  };
  close = () => Promise.resolve();
}

const image = (study: string, instanceUid: string) => ({
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.2'] },
  '00080018': { vr: 'UI', Value: [instanceUid] },
  '0020000D': { vr: 'UI', Value: [study] },
  '0020000E': { vr: 'UI', Value: [`${study}.1`] },
  '00080060': { vr: 'CS', Value: ['CT'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^Fang', Ideographic: '王^芳' }] },
});
const row = (study: string, count = 1) => ({
  '0020000D': { vr: 'UI', Value: [study] },
  '00201208': { vr: 'IS', Value: [count] },
});

const today = day('2026-06-15');
function open(url: string, change: Partial<Parameters<typeof dicomwebChannel>[0]> = {}) {
  return dicomwebChannel({
    ...dicomwebDefaults,
    name: 'dicomweb:0',
    url,
    duty: 1,
    maxRequestsPerSecond: 1000,
    backfillMonths: 2,
    pollEverySeconds: 3600,
    timeoutSeconds: 5,
    zoneOffsetMinutes: 480,
    now: () => instant(Date.parse(`${today}T04:00:00Z`)),
    ...change,
  });
}
const log = pino({ level: 'silent' });

describe('reading an archive', () => {
  it('reads window by window, page by page, and does not take a page for all', async () => {
    const studies = Array.from({ length: 7 }, (_, n) => `1.2.${String(n + 1)}`);
    const windows: string[] = [];
    const url = await archive((request, at, response) => {
      expect(request.headers['accept-encoding']).toBe('identity');
      if (at.pathname.endsWith('/studies')) {
        windows.push(at.searchParams.get('StudyDate') ?? '');
        const offset = Number(at.searchParams.get('offset'));
        const mine = at.searchParams.get('StudyDate') === '20260613-20260616' ? studies : [];
        response
          .setHeader('content-type', 'application/dicom+json')
          .end(JSON.stringify(mine.slice(offset, offset + 3).map((uid) => row(uid))));
        return;
      }
      const study = at.pathname.split('/')[3] ?? '';
      response.end(JSON.stringify([image(study, `${study}.1.1`)]));
    });
    const door = new Door();
    const running = await open(url, { pageSize: 3 }).start(door, log);
    await vi.waitFor(() => expect(door.ended).toBe(1), { timeout: 10_000 });
    await running.stop();
    expect(door.seen.map(({ source }) => source.split('/').at(-1))).toEqual(studies.map((uid) => `${uid}.1.1`));
    expect(new Set(windows).size).toBeGreaterThan(2);
    expect(door.states.at(-1)?.[0]).toBe('working');
    expect(readState(door.stored)).toMatchObject({ backfilled: true });
  });

  it('keeps the name as metadata brings it, whatever character set stands inside', async () => {
    const url = await archive((_request, at, response) => {
      if (at.pathname.endsWith('/studies'))
        return void response.end(
          JSON.stringify(
            at.searchParams.get('offset') === '0' && at.searchParams.get('StudyDate')?.startsWith('20260613') === true
              ? [row('1.9')]
              : [],
          ),
        );
      response.end(JSON.stringify([{ ...image('1.9', '1.9.1'), '00080005': { vr: 'CS', Value: ['GB18030'] } }]));
    });
    const door = new Door();
    const running = await open(url).start(door, log);
    await vi.waitFor(() => expect(door.ended).toBe(1), { timeout: 10_000 });
    await running.stop();
    expect(door.seen[0]?.reading).toMatchObject({ kind: 'readable', header: { PatientName: 'Wang^Fang=王^芳' } });
  });

  it('goes to series and instances when a study’s metadata fail, and names the one that cannot be had', async () => {
    const url = await archive((_request, at, response) => {
      const path = at.pathname.replace('/dicom-web/', '');
      const first = at.searchParams.get('offset') === '0';
      if (path === 'studies')
        return void response.end(
          JSON.stringify(
            first && at.searchParams.get('StudyDate')?.startsWith('20260613') === true ? [row('1.5', 2)] : [],
          ),
        );
      if (path === 'studies/1.5/series')
        return void response.end(JSON.stringify(first ? [{ '0020000E': { vr: 'UI', Value: ['1.5.1'] } }] : []));
      if (path === 'studies/1.5/series/1.5.1/instances')
        return void response.end(
          JSON.stringify(
            first ? ['1.5.1.1', '1.5.1.2'].map((uid) => ({ '00080018': { vr: 'UI', Value: [uid] } })) : [],
          ),
        );
      if (path.endsWith('instances/1.5.1.1/metadata'))
        return void response.end(JSON.stringify([image('1.5', '1.5.1.1')]));
      response.statusCode = 500;
      response.end();
    });
    const door = new Door();
    const running = await open(url).start(door, log);
    await vi.waitFor(() => expect(door.ended).toBe(1), { timeout: 10_000 });
    await running.stop();
    expect(door.seen.map(({ reading }) => reading.kind)).toEqual(['readable', 'unreadable']);
  });

  it.each([
    ['wrong credentials', 401, '[]'],
    ['an overloaded server', 503, '[]'],
    ['an answer that is no JSON', 200, '<html>'],
  ])('%s: the channel says so and its place does not move', async (_name, status, body) => {
    const url = await archive((_request, _at, response) => {
      response.statusCode = status;
      response.end(body);
    });
    const door = new Door();
    const running = await open(url).start(door, log);
    await vi.waitFor(() => expect(door.states.at(-1)?.[0]).toBe('failed'), { timeout: 10_000 });
    await running.stop();
    expect(door.seen).toEqual([]);
    expect(door.stored).toBeUndefined();
    expect(door.ended).toBe(0);
  });
});

describe('credentials and resuming', () => {
  const secrets = mkdtempSync(join(tmpdir(), 'secrets-'));
  afterAll(() => rmSync(secrets, { recursive: true, force: true }));

  it.each([
    ['basic', 'Basic bW9uaXRvcjpvcGVuIHNlc2FtZQ=='],
    ['bearer', 'Bearer token-1'],
  ] as const)('%s credentials come from a file, read anew at every request', async (kind, expected) => {
    const file = join(secrets, kind);
    writeFileSync(file, kind === 'basic' ? 'open sesame\n' : 'token-1\n');
    const seen = new Set<string | undefined>();
    const url = await archive((request, _at, response) => {
      seen.add(request.headers.authorization);
      response.end('[]');
    });
    const door = new Door();
    const auth = kind === 'basic' ? { kind, user: 'monitor', passwordFile: file } : { kind, tokenFile: file };
    const running = await open(url, { auth }).start(door, log);
    await vi.waitFor(() => expect(door.ended).toBe(1), { timeout: 10_000 });
    await running.stop();
    expect([...seen]).toEqual([expected]);
  });

  it('a missing password file is said, and the archive is not asked without it', async () => {
    let asked = 0;
    const url = await archive((_request, _at, response) => {
      asked += 1;
      response.end('[]');
    });
    const door = new Door();
    const running = await open(url, { auth: { kind: 'bearer', tokenFile: join(secrets, 'nowhere') } }).start(door, log);
    await vi.waitFor(() => expect(door.states.at(-1)?.[0]).toBe('failed'), { timeout: 10_000 });
    await running.stop();
    expect(asked).toBe(0);
  });

  it('goes on behind the last window that was finished, and does not read it again', async () => {
    const windows: string[] = [];
    const url = await archive((_request, at, response) => {
      windows.push(at.searchParams.get('StudyDate') ?? '');
      response.end('[]');
    });
    const door = new Door();
    door.stored = writeState({ newest: today, oldest: day('2026-05-13'), backfilled: false });
    const running = await open(url).start(door, log);
    await vi.waitFor(() => expect(door.ended).toBe(1), { timeout: 10_000 });
    await running.stop();
    expect(windows).toEqual(expect.arrayContaining(['20260613-20260616', '20260415-20260512']));
    expect(windows).not.toContain('20260513-20260612');
  });
});

describe('the place in the archive', () => {
  it('begins with recent days, goes back newest first and ends at the beginning asked for', () => {
    const live = liveWindow(undefined, today);
    let state = afterLive(undefined, live, today);
    expect(live).toEqual({ from: '2026-06-13', to: '2026-06-16' });
    const windows: string[] = [];
    for (
      let window = nextBackfill(state, today, 2, 31);
      window !== undefined;
      window = nextBackfill(state, today, 2, 31)
    ) {
      windows.push(`${window.from}…${window.to}`);
      state = { ...state, oldest: window.from };
    }
    expect(windows).toEqual(['2026-05-13…2026-06-12', '2026-04-15…2026-05-12']);
  });

  it('survives its own writing, and begins anew on anything else', () => {
    const state = { newest: today, oldest: day('2026-01-01'), backfilled: false };
    expect(readState(writeState(state))).toEqual(state);
    for (const junk of [undefined, '', '{', '[]', '{"newest":"x","oldest":"y"}'])
      expect(readState(junk)).toBeUndefined();
  });
});

describe('a multipart answer', () => {
  const type = 'multipart/related; type="application/dicom"; boundary="b1"';
  const part = (content: string, head = 'Content-Type: application/dicom') => `--b1\r\n${head}\r\n\r\n${content}\r\n`;

  it('gives the bodies of its parts', () => {
    const split = splitMultipart(Buffer.from(`${part('one')}${part('two')}--b1--`), type);
    expect(split).toMatchObject({ kind: 'parts' });
    if (split.kind === 'parts')
      expect(split.parts.map((bytes) => Buffer.from(bytes).toString())).toEqual(['one', 'two']);
  });

  it('takes a declared length before it looks for the boundary', () => {
    const split = splitMultipart(Buffer.from(`${part('x\r\n--b1y', 'Content-Length: 8')}--b1--`), type);
    if (split.kind !== 'parts') throw new Error(split.why);
    expect(Buffer.from(split.parts[0] ?? []).toString()).toBe('x\r\n--b1y');
  });

  it('without its end is broken, whatever its status said', () => {
    expect(splitMultipart(Buffer.from(part('one')), type)).toMatchObject({ kind: 'broken' });
    expect(splitMultipart(Buffer.from(part('one')), 'application/json')).toMatchObject({ kind: 'broken' });
    expect(boundaryOf('multipart/related; boundary=plain; type=x')).toBe('plain');
  });
});

describe('courtesy', () => {
  it('keeps one request in flight, also when one fails', async () => {
    const pace = createPace({ duty: 1, maxPerSecond: 1000, signal: new AbortController().signal });
    let flying = 0;
    let most = 0;
    const request = async (n: number): Promise<number> => {
      flying += 1;
      most = Math.max(most, flying);
      await new Promise((resolve) => setImmediate(resolve));
      flying -= 1;
      if (n === 3) throw new Error('refused');
      return n;
    };
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, n) => pace.take(() => request(n))));
    expect(most).toBe(1);
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1);
  });
});
