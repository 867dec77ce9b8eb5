// The border between the upper layer and its user: how an association ends, and what the user is asked.
import type { AssociateAccept, AssociateReject, AssociateRequest } from './pdu.ts';
import type { PduEvent } from './pdu-reader.ts';

/** How an association ended; told once, when the transport connection is gone. */
export type AssociationEnd =
  | { readonly kind: 'released' }
  | { readonly kind: 'rejected'; readonly reject: AssociateReject }
  | { readonly kind: 'aborted-by-peer'; readonly source: number; readonly reason: number }
  /** by us: the peer broke the protocol or a limit, or we are shutting down; `why` in words */
  | { readonly kind: 'aborted'; readonly why: string }
  | { readonly kind: 'timed-out'; readonly waitingFor: 'association-request' | 'peer' | 'message' | 'association' }
  /** the connection went without a release or an abort; `code` is that of the operating system */
  | { readonly kind: 'connection-lost'; readonly code: string | undefined };

export type FragmentEvent = Extract<PduEvent, { kind: 'fragment-start' | 'fragment-bytes' | 'fragment-end' }>;

/** What the user of the layer does. A promise returned by `fragment` holds the socket: nothing is read meanwhile. */
export interface UpperLayerUser {
  /** acceptor: the answer to a request (Sta3) */
  readonly requested?: (request: AssociateRequest) => AssociateAccept | AssociateReject;
  /** requestor: the association stands (AE-3) */
  readonly accepted?: (accept: AssociateAccept) => void;
  readonly fragment: (event: FragmentEvent) => Promise<void> | undefined;
  readonly ended: (end: AssociationEnd) => void;
}

/** Times in milliseconds. */
export interface UpperLayerTimes {
  /** ARTIM while the association request is awaited (Sta2) */
  readonly requestTimeoutMs: number;
  /** ARTIM while the peer is to close the connection (Sta13) */
  readonly closeTimeoutMs: number;
  /** longest silence of the peer while something of it is awaited */
  readonly idleTimeoutMs: number;
}
