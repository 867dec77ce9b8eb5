// Our reading Modbus client against a server that is not ours (modbus-serial), on loopback.
import { readdirSync } from 'node:fs';
import { instant } from '@center/contract';
import { type IServiceVector, ServerTCP } from 'modbus-serial';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type RoomTrack, stepRoom } from '../core/index.ts';
import { modbusProbe } from '../shell/probes/modbus/index.ts';
import type { ProbeResult } from '../shell/probes/probe.ts';
import { freePort } from './nut-server.ts';

let server: ServerTCP | undefined;
afterEach(async () => {
  const closing = server;
  server = undefined;
  if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
});

const writes: string[] = [];
async function gateway(vector: IServiceVector): Promise<number> {
  const port = await freePort();
  const wrote = (what: string) => (): void => {
    writes.push(what);
  };
  const started = new ServerTCP(
    { setCoil: wrote('coil'), setRegister: wrote('register'), ...vector },
    { host: '127.0.0.1', port, unitID: 3 },
  );
  server = started;
  await new Promise<void>((resolve) => started.once('initialized', () => resolve()));
  return port;
}

type Config = Parameters<typeof modbusProbe.probe>[0];
const probe = (port: number, values: Config['values'], over: Partial<Config> = {}): Promise<ProbeResult> =>
  modbusProbe.probe(
    { name: 'room', type: 'modbus', of: 'room-1', host: '127.0.0.1', port, unit: 3, values, ...over },
    { signal: AbortSignal.timeout(2_000), now: () => instant(Date.now()) },
  );
const temperature = {
  reading: 'env.temperatureC',
  of: 'rack',
  function: 4,
  address: 10,
  as: 'int16',
  scale: 0.1,
} as const;
const humidity = { reading: 'env.humidityPct', function: 3, address: 20, as: 'uint32' } as const;
const smoke = { reading: 'env.smoke', function: 2, address: 1 } as const;
const fan = { reading: 'custom.value', of: 'fan', function: 1, address: 2 } as const;

describe('a Modbus gateway', () => {
  it('is read by all four functions, with sign, scale and two registers', async () => {
    const port = await gateway({
      getInputRegister: (address: number) => (address === 10 ? 0xffdd : 0),
      getHoldingRegister: (address: number) => (address === 20 ? 0 : 47),
      getDiscreteInput: (address: number) => address === 1,
      getCoil: (address: number) => address === 2,
    });
    expect(await probe(port, [temperature, humidity, smoke, fan])).toMatchObject({
      outcome: 'ok',
      readings: [
        { name: 'env.temperatureC', of: 'rack', value: -3.5, valid: true },
        { name: 'env.humidityPct', value: 47, valid: true },
        { name: 'env.smoke', value: 'alarm', valid: true },
        { name: 'custom.value', of: 'fan', value: 1, valid: true },
      ],
    });
    expect(writes).toEqual([]);
  });

  it('that has trouble with one register tells it, and the others are read', async () => {
    const port = await gateway({
      getInputRegister: () => {
        throw Object.assign(new Error('no such register'), { modbusErrorCode: 2 });
      },
      getDiscreteInput: () => false,
    });
    const result = await probe(port, [temperature, smoke]);
    expect(result).toMatchObject({
      outcome: 'ok',
      readings: [
        { valid: false, problem: expect.stringMatching(/^exception-\d+$/) },
        { value: 'clear', valid: true },
      ],
    });
  });

  it('whose unit does not answer is not waited for beyond the signal', async () => {
    const port = await gateway({ getInputRegister: () => 1 });
    expect(await probe(port, [temperature], { unit: 9 })).toMatchObject({ outcome: 'fail', code: 'timeout' });
  });

  it('makes a room that is watched: smoke that lasts over two reads is an episode', async () => {
    let alarm = false;
    const port = await gateway({ getInputRegister: () => 224, getDiscreteInput: () => alarm });
    let track: RoomTrack | undefined;
    const card = {
      purpose: 'pacs',
      smoke: 'wired',
      temperatureC: { min: 18, max: 27 },
      humidityPct: { min: 20, max: 80 },
    } as const;
    const kinds: string[] = [];
    for (const said of [false, true, true]) {
      alarm = said;
      const { readings } = await probe(port, [temperature, smoke]);
      const at = instant((track?.at ?? 0) + 1_000);
      const step = stepRoom(track, { equipmentId: 'room-1', at, clockEpoch: 0, readings }, card);
      track = step.track;
      kinds.push(...step.events.map(({ kind, start }) => `${kind} ${String(start)}`));
    }
    expect(kinds).toEqual(['smoke 2000']);
  });

  it('leaves no descriptor behind', async () => {
    const port = await gateway({ getInputRegister: () => 220 });
    const open = (): number => readdirSync('/proc/self/fd').length;
    await probe(port, [temperature]);
    const before = open();
    for (let count = 0; count < 100; count += 1) expect((await probe(port, [temperature])).outcome).toBe('ok');
    await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before + 2), { timeout: 5_000 });
  });
});
