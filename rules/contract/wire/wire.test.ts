import { Buffer } from 'node:buffer';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { Batch, stateDigestText } from './batch.ts';
import {
  Envelope,
  type EnvelopeCrypto,
  openEnvelope,
  payloadTypes,
  preAuthenticationEncoding,
  sealEnvelope,
} from './dsse.ts';
import { enrolmentProofText } from './enrolment.ts';

const crypto: EnvelopeCrypto = {
  toBase64: (bytes) => Buffer.from(bytes).toString('base64'),
  fromBase64: (text) => Buffer.from(text, 'base64'),
  utf8: (text) => Buffer.from(text, 'utf8'),
};
const keys = generateKeyPairSync('ed25519');
const other = generateKeyPairSync('ed25519');
const body = crypto.utf8('{"a":"产"}');
const seal = (bytes: Uint8Array): Envelope =>
  sealEnvelope(payloadTypes.batch, bytes, 'k1', (message) => sign(null, message, keys.privateKey), crypto);
const open = (
  envelope: Envelope,
  key = keys.publicKey,
  type: string = payloadTypes.batch,
): ReturnType<typeof openEnvelope> =>
  openEnvelope(envelope, type, (message, signature) => verify(null, message, key, signature), crypto);

describe('signed envelopes', () => {
  test('the encoding of the published example', () => {
    expect(
      Buffer.from(
        preAuthenticationEncoding('http://example.com/HelloWorld', crypto.utf8('hello world'), crypto.utf8),
      ).toString('utf8'),
    ).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world');
  });
  test('lengths are bytes, not characters', () => {
    expect(Buffer.from(preAuthenticationEncoding('产', crypto.utf8('前'), crypto.utf8)).toString('utf8')).toBe(
      'DSSEv1 3 产 3 前',
    );
  });
  test('what was sealed comes out byte for byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const opened = open(seal(bytes));
        return opened.ok && Buffer.from(opened.value).equals(Buffer.from(bytes));
      }),
    );
    expect(Value.Check(Envelope, seal(body))).toBe(true);
  });
  test('another body, type, key or no signature is refused', () => {
    const sealed = seal(body);
    expect(open({ ...sealed, payload: crypto.toBase64(crypto.utf8('{"a":"b"}')) }).ok).toBe(false);
    expect(open(sealed, other.publicKey).ok).toBe(false);
    expect(open(sealed, keys.publicKey, payloadTypes.receipt)).toMatchObject({ ok: false });
    expect(open({ ...sealed, payloadType: payloadTypes.receipt }, keys.publicKey, payloadTypes.receipt).ok).toBe(false);
    expect(open({ ...sealed, signatures: [] }).ok).toBe(false);
    expect(Value.Check(Envelope, { ...sealed, signatures: [] })).toBe(false);
  });
  test('one good signature among others is enough', () => {
    const sealed = seal(body);
    expect(
      open({ ...sealed, signatures: [{ keyid: 'x', sig: crypto.toBase64(new Uint8Array(64)) }, ...sealed.signatures] })
        .ok,
    ).toBe(true);
  });
});

describe('state digest', () => {
  const findings = [
    { findingId: 'bb', revision: 2, state: 'open' },
    { findingId: 'aa', revision: 10, state: 'closed' },
  ];
  const cells = [
    { ruleId: 'r', month: '2026-03', counts: { compliant: 3, 'non-compliant': 1, stale: 0 } },
    { ruleId: 'r', month: '2026-02', counts: { 'non-compliant': 1, compliant: 3 } },
  ];
  test('is written line by line, sorted, without zero counts', () => {
    expect(stateDigestText(findings, cells)).toBe(
      [
        'f aa 10 closed',
        'f bb 2 open',
        'c r 2026-02 compliant=3,non-compliant=1',
        'c r 2026-03 compliant=3,non-compliant=1',
      ].join('\n'),
    );
    expect(stateDigestText([], [])).toBe('');
  });
  test('does not depend on the order in which things are held', () => {
    expect(stateDigestText(findings.toReversed(), cells.toReversed())).toBe(stateDigestText(findings, cells));
  });
  test('changes with every part', () => {
    const base = stateDigestText(findings, cells);
    expect(stateDigestText(findings.slice(1), cells)).not.toBe(base);
    expect(
      stateDigestText(
        findings.map((f) => ({ ...f, revision: f.revision + 1 })),
        cells,
      ),
    ).not.toBe(base);
    expect(
      stateDigestText(
        findings,
        cells.map((c) => ({ ...c, counts: { ...c.counts, compliant: 4 } })),
      ),
    ).not.toBe(base);
  });
});

describe('borders are closed', () => {
  const batch = {
    kind: 'batch/1',
    agentId: 'a1',
    facilityId: 'f1',
    seq: 1,
    prevSha256: null,
    createdAt: '2026-03-10T01:30:00.000Z',
    agentVersion: '0.1.0',
    ruleSetSha256: '00'.repeat(32),
    items: [],
  };
  test('a batch as it should be', () => {
    expect(Value.Check(Batch, batch)).toBe(true);
  });
  test.for([
    ['an unknown field', { ...batch, note: 'x' }],
    ['sequence 0', { ...batch, seq: 0 }],
    ['a number as text', { ...batch, seq: '1' }],
    ['a time without Z', { ...batch, createdAt: '2026-03-10T01:30:00' }],
    ['a short digest', { ...batch, ruleSetSha256: '00' }],
    ['an unknown item', { ...batch, items: [{ type: 'patient', PatientName: 'x' }] }],
  ] as const)('%s is refused', ([, value]) => {
    expect(Value.Check(Batch, value)).toBe(false);
  });
  test('the text that an enrolling key signs', () => {
    expect(enrolmentProofText('CODE', 'a2V5')).toBe('enrol/1\nCODE\na2V5');
  });
});
