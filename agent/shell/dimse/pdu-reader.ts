// Pull parser: chunks of a TCP stream in, PDU events out. Control PDUs are collected (bounded), data PDUs are streamed
// fragment by fragment and never collected. A length over the limit is refused on the sixth byte, before its body.
import { PDU } from './pdu.ts';

/** What the stream did against PS3.8 section 9.3, or against our announced limits. */
export type PduViolation =
  | 'unknown-pdu-type'
  /** a TLS handshake where plain DICOM was due */
  | 'tls-on-a-plain-port'
  | 'control-pdu-too-long'
  | 'data-pdu-too-long'
  | 'data-pdu-empty'
  | 'fragment-does-not-fit';

export type PduEvent =
  | { readonly kind: 'control'; readonly type: number; readonly body: Uint8Array }
  | { readonly kind: 'data-start' }
  | {
      readonly kind: 'fragment-start';
      readonly contextId: number;
      readonly isCommand: boolean;
      readonly isLast: boolean;
    }
  | { readonly kind: 'fragment-bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'fragment-end' }
  | { readonly kind: 'violation'; readonly what: PduViolation };

export interface PduLimits {
  /** longest body of any PDU but P-DATA-TF, bytes */
  readonly controlPduBytes: number;
  /** longest body of a P-DATA-TF PDU, bytes: the maximum length that we announce */
  readonly dataPduBytes: number;
}

/** First two bytes of a TLS handshake record (RFC 8446 section 5.1): the record's type and the major version. */
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR = 0x03;

type Phase = 'pdu-header' | 'control-body' | 'fragment-header' | 'fragment-body' | 'dead';

export class PduReader {
  readonly #limits: PduLimits;
  #phase: Phase = 'pdu-header';
  /** small fixed-size header being collected: 6 bytes of a PDU or of a presentation data value item */
  readonly #head = Buffer.alloc(6);
  #headFill = 0;
  #type = 0;
  #body = Buffer.alloc(0);
  #bodyFill = 0;
  /** bytes of the data PDU not yet read */
  #pduLeft = 0;
  /** bytes of the fragment not yet read */
  #fragmentLeft = 0;

  constructor(limits: PduLimits) {
    this.#limits = limits;
  }

  /**
   * Reads one chunk. `fragment-bytes` are views of `chunk`, valid until the caller lets go of it. After a violation the
   * reader is dead and yields nothing more. The iteration may be suspended between events for as long as needed.
   */
  *push(chunk: Uint8Array): Generator<PduEvent, void, undefined> {
    let offset = 0;
    while (offset < chunk.length && this.#phase !== 'dead') {
      switch (this.#phase) {
        case 'pdu-header':
        case 'fragment-header': {
          const taken = chunk.subarray(offset, offset + 6 - this.#headFill);
          this.#head.set(taken, this.#headFill);
          this.#headFill += taken.length;
          offset += taken.length;
          if (this.#headFill < 6) break;
          this.#headFill = 0;
          yield* this.#phase === 'pdu-header' ? this.#pduHeader() : this.#fragmentHeader();
          break;
        }
        case 'control-body': {
          const taken = chunk.subarray(offset, offset + this.#body.length - this.#bodyFill);
          this.#body.set(taken, this.#bodyFill);
          this.#bodyFill += taken.length;
          offset += taken.length;
          if (this.#bodyFill === this.#body.length) yield* this.#controlEnd();
          break;
        }
        case 'fragment-body': {
          const taken = chunk.subarray(offset, offset + this.#fragmentLeft);
          this.#fragmentLeft -= taken.length;
          offset += taken.length;
          yield { kind: 'fragment-bytes', bytes: taken };
          if (this.#fragmentLeft === 0) yield* this.#fragmentEnd();
          break;
        }
      }
    }
  }

  #violation(what: PduViolation): PduEvent {
    this.#phase = 'dead';
    this.#body = Buffer.alloc(0);
    return { kind: 'violation', what };
  }

  *#pduHeader(): Generator<PduEvent, void, undefined> {
    const type = this.#head.readUInt8(0);
    const length = this.#head.readUInt32BE(2);
    if (type === PDU.data) {
      if (length > this.#limits.dataPduBytes) yield this.#violation('data-pdu-too-long');
      else if (length < 6) yield this.#violation('data-pdu-empty');
      else {
        this.#pduLeft = length;
        this.#phase = 'fragment-header';
        yield { kind: 'data-start' };
      }
      return;
    }
    if (type === TLS_HANDSHAKE && this.#head.readUInt8(1) === TLS_MAJOR) yield this.#violation('tls-on-a-plain-port');
    else if (type < PDU.associateRequest || type > PDU.abort) yield this.#violation('unknown-pdu-type');
    else if (length > this.#limits.controlPduBytes) yield this.#violation('control-pdu-too-long');
    else {
      this.#type = type;
      this.#body = Buffer.alloc(length);
      this.#bodyFill = 0;
      this.#phase = 'control-body';
      if (length === 0) yield* this.#controlEnd();
    }
  }

  *#controlEnd(): Generator<PduEvent, void, undefined> {
    const body = this.#body;
    this.#body = Buffer.alloc(0);
    this.#phase = 'pdu-header';
    yield { kind: 'control', type: this.#type, body };
  }

  /** Presentation data value item: 32-bit length of the rest, context id, message control header (PS3.8 Table 9-23). */
  *#fragmentHeader(): Generator<PduEvent, void, undefined> {
    const length = this.#head.readUInt32BE(0);
    if (length < 2 || length + 4 > this.#pduLeft) {
      yield this.#violation('fragment-does-not-fit');
      return;
    }
    this.#pduLeft -= length + 4;
    this.#fragmentLeft = length - 2;
    // The rest of the PDU must be empty or hold at least one more item header.
    if (this.#pduLeft !== 0 && this.#pduLeft < 6) {
      yield this.#violation('fragment-does-not-fit');
      return;
    }
    this.#phase = 'fragment-body';
    const control = this.#head.readUInt8(5);
    yield {
      kind: 'fragment-start',
      contextId: this.#head.readUInt8(4),
      isCommand: (control & 1) === 1,
      isLast: (control & 2) === 2,
    };
    if (this.#fragmentLeft === 0) yield* this.#fragmentEnd();
  }

  *#fragmentEnd(): Generator<PduEvent, void, undefined> {
    this.#phase = this.#pduLeft === 0 ? 'pdu-header' : 'fragment-header';
    yield { kind: 'fragment-end' };
  }
}
