import { Envelope, type EnvelopeCrypto, openEnvelope, type Parsed, refused, sealEnvelope } from '@center/contract';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { messageOf } from '../errors.ts';
import type { AgentKey } from '../ledger/index.ts';

export const envelopeCrypto: EnvelopeCrypto = {
  toBase64: (bytes) => Buffer.from(bytes).toString('base64'),
  fromBase64: (text) => Buffer.from(text, 'base64'),
  utf8: (text) => Buffer.from(text, 'utf8'),
};

const envelopeForm = Compile(Envelope);

/** JSON text of a signed envelope around the exact bytes of `body`. */
export function sealed(payloadType: string, body: string, keyid: string, key: AgentKey): string {
  return JSON.stringify(sealEnvelope(payloadType, envelopeCrypto.utf8(body), keyid, key.sign, envelopeCrypto));
}

export interface Opened<T> {
  readonly value: T;
  /** The verified bytes, which are the parsed ones. */
  readonly bytes: Uint8Array;
}

/** Reads an envelope that came over the wire: form, signature, and the form of what is inside. */
export function opened<S extends TSchema>(
  raw: unknown,
  payloadType: string,
  schema: S,
  verify: (bytes: Uint8Array, signature: Uint8Array) => boolean,
): Parsed<Opened<Static<S>>> {
  if (!envelopeForm.Check(raw)) return refused('the answer is no signed envelope');
  const body = openEnvelope(raw, payloadType, verify, envelopeCrypto);
  if (!body.ok) return refused(body.problem);
  let inside: unknown;
  try {
    inside = JSON.parse(Buffer.from(body.value).toString('utf8'));
  } catch (fault) {
    return refused(`the signed content is no JSON: ${messageOf(fault)}`);
  }
  const form = Compile(schema);
  if (!form.Check(inside)) {
    const [first] = form.Errors(inside);
    return refused(`the signed content has another form: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
  }
  return { ok: true, value: { value: inside, bytes: body.value } };
}
