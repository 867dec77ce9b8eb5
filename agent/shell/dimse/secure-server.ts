// The listening socket of a receiver: plain TCP, or TLS with a certificate demanded of every peer and verified against
// the site's own authorities. Says of every handshake that fails why it failed.
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServer as createTlsServer } from 'node:tls';
import type { StoreScpEvent, TlsRefusal } from './store-events.ts';

/** Certificates in PEM: ours with its key, and the authorities of whom peers must have theirs. */
export interface ReceiverTls {
  readonly ca: string | Buffer;
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

/** What the first bytes of a peer that speaks no TLS are taken for. */
const NOT_TLS: ReadonlySet<string> = new Set([
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_HTTPS_PROXY_REQUEST',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_RECORD_TOO_SMALL',
  'ERR_SSL_BAD_RECORD_TYPE',
]);

function refusalOf(code: string): TlsRefusal {
  if (NOT_TLS.has(code)) return 'not-tls';
  return code === 'ERR_TLS_HANDSHAKE_TIMEOUT' ? 'silent' : 'given-up';
}

/**
 * @param onSocket a connection over which an association may be asked for
 * @param handshakeTimeoutMs longest time for a TLS handshake
 */
export function listeningServer(
  tls: ReceiverTls | undefined,
  handshakeTimeoutMs: number,
  onSocket: (socket: Socket, peerAddress: string) => void,
  onEvent: (event: StoreScpEvent) => void,
): Server {
  if (tls === undefined) {
    return createServer((socket) => {
      onSocket(socket, socket.remoteAddress ?? '');
    });
  }
  const server = createTlsServer({
    ...tls,
    requestCert: true,
    // Verified all the same, in `admit`: the runtime would cut the connection without saying why.
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    handshakeTimeout: handshakeTimeoutMs,
  });
  const refuse = (peerAddress: string, why: TlsRefusal, detail: string): void => {
    onEvent({ kind: 'tls-refused', peerAddress, why, detail });
  };
  server.on('secureConnection', (socket: TLSSocket) => {
    const peerAddress = socket.remoteAddress ?? '';
    if (socket.authorized) {
      onSocket(socket, peerAddress);
      return;
    }
    // A socket without an error listener would end the program when the peer resets it.
    socket.on('error', () => socket.destroy());
    const shown = Object.keys(socket.getPeerCertificate()).length > 0;
    const detail = String(socket.authorizationError);
    refuse(peerAddress, shown ? 'untrusted-certificate' : 'no-certificate', detail);
    socket.destroy();
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: TLSSocket) => {
    const code = error.code ?? error.name;
    // Of a peer that is gone already the address cannot be had any more.
    refuse(socket.remoteAddress ?? '', refusalOf(code), code);
    socket.destroy();
  });
  return server;
}
