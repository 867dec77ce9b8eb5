// What a storage receiver hands over of one object, and what it is told about it.
import type { MoveOriginator } from './arrivals.ts';
import type { HeaderStop } from './header-keeper.ts';

/** The header of one object that came by C-STORE, before anything is answered to the sender. */
export interface ReceivedObject {
  /** from the command set; the data set's own UIDs are in `dataset` and may differ */
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  /** syntax of `dataset`, as negotiated; never a deflated one */
  readonly transferSyntaxUID: string;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** IP address of the sender */
  readonly peerAddress: string;
  /** the C-MOVE that brought it, where the sender names one */
  readonly moveOriginator?: MoveOriginator;
  /** bytes of the data set from its first element to before the pixel data; no preamble, no group 0002 */
  readonly dataset: Uint8Array;
  /** bytes that came after `dataset` and were not kept */
  readonly droppedBytes: number;
  /** every element before the pixel data, or before the end of the data set, is in `dataset` */
  readonly headerComplete: boolean;
  readonly pixelDataFound: boolean;
  /** why `dataset` ends where it ends; `too-large`, `cut` and `lost` are damage to be named */
  readonly headerStop: HeaderStop;
  /**
   * Declared length of the pixel data in bytes; `undefined` if there is none or if it is encapsulated. An object whose
   * `droppedBytes` are fewer came short of its own pixels.
   */
  readonly pixelDataLength: number | undefined;
}

/**
 * What became of an object. Answered to the sender as C-STORE status (PS3.4 Table B.2-1): `stored` 0x0000,
 * `out-of-resources` 0xA700, `refused` 0xA900 when the data set does not match its class and 0xC000 otherwise.
 * `comment` goes out as ErrorComment, at most 64 characters; no patient data may be in it.
 */
export type StoreOutcome =
  | { readonly status: 'stored' }
  | { readonly status: 'out-of-resources'; readonly comment?: string }
  | {
      readonly status: 'refused';
      readonly why: 'does-not-match-class' | 'cannot-understand';
      readonly comment?: string;
    };
