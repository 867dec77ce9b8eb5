// Services of DIMSE-N that a receiver offers beside storage (PS3.7 section 10): one handler for each SOP class.
import type { RawElement } from './element-list.ts';

/** A request of a normalized service that has come whole. */
export interface NormalizedRequest {
  readonly CommandField: number;
  readonly SOPClassUID: string;
  /** empty where the request names none (N-CREATE may leave it to us) */
  readonly SOPInstanceUID: string;
  readonly EventTypeID?: number;
  readonly ActionTypeID?: number;
  /** the data set; empty when none came */
  readonly elements: readonly RawElement[];
  readonly callingAeTitle: string;
  /** IP address of the sender */
  readonly peerAddress: string;
}

/** What the requestor is answered; no patient data may be in it. */
export interface NormalizedAnswer {
  /** PS3.7 Annex C, PS3.4 of the service */
  readonly status: number;
  /** ErrorComment, at most 64 characters */
  readonly comment?: string;
  /** ErrorID (0000,0903) where the service has one */
  readonly errorId?: number;
  /** the instance that the request did not name */
  readonly SOPInstanceUID?: string;
}

export interface NormalizedService {
  /** Our role. `scu`: the peer is the service's provider and must be granted that role (PS3.7 Annex D.3.3.4). */
  readonly role: 'scp' | 'scu';
  /** CommandField of the requests that are taken; others are answered with 0x0211. */
  readonly commands: readonly number[];
  /** Resolves once what the request told is durable. A rejection is answered with processing failure (0x0110). */
  readonly handle: (request: NormalizedRequest) => Promise<NormalizedAnswer>;
}

/** By SOP class UID. */
export type NormalizedServices = ReadonlyMap<string, NormalizedService>;
