// What a storage receiver tells about itself: for counters and the connection page. No event carries patient data.

import type { AssociationEnd } from './association-end.ts';
import type { RejectCause } from './negotiation.ts';

/** One association, as far as it is known: titles are empty until the request has been read. */
export interface AssociationInfo {
  readonly peerAddress: string;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly implementationVersionName: string;
}

/**
 * Why no secured connection came about. `not-tls`: the peer speaks something else, as a rule plain DICOM.
 * `no-certificate` and `untrusted-certificate`: the peer shows none, or one that our authorities did not sign.
 * `given-up`: the peer refused ours, or went away. `silent`: it did not finish the handshake in time.
 */
export type TlsRefusal = 'not-tls' | 'no-certificate' | 'untrusted-certificate' | 'given-up' | 'silent';

export type StoreScpEvent =
  | { readonly kind: 'association-opened'; readonly association: AssociationInfo }
  | { readonly kind: 'association-rejected'; readonly association: AssociationInfo; readonly cause: RejectCause }
  | {
      readonly kind: 'association-ended';
      readonly association: AssociationInfo;
      readonly end: AssociationEnd;
      readonly storedObjects: number;
    }
  /** the connection ended before an association stood: port scan, wrong protocol, silent peer */
  | { readonly kind: 'connection-ended'; readonly peerAddress: string; readonly end: AssociationEnd }
  /** more connections than may be open at once: cut without a word */
  | { readonly kind: 'connection-dropped'; readonly peerAddress: string }
  /** a TLS handshake that came to nothing: no association was possible */
  | { readonly kind: 'tls-refused'; readonly peerAddress: string; readonly why: TlsRefusal; readonly detail: string }
  | { readonly kind: 'echoed'; readonly association: AssociationInfo }
  /** an object is safe and its sender is being told so */
  | {
      readonly kind: 'object-stored';
      readonly association: AssociationInfo;
      readonly SOPClassUID: string;
      readonly SOPInstanceUID: string;
    }
  /** a request of a normalized service came whole and was answered, with whatever status */
  | {
      readonly kind: 'request-answered';
      readonly association: AssociationInfo;
      readonly CommandField: number;
      readonly SOPClassUID: string;
      readonly SOPInstanceUID: string;
      readonly status: number;
      readonly comment: string;
    }
  /** the sender was gone, or was sent away, before the object's last byte: nothing was handed over */
  | {
      readonly kind: 'object-incomplete';
      readonly association: AssociationInfo;
      readonly SOPClassUID: string;
      readonly SOPInstanceUID: string;
      readonly receivedBytes: number;
    }
  /** an object came whole and was answered with a failure */
  | {
      readonly kind: 'object-failed';
      readonly association: AssociationInfo;
      readonly SOPClassUID: string;
      readonly SOPInstanceUID: string;
      /** C-STORE status */
      readonly status: number;
      readonly comment: string;
    };
