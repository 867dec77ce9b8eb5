import type { Socket } from 'node:net';
import { Value } from 'typebox/value';
import { afterEach, describe, expect, it } from 'vitest';
import type { ProbeResult } from '../probe.ts';
import { attempt, type RawPeer, rawPeer } from '../testing/peers.ts';
import { modbusProbe, numberOf } from './index.ts';

let server: RawPeer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function peer(answer: (frame: Buffer, socket: Socket) => void): Promise<number> {
  await server?.close();
  server = await rawPeer((socket) => socket.on('data', (frame: Buffer) => answer(frame, socket)));
  return server.port;
}

/** An answer to a frame: its head, and these bytes after the unit. */
function answerTo(
  frame: Buffer,
  pdu: readonly number[],
  over: { transaction?: number; length?: number; protocol?: number; unit?: number } = {},
): Buffer {
  const head = Buffer.alloc(7);
  head.writeUInt16BE(over.transaction ?? frame.readUInt16BE(0), 0);
  head.writeUInt16BE(over.protocol ?? 0, 2);
  head.writeUInt16BE(over.length ?? pdu.length + 1, 4);
  head.writeUInt8(over.unit ?? frame.readUInt8(6), 6);
  return Buffer.concat([head, Buffer.from(pdu)]);
}

type Config = Parameters<typeof modbusProbe.probe>[0];
const temperature = { reading: 'env.temperatureC', function: 4, address: 0, as: 'int16', scale: 0.1 } as const;
const probe = (port: number, values: Config['values'] = [temperature], ms = 3_000): Promise<ProbeResult> =>
  modbusProbe.probe({ name: 'room', type: 'modbus', of: 'room-1', host: '127.0.0.1', port, values }, attempt(ms));

describe('modbus', () => {
  it('reads a signed tenth that comes byte by byte', async () => {
    const port = await peer((frame, socket) => {
      const bytes = answerTo(frame, [4, 2, 0xff, 0xf1]);
      const drip = (at: number): void => {
        if (at >= bytes.length || socket.destroyed) return;
        socket.write(bytes.subarray(at, at + 1), () => setImmediate(drip, at + 1));
      };
      drip(0);
    });
    expect(await probe(port)).toMatchObject({
      outcome: 'ok',
      readings: [{ name: 'env.temperatureC', value: -1.5, valid: true }],
    });
  });

  it.each<[string, Parameters<typeof numberOf>[0], number[], number]>([
    ['a bit', { function: 2 }, [1], 1],
    ['uint16', { function: 3, as: 'uint16' }, [0xffff], 65_535],
    ['int32', { function: 3, as: 'int32' }, [0xffff, 0xfffe], -2],
    ['uint32, low word first', { function: 3, as: 'uint32', lowWordFirst: true }, [2, 1], 65_538],
    ['float32', { function: 3, as: 'float32' }, [0x41b4, 0], 22.5],
    ['a masked bit', { function: 3, mask: 0x0008 }, [0x00f8], 1],
    ['a masked field', { function: 3, mask: 0x00f0 }, [0x12a5], 10],
    ['the highest bit', { function: 3, as: 'uint32', mask: 0x8000_0000 }, [0x8000, 0], 1],
  ])('reads %s', (_name, wish, words, value) => {
    expect(numberOf(wish, words)).toBe(value);
  });

  it('tells smoke by its two values, and anything else as an open loop', async () => {
    let said = 0;
    const port = await peer((frame, socket) => socket.write(answerTo(frame, [3, 2, 0, said])));
    const smoke = { reading: 'env.smoke', function: 3, address: 1, mask: 3, clear: 1, alarm: 2 } as const;
    for (const [value, expected] of [
      [1, 'clear'],
      [2, 'alarm'],
      [0, 'fault'],
      [3, 'fault'],
    ] as const) {
      said = value;
      expect((await probe(port, [smoke])).readings).toEqual([{ name: 'env.smoke', value: expected, valid: true }]);
    }
  });

  it('tells a refused value as no measurement, and a target that knows none of them as unsupported', async () => {
    const port = await peer((frame, socket) =>
      socket.write(frame.readUInt16BE(8) === 0 ? answerTo(frame, [4, 2, 0, 220]) : answerTo(frame, [0x84, 2])),
    );
    const other = { ...temperature, address: 9 } as const;
    expect(await probe(port, [temperature, other])).toMatchObject({
      outcome: 'ok',
      readings: [
        { value: 22, valid: true },
        { valid: false, problem: 'exception-2' },
      ],
    });
    expect(await probe(port, [other])).toMatchObject({ outcome: 'unsupported', code: 'exception-2' });
  });

  it('tells a device in trouble as failing', async () => {
    const port = await peer((frame, socket) => socket.write(answerTo(frame, [0x84, 4])));
    expect(await probe(port)).toMatchObject({ outcome: 'fail', code: 'exception-4' });
  });

  it.each<[string, (frame: Buffer, socket: Socket) => void, string]>([
    [
      'another transaction',
      (frame, socket) => socket.write(answerTo(frame, [4, 2, 0, 1], { transaction: 9_999 })),
      'another-transaction',
    ],
    ['another unit', (frame, socket) => socket.write(answerTo(frame, [4, 2, 0, 1], { unit: 9 })), 'another-unit'],
    ['another function', (frame, socket) => socket.write(answerTo(frame, [3, 2, 0, 1])), 'another-function'],
    ['another protocol', (frame, socket) => socket.write(answerTo(frame, [4, 2, 0, 1], { protocol: 7 })), 'not-modbus'],
    [
      'a length that lies',
      (frame, socket) => socket.write(answerTo(frame, [4, 2, 0, 1], { length: 65_000 })),
      'length',
    ],
    ['a count that lies', (frame, socket) => socket.write(answerTo(frame, [4, 4, 0, 1, 0, 1])), 'byte-count'],
    [
      'a length that is too short',
      (frame, socket) => socket.write(answerTo(frame, [4, 2, 0, 1], { length: 4 })),
      'unasked-bytes',
    ],
    [
      'more than was asked',
      (frame, socket) => socket.write(Buffer.concat([answerTo(frame, [4, 2, 0, 1]), Buffer.from('more')])),
      'unasked-bytes',
    ],
    ['garbage', (_frame, socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not-modbus'],
    [
      'no end',
      (_frame, socket) => {
        const pour = (): void => {
          while (!socket.destroyed && socket.write(Buffer.alloc(65_536)));
        };
        socket.on('drain', pour);
        pour();
      },
      'unasked-bytes',
    ],
  ])('refuses %s', async (_name, act, code) => {
    const port = await peer(act);
    expect(await probe(port)).toMatchObject({ outcome: 'fail', stage: 'parse', code, readings: [] });
  });

  it('is not held by silence, and tells a reset', async () => {
    const silent = await peer(() => undefined);
    expect(await probe(silent, [temperature], 200)).toMatchObject({
      outcome: 'fail',
      stage: 'request',
      code: 'timeout',
    });
    const rude = await peer((_frame, socket) => socket.resetAndDestroy());
    expect(await probe(rude)).toMatchObject({ outcome: 'fail', stage: 'request', code: 'ECONNRESET' });
  });

  it('has no settings that write', () => {
    for (const code of [5, 6, 15, 16, 22, 23])
      expect(
        Value.Check(modbusProbe.schema, {
          host: 'gw',
          values: [{ reading: 'custom.value', function: code, address: 0 }],
        }),
      ).toBe(false);
    expect(Value.Check(modbusProbe.schema, { host: 'gw', values: [temperature] })).toBe(true);
  });
});
