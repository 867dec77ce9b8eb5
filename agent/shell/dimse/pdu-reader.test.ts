import { describe, expect, it } from 'vitest';
import { encodeCommand } from './command-set.ts';
import { encodePdu } from './pdu-encode.ts';
import type { PduEvent } from './pdu-reader.ts';
import { PduReader } from './pdu-reader.ts';
import { difficultHeader } from './testing/data-set.ts';
import { echoRequest, requestOf, storeMessage, storeRequest } from './testing/raw-peer.ts';

const LIMITS = { controlPduBytes: 65_536, dataPduBytes: 16_384 };

/** Events of a stream cut at the given chunk size, pieces of one fragment joined so that they compare. */
function read(stream: Uint8Array, chunkSize: number): PduEvent[] {
  const reader = new PduReader(LIMITS);
  const events: PduEvent[] = [];
  for (let offset = 0; offset < stream.length; offset += chunkSize) {
    for (const event of reader.push(stream.subarray(offset, offset + chunkSize))) {
      const last = events.at(-1);
      if (event.kind === 'fragment-bytes' && last?.kind === 'fragment-bytes') {
        events[events.length - 1] = { kind: 'fragment-bytes', bytes: Buffer.concat([last.bytes, event.bytes]) };
      } else if (event.kind === 'fragment-bytes') events.push({ ...event, bytes: Buffer.from(event.bytes) });
      else events.push(event);
    }
  }
  return events;
}

const dataSet = difficultHeader('explicit');
const exchange = Buffer.concat([
  encodePdu(requestOf()),
  storeMessage(storeRequest(), dataSet, 100),
  encodePdu({ kind: 'release-request' }),
]);

describe('a recorded exchange', () => {
  const whole = read(exchange, exchange.length);

  it('comes apart into its PDUs and fragments', () => {
    const kinds = whole.map((event) => event.kind);
    expect(kinds.slice(0, 5)).toEqual(['control', 'data-start', 'fragment-start', 'fragment-bytes', 'fragment-end']);
    expect(kinds.at(-1)).toBe('control');
    const fragments = whole.flatMap((event, index) => {
      const bytes = whole[index + 1];
      return event.kind === 'fragment-start' && !event.isCommand && bytes?.kind === 'fragment-bytes'
        ? [bytes.bytes]
        : [];
    });
    expect(fragments.length).toBeGreaterThan(2);
    expect(Buffer.concat(fragments).equals(dataSet)).toBe(true);
  });

  it.each([1, 2, 3, 5, 6, 7, 11, 12, 13, 64, 199, 1000])('reads the same in chunks of %i', (size) => {
    expect(read(exchange, size)).toEqual(whole);
  });

  it('reads the same at every single cut', () => {
    for (let cut = 1; cut < exchange.length; cut += 1) {
      const reader = new PduReader(LIMITS);
      const events = [...reader.push(exchange.subarray(0, cut)), ...reader.push(exchange.subarray(cut))];
      const kinds = events
        .map((event) => event.kind)
        .filter((kind, index, all) => kind !== 'fragment-bytes' || all[index - 1] !== kind);
      expect(kinds, `cut at ${cut}`).toEqual(whole.map((event) => event.kind));
    }
  });

  it('may hold several fragments in one PDU', () => {
    const command = encodeCommand(echoRequest);
    const [first, second] = [command.subarray(0, 10), command.subarray(10)];
    const value = (control: number, part: Buffer): Buffer => {
      const head = Buffer.alloc(6);
      head.writeUInt32BE(part.length + 2);
      head.writeUInt8(1, 4);
      head.writeUInt8(control, 5);
      return Buffer.concat([head, part]);
    };
    const body = Buffer.concat([value(1, first), value(3, second)]);
    const head = Buffer.from([4, 0, 0, 0, 0, body.length]);
    expect(read(Buffer.concat([head, body]), 1).map((event) => event.kind)).toEqual([
      'data-start',
      ...['fragment-start', 'fragment-bytes', 'fragment-end', 'fragment-start', 'fragment-bytes', 'fragment-end'],
    ]);
  });
});

describe('what is refused on its first bytes', () => {
  it.each([
    ['data PDU of 4 GiB', '0400ffffffff', 'data-pdu-too-long'],
    ['data PDU one byte over the announced length', '040000004001', 'data-pdu-too-long'],
    ['control PDU of 4 GiB', '0100ffffffff', 'control-pdu-too-long'],
    ['abort of 64 KiB and a byte', '070000010001', 'control-pdu-too-long'],
    ['data PDU without a fragment', '040000000000', 'data-pdu-empty'],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\n').toString('hex'), 'unknown-pdu-type'],
    ['a TLS hello', '160301020001', 'tls-on-a-plain-port'],
    ['type 0', '000000000004', 'unknown-pdu-type'],
    ['type 8', '080000000004', 'unknown-pdu-type'],
    ['fragment longer than its PDU', '04000000000a' + '000000070103', 'fragment-does-not-fit'],
    ['fragment of one byte', '04000000000a' + '000000010103', 'fragment-does-not-fit'],
    ['rest too short for another fragment', '04000000000a' + '000000040103', 'fragment-does-not-fit'],
  ])('%s', (_, bytes, what) => {
    for (const size of [1, 6, 100]) {
      expect(read(Buffer.from(bytes, 'hex'), size).at(-1)).toEqual({ kind: 'violation', what });
    }
  });

  it('reads nothing after a violation', () => {
    const reader = new PduReader(LIMITS);
    expect([...reader.push(Buffer.from('0400ffffffff', 'hex'))]).toHaveLength(1);
    expect([...reader.push(exchange)]).toEqual([]);
  });

  it('takes a data PDU of exactly the announced length', () => {
    expect(read(Buffer.from('040000004000', 'hex'), 6)).toEqual([{ kind: 'data-start' }]);
  });
});
