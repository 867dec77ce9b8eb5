import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createReceiver } from 'net-snmp';
import { AgentError } from '../../errors.ts';
import { guardedSocket } from './guarded-socket.ts';

export interface TrapBellOptions {
  /** A high port: no rights are needed. Devices or their switch send to it. */
  readonly port: number;
  /** Address that is listened on. */
  readonly address: string;
  /** Hears who rang: the address of the sender. Never called more often than once a second for one sender. */
  readonly onRing: (address: string) => void;
  /** Milliseconds that no clock setting moves. */
  readonly monotonicMs: () => number;
}

export interface TrapBell {
  readonly port: number;
  close(): Promise<void>;
}

const quietMs = 1_000;
/** Senders that are remembered; beyond it the oldest is forgotten. */
const mostSenders = 1_000;

/** What the receiver of the library gives: an error or a notification, each with who sent it. */
interface Rung {
  readonly rinfo?: { readonly address?: unknown };
}

/**
 * Listens for traps and informs of versions 1, 2c and 3 and answers the informs. What a trap says is never evidence, since anybody can send one and datagrams get lost: it only rings
 * for a poll of the probe of that host, which asks the device itself. So nothing is checked of it, and what is no trap at all is let drop. Rejects with `port-in-use`.
 */
export async function trapBell({ port, address, onRing, monotonicMs }: TrapBellOptions): Promise<TrapBell> {
  const last = new Map<string, number>();
  const ring = (sender: unknown): void => {
    if (typeof sender !== 'string') return;
    const from = sender.replace(/^::ffff:/, '');
    const now = monotonicMs();
    const before = last.get(from);
    if (before !== undefined && now - before < quietMs) return;
    last.delete(from);
    last.set(from, now);
    const oldest = last.keys().next();
    if (last.size > mostSenders && oldest.done !== true) last.delete(oldest.value);
    onRing(from);
  };
  let socket: Socket | undefined;
  const transport = address.includes(':') ? 'udp6' : 'udp4';
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- declared without types
  const receiver: { close: () => void } = createReceiver(
    {
      port,
      address,
      transport,
      disableAuthorization: true,
      dgramModule: {
        createSocket: (kind: 'udp4' | 'udp6'): Socket => {
          // What is no trap is let drop with whatever it made the library throw.
          socket = guardedSocket(createSocket(kind), () => undefined);
          return socket;
        },
      },
    },
    (fault: Rung | null, notification: Rung | null) => {
      // A user that we do not know rang all the same; a datagram that is no SNMP did not.
      const unknown = fault instanceof Error && fault.name !== 'ProcessingError' ? fault.rinfo : undefined;
      ring((notification?.rinfo ?? unknown)?.address);
    },
  );
  if (socket === undefined) throw new Error('the receiver opened no socket');
  const open: Socket = socket;
  try {
    await once(open, 'listening');
  } catch (fault) {
    throw new AgentError('port-in-use', 'the port for traps cannot be opened', { port }, fault);
  }
  return {
    port: open.address().port,
    async close() {
      const closing = once(open, 'close');
      receiver.close();
      await closing;
    },
  };
}
