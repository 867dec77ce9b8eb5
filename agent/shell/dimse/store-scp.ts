// The storage receiver: listens on one host, admits associations, hands each object's header to one handler.

import type { AddressInfo } from 'node:net';
import { isAeTitle } from './ae-title.ts';
import type { Arrivals } from './arrivals.ts';
import { MemoryBudget } from './header-keeper.ts';
import type { StoreScpLimits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { RejectCause } from './negotiation.ts';
import { accept, findFault, rejection } from './negotiation.ts';
import type { NormalizedServices } from './normalized-service.ts';
import type { AssociateRequest } from './pdu.ts';
import type { ReceivedObject, StoreOutcome } from './received-object.ts';
import type { ReceiverTls } from './secure-server.ts';
import { listeningServer } from './secure-server.ts';
import { isStorageClass } from './sop-class.ts';
import type { Admission } from './store-association.ts';
import { StoreAssociation } from './store-association.ts';
import type { StoreScpEvent } from './store-events.ts';

export interface StoreScpOptions {
  /** address to listen on; the loopback one unless another is named, and never all of them by default */
  readonly host?: string;
  /** TCP port; 0 takes a free one */
  readonly port: number;
  /** our own title; a request that calls another one is rejected */
  readonly aeTitle: string;
  readonly callingAeTitles: readonly string[] | 'any';
  readonly limits?: Partial<StoreScpLimits>;
  /** absent: plain TCP. With it every peer must show a certificate of one of the authorities. */
  readonly tls?: ReceiverTls;
  /** normalized services offered beside storage, by SOP class UID */
  readonly services?: NormalizedServices;
  /** objects that we have asked for ourselves */
  readonly arrivals?: Arrivals;
  /** the sender gets its answer when this resolves; a rejection is answered with processing failure (0x0110) */
  readonly onObject: (object: ReceivedObject) => Promise<StoreOutcome>;
  readonly onEvent: (event: StoreScpEvent) => void;
}

export interface StoreScp {
  /** TCP port that is listened on */
  readonly port: number;
  /** Takes nothing new, finishes rows in hand, ends every association; resolves when the last socket is closed. */
  readonly close: () => Promise<void>;
}

function assertOptions(options: StoreScpOptions): void {
  const { aeTitle, callingAeTitles } = options;
  for (const title of [aeTitle, ...(callingAeTitles === 'any' ? [] : callingAeTitles)]) {
    if (!isAeTitle(title)) throw new RangeError(`not an AE title (1 to 16 characters, no backslash): "${title}"`);
  }
}

/**
 * Starts a storage receiver.
 *
 * @throws RangeError if an AE title is invalid; the error of `listen` (`EADDRINUSE`, `EACCES`, …) if it cannot listen
 */
export async function startStoreScp(options: StoreScpOptions): Promise<StoreScp> {
  assertOptions(options);
  const limits: StoreScpLimits = { ...DEFAULT_LIMITS, ...options.limits };
  const { onObject, onEvent, arrivals } = options;
  const services: NormalizedServices = options.services ?? new Map();
  const policy = {
    aeTitle: options.aeTitle,
    callingAeTitles: options.callingAeTitles,
    maxPduBytes: limits.dataPduBytes,
    services,
  };
  const budget = new MemoryBudget(limits.memoryBytes);
  const open = new Set<StoreAssociation>();
  /** rows in hand; a row goes on although its sender may be gone */
  const writing = new Set<Promise<StoreOutcome>>();
  let closing = false;

  const write = (object: ReceivedObject): Promise<StoreOutcome> => {
    const row = onObject(object);
    writing.add(row);
    const done = (): void => {
      writing.delete(row);
    };
    row.then(done, done);
    return row;
  };

  const findCause = (request: AssociateRequest, peerAddress: string): RejectCause | undefined => {
    const fault = findFault(request, policy);
    if (fault !== undefined) return fault;
    if (closing) return 'shutting-down';
    const standing = [...open].filter((association) => association.stands);
    if (standing.length >= limits.associations) return 'too-many-associations';
    // A report of a commitment, or a step, is not turned away because its sender is storing: many never come again.
    if (!request.contexts.some(({ abstractSyntax }) => isStorageClass(abstractSyntax))) return undefined;
    const ofPeer = standing.filter(({ info, isForStorage }) => isForStorage && info.peerAddress === peerAddress);
    return ofPeer.length >= limits.associationsPerPeer ? 'too-many-from-peer' : undefined;
  };
  const admit = (request: AssociateRequest, peerAddress: string): Admission => {
    const cause = findCause(request, peerAddress);
    if (cause === undefined) return { kind: 'accepted', ...accept(request, policy) };
    const association = {
      peerAddress,
      callingAeTitle: request.callingAeTitle,
      calledAeTitle: request.calledAeTitle,
      implementationVersionName: request.user.implementationVersionName,
    };
    onEvent({ kind: 'association-rejected', association, cause });
    return { kind: 'rejected', pdu: rejection(cause) };
  };
  let lastEnded: (() => void) | undefined;
  const onEnded = (association: StoreAssociation): void => {
    open.delete(association);
    if (open.size === 0) lastEnded?.();
  };

  const host = { limits, budget, services, arrivals, admit, onObject: write, onEvent, onEnded };
  const server = listeningServer(
    options.tls,
    limits.requestTimeoutMs,
    (socket, peerAddress) => {
      open.add(new StoreAssociation(socket, peerAddress, host));
    },
    onEvent,
  );
  server.maxConnections = limits.connections;
  server.on('drop', (data) => {
    onEvent({ kind: 'connection-dropped', peerAddress: data?.remoteAddress ?? '' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host ?? '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

  const shutDown = async (): Promise<void> => {
    const end = { kind: 'aborted', why: 'shutting down' } as const;
    let patience: NodeJS.Timeout | undefined;
    const impatient = new Promise<void>((resolve) => {
      patience = setTimeout(resolve, limits.shutdownTimeoutMs);
    });
    const serverClosed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    // The server may say that it is closed before the last association has told its end.
    const allEnded = new Promise<void>((resolve) => {
      lastEnded = resolve;
      if (open.size === 0) resolve();
    });
    const socketsClosed = Promise.all([serverClosed, allEnded]);
    for (const association of open) association.close(end);
    await Promise.race([impatient, Promise.all([socketsClosed, Promise.allSettled(writing)])]);
    clearTimeout(patience);
    for (const association of open) association.cut(end);
    await socketsClosed;
  };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing = true;
    closed ??= shutDown();
    return closed;
  };
  return { port: portOf(server.address()), close };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}
