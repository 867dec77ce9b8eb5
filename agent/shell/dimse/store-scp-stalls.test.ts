import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from './pdu-encode.ts';
import { difficultHeader, element } from './testing/data-set.ts';
import { CT_IMAGE, RawPeer, requestOf, storeMessage, storeRequest, until } from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { associated, startWatchedScp } from './testing/scp.ts';

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

const image = Buffer.concat([difficultHeader('explicit'), element('explicit', 0x7fe00010, 'OW', Buffer.alloc(40_000))]);

describe('senders that vanish or stall', () => {
  it('counts an object whose sender was killed', async () => {
    scp = await startWatchedScp();
    const peer = await associated(scp);
    const begun = storeMessage(storeRequest(), image).subarray(0, 20_000);
    peer.send(Buffer.concat([storeMessage(storeRequest(), difficultHeader('explicit')), begun]));
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    peer.socket.resetAndDestroy();
    await until('told', () => scp.of('association-ended').length === 1);
    expect(scp.of('object-incomplete')).toMatchObject([{ SOPInstanceUID: '1.2.3.4', SOPClassUID: CT_IMAGE }]);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'connection-lost' } }]);
    expect(scp.objects).toHaveLength(1);
  });

  it('counts an object whose sender aborts or releases in the middle', async () => {
    scp = await startWatchedScp();
    for (const goodbye of [{ kind: 'abort', source: 0, reason: 0 }, { kind: 'release-request' }] as const) {
      const peer = await associated(scp);
      const [message] = [storeMessage(storeRequest(), image)];
      const secondDataPdu = 6 + message.readUInt32BE(2) + 6 + 16_384;
      peer.send(Buffer.concat([message.subarray(0, secondDataPdu), encodePdu(goodbye)]));
      await peer.untilClosed();
    }
    await until('told', () => scp.of('association-ended').length === 2);
    expect(scp.of('object-incomplete').map((event) => event.receivedBytes)).toEqual([16_378, 16_378]);
    expect(scp.of('association-ended')).toMatchObject([
      { end: { kind: 'aborted-by-peer', source: 0 } },
      { end: { kind: 'released' } },
    ]);
  });

  it('does not wait for ever for a request', async () => {
    scp = await startWatchedScp({ limits: { requestTimeoutMs: 50 } });
    const peer = await RawPeer.connect(scp.port);
    peer.send(encodePdu(requestOf()).subarray(0, 50));
    await peer.untilClosed();
    await until('told', () => scp.of('connection-ended').length === 1);
    expect(scp.of('connection-ended')).toMatchObject([
      { end: { kind: 'timed-out', waitingFor: 'association-request' } },
    ]);
  });

  it('does not wait for ever for a silent peer', async () => {
    scp = await startWatchedScp({ limits: { idleTimeoutMs: 50 } });
    const peer = await associated(scp);
    expect(await peer.takePdu()).toMatchObject({ kind: 'abort', source: 0 });
    await until('told', () => scp.of('association-ended').length === 1);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'timed-out', waitingFor: 'peer' } }]);
  });

  it('does not let a trickle keep a message open', async () => {
    scp = await startWatchedScp({ limits: { idleTimeoutMs: 10_000, messageTimeoutMs: 100 } });
    const peer = await associated(scp);
    const message = storeMessage(storeRequest(), image);
    let sent = 0;
    const trickle = setInterval(() => {
      peer.send(message.subarray(sent, sent + 10));
      sent += 10;
    }, 5);
    expect(await peer.takePdu()).toMatchObject({ kind: 'abort', source: 0 });
    clearInterval(trickle);
    peer.socket.destroy();
    await until('told', () => scp.of('association-ended').length === 1);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'timed-out', waitingFor: 'message' } }]);
  });

  it('ends an association that has lived too long, between two objects', async () => {
    scp = await startWatchedScp({ limits: { associationTimeoutMs: 50 } });
    const peer = await associated(scp);
    expect(await peer.takePdu()).toMatchObject({ kind: 'abort', source: 0 });
    await until('told', () => scp.of('association-ended').length === 1);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'timed-out', waitingFor: 'association' } }]);
  });

  it('does not count the time of the handler as silence', async () => {
    let finish: () => void = () => undefined;
    const row = new Promise<void>((resolve) => {
      finish = resolve;
    });
    scp = await startWatchedScp({
      limits: { idleTimeoutMs: 60, messageTimeoutMs: 60 },
      onObject: async () => {
        await row;
        return { status: 'stored' };
      },
    });
    const peer = await associated(scp);
    peer.send(storeMessage(storeRequest(), image));
    await until('handed over', () => scp.objects.length === 1);
    // Another association, silent since a later moment, runs into the limit; the busy one must not have.
    const silent = await associated(scp);
    expect(await silent.takePdu()).toMatchObject({ kind: 'abort', source: 0 });
    await silent.untilClosed();
    await until('told', () => scp.of('association-ended').length === 1);
    finish();
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    peer.socket.destroy();
  });
});
