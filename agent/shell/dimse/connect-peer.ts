import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { DimsePeer } from './peer.ts';

/** Begins a connection to a peer, over TLS where it has material for it: then it stands at `secureConnect`, else at `connect`. */
export function connectPeer({ host, port, tls }: Pick<DimsePeer, 'host' | 'port' | 'tls'>): Socket {
  if (tls === undefined) return connect({ host, port });
  return connectTls({
    host,
    port,
    ...tls,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 ? { servername: host } : {}),
  });
}
