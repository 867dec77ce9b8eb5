// The contract at its hardest: whatever a peer sends, a probe comes to a result, at the latest with its signal, and leaves nothing behind.
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../dimse/testing/raw-peer.ts';
import type { ProbeConfig, ProbeTypeName } from './probe.ts';
import { probeTypeOf } from './registry.ts';
import { attempt, descriptors, type RawPeer, rawPeer } from './testing/peers.ts';

let peer: RawPeer | undefined;
let before = 0;
beforeEach(() => {
  before = descriptors();
});
afterEach(async () => {
  await peer?.close();
  peer = undefined;
  await until('no descriptor is left', () => descriptors() <= before);
});

const own: Readonly<Partial<Record<ProbeTypeName, (port: number) => Readonly<Record<string, unknown>>>>> = {
  'dimse-echo': (port) => ({ host: '127.0.0.1', port, calledAeTitle: 'CT1' }),
  dicomweb: (port) => ({ url: `http://127.0.0.1:${String(port)}/dicom-web` }),
  http: (port) => ({ url: `http://127.0.0.1:${String(port)}/`, contains: 'never' }),
};

/** Bytes that look like chance and are the same each time. */
function noise(seed: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed;
  for (let n = 0; n < length; n += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[n] = state >>> 24;
  }
  return bytes;
}

function flood(socket: Socket, bytes: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.writable && socket.write(bytes));
    if (!socket.destroyed && socket.writable) socket.once('drain', more);
  };
  more();
}

function drip(socket: Socket, bytes: Buffer): void {
  let n = 0;
  const timer = setInterval(() => socket.write(bytes.subarray(n % bytes.length, (n++ % bytes.length) + 1)), 5);
  socket.once('close', () => clearInterval(timer));
}

const head = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: application/dicom+json\r\ncontent-length: 99999999\r\n\r\n[',
);
const associateAccept = Buffer.from('0200000000440001000000', 'hex');
const peers: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['closes at once', (socket) => socket.end()],
  ['resets at once', (socket) => socket.resetAndDestroy()],
  ['closes after the question', (socket) => socket.once('data', () => socket.end())],
  ['says nothing', () => undefined],
  ['reads nothing', (socket) => socket.pause()],
  ['sends noise', (socket) => socket.write(noise(7, 4_096))],
  ['floods noise', (socket) => flood(socket, noise(11, 65_536))],
  ['floods zeros', (socket) => flood(socket, Buffer.alloc(65_536))],
  ['floods header lines', (socket) => flood(socket, Buffer.from(`x: ${'y'.repeat(1_000)}\r\n`))],
  [
    'floods header lines of an answer',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      flood(socket, Buffer.from(`x: ${'y'.repeat(1_000)}\r\n`));
    },
  ],
  [
    'floods a body',
    (socket) => {
      socket.write(head);
      flood(socket, Buffer.alloc(65_536, 0x20));
    },
  ],
  [
    'drips a body',
    (socket) => {
      socket.write(head);
      drip(socket, Buffer.from(' '));
    },
  ],
  ['drips noise', (socket) => drip(socket, noise(13, 64))],
  ['drips zeros', (socket) => drip(socket, Buffer.alloc(64))],
  ['begins an association and stops', (socket) => socket.write(associateAccept)],
  ['answers before it is asked', (socket) => socket.write(Buffer.concat([head, associateAccept]))],
];

describe.each(Object.keys(own) as ProbeTypeName[])('%s', (type) => {
  it.each(peers)('a peer that %s', async (_, behave) => {
    peer = await rawPeer(behave);
    const config: ProbeConfig = { name: 'x', of: 'ct-1', type, ...own[type]?.(peer.port) };
    const result = await probeTypeOf(type).probe(config as never, attempt(250));
    expect(result.outcome).toBe('fail');
    expect(result.code).not.toBe('');
    expect(result.readings).toEqual([]);
  });

  it('a peer of noise, two hundred times', async () => {
    let seed = 1;
    peer = await rawPeer((socket) => socket.once('data', () => socket.end(noise(seed++, (seed * 37) % 700))));
    const config: ProbeConfig = { name: 'x', of: 'ct-1', type, ...own[type]?.(peer.port) };
    for (let n = 0; n < 200; n += 1) {
      const { outcome } = await probeTypeOf(type).probe(config as never, attempt(2_000));
      expect(outcome).toBe('fail');
    }
  });
});
