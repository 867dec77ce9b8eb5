import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from './pdu-encode.ts';
import type { ReceivedObject, StoreOutcome } from './received-object.ts';
import { difficultHeader, element } from './testing/data-set.ts';
import {
  CT_IMAGE,
  contextOf,
  ENHANCED_SR,
  echoRequest,
  RawPeer,
  requestOf,
  storeMessage,
  storeRequest,
  until,
} from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { associated, gate, startWatchedScp } from './testing/scp.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from './transfer-syntax.ts';

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

const before = difficultHeader('explicit');
const pixels = element('explicit', 0x7fe00010, 'OW', Buffer.alloc(40_000, 0x7f));
const image = Buffer.concat([before, pixels]);

describe('C-ECHO and C-STORE', () => {
  it('answers an echo, stores two objects, releases', async () => {
    scp = await startWatchedScp();
    const peer = await associated(scp);
    peer.sendCommand(echoRequest);
    expect(await peer.takeCommand()).toEqual({
      CommandField: 0x8030,
      hasDataSet: false,
      MessageIDBeingRespondedTo: 7,
      AffectedSOPClassUID: '1.2.840.10008.1.1',
      Status: 0,
    });
    for (const id of [1, 2]) {
      peer.send(storeMessage(storeRequest(CT_IMAGE, id), image));
      expect(await peer.takeCommand()).toEqual({
        CommandField: 0x8001,
        hasDataSet: false,
        MessageIDBeingRespondedTo: id,
        AffectedSOPClassUID: CT_IMAGE,
        AffectedSOPInstanceUID: '1.2.3.4',
        Status: 0,
      });
    }
    peer.send(encodePdu({ kind: 'release-request' }));
    expect((await peer.takePdu()).kind).toBe('release-response');
    await peer.untilClosed();
    const [object] = scp.objects;
    expect(object).toEqual<ReceivedObject>({
      SOPClassUID: CT_IMAGE,
      SOPInstanceUID: '1.2.3.4',
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      callingAeTitle: 'CT01',
      calledAeTitle: 'MONITOR',
      peerAddress: '127.0.0.1',
      dataset: before,
      droppedBytes: pixels.length,
      headerComplete: true,
      pixelDataFound: true,
      headerStop: 'pixel-data',
      pixelDataLength: 40_000,
    });
    await until('the end is told', () => scp.of('association-ended').length === 1);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'released' }, storedObjects: 2 }]);
    expect(scp.of('object-incomplete')).toEqual([]);
  });

  it('reads an exchange that comes byte by byte', async () => {
    scp = await startWatchedScp();
    const peer = await RawPeer.connect(scp.port);
    peer.socket.setNoDelay(true);
    const small = Buffer.concat([before, element('explicit', 0x7fe00010, 'OW', Buffer.alloc(64))]);
    const exchange = Buffer.concat([encodePdu(requestOf()), storeMessage(storeRequest(), small, 100)]);
    for (const byte of exchange) {
      peer.send(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await peer.takePdu()).kind).toBe('associate-accept');
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toMatchObject([{ dataset: before, droppedBytes: 76, headerComplete: true }]);
    peer.socket.destroy();
  });

  it('answers everything that came in one chunk, in order', async () => {
    scp = await startWatchedScp();
    const peer = await RawPeer.connect(scp.port);
    const messages = [1, 2, 3].map((id) => storeMessage(storeRequest(CT_IMAGE, id), image));
    peer.send(Buffer.concat([encodePdu(requestOf()), ...messages, encodePdu({ kind: 'release-request' })]));
    expect((await peer.takePdu()).kind).toBe('associate-accept');
    for (const id of [1, 2, 3])
      expect(await peer.takeCommand()).toMatchObject({ MessageIDBeingRespondedTo: id, Status: 0 });
    expect((await peer.takePdu()).kind).toBe('release-response');
  });

  it('keeps a report whole, in implicit VR as negotiated', async () => {
    scp = await startWatchedScp({ limits: { headerBytes: 100 } });
    const report = difficultHeader('implicit');
    const peer = await associated(scp, { contexts: [contextOf(ENHANCED_SR, IMPLICIT_VR_LITTLE_ENDIAN)] });
    peer.send(storeMessage(storeRequest(ENHANCED_SR), report));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toMatchObject([
      { dataset: report, headerStop: 'end', headerComplete: true, pixelDataFound: false, droppedBytes: 0 },
    ]);
    peer.socket.destroy();
  });

  it('names a header that is too large, and a report beyond its own cap', async () => {
    scp = await startWatchedScp({ limits: { headerBytes: 100, wholeObjectBytes: 200 } });
    const peer = await associated(scp, { contexts: [contextOf(CT_IMAGE), { ...contextOf(ENHANCED_SR), id: 3 }] });
    peer.send(storeMessage(storeRequest(), image));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toMatchObject([
      { dataset: image.subarray(0, 100), headerStop: 'too-large', headerComplete: false },
    ]);
    peer.socket.destroy();
  });

  it('answers 0xA700 when memory for all objects together runs out', async () => {
    scp = await startWatchedScp({ limits: { memoryBytes: 20_000 } });
    const peer = await associated(scp, { contexts: [contextOf(ENHANCED_SR)] });
    peer.send(
      storeMessage(
        storeRequest(ENHANCED_SR),
        Buffer.concat([before, element('explicit', 0x00420011, 'OB', Buffer.alloc(50_000))]),
      ),
    );
    expect(await peer.takeCommand()).toMatchObject({ Status: 0xa700 });
    peer.send(storeMessage(storeRequest(ENHANCED_SR, 2), before));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.objects).toHaveLength(1);
    expect(scp.of('object-failed')).toMatchObject([{ status: 0xa700, SOPInstanceUID: '1.2.3.4' }]);
    peer.socket.destroy();
  });

  it('gives memory back after every object, whole or not', async () => {
    scp = await startWatchedScp({ limits: { memoryBytes: 40_000 } });
    for (let turn = 0; turn < 4; turn += 1) {
      const peer = await associated(scp);
      for (const id of [1, 2, 3]) {
        peer.send(storeMessage(storeRequest(CT_IMAGE, id), image));
        expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
      }
      peer.send(
        Buffer.concat([storeMessage(storeRequest(), image), storeMessage(storeRequest(), image).subarray(0, 9000)]),
      );
      expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
      peer.socket.destroy();
      await until('gone', () => scp.of('association-ended').length === turn + 1);
    }
    expect(scp.of('object-incomplete')).toHaveLength(4);
  });
});

describe('write down, then acknowledge', () => {
  it('holds the answer and the socket until the handler has spoken', async () => {
    const { promise, open } = gate<StoreOutcome>();
    scp = await startWatchedScp({ onObject: () => promise });
    const peer = await associated(scp);
    peer.send(storeMessage(storeRequest(), image));
    await until('the object is handed over', () => scp.objects.length === 1);
    // Far more than socket buffers take: if the receiver read on, all of it would go while a hundred echoes are answered.
    peer.send(Buffer.alloc(64 * 1_048_576));
    const other = await associated(scp);
    for (let count = 0; count < 100; count += 1) {
      other.sendCommand(echoRequest);
      expect(await other.takeCommand()).toMatchObject({ Status: 0 });
    }
    expect(peer.received.length).toBe(0);
    expect(peer.socket.writableLength).toBeGreaterThan(32 * 1_048_576);
    open({ status: 'stored' });
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    // The flood is no PDU: the association ends there, after the answer.
    expect(await peer.takePdu()).toMatchObject({ kind: 'abort', source: 2 });
    peer.socket.destroy();
    other.socket.destroy();
  });

  it.each<[string, () => Promise<StoreOutcome>, number, string | undefined]>([
    ['out of resources', () => Promise.resolve({ status: 'out-of-resources', comment: 'disk' }), 0xa700, 'disk'],
    ['no match', () => Promise.resolve({ status: 'refused', why: 'does-not-match-class' }), 0xa900, undefined],
    [
      'not understood',
      () => Promise.resolve({ status: 'refused', why: 'cannot-understand', comment: 'x' }),
      0xc000,
      'x',
    ],
    ['rejected promise', () => Promise.reject(new TypeError('secret name')), 0x0110, 'TypeError'],
    [
      'exception',
      () => {
        throw new RangeError('secret name');
      },
      0x0110,
      'RangeError',
    ],
  ])('answers %s, and the association lives on', async (_, onObject, status, comment) => {
    scp = await startWatchedScp({ onObject });
    const peer = await associated(scp);
    peer.send(storeMessage(storeRequest(), image));
    const answer = await peer.takeCommand();
    expect([answer.Status, answer.ErrorComment]).toEqual([status, comment]);
    peer.sendCommand(echoRequest);
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    expect(scp.of('object-failed')).toMatchObject([{ status }]);
    peer.socket.destroy();
  });
});
