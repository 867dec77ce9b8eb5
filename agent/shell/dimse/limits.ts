// Bounds of a storage receiver. Each is a default that a site may change; none can be switched off.

import type { UpperLayerTimes } from './association-end.ts';
import type { PduLimits } from './pdu-reader.ts';

export interface StoreScpLimits extends UpperLayerTimes, PduLimits {
  readonly associations: number;
  /** of one address, among those on which objects may be stored */
  readonly associationsPerPeer: number;
  /** open sockets, also those that have not asked for an association yet */
  readonly connections: number;
  /** longest time from the first fragment of a message to its last */
  readonly messageTimeoutMs: number;
  /** longest life of an association; it ends between two objects */
  readonly associationTimeoutMs: number;
  /** how long `close` waits for objects whose last byte has come and whose row is being written */
  readonly shutdownTimeoutMs: number;
  /** kept of an object that has pixel data */
  readonly headerBytes: number;
  /** kept of an object of a class without pixel data: reports, documents, plans */
  readonly wholeObjectBytes: number;
  /** kept of all objects in hand together, including the moment when one is joined into one piece */
  readonly memoryBytes: number;
}

const MIB = 1_048_576;

export const DEFAULT_LIMITS: StoreScpLimits = {
  associations: 8,
  associationsPerPeer: 2,
  connections: 64,
  controlPduBytes: 65_536,
  dataPduBytes: 131_072,
  requestTimeoutMs: 30_000,
  closeTimeoutMs: 5_000,
  idleTimeoutMs: 60_000,
  messageTimeoutMs: 1_800_000,
  associationTimeoutMs: 43_200_000,
  shutdownTimeoutMs: 30_000,
  headerBytes: 8 * MIB,
  wholeObjectBytes: 64 * MIB,
  memoryBytes: 192 * MIB,
};
