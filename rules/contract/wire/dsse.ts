import { type Static, Type } from 'typebox';
import { accepted, type Parsed, refused } from '../parsed.ts';
import { Base64Text, closed } from './parts.ts';

/** Dead Simple Signing Envelope: the signature covers the type and the exact bytes, and the verified bytes are the ones parsed. `keyid` is a hint only. */
export const Envelope = Type.Object(
  {
    payloadType: Type.String({ maxLength: 120, dataClass: 'operational' }),
    payload: Base64Text,
    signatures: Type.Array(
      Type.Object({ keyid: Type.String({ maxLength: 128, dataClass: 'operational' }), sig: Base64Text }, closed),
      {
        minItems: 1,
        maxItems: 4,
      },
    ),
  },
  closed,
);
export type Envelope = Static<typeof Envelope>;

export const payloadTypes = {
  batch: 'application/vnd.center.batch+json',
  receipt: 'application/vnd.center.receipt+json',
  heartbeat: 'application/vnd.center.heartbeat+json',
  ruleSet: 'application/vnd.center.rule-set+json',
  summary: 'application/vnd.center.compliance-summary+json',
} as const;

/** What the shells lend: this room has no bytes library and no cryptography of its own. */
export interface EnvelopeCrypto {
  readonly toBase64: (bytes: Uint8Array) => string;
  readonly fromBase64: (text: string) => Uint8Array;
  readonly utf8: (text: string) => Uint8Array;
}

/** Pre-authentication encoding: `DSSEv1 <len> <type> <len> <body>` with byte lengths in decimal. */
export function preAuthenticationEncoding(
  payloadType: string,
  body: Uint8Array,
  utf8: EnvelopeCrypto['utf8'],
): Uint8Array {
  const type = utf8(payloadType);
  const head = utf8(`DSSEv1 ${String(type.length)} ${payloadType} ${String(body.length)} `);
  const joined = new Uint8Array(head.length + body.length);
  joined.set(head, 0);
  joined.set(body, head.length);
  return joined;
}

export function sealEnvelope(
  payloadType: string,
  body: Uint8Array,
  keyid: string,
  sign: (bytes: Uint8Array) => Uint8Array,
  crypto: EnvelopeCrypto,
): Envelope {
  const sig = sign(preAuthenticationEncoding(payloadType, body, crypto.utf8));
  return { payloadType, payload: crypto.toBase64(body), signatures: [{ keyid, sig: crypto.toBase64(sig) }] };
}

/** The body whose signature holds, or why it does not. */
export function openEnvelope(
  envelope: Envelope,
  expectedType: string,
  verify: (bytes: Uint8Array, signature: Uint8Array) => boolean,
  crypto: EnvelopeCrypto,
): Parsed<Uint8Array> {
  if (envelope.payloadType !== expectedType)
    return refused(`the envelope holds ${envelope.payloadType}, expected ${expectedType}`);
  const body = crypto.fromBase64(envelope.payload);
  const signed = preAuthenticationEncoding(envelope.payloadType, body, crypto.utf8);
  const good = envelope.signatures.some(({ sig }) => verify(signed, crypto.fromBase64(sig)));
  return good ? accepted(body) : refused('no signature of the envelope is by the expected key');
}
