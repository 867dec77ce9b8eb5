// Feeds a socket's chunks through the PDU reader, event by event, and stops reading while an event is being worked on:
// the back-pressure of a slow disk reaches the sender, and nothing piles up here.
import type { Socket } from 'node:net';
import { chunkPassed } from './chunk-garbage.ts';
import type { PduEvent, PduReader } from './pdu-reader.ts';

export interface PumpUser {
  /** whether chunks are still wanted; when not, they are read and forgotten */
  readonly wants: () => boolean;
  /** a chunk came, or work on an event is done */
  readonly stirred: () => void;
  /** work on an event begins, and the socket rests */
  readonly resting: () => void;
  readonly take: (event: PduEvent) => Promise<void> | undefined;
  /** the promise of `take` was rejected */
  readonly failed: (error: unknown) => void;
}

/** Connects socket and reader for the life of the socket. */
export function pumpSocket(socket: Socket, reader: PduReader, user: PumpUser): void {
  let busy = false;
  const goOn = (events: Iterator<PduEvent, void>): void => {
    busy = false;
    user.stirred();
    drain(events);
    if (!busy && !socket.destroyed) socket.resume();
  };
  const drain = (events: Iterator<PduEvent, void>): void => {
    while (user.wants()) {
      const next = events.next();
      if (next.done === true) return;
      const work = user.take(next.value);
      if (work === undefined) continue;
      busy = true;
      socket.pause();
      user.resting();
      work.catch(user.failed).finally(() => {
        goOn(events);
      });
      return;
    }
  };
  socket.on('data', (chunk: Buffer) => {
    chunkPassed(chunk.length);
    if (!user.wants()) return;
    user.stirred();
    drain(reader.push(chunk));
  });
}
