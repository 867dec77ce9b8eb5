// The front of a file in Part 10 form (PS3.10 section 7.1), in pieces: passes over preamble and group 0002, learns the
// transfer syntax, and hands on what follows.

/** Group 0002 is some two hundred bytes; private information in it may be more, and nothing honest comes near this. */
const MAX_META_BYTES = 1_048_576;
const PREAMBLE = 132;
const LONG_VRS = new Set(['OB', 'OW', 'UN', 'SQ', 'UT', 'OF', 'UC', 'UR']);

export type Part10Front =
  | { readonly kind: 'more' }
  | { readonly kind: 'found'; readonly transferSyntaxUID: string; readonly rest: Buffer }
  | { readonly kind: 'none'; readonly why: string };

/** Where group 0002 ends in what is there, and the transfer syntax it names. `undefined`: more bytes are needed. */
function readMeta(bytes: Buffer): { readonly end: number; readonly transferSyntaxUID: string } | undefined {
  let at = PREAMBLE;
  let transferSyntaxUID = '';
  for (;;) {
    if (at + 12 > bytes.length) return undefined;
    // Group 0002 is explicit VR little endian, whatever the data set is in.
    if (bytes.readUInt16LE(at) !== 2) return { end: at, transferSyntaxUID };
    const long = LONG_VRS.has(bytes.toString('latin1', at + 4, at + 6));
    const begin = at + (long ? 12 : 8);
    const end = begin + (long ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6));
    if (bytes.readUInt16LE(at + 2) === 0x0010 && end <= bytes.length)
      transferSyntaxUID = bytes.toString('latin1', begin, end).replace(/[\0 ]+$/, '');
    at = end;
  }
}

export class Part10Start {
  #bytes = Buffer.alloc(0);

  /** Bytes held until the front is whole. */
  get held(): number {
    return this.#bytes.length;
  }

  push(bytes: Uint8Array): Part10Front {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    if (this.#bytes.length >= PREAMBLE && this.#bytes.toString('latin1', 128, PREAMBLE) !== 'DICM')
      return { kind: 'none', why: 'no DICM prefix' };
    const meta = readMeta(this.#bytes);
    if (meta === undefined)
      return this.#bytes.length > MAX_META_BYTES ? { kind: 'none', why: 'group 0002 does not end' } : { kind: 'more' };
    if (meta.transferSyntaxUID === '') return { kind: 'none', why: 'no transfer syntax' };
    return { kind: 'found', transferSyntaxUID: meta.transferSyntaxUID, rest: this.#bytes.subarray(meta.end) };
  }
}
