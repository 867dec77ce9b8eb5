/** `multipart/related; boundary=…`, quoted or not (RFC 2387, PS3.18 §8.6). */
export function boundaryOf(contentType: string): string | undefined {
  if (!/^multipart\/related/i.test(contentType.trim())) return undefined;
  const match = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
}

/** Who takes the parts in. Pieces are views that are valid during the call only. */
export interface PartSink {
  begin(): void;
  data(bytes: Uint8Array): void;
  /** `cut`: the answer ended inside the part. */
  end(cut: boolean): void;
}

/** A part's head is a few lines; more is no head. */
const longestHeadBytes = 65_536;
const headEnd = Buffer.from('\r\n\r\n', 'latin1');

type ReaderState = 'between' | 'mark' | 'head' | 'body' | 'closed' | 'broken';

/**
 * Takes a multipart body apart while it streams by, in pieces of any size; holds no more than a head or a boundary of it. Parts with a Content-Length are taken by it,
 * since DICOM bytes may hold anything.
 */
export class MultipartReader {
  readonly #mark: Buffer;
  readonly #border: Buffer;
  readonly #sink: PartSink;
  #state: ReaderState = 'between';
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the part that are to come, when it says how long it is. */
  #left: number | undefined;

  constructor(boundary: string, sink: PartSink) {
    this.#mark = Buffer.from(`--${boundary}`, 'latin1');
    this.#border = Buffer.from(`\r\n--${boundary}`, 'latin1');
    this.#sink = sink;
  }

  push(bytes: Uint8Array): void {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    while (this.#step());
    // What is left over is short, and must not hold on to the piece it came in.
    this.#held = Buffer.from(this.#held);
  }

  /** The body has ended: with its closing boundary or, whatever its status said, without. */
  end(): 'closed' | 'cut' {
    if (this.#state === 'body') {
      if (this.#held.length > 0) this.#sink.data(this.#held);
      this.#sink.end(true);
    }
    return this.#state === 'closed' ? 'closed' : 'cut';
  }

  /** One step forward; false when more bytes are needed. */
  #step(): boolean {
    switch (this.#state) {
      case 'between': {
        const at = this.#held.indexOf(this.#mark);
        if (at < 0) return this.#keepLast(this.#mark.length - 1);
        return this.#go('mark', at + this.#mark.length);
      }
      case 'mark':
        if (this.#held.length < 2) return false;
        return this.#go(this.#held.toString('latin1', 0, 2) === '--' ? 'closed' : 'head', 0);
      case 'head':
        return this.#head();
      case 'body':
        return this.#left === undefined ? this.#bodyToBorder() : this.#bodyByLength(this.#left);
      case 'closed':
      case 'broken':
        return this.#keepLast(0);
    }
  }

  #head(): boolean {
    const at = this.#held.indexOf(headEnd);
    if (at < 0) return this.#held.length > longestHeadBytes && this.#go('broken', 0);
    const declared = /content-length:\s*(\d+)/i.exec(this.#held.toString('latin1', 0, at));
    this.#left = declared === null ? undefined : Number(declared[1]);
    this.#sink.begin();
    return this.#go('body', at + headEnd.length);
  }

  #bodyByLength(left: number): boolean {
    const taken = Math.min(left, this.#held.length);
    if (taken > 0) this.#sink.data(this.#held.subarray(0, taken));
    this.#left = left - taken;
    if (this.#left > 0) return this.#keepLast(0);
    this.#sink.end(false);
    return this.#go('between', taken);
  }

  #bodyToBorder(): boolean {
    const at = this.#held.indexOf(this.#border);
    const sure = at < 0 ? Math.max(0, this.#held.length - this.#border.length + 1) : at;
    if (sure > 0) this.#sink.data(this.#held.subarray(0, sure));
    if (at < 0) {
      this.#held = this.#held.subarray(sure);
      return false;
    }
    this.#sink.end(false);
    return this.#go('between', at + 2);
  }

  #go(state: ReaderState, bytes: number): true {
    this.#state = state;
    this.#held = this.#held.subarray(bytes);
    return true;
  }

  #keepLast(bytes: number): false {
    if (this.#held.length > bytes) this.#held = this.#held.subarray(this.#held.length - bytes);
    return false;
  }
}

export type Parts =
  | { readonly kind: 'parts'; readonly parts: readonly Uint8Array[] }
  | { readonly kind: 'broken'; readonly why: string };

/** The bodies of the parts of a whole multipart body. The closing boundary must be there: an answer without it was cut. */
export function splitMultipart(body: Uint8Array, contentType: string): Parts {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined) return { kind: 'broken', why: `no multipart boundary in "${contentType}"` };
  const parts: Buffer[] = [];
  let pieces: Buffer[] = [];
  const reader = new MultipartReader(boundary, {
    begin: () => {
      pieces = [];
    },
    data: (bytes) => void pieces.push(Buffer.from(bytes)),
    end: () => void parts.push(Buffer.concat(pieces)),
  });
  reader.push(body);
  return reader.end() === 'closed' ? { kind: 'parts', parts } : { kind: 'broken', why: 'no closing boundary' };
}
