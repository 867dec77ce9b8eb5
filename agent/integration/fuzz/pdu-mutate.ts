import type { Draw } from './draw.ts';

/** What a mutation does to a conversation; one gets one to five of them. `other` is another conversation, to take parts of. */
const mutations: Record<string, (pdus: Buffer[], draw: Draw, other: readonly Buffer[]) => Buffer[]> = {
  'bit flip': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      const at = draw(pdu.length);
      pdu[at] = (pdu[at] ?? 0) ^ (1 << draw(8));
      return pdu;
    }),
  'bytes overwritten': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      const at = draw(pdu.length);
      pdu.fill(draw(256), at, Math.min(pdu.length, at + 1 + draw(16)));
      return pdu;
    }),
  cut: (pdus, draw) => changed(pdus, draw, (pdu) => pdu.subarray(0, draw(pdu.length))),
  'cut for good': (pdus, draw) => {
    const all = Buffer.concat(pdus);
    return [Buffer.from(all.subarray(0, draw(all.length)))];
  },
  'bytes lost': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      const at = draw(pdu.length);
      return Buffer.concat([pdu.subarray(0, at), pdu.subarray(at + 1 + draw(32))]);
    }),
  'bytes put in': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      const at = draw(pdu.length);
      return Buffer.concat([pdu.subarray(0, at), Buffer.alloc(1 + draw(64), draw(256)), pdu.subarray(at)]);
    }),
  'PDU length lie': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      if (pdu.length >= 6) pdu.writeUInt32BE(lieAbout(pdu.readUInt32BE(2), draw), 2);
      return pdu;
    }),
  'PDU type': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      pdu[0] = draw(10);
      return pdu;
    }),
  'fragment length lie': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      if (pdu.length >= 12) pdu.writeUInt32BE(lieAbout(pdu.readUInt32BE(6), draw), 6);
      return pdu;
    }),
  'fragment control': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      if (pdu.length >= 12) pdu[11] = draw(4);
      return pdu;
    }),
  'presentation context': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      if (pdu.length >= 12) pdu[10] = draw(14);
      return pdu;
    }),
  'length lie somewhere': (pdus, draw) =>
    changed(pdus, draw, (pdu) => {
      const at = draw(pdu.length);
      if (at + 4 > pdu.length) return pdu;
      if (draw(2) === 0) pdu.writeUInt16BE(lieAbout(pdu.readUInt16BE(at), draw) & 0xffff, at);
      else pdu.writeUInt32LE(lieAbout(pdu.readUInt32LE(at), draw), at);
      return pdu;
    }),
  'fragment split': (pdus, draw) => {
    const at = draw(pdus.length);
    const pdu = pdus[at];
    if (pdu === undefined || pdu[0] !== 4 || pdu.length < 20) return pdus;
    const value = pdu.subarray(12);
    const cut = draw(value.length);
    const control = pdu[11] ?? 0;
    const context = pdu[10] ?? 1;
    const parts = [
      fragment(context, control & 1, value.subarray(0, cut)),
      fragment(context, control, value.subarray(cut)),
    ];
    // Two PDUs, or two fragments in one.
    const two = draw(2) === 0 ? parts.map(wrapped) : [wrapped(Buffer.concat(parts))];
    return [...pdus.slice(0, at), ...two, ...pdus.slice(at + 1)];
  },
  'PDUs exchanged': (pdus, draw) => {
    const [one, two] = [draw(pdus.length), draw(pdus.length)];
    const swapped = [...pdus];
    const [first, second] = [pdus[one], pdus[two]];
    if (first !== undefined && second !== undefined) [swapped[one], swapped[two]] = [second, first];
    return swapped;
  },
  'PDU lost': (pdus, draw) => (pdus.length < 2 ? pdus : pdus.toSpliced(draw(pdus.length), 1)),
  'PDU repeated': (pdus, draw) => {
    const pdu = pdus[draw(pdus.length)];
    if (pdu === undefined) return pdus;
    return pdus.toSpliced(draw(pdus.length + 1), 0, ...Array.from({ length: 1 + draw(20) }, () => pdu));
  },
  'PDU of another conversation': (pdus, draw, other) => {
    const pdu = other[draw(other.length)];
    return pdu === undefined ? pdus : pdus.toSpliced(draw(pdus.length + 1), 0, Buffer.from(pdu));
  },
};

export type PduMutation = string;
export const pduMutations: readonly PduMutation[] = Object.keys(mutations);

const lies = [1, -1, 2, -2, 4, 6, 256, 65_536, 0x7fffffff, 0xffffffff, 0x80000000];

function lieAbout(truth: number, draw: Draw): number {
  const lie = lies[draw(lies.length)] ?? 0;
  return (Math.abs(lie) > 65_536 ? lie : truth + lie) >>> 0;
}

function changed(pdus: Buffer[], draw: Draw, change: (pdu: Buffer) => Buffer): Buffer[] {
  const at = draw(pdus.length);
  const pdu = pdus[at];
  if (pdu === undefined || pdu.length === 0) return pdus;
  const copy = [...pdus];
  copy[at] = change(Buffer.from(pdu));
  return copy;
}

function fragment(context: number, control: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32BE(value.length + 2);
  head[4] = context;
  head[5] = control;
  return Buffer.concat([head, value]);
}

function wrapped(fragments: Buffer): Buffer {
  const head = Buffer.from([4, 0, 0, 0, 0, 0]);
  head.writeUInt32BE(fragments.length, 2);
  return Buffer.concat([head, fragments]);
}

/** Longest conversation that is sent, bytes: a PDU repeated twenty times over, five times. */
const longest = 1_048_576;

/** One to five mutations of a conversation (left as it is), with what was done. Now and then the association request itself stays whole, so that what is behind it is reached. */
export function mutatePdus(
  pdus: readonly Buffer[],
  other: readonly Buffer[],
  draw: Draw,
): { readonly mutant: Buffer; readonly done: readonly PduMutation[] } {
  const sparesFirst = draw(4) !== 0;
  const first = sparesFirst ? pdus.slice(0, 1) : [];
  let rest: Buffer[] = pdus.slice(first.length).map((pdu) => Buffer.from(pdu));
  const done: PduMutation[] = [];
  for (let times = 1 + draw(5); times > 0 && rest.length > 0; times -= 1) {
    const name = pduMutations[draw(pduMutations.length)] ?? 'bit flip';
    rest = mutations[name]?.(rest, draw, other) ?? rest;
    done.push(name);
  }
  return { mutant: Buffer.concat([...first, ...rest]).subarray(0, longest), done };
}
