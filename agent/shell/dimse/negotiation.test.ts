import { describe, expect, it } from 'vitest';
import { isAeTitle } from './ae-title.ts';
import { accept, findFault, rejection } from './negotiation.ts';
import type { AssociateReject, AssociateRequest } from './pdu.ts';
import { isKeptWhole, isStorageClass } from './sop-class.ts';
import { CT_IMAGE, requestOf } from './testing/raw-peer.ts';
import { chooseTransferSyntax } from './transfer-syntax.ts';

const IMPLICIT = '1.2.840.10008.1.2';
const EXPLICIT = '1.2.840.10008.1.2.1';
const BIG = '1.2.840.10008.1.2.2';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const JPEG = '1.2.840.10008.1.2.4.50';
const J2K = '1.2.840.10008.1.2.4.90';

describe('AE titles', () => {
  it.each(['A', 'CT 01', 'SIXTEEN_LETTERS_', 'x-._~!'])('takes %j', (title) => {
    expect(isAeTitle(title)).toBe(true);
  });
  it.each(['', ' ', 'SEVENTEEN_LETTERS', 'A\\B', 'A\nB', 'A\0', ' A', 'A ', '影像'])('refuses %j', (title) => {
    expect(isAeTitle(title)).toBe(false);
  });
});

describe('choice of the transfer syntax', () => {
  it.each([
    ['the sender’s first', [J2K, JPEG, IMPLICIT], J2K],
    ['explicit before implicit among uncompressed ones', [IMPLICIT, EXPLICIT, BIG], EXPLICIT],
    ['explicit before big endian', [BIG, EXPLICIT], EXPLICIT],
    ['big endian where it stands alone', [BIG], BIG],
    ['a known one before an unknown one', ['1.3.9.9', JPEG], JPEG],
    ['an unknown one where nothing else is there', ['1.3.9.9'], '1.3.9.9'],
    ['what is not deflated', [DEFLATED, IMPLICIT], IMPLICIT],
    ['frames deflated one by one: the header is plain', ['1.2.840.10008.1.2.8.1'], '1.2.840.10008.1.2.8.1'],
    ['nothing where all is deflated', [DEFLATED, '1.2.840.10008.1.2.4.95', '1.2.840.10008.1.2.4.205'], undefined],
  ])('%s', (_, proposed, chosen) => {
    expect(chooseTransferSyntax(proposed)).toBe(chosen);
  });
});

describe('classes', () => {
  it.each([
    ['CT', CT_IMAGE, true, false],
    ['enhanced SR', '1.2.840.10008.5.1.4.1.1.88.22', true, true],
    ['X-ray radiation dose SR', '1.2.840.10008.5.1.4.1.1.88.67', true, true],
    ['encapsulated PDF', '1.2.840.10008.5.1.4.1.1.104.1', true, true],
    ['grayscale presentation state', '1.2.840.10008.5.1.4.1.1.11.1', true, true],
    ['RT plan', '1.2.840.10008.5.1.4.1.1.481.5', true, true],
    ['RT dose, with pixels', '1.2.840.10008.5.1.4.1.1.481.2', true, false],
    ['segmentation, with pixels', '1.2.840.10008.5.1.4.1.1.66.4', true, false],
    ['enhanced MR, with pixels', '1.2.840.10008.5.1.4.1.1.4.1', true, false],
    ['a storage class nobody knows yet', '1.2.840.10008.5.1.4.1.1.999', true, false],
    ['a private class', '1.3.12.2.1107.5.9.1', true, true],
    ['hanging protocol', '1.2.840.10008.5.1.4.38.1', true, true],
  ])('%s', (_, uid, storage, whole) => {
    expect([isStorageClass(uid), isKeptWhole(uid)]).toEqual([storage, whole]);
  });
  it.each(['1.2.840.10008.5.1.4.1.2.2.1', '1.2.840.10008.5.1.4.31', '1.2.840.10008.1.20.1'])(
    '%s is no storage',
    (uid) => {
      expect(isStorageClass(uid)).toBe(false);
    },
  );
});

describe('the answer to a request', () => {
  const policy = { aeTitle: 'MONITOR', callingAeTitles: ['CT01'], maxPduBytes: 131_072, services: new Map() };

  it.each<[string, Partial<AssociateRequest>, Partial<AssociateReject>]>([
    ['protocol version 2 only', { protocolVersion: 2 }, { result: 1, source: 2, reason: 2 }],
    ['another application context', { applicationContext: '1.2.3' }, { result: 1, source: 1, reason: 2 }],
    ['another called title', { calledAeTitle: 'monitor' }, { result: 1, source: 1, reason: 7 }],
    ['a calling title not on the list', { callingAeTitle: 'CT02' }, { result: 1, source: 1, reason: 3 }],
    ['an empty calling title', { callingAeTitle: '' }, { result: 1, source: 1, reason: 3 }],
    ['a calling title with a control character', { callingAeTitle: 'A\tB' }, { result: 1, source: 1, reason: 3 }],
  ])('rejects %s', (_, changes, expected) => {
    const cause = findFault(requestOf(changes), policy);
    expect(cause).toBeDefined();
    if (cause !== undefined) expect(rejection(cause)).toMatchObject(expected);
    expect(
      findFault(requestOf({ ...changes, callingAeTitle: changes.callingAeTitle ?? 'CT01' }), {
        ...policy,
        callingAeTitles: 'any',
      }),
    ).toBe(changes.callingAeTitle === 'CT02' ? undefined : cause);
  });

  it('rejects for limits as transient', () => {
    expect(rejection('too-many-associations')).toMatchObject({ result: 2, source: 3, reason: 2 });
    expect(rejection('too-many-from-peer')).toMatchObject({ result: 2, source: 3, reason: 2 });
    expect(rejection('shutting-down')).toMatchObject({ result: 2, source: 3, reason: 1 });
  });

  it('answers each context for itself and announces our length', () => {
    const request = requestOf({
      contexts: [
        { id: 1, abstractSyntax: CT_IMAGE, transferSyntaxes: [IMPLICIT, EXPLICIT] },
        { id: 3, abstractSyntax: CT_IMAGE, transferSyntaxes: [DEFLATED] },
        { id: 5, abstractSyntax: '1.2.840.10008.5.1.4.1.2.2.1', transferSyntaxes: [IMPLICIT] },
        { id: 255, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [IMPLICIT] },
      ],
    });
    expect(findFault(request, policy)).toBeUndefined();
    const { pdu, agreed } = accept(request, policy);
    expect(pdu.contexts.map(({ id, result }) => [id, result])).toEqual([
      [1, 0],
      [3, 4],
      [5, 3],
      [255, 0],
    ]);
    expect(pdu.user.maxLength).toBe(131_072);
    expect([...agreed.keys()]).toEqual([1, 255]);
    expect(agreed.get(1)).toEqual({ id: 1, abstractSyntax: CT_IMAGE, transferSyntaxUID: EXPLICIT });
  });

  it('grants the role of a provider only for a class that we use', () => {
    const handle = (): Promise<{ status: number }> => Promise.resolve({ status: 0 });
    const commitment = '1.2.840.10008.1.20.1';
    const step = '1.2.840.10008.3.1.2.3.3';
    const services = new Map([
      [commitment, { role: 'scu', commands: [0x0100], handle }],
      [step, { role: 'scp', commands: [0x0140, 0x0120], handle }],
    ] as const);
    const both = { scu: true, scp: true };
    const request = requestOf({
      contexts: [
        { id: 1, abstractSyntax: commitment, transferSyntaxes: [EXPLICIT, IMPLICIT] },
        { id: 3, abstractSyntax: step, transferSyntaxes: [EXPLICIT] },
        { id: 5, abstractSyntax: step, transferSyntaxes: ['1.2.840.10008.1.2.2'] },
      ],
      user: {
        maxLength: 0,
        implementationClassUID: '1.2',
        implementationVersionName: '',
        roles: [
          { SOPClassUID: commitment, ...both },
          { SOPClassUID: step, ...both },
          { SOPClassUID: CT_IMAGE, ...both },
        ],
      },
    });
    const { pdu } = accept(request, { ...policy, services });
    expect(pdu.contexts.map(({ result, transferSyntax }) => [result, transferSyntax])).toEqual([
      [0, IMPLICIT],
      [0, EXPLICIT],
      [4, '1.2.840.10008.1.2.2'],
    ]);
    expect(pdu.user.roles).toEqual([
      { SOPClassUID: commitment, scu: false, scp: true },
      { SOPClassUID: step, scu: true, scp: false },
      { SOPClassUID: CT_IMAGE, scu: true, scp: false },
    ]);
  });
});
