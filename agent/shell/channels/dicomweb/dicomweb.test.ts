import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, must, parseCalendarDate } from '@center/contract';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createGate, type PacsGate } from '../../courtesy/index.ts';
import type { Intake, Observation, Outcome } from '../../intake/index.ts';
import { liveWindow, readNewest, writeNewest } from '../live-state.ts';
import { dicomwebAccess, dicomwebChannel, dicomwebDefaults } from './index.ts';
import { boundaryOf, MultipartReader, splitMultipart } from './multipart.ts';

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
  observe(observation: Observation): Promise<Outcome> {
    this.seen.push(observation);
    return Promise.resolve('stored');
  }
  observeAll(observations: readonly Observation[]): Outcome[] {
    this.seen.push(...observations);
    return observations.map(() => 'stored');
  }
  knownFile = () => undefined;
  opened: readonly string[] = [];
  toReadAgain = () => this.opened;
  scanEnded = () => undefined;
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
  '00080020': { vr: 'DA', Value: ['20260614'] },
  '00201208': { vr: 'IS', Value: [count] },
});

const today = day('2026-06-15');
const gates: PacsGate[] = [];
afterEach(async () => {
  for (const gate of gates.splice(0)) await gate.close();
});

function open(url: string, change: Partial<Parameters<typeof dicomwebChannel>[0]> = {}) {
  const options = {
    ...dicomwebDefaults,
    name: 'dicomweb:0',
    pacs: 'pacs',
    url,
    pollEverySeconds: 3600,
    timeoutSeconds: 5,
    zoneOffsetMinutes: 480,
    now: () => instant(Date.parse(`${today}T04:00:00Z`)),
    ...change,
  };
  const gate = createGate({
    pacs: 'pacs',
    duty: 1,
    maxRequestsPerSecond: 1000,
    offHours: [],
    probeEverySeconds: 3600,
  });
  gates.push(gate);
  return dicomwebChannel(options, dicomwebAccess(options, gate));
}
const log = pino({ level: 'silent' });

describe('reading an archive', () => {
  it('reads page by page, and does not take a page for all', async () => {
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
    await vi.waitFor(() => expect(door.states.at(-1)?.[0]).toBe('working'), { timeout: 10_000 });
    await running.stop();
    expect(door.seen.map(({ source }) => source.split('/').at(-1))).toEqual(studies.map((uid) => `${uid}.1.1`));
    expect(readNewest(door.stored)).toBe(today);
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
    await vi.waitFor(() => expect(door.states.at(-1)?.[0]).toBe('working'), { timeout: 10_000 });
    await running.stop();
    expect(door.seen[0]?.reading).toMatchObject({ kind: 'readable', header: { PatientName: 'Wang^Fang=王^芳' } });
  });

  it('asks anew for a sealed study that a late object has opened, whatever its day', async () => {
    const asked: string[] = [];
    const url = await archive((_request, at, response) => {
      if (at.pathname.endsWith('/studies')) return void response.end('[]');
      asked.push(at.pathname.split('/')[3] ?? '');
      response.end(JSON.stringify([image('1.7', '1.7.1.1'), image('1.7', '1.7.1.2')]));
    });
    const door = new Door();
    door.opened = ['1.7'];
    const channel = open(url, { pollEverySeconds: 1 });
    const running = await channel.start(door, log);
    await vi.waitFor(() => expect(door.states.length).toBeGreaterThan(1), { timeout: 10_000 });
    await running.stop();
    expect(door.seen.map(({ source }) => source.split('/').at(-1))).toEqual(['1.7.1.1', '1.7.1.2']);
    expect(asked).toEqual(['1.7']);
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
    await vi.waitFor(() => expect(door.states.at(-1)?.[0]).toBe('working'), { timeout: 10_000 });
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
    await vi.waitFor(() => expect(door.states.at(-1)?.[0]).toBe('working'), { timeout: 10_000 });
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

  it('goes on where the last pass ended, and looks at once when it is woken', async () => {
    const windows: string[] = [];
    const url = await archive((_request, at, response) => {
      if (at.searchParams.get('offset') !== null) windows.push(at.searchParams.get('StudyDate') ?? '');
      response.end('[]');
    });
    const door = new Door();
    door.stored = writeNewest(day('2026-05-13'));
    const channel = open(url);
    channel.wake();
    const running = await channel.start(door, log);
    await vi.waitFor(() => expect(windows).toEqual(['20260511-20260616']), { timeout: 10_000 });
    await vi.waitFor(() => expect(door.states).toHaveLength(1));
    channel.wake();
    await vi.waitFor(() => expect(windows).toEqual(['20260511-20260616', '20260613-20260616']), { timeout: 10_000 });
    await running.stop();
  });
});

describe('the place in the archive', () => {
  it('begins with recent days and goes on a little before the last pass, however long ago', () => {
    expect(liveWindow(undefined, today)).toEqual({ from: '2026-06-13', to: '2026-06-16' });
    expect(liveWindow(day('2026-05-01'), today)).toEqual({ from: '2026-04-29', to: '2026-06-16' });
  });

  it('survives its own writing, and begins anew on anything else', () => {
    expect(readNewest(writeNewest(today))).toBe(today);
    for (const junk of [undefined, '', '{', '[]', '{"newest":"x"}']) expect(readNewest(junk)).toBeUndefined();
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

  it('is the same in pieces of any size, cut anywhere', () => {
    const body = Buffer.from(
      `preamble\r\n${part('one')}${part('x\r\n--b1y', 'Content-Length: 8')}${part('')}--b1--\r\nepilogue`,
    );
    const read = (bytes: Buffer, size: number) => {
      const parts: string[] = [];
      const ends: boolean[] = [];
      const reader = new MultipartReader('b1', {
        begin: () => void parts.push(''),
        data: (piece) => void parts.push(`${parts.pop() ?? ''}${Buffer.from(piece).toString('latin1')}`),
        end: (cut) => void ends.push(cut),
      });
      for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
      return { end: reader.end(), parts, ends };
    };
    for (let size = 1; size <= body.length; size += 1)
      expect(read(body, size)).toEqual({
        end: 'closed',
        parts: ['one', 'x\r\n--b1y', ''],
        ends: [false, false, false],
      });
    const closing = body.indexOf('--b1--') + 6;
    for (let length = 0; length < closing; length += 1) {
      const cut = read(body.subarray(0, length), 7);
      expect(cut.end).toBe('cut');
      expect(cut.ends.length).toBe(cut.parts.length);
    }
  });

  it('without its end is broken, whatever its status said', () => {
    expect(splitMultipart(Buffer.from(part('one')), type)).toMatchObject({ kind: 'broken' });
    expect(splitMultipart(Buffer.from(part('one')), 'application/json')).toMatchObject({ kind: 'broken' });
    expect(boundaryOf('multipart/related; boundary=plain; type=x')).toBe('plain');
  });
});
