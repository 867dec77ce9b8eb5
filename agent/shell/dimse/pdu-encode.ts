// PDUs as values in, bytes of PS3.8 section 9.3 out. Numbers of the upper layer are big endian.

import type { ControlPdu, RoleSelection, UserInformation } from './pdu.ts';
import { APPLICATION_CONTEXT, PDU } from './pdu.ts';

const ITEM = {
  applicationContext: 0x10,
  proposedContext: 0x20,
  answeredContext: 0x21,
  abstractSyntax: 0x30,
  transferSyntax: 0x40,
  userInformation: 0x50,
  maxLength: 0x51,
  implementationClassUID: 0x52,
  roleSelection: 0x54,
  implementationVersionName: 0x55,
} as const;

/** Item or sub-item: type, a reserved byte, 16-bit length, value (PS3.8 section 9.3.2). */
function item(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  const header = Buffer.from([type, 0, 0, 0]);
  header.writeUInt16BE(value.length, 2);
  return Buffer.concat([header, value]);
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** AE title field: exactly 16 bytes, padded with spaces. A longer title is a broken invariant here. */
function aeField(title: string): Buffer {
  if (title.length > 16) throw new RangeError(`AE title longer than 16 characters: ${title}`);
  return text(title.padEnd(16, ' '));
}

/** Role selection sub-item: 16-bit length of the UID, UID, SCU role, SCP role (PS3.7 Table D.3-9). */
function roleItem({ SOPClassUID, scu, scp }: RoleSelection): Buffer {
  const uid = text(SOPClassUID);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(uid.length);
  return item(ITEM.roleSelection, length, uid, Buffer.from([scu ? 1 : 0, scp ? 1 : 0]));
}

function userItem(user: UserInformation): Buffer {
  return item(
    ITEM.userInformation,
    item(ITEM.maxLength, uint32(user.maxLength)),
    item(ITEM.implementationClassUID, text(user.implementationClassUID)),
    ...(user.roles ?? []).map(roleItem),
    ...(user.implementationVersionName === ''
      ? []
      : [item(ITEM.implementationVersionName, text(user.implementationVersionName))]),
  );
}

/** PDU header: type, a reserved byte, 32-bit length of what follows. */
function pdu(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([type, 0]), uint32(body.length), body]);
}

/** The fixed fields of A-ASSOCIATE-RQ and -AC: protocol version, called and calling title, 32 reserved bytes. */
function associateFields(version: number, called: string, calling: string): Buffer {
  return Buffer.concat([Buffer.from([0, version, 0, 0]), aeField(called), aeField(calling), Buffer.alloc(32)]);
}

/** Bytes of any PDU but P-DATA-TF. */
export function encodePdu(value: ControlPdu): Buffer {
  switch (value.kind) {
    case 'associate-request':
      return pdu(
        PDU.associateRequest,
        associateFields(value.protocolVersion, value.calledAeTitle, value.callingAeTitle),
        item(ITEM.applicationContext, text(value.applicationContext)),
        ...value.contexts.map((context) =>
          item(
            ITEM.proposedContext,
            Buffer.from([context.id, 0, 0, 0]),
            item(ITEM.abstractSyntax, text(context.abstractSyntax)),
            ...context.transferSyntaxes.map((uid) => item(ITEM.transferSyntax, text(uid))),
          ),
        ),
        userItem(value.user),
      );
    case 'associate-accept':
      return pdu(
        PDU.associateAccept,
        associateFields(1, value.calledAeTitle, value.callingAeTitle),
        item(ITEM.applicationContext, text(APPLICATION_CONTEXT)),
        ...value.contexts.map((context) =>
          item(
            ITEM.answeredContext,
            Buffer.from([context.id, 0, context.result, 0]),
            item(ITEM.transferSyntax, text(context.transferSyntax)),
          ),
        ),
        userItem(value.user),
      );
    case 'associate-reject':
      return pdu(PDU.associateReject, Buffer.from([0, value.result, value.source, value.reason]));
    case 'release-request':
      return pdu(PDU.releaseRequest, Buffer.alloc(4));
    case 'release-response':
      return pdu(PDU.releaseResponse, Buffer.alloc(4));
    case 'abort':
      return pdu(PDU.abort, Buffer.from([0, 0, value.source, value.reason]));
  }
}

/**
 * P-DATA-TF PDUs that carry `bytes` as the fragments of one command set or data set (PS3.8 section 9.3.5, Annex E.2).
 *
 * @param maxLength bytes that the peer takes after a PDU header; 0 means no limit
 */
export function* encodeData(
  contextId: number,
  isCommand: boolean,
  bytes: Uint8Array,
  maxLength: number,
): Generator<Buffer> {
  // 6 = length of the presentation data value item's own header; fragments stay even (PS3.8 Annex E.1).
  const room = maxLength === 0 ? bytes.length : Math.max(2, (maxLength - 6) & ~1);
  let offset = 0;
  do {
    const part = bytes.subarray(offset, offset + room);
    offset += part.length;
    const control = (isCommand ? 1 : 0) | (offset >= bytes.length ? 2 : 0);
    yield pdu(PDU.data, uint32(part.length + 2), Buffer.from([contextId, control]), part);
  } while (offset < bytes.length);
}
