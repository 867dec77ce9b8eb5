// What an association of ours is asked to be and to do, and what a request on it is answered.
import type { CommandSet } from './command-set.ts';
import type { AgreedContext } from './negotiation.ts';
import type { DimseFailure, DimsePeer } from './peer.ts';

/** Bounds of an association of ours. Times in milliseconds; each is a default that a caller may change. */
export interface RequestorLimits {
  /** until the connection stands, TLS included */
  readonly connectMs: number;
  /** until the association request is answered */
  readonly associateMs: number;
  /** longest silence of the peer while a request is under way */
  readonly idleMs: number;
  /** longest life of a request */
  readonly totalMs: number;
  /** how long a peer may take to close, or to answer a release */
  readonly closeMs: number;
  readonly dataPduBytes: number;
  /** longest data set of one response */
  readonly dataSetBytes: number;
}

export const REQUESTOR_LIMITS: RequestorLimits = {
  connectMs: 10_000,
  associateMs: 30_000,
  idleMs: 60_000,
  totalMs: 600_000,
  closeMs: 2_000,
  dataPduBytes: 131_072,
  dataSetBytes: 1_048_576,
};

/** A service to be proposed. `asScp`: the peer is to send requests of it to us (PS3.7 Annex D.3.3.4). */
export interface ContextWish {
  readonly abstractSyntax: string;
  readonly transferSyntaxes: readonly string[];
  readonly asScp?: boolean;
}

/** What becomes of a request that the peer sends to us: its data set in pieces, then the whole response that it gets. */
export interface IncomingRequest {
  /** The next piece, valid during the call. */
  push(bytes: Uint8Array): void;
  /** The request is whole; nothing is read before this resolves. */
  end(): Promise<CommandSet>;
  /** The association went before the data set's last byte. */
  cut(): void;
}

export interface AssociationOptions {
  readonly peer: DimsePeer;
  readonly contexts: readonly ContextWish[];
  /** A request of the peer; `undefined` answers it as an operation that we do not know. */
  readonly incoming?: (context: AgreedContext, command: CommandSet) => IncomingRequest | undefined;
  readonly limits?: Partial<RequestorLimits>;
  /** Ends the association at any time. */
  readonly signal?: AbortSignal;
  /** Ends it only until it stands: for one that is kept for requests with signals of their own. */
  readonly opening?: AbortSignal;
}

export interface DimseRequest {
  readonly abstractSyntax: string;
  readonly command: Omit<CommandSet, 'hasDataSet' | 'MessageID'>;
  /** By default a new one that no other request of this process has at the moment. */
  readonly messageId?: number;
  /** Written in the transfer syntax that was agreed on. */
  readonly dataSet?: (transferSyntaxUID: string) => Uint8Array;
  /** A pending response (0xFF00, 0xFF01), with the data set that came with it. */
  readonly pending?: (command: CommandSet, dataSet: Uint8Array | undefined, transferSyntaxUID: string) => void;
  /** Pending responses taken; beyond, the request is cancelled and answered as `limit`. */
  readonly maxResponses?: number;
  readonly idleMs?: number;
  readonly totalMs?: number;
  /** Ends this request, and with it the association. */
  readonly signal?: AbortSignal;
}

/** Only a final status makes an answer. `dataSet`: what came with the final response, in `transferSyntaxUID`. */
export type DimseAnswer =
  | {
      readonly kind: 'final';
      readonly status: number;
      readonly command: CommandSet;
      readonly transferSyntaxUID: string;
      readonly dataSet?: Uint8Array;
    }
  | DimseFailure;
