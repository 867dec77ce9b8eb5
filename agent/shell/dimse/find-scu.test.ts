import { afterEach, describe, expect, it } from 'vitest';
import { textOf } from '../../core/index.ts';
import { COMMAND, STATUS } from './command-set.ts';
import { encodeDataSet } from './data-set-write.ts';
import { type FindResult, find } from './find-scu.ts';
import { encodeData } from './pdu-encode.ts';
import type { DimsePeer } from './peer.ts';
import { dateRange, key, QUERY_CLASS, returnKeys } from './query-keys.ts';
import { DimseAssociation, type RequestorLimits } from './requestor.ts';
import { element } from './testing/data-set.ts';
import { type Exchange, type FakeArchive, type FakeArchiveOptions, startFakeArchive } from './testing/fake-archive.ts';
import { until } from './testing/raw-peer.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

let archive: FakeArchive | undefined;
afterEach(async () => {
  await archive?.close();
  archive = undefined;
});

const peerOf = ({ port }: { port: number }): DimsePeer => ({
  host: '127.0.0.1',
  port,
  callingAeTitle: 'MONITOR',
  calledAeTitle: 'PACS',
});
const contexts = [
  { abstractSyntax: QUERY_CLASS.studyFind, transferSyntaxes: [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN] },
];
const limits: Partial<RequestorLimits> = { idleMs: 300, totalMs: 2_000, closeMs: 200, dataSetBytes: 10_000 };
const keys = [key('StudyDate', dateRange('2026-11-25', '2026-11-26')), ...returnKeys(['StudyInstanceUID'])];

async function ask(options: FakeArchiveOptions, maxResponses = 100): Promise<FindResult> {
  archive = await startFakeArchive(options);
  const opened = await DimseAssociation.open({ peer: peerOf(archive), contexts, limits });
  if (opened.kind !== 'open') return opened;
  const result = await find(opened.association, { model: QUERY_CLASS.studyFind, keys, maxResponses });
  if (opened.association.ready) await opened.association.release();
  await opened.association.closed;
  return result;
}

const studyOf = (number: number): Buffer =>
  encodeDataSet(
    [key('QueryRetrieveLevel', 'STUDY'), key('StudyInstanceUID', `1.2.3.${number}`)],
    EXPLICIT_VR_LITTLE_ENDIAN,
  );
/** Answers with three matches and then as told; only searches are answered. */
const afterThree = (then: (exchange: Exchange) => void) => (exchange: Exchange) => {
  if (exchange.command.CommandField !== COMMAND.findRequest) return;
  for (const number of [1, 2, 3]) exchange.respond({ Status: STATUS.pending }, studyOf(number));
  then(exchange);
};
const uidsOf = (result: FindResult): unknown =>
  result.kind === 'complete' ? result.matches.map((match) => textOf(match, 'StudyInstanceUID')) : result;

describe('an honest archive', () => {
  it('gives its matches with a final success', async () => {
    const result = await ask({ answer: afterThree((exchange) => exchange.respond({ Status: STATUS.success })) });
    expect(uidsOf(result)).toEqual(['1.2.3.1', '1.2.3.2', '1.2.3.3']);
    expect(archive?.asked[0]?.command).toMatchObject({
      CommandField: 0x0020,
      AffectedSOPClassUID: QUERY_CLASS.studyFind,
      Priority: 0,
    });
    // (0008,0020) DA and (0020,000D) UI, which is asked for with zero length.
    expect(archive?.asked[0]?.dataSet.toString('latin1')).toBe(
      '\x08\0\x20\0DA\x12\x0020261125-20261126 \x20\0\x0d\0UI\0\0',
    );
  });

  it('gives none, which is an answer too', async () => {
    const result = await ask({ answer: (exchange) => exchange.respond({ Status: STATUS.success }) });
    expect(result).toEqual({ kind: 'complete', matches: [], keysUnsupported: false });
  });

  it('says that it did not match by a key', async () => {
    const result = await ask({
      answer: (exchange) => {
        exchange.respond({ Status: STATUS.pendingKeysUnsupported }, studyOf(1));
        exchange.respond({ Status: STATUS.success });
      },
    });
    expect(result).toMatchObject({ kind: 'complete', keysUnsupported: true });
  });
});

const threeStudies = [1, 2, 3].map((number) => ({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: `1.2.3.${number}` }));
const nothing = (): void => undefined;
const junk = Buffer.from('HTTP/1.1 500\r\n\r\n');

describe('an archive that lies, breaks off or is silent: never a list', () => {
  it.each<[string, (exchange: Exchange) => void, unknown]>([
    [
      'stops at its limit with 0xFE00',
      (x) => x.respond({ Status: 0xfe00 }),
      { kind: 'limited', status: 0xfe00, matches: threeStudies },
    ],
    [
      'is out of resources',
      (x) => x.respond({ Status: 0xa700 }),
      { kind: 'limited', status: 0xa700, matches: threeStudies },
    ],
    [
      'fails at last',
      (x) => x.respond({ Status: 0xc001, ErrorComment: 'database' }),
      { kind: 'refused', status: 0xc001, comment: 'database' },
    ],
    ['aborts', (x) => x.abort(), { kind: 'aborted', source: 0, reason: 0, phase: 'request' }],
    ['resets', (x) => x.reset(), { kind: 'closed', phase: 'request' }],
    ['closes', (x) => x.close(), { kind: 'closed', phase: 'request' }],
    ['hangs', nothing, { kind: 'timed-out', phase: 'request' }],
    ['sends garbage', (x) => x.raw(junk), { kind: 'protocol-error', what: 'unknown-pdu-type', phase: 'request' }],
    [
      'sends a PDU of 4 GiB',
      (x) => x.raw(Buffer.from('0400ffffffff', 'hex')),
      { kind: 'protocol-error', what: 'data-pdu-too-long', phase: 'request' },
    ],
    [
      'gives no status',
      (x) => x.respond({}),
      { kind: 'protocol-error', what: 'a response without status', phase: 'request' },
    ],
    [
      'gives a match without identifier',
      (x) => x.respond({ Status: STATUS.pending }),
      { kind: 'protocol-error', what: 'a match without identifier', phase: 'request' },
    ],
    [
      'answers another message',
      (x) => x.respond({ Status: 0, MessageIDBeingRespondedTo: 9999 }),
      { kind: 'protocol-error', what: 'a response that nobody asked for', phase: 'request' },
    ],
    [
      'answers another operation',
      (x) => x.respond({ Status: 0, CommandField: COMMAND.moveResponse }),
      { kind: 'protocol-error', what: 'a response that nobody asked for', phase: 'request' },
    ],
    [
      'gives a match that is cut',
      (x) => {
        x.respond({ Status: STATUS.pending }, studyOf(4).subarray(0, -3));
        x.respond({ Status: 0 });
      },
      { kind: 'protocol-error', what: '1 matches cannot be read', phase: 'request' },
    ],
    [
      'gives a match without end',
      (x) => x.respond({ Status: STATUS.pending }, Buffer.alloc(20_000, 0x20)),
      { kind: 'limit', what: 'data-set-bytes' },
    ],
    [
      'releases before its last word',
      (x) => x.raw(Buffer.from('05000000000400000000', 'hex')),
      { kind: 'closed', phase: 'request' },
    ],
  ])('%s', async (_, then, expected) => {
    expect(await ask({ answer: afterThree(then) })).toEqual(expected);
    // No socket is left, whatever the peer did: it sees our side gone.
    await until(
      'the connection is closed',
      () => archive?.sockets.every((socket) => socket.destroyed || socket.readableEnded) ?? false,
    );
  });

  it('has more than is taken: the search is cancelled, and no list', async () => {
    const result = await ask(
      {
        answer: (exchange) => {
          if (exchange.command.CommandField === COMMAND.cancelRequest) {
            exchange.send(exchange.contextId, {
              CommandField: COMMAND.findResponse,
              hasDataSet: false,
              MessageIDBeingRespondedTo: exchange.command.MessageIDBeingRespondedTo ?? 0,
              Status: STATUS.cancelled,
            });
          } else
            for (let number = 0; number < 10; number += 1)
              exchange.respond({ Status: STATUS.pending }, studyOf(number));
        },
      },
      5,
    );
    expect(result).toEqual({ kind: 'limit', what: 'responses' });
    expect(archive?.asked.map(({ command }) => command.CommandField)).toEqual([0x0020, 0x0fff]);
  });

  it('rejects the association', async () => {
    const reject = { kind: 'associate-reject', result: 1, source: 1, reason: 3 } as const;
    expect(await ask({ answer: nothing, associate: () => reject })).toEqual({
      kind: 'rejected',
      result: 1,
      source: 1,
      reason: 3,
    });
  });

  it('rejects the context: no list, and not an empty one', async () => {
    const refused = await ask({
      answer: nothing,
      associate: (_, honest) => ({ ...honest, contexts: honest.contexts.map((each) => ({ ...each, result: 3 })) }),
    });
    expect(refused).toEqual({ kind: 'context-rejected', result: 3 });
  });

  it('forgets to answer the context, or answers with a syntax that nobody proposed', async () => {
    expect(await ask({ answer: nothing, associate: (_, honest) => ({ ...honest, contexts: [] }) })).toEqual({
      kind: 'context-rejected',
      result: 2,
    });
    await archive?.close();
    const other = await ask({
      answer: nothing,
      associate: (_, honest) => ({
        ...honest,
        contexts: honest.contexts.map((each) => ({ ...each, transferSyntax: '1.2.840.10008.1.2.4.50' })),
      }),
    });
    expect(other).toMatchObject({ kind: 'protocol-error', what: 'a transfer syntax that was not proposed' });
  });
});

describe('character sets of answers', () => {
  const named = (charset: string | undefined, name: Uint8Array): Buffer =>
    Buffer.concat([
      ...(charset === undefined ? [] : [element('explicit', 0x00080005, 'CS', charset)]),
      element('explicit', 0x00080050, 'SH', name),
      studyOf(1).subarray(14),
    ]);
  const accession = async (charset: string | undefined, bytes: Uint8Array): Promise<string | undefined> => {
    const result = await ask({
      answer: (exchange) => {
        exchange.respond({ Status: STATUS.pending }, named(charset, bytes));
        exchange.respond({ Status: STATUS.success });
      },
    });
    const [match] = result.kind === 'complete' ? result.matches : [];
    return match === undefined ? undefined : textOf(match, 'AccessionNumber');
  };
  const gb = Buffer.from('ccd8d0e8', 'hex'); // 特需

  it.each([
    ['bare GB 2312 under ISO 2022 IR 58, as Orthanc writes it', '\\ISO 2022 IR 58', gb],
    ['GB 18030 as declared', 'GB18030', gb],
    ['GB under Latin-1', 'ISO_IR 100', gb],
    ['GB under nothing', undefined, gb],
    ['UTF-8 as declared', 'ISO_IR 192', Buffer.from('特需')],
    ['UTF-8 under nothing', undefined, Buffer.from('特需')],
  ])('%s', async (_, charset, bytes) => {
    expect(await accession(charset, bytes)).toBe('特需');
  });

  it('Latin-1 with Han dropped stays what it is: such rows are never used for names', async () => {
    expect(await accession('ISO_IR 100', Buffer.from('Wang^X='))).toBe('Wang^X=');
  });
});

describe('what is never sent', () => {
  it.each([
    ['a called title of 17 characters', { calledAeTitle: 'SEVENTEEN_LETTERS' }],
    ['a calling title of 17 characters', { callingAeTitle: 'SEVENTEEN_LETTERS' }],
    ['a title with a backslash', { calledAeTitle: 'A\\B' }],
    ['an empty title', { callingAeTitle: '' }],
    ['a host that is none', { host: 'no host' }],
    ['a port beyond 65535', { port: 65_536 }],
    ['a key without its certificate', { tls: { key: 'x' } }],
  ])('%s', async (_, changes) => {
    archive = await startFakeArchive({ answer: nothing });
    const opened = await DimseAssociation.open({ peer: { ...peerOf(archive), ...changes }, contexts, limits });
    expect(opened.kind).toBe('invalid');
    expect(archive.sockets).toEqual([]);
  });
});

describe('the association', () => {
  it('carries several requests one after another', async () => {
    archive = await startFakeArchive({
      answer: (exchange) => {
        exchange.respond({ Status: STATUS.pending }, studyOf(exchange.earlier));
        exchange.respond({ Status: STATUS.success });
      },
    });
    const opened = await DimseAssociation.open({ peer: peerOf(archive), contexts, limits });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const query = { model: QUERY_CLASS.studyFind, keys, maxResponses: 10 };
    const first = find(opened.association, query);
    expect(() =>
      opened.association.request({ abstractSyntax: QUERY_CLASS.studyFind, command: { CommandField: 0x20 } }),
    ).toThrow('under way');
    expect(uidsOf(await first)).toEqual(['1.2.3.0']);
    expect(uidsOf(await find(opened.association, query))).toEqual(['1.2.3.1']);
    expect(archive.associations).toHaveLength(1);
    const ids = archive.asked.map(({ command }) => command.MessageID);
    expect(new Set(ids).size).toBe(2);
    await opened.association.release();
    expect(await find(opened.association, query)).toEqual({ kind: 'closed', phase: 'request' });
  });

  it('ends by our signal, in the request and before', async () => {
    const stop = new AbortController();
    archive = await startFakeArchive({ answer: () => stop.abort() });
    const opened = await DimseAssociation.open({ peer: peerOf(archive), contexts, limits });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const query = { model: QUERY_CLASS.studyFind, keys, maxResponses: 10, signal: stop.signal };
    expect(await find(opened.association, query)).toEqual({ kind: 'stopped' });
    await opened.association.closed;
    expect(await DimseAssociation.open({ peer: peerOf(archive), contexts, signal: stop.signal })).toEqual({
      kind: 'stopped',
    });
  });

  it('is refused, or times out, when nobody is there', async () => {
    archive = await startFakeArchive({ answer: nothing });
    const { port } = archive;
    await archive.close();
    expect(await DimseAssociation.open({ peer: peerOf({ port }), contexts, limits })).toEqual({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
    });
  });

  it('goes on with a frozen peer for its close time and no longer', async () => {
    archive = await startFakeArchive({ answer: ({ association }) => void association });
    const opened = await DimseAssociation.open({ peer: peerOf(archive), contexts, limits });
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const [socket] = archive.sockets;
    const asked = find(opened.association, { model: QUERY_CLASS.studyFind, keys, maxResponses: 10 });
    await until('the question came', () => archive?.asked.length === 1);
    // From now on the peer reads nothing, not even our abort.
    socket?.pause();
    expect(await asked).toEqual({ kind: 'timed-out', phase: 'request' });
    await opened.association.closed;
  });

  it('takes answers in any pieces', async () => {
    const result = await ask({
      answer: (exchange) => {
        const bytes = Buffer.concat([...encodeData(exchange.contextId, false, studyOf(7), 10)]);
        exchange.send(exchange.contextId, {
          CommandField: COMMAND.findResponse,
          hasDataSet: true,
          MessageIDBeingRespondedTo: exchange.command.MessageID ?? 0,
          Status: STATUS.pending,
        });
        for (const byte of bytes) exchange.raw(Buffer.from([byte]));
        exchange.respond({ Status: STATUS.success });
      },
    });
    expect(uidsOf(result)).toEqual(['1.2.3.7']);
  });
});
