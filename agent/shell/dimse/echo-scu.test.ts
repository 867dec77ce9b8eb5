import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeCommand } from './command-set.ts';
import type { EchoResult } from './echo-scu.ts';
import { echo } from './echo-scu.ts';
import { accept } from './negotiation.ts';
import { encodeData, encodePdu } from './pdu-encode.ts';
import { contextOf, requestOf, until } from './testing/raw-peer.ts';
import { startWatchedScp } from './testing/scp.ts';

/** A peer that answers each of its turns with the given bytes, whatever it was asked; `undefined` is silence. */
interface FakePacs {
  readonly port: number;
  readonly sockets: Socket[];
  readonly close: () => Promise<void>;
}

async function fakePacs(...turns: (Uint8Array | 'close' | 'reset')[]): Promise<FakePacs> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    let turn = 0;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      const answer = turns[turn];
      turn += 1;
      if (answer === 'close') socket.end();
      else if (answer === 'reset') socket.resetAndDestroy();
      else if (answer !== undefined) socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const isBound = (value: typeof address): value is AddressInfo => value !== null && typeof value !== 'string';
  if (!isBound(address)) throw new Error('no port');
  return {
    port: address.port,
    sockets,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  };
}

const request = requestOf({ contexts: [contextOf('1.2.840.10008.1.1', '1.2.840.10008.1.2')] });
const accepted = accept(request, {
  aeTitle: 'PACS',
  callingAeTitles: 'any',
  maxPduBytes: 16_384,
  services: new Map(),
}).pdu;
const AC = encodePdu(accepted);
const response = { CommandField: 0x8030, hasDataSet: false, MessageIDBeingRespondedTo: 1, Status: 0 };
const message = (command: Parameters<typeof encodeCommand>[0], contextId = 1): Buffer =>
  Buffer.concat([...encodeData(contextId, true, encodeCommand(command), 0)]);
const RP = encodePdu({ kind: 'release-response' });

let pacs: FakePacs | undefined;
afterEach(async () => {
  await pacs?.close();
  pacs = undefined;
});

const ask = (port: number, timeoutMs = 5000): Promise<EchoResult> =>
  echo({ host: '127.0.0.1', port, callingAeTitle: 'MONITOR', calledAeTitle: 'PACS', timeoutMs });

describe('every way in which an echo ends', () => {
  it.each<[string, (Uint8Array | 'close' | 'reset')[], EchoResult]>([
    ['success', [AC, message(response), RP], { kind: 'answered', status: 0 }],
    ['a failure status', [AC, message({ ...response, Status: 0x0122 }), RP], { kind: 'answered', status: 0x0122 }],
    [
      'an answer, and the peer closes instead of releasing',
      [AC, message(response), 'close'],
      { kind: 'answered', status: 0 },
    ],
    [
      'rejected',
      [encodePdu({ kind: 'associate-reject', result: 1, source: 1, reason: 7 })],
      { kind: 'rejected', result: 1, source: 1, reason: 7 },
    ],
    [
      'context rejected',
      [encodePdu({ ...accepted, contexts: [{ id: 1, result: 3, transferSyntax: '1.2.840.10008.1.2' }] }), RP],
      { kind: 'context-rejected', result: 3 },
    ],
    [
      'aborted instead of accepted',
      [encodePdu({ kind: 'abort', source: 2, reason: 1 })],
      { kind: 'aborted', source: 2, reason: 1, phase: 'associate' },
    ],
    [
      'aborted instead of answered',
      [AC, encodePdu({ kind: 'abort', source: 0, reason: 0 })],
      { kind: 'aborted', source: 0, reason: 0, phase: 'echo' },
    ],
    ['closed instead of accepted', ['close'], { kind: 'closed', phase: 'associate' }],
    ['reset instead of answered', [AC, 'reset'], { kind: 'closed', phase: 'echo' }],
    [
      'an HTTP server',
      [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
      { kind: 'protocol-error', what: 'unknown-pdu-type', phase: 'associate' },
    ],
    [
      'an AC that is cut',
      [Buffer.from('0200000000040001000000', 'hex'), RP],
      { kind: 'protocol-error', what: 'associate PDU cut', phase: 'associate' },
    ],
    [
      'a PDU of 4 GiB',
      [AC, Buffer.from('0400ffffffff', 'hex')],
      { kind: 'protocol-error', what: 'data-pdu-too-long', phase: 'echo' },
    ],
    [
      'an answer to another message',
      [AC, message({ ...response, MessageIDBeingRespondedTo: 9 })],
      { kind: 'protocol-error', what: 'not the answer to the echo', phase: 'echo' },
    ],
    [
      'an answer on another context',
      [AC, message(response, 3)],
      { kind: 'protocol-error', what: 'presentation context not accepted', phase: 'echo' },
    ],
    ['a release nobody asked for', [AC, encodePdu({ kind: 'release-request' })], { kind: 'closed', phase: 'echo' }],
  ])('%s', async (_, turns, expected) => {
    pacs = await fakePacs(...turns);
    expect(await ask(pacs.port)).toEqual(expected);
    const { sockets } = pacs;
    await until('our side of the connection is closed', () =>
      sockets.every((socket) => socket.destroyed || socket.readableEnded),
    );
  });

  it.each<[string, Uint8Array[], EchoResult]>([
    ['a silent peer', [], { kind: 'timed-out', phase: 'associate' }],
    ['silence after the association', [AC], { kind: 'timed-out', phase: 'echo' }],
    ['half an answer', [AC, message(response).subarray(0, 20)], { kind: 'timed-out', phase: 'echo' }],
    ['an answer, and silence to the release', [AC, message(response)], { kind: 'answered', status: 0 }],
  ])('%s: over in time, no socket left', async (_, turns, expected) => {
    pacs = await fakePacs(...turns);
    expect(await ask(pacs.port, 150)).toEqual(expected);
    const { sockets } = pacs;
    await until('our side of the connection is closed', () =>
      sockets.every((socket) => socket.destroyed || socket.readableEnded),
    );
  });

  it('nobody listens', async () => {
    pacs = await fakePacs();
    const { port } = pacs;
    await pacs.close();
    expect(await ask(port)).toEqual({ kind: 'refused', code: 'ECONNREFUSED' });
  });

  it.each(['', 'SEVENTEEN_LETTERS', 'A\\B', 'A\n'])('sends nothing with the title %j', async (title) => {
    pacs = await fakePacs(AC);
    const options = { host: '127.0.0.1', port: pacs.port, timeoutMs: 1000 };
    expect(await echo({ ...options, callingAeTitle: title, calledAeTitle: 'PACS' })).toEqual({
      kind: 'invalid-ae-title',
      title,
    });
    expect(await echo({ ...options, callingAeTitle: 'MONITOR', calledAeTitle: title })).toEqual({
      kind: 'invalid-ae-title',
      title,
    });
    expect(pacs.sockets).toEqual([]);
  });

  it('speaks with our own acceptor', async () => {
    const scp = await startWatchedScp({ aeTitle: 'PACS' });
    expect(await ask(scp.port)).toEqual({ kind: 'answered', status: 0 });
    expect(scp.of('echoed')).toHaveLength(1);
    await scp.close();
  });
});
