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
  | { readonly kind: 'echoed'; readonly association: AssociationInfo }
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
