// Bytes of a whole control PDU in, value out. A malformed PDU is a value too: the peer's fault is no exception of ours.

import type { AnsweredContext, ControlPdu, ProposedContext, RoleSelection, UserInformation } from './pdu.ts';
import { PDU } from './pdu.ts';

/** A PDU that is recognised and cannot be read; `what` names the first fault found. */
export interface InvalidPdu {
  readonly kind: 'invalid';
  readonly what: string;
}

class Malformed extends Error {}

interface Item {
  readonly type: number;
  readonly value: Buffer;
}

/** Items of PS3.8 section 9.3.2: type, reserved, 16-bit length, value; they must fill `bytes` exactly. */
function* items(bytes: Buffer): Generator<Item> {
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length) throw new Malformed('item header cut');
    const end = offset + 4 + bytes.readUInt16BE(offset + 2);
    if (end > bytes.length) throw new Malformed('item longer than its PDU');
    yield { type: bytes.readUInt8(offset), value: bytes.subarray(offset + 4, end) };
    offset = end;
  }
}

/** UIDs are not padded in PDUs; senders that pad with NUL or space all the same are understood. */
const uid = (bytes: Buffer): string => bytes.toString('latin1').replace(/[\0 ]+$/, '');

/** Spaces around an AE title do not count (PS3.8 Table 9-11); some devices pad with NUL instead. */
const aeTitle = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .replace(/^ +/, '');

function proposedContext(bytes: Buffer): ProposedContext {
  if (bytes.length < 4) throw new Malformed('presentation context cut');
  const id = bytes.readUInt8(0);
  if (id % 2 === 0) throw new Malformed('even presentation context id');
  let abstractSyntax: string | undefined;
  const transferSyntaxes: string[] = [];
  for (const sub of items(bytes.subarray(4))) {
    if (sub.type === 0x30) abstractSyntax = uid(sub.value);
    else if (sub.type === 0x40) transferSyntaxes.push(uid(sub.value));
  }
  if (abstractSyntax === undefined) throw new Malformed('presentation context without abstract syntax');
  if (transferSyntaxes.length === 0) throw new Malformed('presentation context without transfer syntax');
  return { id, abstractSyntax, transferSyntaxes };
}

function answeredContext(bytes: Buffer): AnsweredContext {
  if (bytes.length < 4) throw new Malformed('presentation context cut');
  let transferSyntax = '';
  for (const sub of items(bytes.subarray(4))) if (sub.type === 0x40) transferSyntax = uid(sub.value);
  return { id: bytes.readUInt8(0), result: bytes.readUInt8(2), transferSyntax };
}

/** A role that is not 1 is 0, and an item that does not fit grants none: no role comes of a broken byte (PS3.7 Table D.3-10). */
function* roleSelection(bytes: Buffer): Generator<RoleSelection> {
  const end = bytes.length < 2 ? 0 : 2 + bytes.readUInt16BE(0);
  if (end === 0 || end + 2 !== bytes.length) return;
  yield { SOPClassUID: uid(bytes.subarray(2, end)), scu: bytes[end] === 1, scp: bytes[end + 1] === 1 };
}

/** Sub-items that we do not know (asynchronous window, extended negotiation, identity) are passed over. */
function userInformation(bytes: Buffer): UserInformation {
  let maxLength = 0;
  let implementationClassUID = '';
  let implementationVersionName = '';
  const roles: RoleSelection[] = [];
  for (const sub of items(bytes)) {
    if (sub.type === 0x51) {
      if (sub.value.length !== 4) throw new Malformed('maximum length is not four bytes');
      maxLength = sub.value.readUInt32BE(0);
    } else if (sub.type === 0x52) implementationClassUID = uid(sub.value);
    else if (sub.type === 0x54) roles.push(...roleSelection(sub.value));
    else if (sub.type === 0x55) implementationVersionName = uid(sub.value);
  }
  return { maxLength, implementationClassUID, implementationVersionName, ...(roles.length === 0 ? {} : { roles }) };
}

function associate(type: number, body: Buffer): ControlPdu {
  if (body.length < 68) throw new Malformed('associate PDU cut');
  const calledAeTitle = aeTitle(body.subarray(4, 20));
  const callingAeTitle = aeTitle(body.subarray(20, 36));
  let applicationContext: string | undefined;
  let user: UserInformation | undefined;
  const proposed: ProposedContext[] = [];
  const answered: AnsweredContext[] = [];
  for (const { type: itemType, value } of items(body.subarray(68))) {
    if (itemType === 0x10) applicationContext = uid(value);
    else if (itemType === 0x20) proposed.push(proposedContext(value));
    else if (itemType === 0x21) answered.push(answeredContext(value));
    else if (itemType === 0x50) user = userInformation(value);
  }
  if (applicationContext === undefined) throw new Malformed('no application context');
  if (user === undefined) throw new Malformed('no user information');
  if (type === PDU.associateAccept) {
    return { kind: 'associate-accept', calledAeTitle, callingAeTitle, contexts: answered, user };
  }
  if (proposed.length === 0) throw new Malformed('no presentation context');
  if (new Set(proposed.map((context) => context.id)).size !== proposed.length) {
    throw new Malformed('presentation context id used twice');
  }
  return {
    kind: 'associate-request',
    protocolVersion: body.readUInt16BE(0),
    calledAeTitle,
    callingAeTitle,
    applicationContext,
    contexts: proposed,
    user,
  };
}

/**
 * Reads the body of a control PDU (everything after the six bytes of its header).
 *
 * @param type first byte of the PDU; P-DATA-TF and unknown types are answered `invalid`
 */
export function decodePdu(type: number, bytes: Uint8Array): ControlPdu | InvalidPdu {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (type) {
      case PDU.associateRequest:
      case PDU.associateAccept:
        return associate(type, body);
      case PDU.associateReject:
      case PDU.abort:
      case PDU.releaseRequest:
      case PDU.releaseResponse: {
        if (body.length !== 4) return { kind: 'invalid', what: 'PDU body is not four bytes' };
        if (type === PDU.releaseRequest) return { kind: 'release-request' };
        if (type === PDU.releaseResponse) return { kind: 'release-response' };
        if (type === PDU.abort) return { kind: 'abort', source: body.readUInt8(2), reason: body.readUInt8(3) };
        const [, result = 0, source = 0, reason = 0] = body;
        return { kind: 'associate-reject', result, source, reason };
      }
      default:
        return { kind: 'invalid', what: 'not a control PDU' };
    }
  } catch (error) {
    if (error instanceof Malformed) return { kind: 'invalid', what: error.message };
    throw error;
  }
}
