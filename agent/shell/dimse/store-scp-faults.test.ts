import { afterEach, describe, expect, it } from 'vitest';
import { COMMAND } from './command-set.ts';
import { encodePdu } from './pdu-encode.ts';
import { difficultHeader, element } from './testing/data-set.ts';
import {
  CT_IMAGE,
  contextOf,
  echoRequest,
  RawPeer,
  requestOf,
  storeMessage,
  storeRequest,
  until,
} from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { associated, startWatchedScp } from './testing/scp.ts';

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

const image = Buffer.concat([difficultHeader('explicit'), element('explicit', 0x7fe00010, 'OW', Buffer.alloc(40_000))]);
const roomy = { associations: 100, associationsPerPeer: 100 };

describe('who is let in', () => {
  it.each([
    ['wrong called title', { calledAeTitle: 'OTHER' }, { result: 1, source: 1, reason: 7 }, 'called-ae-title'],
    [
      'calling title not on the list',
      { callingAeTitle: 'EVIL' },
      { result: 1, source: 1, reason: 3 },
      'calling-ae-title',
    ],
    [
      'wrong application context',
      { applicationContext: '1.2' },
      { result: 1, source: 1, reason: 2 },
      'application-context',
    ],
    ['wrong protocol version', { protocolVersion: 2 }, { result: 1, source: 2, reason: 2 }, 'protocol-version'],
  ])('%s', async (_, changes, reject, cause) => {
    scp = await startWatchedScp({ callingAeTitles: ['CT01', 'MR01'] });
    const peer = await RawPeer.associate(scp.port, changes);
    expect(await peer.takePdu()).toEqual({ kind: 'associate-reject', ...reject });
    await peer.untilClosed();
    expect(scp.of('association-rejected')).toMatchObject([{ cause, association: { peerAddress: '127.0.0.1' } }]);
  });

  it('two of one peer, further ones rejected as transient, and let in when one has gone', async () => {
    scp = await startWatchedScp();
    const first = await associated(scp);
    const second = await associated(scp);
    const third = await RawPeer.associate(scp.port);
    expect(await third.takePdu()).toEqual({ kind: 'associate-reject', result: 2, source: 3, reason: 2 });
    expect(scp.of('association-rejected')).toMatchObject([{ cause: 'too-many-from-peer' }]);
    first.send(encodePdu({ kind: 'release-request' }));
    await until('the first has gone', () => scp.of('association-ended').length === 1);
    const fourth = await associated(scp);
    for (const peer of [second, third, fourth]) peer.socket.destroy();
  });

  it('eight of fifty, the others rejected, and the eight still work', async () => {
    scp = await startWatchedScp({ limits: { associationsPerPeer: 100 } });
    const peers = await Promise.all(Array.from({ length: 50 }, () => RawPeer.associate(scp.port)));
    const answers = await Promise.all(peers.map(async (peer) => ({ peer, answer: await peer.takePdu() })));
    const accepted = answers.filter(({ answer }) => answer.kind === 'associate-accept');
    expect(accepted).toHaveLength(8);
    expect(answers.filter(({ answer }) => answer.kind === 'associate-reject')).toHaveLength(42);
    for (const { peer } of accepted) {
      peer.send(storeMessage(storeRequest(), image));
      expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    }
    for (const peer of peers) peer.socket.destroy();
  });

  it('cuts connections beyond the limit without a word', async () => {
    scp = await startWatchedScp({ limits: { connections: 2 } });
    const peers = [await RawPeer.connect(scp.port), await RawPeer.connect(scp.port), await RawPeer.connect(scp.port)];
    await until('told', () => scp.of('connection-dropped').length === 1);
    for (const peer of peers) peer.socket.destroy();
  });

  it('accepts an association in which every context is refused', async () => {
    scp = await startWatchedScp();
    const peer = await RawPeer.associate(scp.port, { contexts: [contextOf(CT_IMAGE, '1.2.840.10008.1.2.1.99')] });
    expect(await peer.takePdu()).toMatchObject({ kind: 'associate-accept', contexts: [{ id: 1, result: 4 }] });
    peer.send(storeMessage(storeRequest(), image));
    expect(await peer.takePdu()).toMatchObject({ kind: 'abort' });
    peer.socket.destroy();
  });
});

describe('what a peer may not do', () => {
  it.each([
    ['a data PDU of 4 GiB', '0400ffffffff', { kind: 'abort', source: 2, reason: 6 }],
    ['a control PDU of 4 GiB', '0500ffffffff', { kind: 'abort', source: 2, reason: 6 }],
    ['an unknown PDU', '990000000004', { kind: 'abort', source: 2, reason: 1 }],
    ['a second request', encodePdu(requestOf()).toString('hex'), { kind: 'abort', source: 2, reason: 2 }],
    ['a release answer without a question', '06000000000400000000', { kind: 'abort', source: 2, reason: 2 }],
    [
      'a fragment on an unknown context',
      '040000000008' + '00000004' + '0503' + '0000',
      { kind: 'abort', source: 0, reason: 0 },
    ],
    [
      'a command set that is none',
      '040000000008' + '00000004' + '0103' + '0000',
      { kind: 'abort', source: 0, reason: 0 },
    ],
  ])('%s: aborted at once', async (_, bytes, abort) => {
    scp = await startWatchedScp();
    const peer = await associated(scp);
    peer.send(Buffer.from(bytes, 'hex'));
    expect(await peer.takePdu()).toEqual(abort);
    await peer.untilClosed();
    await until('told', () => scp.of('association-ended').length === 1);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'aborted' } }]);
  });

  it('garbage instead of a request', async () => {
    scp = await startWatchedScp();
    const peer = await RawPeer.connect(scp.port);
    peer.send(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    expect(await peer.takePdu()).toMatchObject({ kind: 'abort' });
    await peer.untilClosed();
    await until('told', () => scp.of('connection-ended').length === 1);
    expect(scp.of('connection-ended')).toMatchObject([{ end: { kind: 'aborted', why: 'unknown-pdu-type' } }]);
  });

  it.each([17, 20, 40, 64])(
    'an AE title of %i characters, which shifts every field behind it, is answered at once and blocks nobody',
    async (length) => {
      scp = await startWatchedScp({ limits: roomy });
      const request = encodePdu(requestOf());
      // Behind the PDU header, the version and two reserved bytes: the called title, in a field of 16 bytes.
      const field = 6 + 4;
      const shifted = Buffer.concat([
        request.subarray(0, field),
        Buffer.from('X'.repeat(length)),
        request.subarray(field + 16),
      ]);
      shifted.writeUInt32BE(shifted.length - 6, 2);
      const peer = await RawPeer.connect(scp.port);
      peer.send(shifted);
      expect(['associate-reject', 'abort']).toContain((await peer.takePdu()).kind);
      await peer.untilClosed();
      const other = await associated(scp);
      other.sendCommand(echoRequest);
      expect(await other.takeCommand()).toMatchObject({ Status: 0 });
      other.socket.destroy();
    },
  );

  it('goes on serving others while one floods after its abort', async () => {
    scp = await startWatchedScp({ limits: { ...roomy, closeTimeoutMs: 200 } });
    const peer = await associated(scp);
    peer.socket.on('end', () => undefined);
    peer.send(Buffer.concat([Buffer.from('0400ffffffff', 'hex'), Buffer.alloc(4 * 1_048_576)]));
    const other = await associated(scp);
    other.sendCommand(echoRequest);
    expect(await other.takeCommand()).toMatchObject({ Status: 0 });
    await peer.untilClosed();
    other.socket.destroy();
  });

  it.each([
    ['another class than its context', { ...storeRequest(), AffectedSOPClassUID: '1.2.840.10008.5.1.4.1.1.4' }, 0x0122],
    ['no instance UID', { ...storeRequest(), AffectedSOPInstanceUID: '' }, 0x0117],
    ['an instance UID with letters', { ...storeRequest(), AffectedSOPInstanceUID: '1.2.x' }, 0x0117],
    ['a query', { ...storeRequest(), CommandField: 0x0020 }, 0x0211],
  ])('%s: read to the end, answered, nothing handed over', async (_, command, status) => {
    scp = await startWatchedScp();
    const peer = await associated(scp);
    peer.send(storeMessage(command, image));
    expect(await peer.takeCommand()).toMatchObject({ CommandField: command.CommandField | 0x8000, Status: status });
    peer.send(storeMessage(storeRequest(), image));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toHaveLength(1);
    peer.socket.destroy();
  });

  it('a store without a data set, an unknown command, a cancel', async () => {
    scp = await startWatchedScp();
    const peer = await associated(scp);
    peer.sendCommand({ ...storeRequest(), hasDataSet: false });
    expect(await peer.takeCommand()).toMatchObject({ Status: 0xc000 });
    peer.sendCommand({ ...echoRequest, CommandField: 0x0140 });
    expect(await peer.takeCommand()).toMatchObject({ Status: 0x0211 });
    peer.sendCommand({ ...echoRequest, CommandField: COMMAND.cancelRequest });
    peer.sendCommand(echoRequest);
    expect(await peer.takeCommand()).toMatchObject({ CommandField: COMMAND.echoResponse, Status: 0 });
    peer.socket.destroy();
  });
});
