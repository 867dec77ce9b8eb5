// DIMSE command sets: group 0000 in implicit VR little endian (PS3.7 section 6.3), bytes to value and back.

/** Values of CommandField (0000,0100), PS3.7 Annex E.1. */
export const COMMAND = {
  storeRequest: 0x0001,
  storeResponse: 0x8001,
  echoRequest: 0x0030,
  echoResponse: 0x8030,
  cancelRequest: 0x0fff,
} as const;

/** Values of Status (0000,0900) that we send, PS3.7 Annex C and PS3.4 Table B.2-1. */
export const STATUS = {
  success: 0x0000,
  processingFailure: 0x0110,
  invalidObjectInstance: 0x0117,
  sopClassNotSupported: 0x0122,
  unrecognizedOperation: 0x0211,
  outOfResources: 0xa700,
  dataSetDoesNotMatch: 0xa900,
  cannotUnderstand: 0xc000,
} as const;

/** CommandDataSetType (0000,0800): this value says that no data set follows; every other one that it does. */
const NO_DATA_SET = 0x0101;

/** A command set by its DICOM keywords; what is absent in the bytes is absent here. */
export interface CommandSet {
  readonly CommandField: number;
  readonly hasDataSet: boolean;
  readonly MessageID?: number;
  readonly MessageIDBeingRespondedTo?: number;
  readonly AffectedSOPClassUID?: string;
  readonly AffectedSOPInstanceUID?: string;
  readonly Priority?: number;
  readonly Status?: number;
  readonly ErrorComment?: string;
}

export interface InvalidCommand {
  readonly kind: 'invalid';
  readonly what: string;
}

const ELEMENT = {
  AffectedSOPClassUID: 0x0002,
  CommandField: 0x0100,
  MessageID: 0x0110,
  MessageIDBeingRespondedTo: 0x0120,
  Priority: 0x0700,
  CommandDataSetType: 0x0800,
  Status: 0x0900,
  ErrorComment: 0x0902,
  AffectedSOPInstanceUID: 0x1000,
} as const;

function elements(bytes: Buffer): Map<number, Buffer> | InvalidCommand {
  const found = new Map<number, Buffer>();
  let offset = 0;
  while (offset < bytes.length) {
    if (offset + 8 > bytes.length) return { kind: 'invalid', what: 'element header cut' };
    if (bytes.readUInt16LE(offset) !== 0) return { kind: 'invalid', what: 'element outside group 0000' };
    const end = offset + 8 + bytes.readUInt32LE(offset + 4);
    if (end > bytes.length) return { kind: 'invalid', what: 'element longer than the command set' };
    found.set(bytes.readUInt16LE(offset + 2), bytes.subarray(offset + 8, end));
    offset = end;
  }
  return found;
}

/** Reads a whole command set. CommandField and CommandDataSetType must be there; the rest is judged by the service. */
export function decodeCommand(bytes: Uint8Array): { kind: 'command'; command: CommandSet } | InvalidCommand {
  const found = elements(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!(found instanceof Map)) return found;
  const number = (element: number): number | undefined => {
    const value = found.get(element);
    return value?.length === 2 ? value.readUInt16LE(0) : undefined;
  };
  const text = (element: number): string | undefined =>
    found
      .get(element)
      ?.toString('latin1')
      .replace(/[\0 ]+$/, '');
  const field = number(ELEMENT.CommandField);
  const dataSetType = number(ELEMENT.CommandDataSetType);
  if (field === undefined) return { kind: 'invalid', what: 'no CommandField' };
  if (dataSetType === undefined) return { kind: 'invalid', what: 'no CommandDataSetType' };
  const MessageID = number(ELEMENT.MessageID);
  const MessageIDBeingRespondedTo = number(ELEMENT.MessageIDBeingRespondedTo);
  const AffectedSOPClassUID = text(ELEMENT.AffectedSOPClassUID);
  const AffectedSOPInstanceUID = text(ELEMENT.AffectedSOPInstanceUID);
  const Priority = number(ELEMENT.Priority);
  const Status = number(ELEMENT.Status);
  const ErrorComment = text(ELEMENT.ErrorComment);
  return {
    kind: 'command',
    command: {
      CommandField: field,
      hasDataSet: dataSetType !== NO_DATA_SET,
      ...(MessageID === undefined ? {} : { MessageID }),
      ...(MessageIDBeingRespondedTo === undefined ? {} : { MessageIDBeingRespondedTo }),
      ...(AffectedSOPClassUID === undefined ? {} : { AffectedSOPClassUID }),
      ...(AffectedSOPInstanceUID === undefined ? {} : { AffectedSOPInstanceUID }),
      ...(Priority === undefined ? {} : { Priority }),
      ...(Status === undefined ? {} : { Status }),
      ...(ErrorComment === undefined ? {} : { ErrorComment }),
    },
  };
}

function element(number: number, value: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt16LE(number, 2);
  header.writeUInt32LE(value.length, 4);
  return Buffer.concat([header, value]);
}

const uint16 = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);

/** Text at even length: UIDs are padded with NUL, other text with a space (PS3.5 section 6.2). */
const padded = (value: string, pad: '\0' | ' '): Buffer =>
  Buffer.from(value.length % 2 === 0 ? value : value + pad, 'latin1');

/** Writes a command set, elements ascending, with its group length (0000,0000). */
export function encodeCommand(command: CommandSet): Buffer {
  const parts: Buffer[] = [];
  const text = (number: number, value: string | undefined, pad: '\0' | ' '): void => {
    if (value !== undefined) parts.push(element(number, padded(value, pad)));
  };
  const short = (number: number, value: number | undefined): void => {
    if (value !== undefined) parts.push(element(number, uint16(value)));
  };
  text(ELEMENT.AffectedSOPClassUID, command.AffectedSOPClassUID, '\0');
  short(ELEMENT.CommandField, command.CommandField);
  short(ELEMENT.MessageID, command.MessageID);
  short(ELEMENT.MessageIDBeingRespondedTo, command.MessageIDBeingRespondedTo);
  short(ELEMENT.Priority, command.Priority);
  short(ELEMENT.CommandDataSetType, command.hasDataSet ? 0x0000 : NO_DATA_SET);
  short(ELEMENT.Status, command.Status);
  // ErrorComment is LO: at most 64 characters.
  text(ELEMENT.ErrorComment, command.ErrorComment?.slice(0, 64), ' ');
  text(ELEMENT.AffectedSOPInstanceUID, command.AffectedSOPInstanceUID, '\0');
  const body = Buffer.concat(parts);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([element(0, length), body]);
}
