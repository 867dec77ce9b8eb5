import { afterEach, describe, expect, it } from 'vitest';
import { encodeCommand } from './command-set.ts';
import { encodeData } from './pdu-encode.ts';
import { difficultHeader, header } from './testing/data-set.ts';
import { CT_IMAGE, contextOf, RawPeer, storeRequest } from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { startWatchedScp } from './testing/scp.ts';

const MIB = 1_048_576;
const OBJECT_BYTES = 300 * MIB;
/** A collector of PDUs would need the object's size, and its copies again; the header is a few hundred bytes. */
const ALLOWED_GROWTH = 120 * MIB;

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

/** Header of a data PDU with one fragment of a data set. */
function fragmentHeader(length: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(0x04, 0);
  bytes.writeUInt32BE(length + 6, 2);
  bytes.writeUInt32BE(length + 2, 6);
  bytes.writeUInt8(1, 10);
  bytes.writeUInt8(isLast ? 2 : 0, 11);
  return bytes;
}

async function send(peer: RawPeer, bytes: Uint8Array): Promise<void> {
  if (peer.socket.write(bytes)) return;
  await new Promise<void>((resolve) => {
    peer.socket.once('drain', resolve);
  });
}

/** Bytes that this process holds outside and inside the heap. */
const held = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

describe.each([
  ['native', '1.2.840.10008.1.2.1', OBJECT_BYTES],
  ['encapsulated', '1.2.840.10008.1.2.4.90', undefined],
])('300 MB of %s pixels', (_, transferSyntax, declared) => {
  it('pass through without being held', async () => {
    scp = await startWatchedScp();
    const peer = await RawPeer.associate(scp.port, { contexts: [contextOf(CT_IMAGE, transferSyntax)] });
    expect(await peer.takePdu()).toMatchObject({ kind: 'associate-accept', contexts: [{ result: 0 }] });
    const before = difficultHeader('explicit');
    for (const pdu of encodeData(1, true, encodeCommand(storeRequest()), 0)) await send(peer, pdu);
    const start = Buffer.concat([before, header('explicit', 0x7fe00010, 'OB', declared ?? 0xffffffff)]);
    await send(peer, Buffer.concat([fragmentHeader(start.length, false), start]));
    const piece = Buffer.alloc(131_072 - 6, 0x55);
    const atRest = held();
    let most = 0;
    let sent = 0;
    while (sent < OBJECT_BYTES) {
      const part = piece.subarray(0, OBJECT_BYTES - sent);
      sent += part.length;
      await send(peer, fragmentHeader(part.length, sent === OBJECT_BYTES));
      await send(peer, part);
      most = Math.max(most, held());
    }
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toMatchObject([
      { droppedBytes: OBJECT_BYTES + 12, headerStop: 'pixel-data', pixelDataLength: declared },
    ]);
    expect(Buffer.from(scp.objects[0]?.dataset ?? []).equals(before)).toBe(true);
    expect(most - atRest).toBeLessThan(ALLOWED_GROWTH);
    peer.socket.destroy();
  });
});
