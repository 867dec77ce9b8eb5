import type { Socket } from 'node:net';
import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { encodePdu } from './pdu-encode.ts';
import { canCertify, makeCertificates } from './testing/certificates.ts';
import { requestOf, storeMessage, storeRequest, until } from './testing/raw-peer.ts';
import type { WatchedScp } from './testing/scp.ts';
import { startWatchedScp } from './testing/scp.ts';

let scp: WatchedScp;
afterEach(async () => {
  await scp.close();
});

describe.runIf(canCertify())('a receiver over TLS', () => {
  const { authority, receiver, sender, stranger } = makeCertificates();
  const start = async (): Promise<void> => {
    scp = await startWatchedScp({ tls: { ca: authority, ...receiver }, limits: { requestTimeoutMs: 500 } });
  };

  /** Bytes that come back, and whether the connection is gone. */
  function watched(socket: Socket): { readonly bytes: () => Buffer; readonly closed: () => boolean } {
    let bytes = Buffer.alloc(0);
    let closed = false;
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
    });
    return { bytes: () => bytes, closed: () => closed };
  }
  const secured = (identity: { cert?: Buffer; key?: Buffer }): Socket =>
    connect({ host: '127.0.0.1', port: scp.port, ca: authority, checkServerIdentity: () => undefined, ...identity });

  it('takes an object of a peer whose certificate the authority signed', async () => {
    await start();
    const socket = secured(sender);
    const peer = watched(socket);
    socket.write(encodePdu(requestOf()));
    await until('accepted', () => peer.bytes()[0] === 0x02);
    socket.write(
      storeMessage(storeRequest(), Buffer.from('0800050043530a0049534f5f49522031393220'.slice(0, 36), 'hex')),
    );
    await until('an answer', () => scp.of('object-stored').length === 1);
    expect(scp.objects).toMatchObject([{ callingAeTitle: 'CT01', peerAddress: '127.0.0.1' }]);
    socket.destroy();
  });

  it.each([
    ['none', {}, 'no-certificate'],
    ['one of its own making', stranger, 'untrusted-certificate'],
  ] as const)(
    'a peer that shows no certificate of the authority (%s) is refused, and it is said why',
    async (_, identity, why) => {
      await start();
      const peer = watched(secured(identity));
      await until('refused', () => scp.of('tls-refused').length === 1);
      await until('closed', () => peer.closed());
      expect(scp.of('tls-refused')).toMatchObject([{ why, peerAddress: '127.0.0.1' }]);
      expect(scp.of('association-opened')).toEqual([]);
    },
  );

  it('a plain peer is told by name', async () => {
    await start();
    const socket = connectPlain({ host: '127.0.0.1', port: scp.port });
    const peer = watched(socket);
    socket.write(encodePdu(requestOf()));
    await until('refused', () => scp.of('tls-refused').length === 1);
    await until('closed', () => peer.closed());
    expect(scp.of('tls-refused')).toMatchObject([{ why: 'not-tls', peerAddress: '127.0.0.1' }]);
  });

  it('a peer that does not trust us, and one that says nothing', async () => {
    await start();
    const distrustful = connect({ host: '127.0.0.1', port: scp.port, ca: stranger.cert, ...sender });
    watched(distrustful);
    await until('given up', () => scp.of('tls-refused').length === 1);
    expect(scp.of('tls-refused')).toMatchObject([{ why: 'given-up' }]);
    const silent = watched(connectPlain({ host: '127.0.0.1', port: scp.port }));
    await until('the silent one is cut', () => silent.closed());
    expect(scp.of('tls-refused')).toMatchObject([{}, { why: 'silent' }]);
  });

  it('a peer that speaks TLS to a plain receiver is told by name', async () => {
    scp = await startWatchedScp();
    const peer = watched(secured(sender));
    await until('refused', () => scp.of('connection-ended').length === 1);
    await until('closed', () => peer.closed());
    expect(scp.of('connection-ended')).toMatchObject([{ end: { kind: 'aborted', why: 'tls-on-a-plain-port' } }]);
  });
});
