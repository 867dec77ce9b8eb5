/**
 * modbus: reads values of a gateway by Modbus TCP. In: address, and what stands where. Out: readings of temperature, humidity, smoke, or of its own kind. Functions 1 to 4 only:
 * never writes.
 */
import { type Static, Type } from 'typebox';
import { Host, ownForm, Port } from '../forms.ts';
import { elapsed, plainResult } from '../network-fault.ts';
import type { ProbeConfig, ProbeResult, ProbeType, Reading } from '../probe.ts';
import { talkFailed } from '../ups-reading.ts';
import { type ModbusAnswer, ModbusClient } from './client.ts';

const closed = { additionalProperties: false } as const;
const Whole = Type.Integer({ minimum: 0, maximum: 0xffff_ffff });

const Value = Type.Object(
  {
    reading: Type.Union([
      Type.Literal('env.temperatureC'),
      Type.Literal('env.humidityPct'),
      Type.Literal('env.smoke'),
      Type.Literal('custom.value'),
    ]),
    /** Which sensor. */
    of: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    function: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4)]),
    /** As the protocol counts, from 0. */
    address: Type.Integer({ minimum: 0, maximum: 0xffff }),
    /** How registers are read; bits (functions 1 and 2) are 0 or 1. Left out: int16. */
    as: Type.Optional(
      Type.Union([
        Type.Literal('int16'),
        Type.Literal('uint16'),
        Type.Literal('int32'),
        Type.Literal('uint32'),
        Type.Literal('float32'),
      ]),
    ),
    /** Of two registers the low one comes first. */
    lowWordFirst: Type.Optional(Type.Boolean()),
    /** The reading is value × scale + offset: 0.1 for tenths. */
    scale: Type.Optional(Type.Number()),
    offset: Type.Optional(Type.Number()),
    /** Bits that are looked at, moved down to the lowest of them; unsigned. */
    mask: Type.Optional(Whole),
    /** `env.smoke`: what is clear and what is an alarm; anything else (an open loop) is a fault. Left out: 0 and 1. */
    clear: Type.Optional(Whole),
    alarm: Type.Optional(Whole),
  },
  closed,
);
const form = ownForm({
  host: Host,
  port: Type.Optional(Port),
  /** Unit behind the gateway. */
  unit: Type.Optional(Type.Integer({ minimum: 0, maximum: 255 })),
  values: Type.Array(Value, { minItems: 1, maxItems: 64 }),
});
type ModbusConfig = ProbeConfig & Static<typeof form>;
type ValueWish = Static<typeof Value>;

export const modbusProbe: ProbeType<ModbusConfig> = {
  type: 'modbus',
  schema: form,
  examples: {
    host: '"192.168.1.60"',
    port: '502',
    unit: '1',
    values: '[{"reading": "env.temperatureC", "function": 4, "address": 0, "as": "int16", "scale": 0.1}]',
  },
  gives: () => ['environment'],
  everySeconds: 30,
  timeoutSeconds: 5,
  needs: [],
  target: ({ host }) => host,
  async probe({ host, port = 502, unit = 1, values }, { signal }) {
    const since = elapsed();
    let client: ModbusClient | undefined;
    try {
      client = await ModbusClient.open(host, port, signal);
      const readings: Reading[] = [];
      const refusals: number[] = [];
      for (const wish of values) {
        const count = wish.function <= 2 ? 1 : registersOf(wish);
        // One after the other: many gateways take a single question at a time.
        const answer = await client.read({ unit, function: wish.function, address: wish.address, count });
        if (answer.kind === 'refused') refusals.push(answer.exception);
        readings.push(readingOf(wish, answer));
      }
      return resultOf(readings, refusals, since);
    } catch (fault) {
      return talkFailed(fault, host, since);
    } finally {
      client?.close();
    }
  },
};

function registersOf({ as = 'int16' }: ValueWish): number {
  return as === 'int16' || as === 'uint16' ? 1 : 2;
}

/** Exceptions 1 to 3: it does not know the question; all others: it has a trouble. */
function resultOf(readings: readonly Reading[], refusals: readonly number[], since: number): ProbeResult {
  const first = refusals[0];
  if (first === undefined || refusals.length < readings.length)
    return { ...plainResult('ok', 'request', '', since), readings };
  const unknown = refusals.every((code) => code >= 1 && code <= 3);
  return { ...plainResult(unknown ? 'unsupported' : 'fail', 'request', `exception-${String(first)}`, since), readings };
}

/** The number that registers or a bit stand for, before scale and offset. */
export function numberOf(
  wish: Pick<ValueWish, 'as' | 'lowWordFirst' | 'mask' | 'function'>,
  words: readonly number[],
): number {
  const [first = 0, second = 0] = words;
  if (wish.function <= 2) return first;
  const view = new DataView(new ArrayBuffer(4));
  const [high, low] = wish.lowWordFirst === true ? [second, first] : [first, second];
  const as = wish.as ?? 'int16';
  const single = as === 'int16' || as === 'uint16';
  view.setUint16(0, single ? 0 : high);
  view.setUint16(2, single ? first : low);
  if (wish.mask !== undefined && wish.mask !== 0) {
    const lowest = wish.mask & -wish.mask;
    return ((view.getUint32(0) & wish.mask) >>> 0) / (lowest >>> 0);
  }
  switch (as) {
    case 'int16':
      return view.getInt16(2);
    case 'uint16':
      return view.getUint16(2);
    case 'int32':
      return view.getInt32(0);
    case 'uint32':
      return view.getUint32(0);
    case 'float32':
      return view.getFloat32(0);
  }
}

function readingOf(wish: ValueWish, answer: ModbusAnswer): Reading {
  const named = { name: wish.reading, ...(wish.of === undefined ? {} : { of: wish.of }) };
  if (answer.kind === 'refused')
    return { ...named, value: '', valid: false, problem: `exception-${String(answer.exception)}` };
  const raw = numberOf(wish, answer.values);
  if (wish.reading === 'env.smoke') {
    const { clear = 0, alarm = 1 } = wish;
    return { ...named, value: raw === clear ? 'clear' : raw === alarm ? 'alarm' : 'fault', valid: true };
  }
  const value = raw * (wish.scale ?? 1) + (wish.offset ?? 0);
  if (!Number.isFinite(value)) return { ...named, value: '', valid: false, problem: 'no-number' };
  return { ...named, value: Math.round(value * 1_000_000) / 1_000_000, valid: true };
}
