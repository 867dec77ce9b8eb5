import { readdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Instant, instant } from '@center/contract';
import type { ProbeContext, ProbeSources } from '../probe.ts';

export interface RawPeer {
  readonly port: number;
  readonly sockets: readonly Socket[];
  close(): Promise<void>;
}

/** A peer on loopback that does what it is told with each connection. */
export async function rawPeer(connected: (socket: Socket) => void): Promise<RawPeer> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    connected(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const isBound = (value: ReturnType<typeof server.address>): value is AddressInfo =>
    value !== null && typeof value !== 'string';
  const address = server.address();
  if (!isBound(address)) throw new Error('no port');
  return {
    port: address.port,
    sockets,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A port of loopback on which nobody listens. */
export async function deadPort(): Promise<number> {
  const peer = await rawPeer(() => undefined);
  await peer.close();
  return peer.port;
}

/** The circumstances of one attempt that has so long. */
export function attempt(timeoutMs = 5_000, sources?: ProbeSources, at?: Instant): ProbeContext {
  return {
    signal: AbortSignal.timeout(timeoutMs),
    now: () => at ?? instant(Date.now()),
    ...(sources === undefined ? {} : { sources }),
  };
}

/** Descriptors of a process; -1 where the system does not tell. */
export function descriptors(pid: number | 'self' = 'self'): number {
  try {
    return readdirSync(`/proc/${String(pid)}/fd`).length;
  } catch {
    // No /proc, or another's process.
    return -1;
  }
}
