import { afterEach, describe, expect, it } from 'vitest';
import type { StoreOutcome } from './received-object.ts';
import { startStoreScp } from './store-scp.ts';
import { difficultHeader, element } from './testing/data-set.ts';
import { RawPeer, storeMessage, storeRequest, until } from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { associated, gate, startWatchedScp } from './testing/scp.ts';

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

const before = difficultHeader('explicit');
const pixels = element('explicit', 0x7fe00010, 'OW', Buffer.alloc(40_000, 0x7f));
const image = Buffer.concat([before, pixels]);

describe('close', () => {
  it('finishes the row in hand, answers it, ends idle associations, and listens no more', async () => {
    const { promise, open } = gate<StoreOutcome>();
    scp = await startWatchedScp({ onObject: () => promise });
    const busy = await associated(scp);
    const idle = await associated(scp);
    busy.send(storeMessage(storeRequest(), image));
    await until('the object is handed over', () => scp.objects.length === 1);
    const closed = scp.close();
    expect(await idle.takePdu()).toMatchObject({ kind: 'abort', source: 0 });
    expect(busy.received.length).toBe(0);
    open({ status: 'stored' });
    expect(await busy.takeCommand()).toMatchObject({ Status: 0 });
    expect(await busy.takePdu()).toMatchObject({ kind: 'abort', source: 0 });
    await closed;
    await expect(RawPeer.connect(scp.port)).rejects.toThrow('ECONNREFUSED');
  });

  it('waits for a row whose sender is gone', async () => {
    const { promise, open } = gate<StoreOutcome>();
    scp = await startWatchedScp({ onObject: () => promise });
    const peer = await associated(scp);
    peer.send(storeMessage(storeRequest(), image));
    await until('the object is handed over', () => scp.objects.length === 1);
    peer.socket.resetAndDestroy();
    await until('its connection is gone', () => scp.of('association-ended').length === 1);
    let done = false;
    const closed = scp.close().then(() => {
      done = true;
    });
    // A connection that is opened and refused takes longer than a close that waits for nothing.
    await expect(RawPeer.connect(scp.port)).rejects.toThrow('ECONNREFUSED');
    expect(done).toBe(false);
    open({ status: 'stored' });
    await closed;
  });

  it('counts a half-received object as incomplete', async () => {
    scp = await startWatchedScp();
    const peer = await associated(scp);
    const message = storeMessage(storeRequest(), before);
    peer.send(Buffer.concat([message, storeMessage(storeRequest(), image).subarray(0, 20_000)]));
    // The answer to the first object says that the start of the second has been read.
    expect(await peer.takeCommand()).toMatchObject({ Status: 0 });
    await scp.close();
    expect(scp.of('object-incomplete')).toMatchObject([{ SOPInstanceUID: '1.2.3.4' }]);
    expect(scp.objects).toHaveLength(1);
  });
});

describe('start', () => {
  it('says why it cannot', async () => {
    scp = await startWatchedScp();
    const options = {
      port: scp.port,
      aeTitle: 'MONITOR',
      callingAeTitles: 'any',
      onObject: () => Promise.reject(new Error('none')),
      onEvent: () => undefined,
    } as const;
    await expect(startStoreScp(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(startStoreScp({ ...options, port: 0, aeTitle: 'SEVENTEEN_LETTERS' })).rejects.toThrow(RangeError);
    await expect(startStoreScp({ ...options, port: 0, callingAeTitles: ['A\\B'] })).rejects.toThrow(RangeError);
  });
});
