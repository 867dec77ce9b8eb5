import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeResult } from '../probe.ts';
import { attempt, deadPort, type RawPeer, rawPeer } from '../testing/peers.ts';
import { apcupsdHistory, apcupsdProbe } from './index.ts';

let server: RawPeer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Records as its network server sends them: two bytes of length before each, an empty one at the end. */
function records(lines: readonly string[]): Buffer {
  const parts = lines.map((line) => {
    const text = Buffer.from(`${line}\n`);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(text.length);
    return Buffer.concat([length, text]);
  });
  return Buffer.concat([...parts, Buffer.alloc(2)]);
}

async function peer(answer: (asked: string, socket: Socket) => void): Promise<number> {
  await server?.close();
  server = await rawPeer((socket) => {
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE())
        answer(rest.toString('ascii', 2, 2 + rest.readUInt16BE()), socket);
    });
  });
  return server.port;
}

const probe = (port: number, ms = 3_000): Promise<ProbeResult> =>
  apcupsdProbe.probe({ name: 'ups', type: 'apcupsd', of: 'ups-1', host: '127.0.0.1', port }, attempt(ms));
const report = (status: string): string[] => [
  'APC      : 001,018,0453',
  `STATUS   : ${status} `,
  'BCHARGE  : 100.0 Percent',
  'MODEL    : 不间断 700',
  'END APC  : 2026-11-25 08:30:01 +0800',
];

describe('apcupsd', () => {
  it('reads a report that comes byte by byte', async () => {
    const port = await peer((asked, socket) => {
      expect(asked).toBe('status');
      const bytes = records(report('ONBATT'));
      const drip = (at: number): void => {
        if (at >= bytes.length || socket.destroyed) return;
        socket.write(bytes.subarray(at, at + 1), () => setImmediate(drip, at + 1));
      };
      drip(0);
    });
    const result = await probe(port);
    expect(result).toMatchObject({ outcome: 'ok', againInSeconds: 2 });
    expect(JSON.parse(String(result.readings[0]?.value))).toMatchObject({
      state: 'on-battery',
      chargePct: 100,
      model: '不间断 700',
    });
  });
  it('takes a lost line to the UPS as stale', async () => {
    const port = await peer((_asked, socket) => socket.write(records(report('COMMLOST'))));
    expect(await probe(port)).toMatchObject({
      outcome: 'fail',
      code: 'COMMLOST',
      readings: [{ name: 'ups.status', valid: false, problem: 'stale' }],
    });
  });
  it('reads the history', async () => {
    const port = await peer(
      (asked, socket) => asked === 'events' && socket.write(records(['2026-11-25 08:30:00 +0800  Power failure.'])),
    );
    expect(await apcupsdHistory({ host: '127.0.0.1', port }, AbortSignal.timeout(3_000))).toEqual({
      kind: 'read',
      entries: [{ at: Date.parse('2026-11-25T00:30:00Z'), text: 'Power failure.' }],
    });
    expect(await apcupsdHistory({ host: '127.0.0.1', port: 1 }, AbortSignal.timeout(3_000))).toMatchObject({
      kind: 'not-read',
    });
  });
  it.each<[string, (socket: Socket) => void, Partial<ProbeResult>]>([
    [
      'nothing but the end',
      (socket) => socket.write(Buffer.alloc(2)),
      { outcome: 'fail', stage: 'parse', code: 'no-status' },
    ],
    [
      'a length that lies',
      (socket) => socket.end(Buffer.from([0xff, 0xff, 1, 2, 3])),
      { outcome: 'fail', stage: 'request', code: 'connection-closed' },
    ],
    [
      'no end',
      (socket) => {
        const block = records(Array.from({ length: 200 }, () => 'x'.repeat(100))).subarray(0, -2);
        const pour = (): void => {
          while (!socket.destroyed && socket.write(block));
        };
        socket.on('drain', pour);
        pour();
      },
      { outcome: 'fail', stage: 'parse', code: 'answer-too-long' },
    ],
    ['silence', () => undefined, { outcome: 'fail', stage: 'request', code: 'timeout' }],
    ['a reset', (socket) => socket.resetAndDestroy(), { outcome: 'fail', stage: 'request', code: 'ECONNRESET' }],
  ])('is not misled by %s', async (_name, act, expected) => {
    const port = await peer((_asked, socket) => act(socket));
    expect(await probe(port, 500)).toMatchObject(expected);
  });
  it('tells that nobody listens', async () => {
    expect(await probe(await deadPort())).toMatchObject({ outcome: 'fail', stage: 'connect', code: 'ECONNREFUSED' });
  });
});
