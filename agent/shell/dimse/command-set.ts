// DIMSE command sets: group 0000 in implicit VR little endian (PS3.7 section 6.3), bytes to value and back, by one table.

/** Values of CommandField (0000,0100), PS3.7 Annex E.1. A response is its request with the highest bit set. */
export const COMMAND = {
  storeRequest: 0x0001,
  storeResponse: 0x8001,
  getRequest: 0x0010,
  getResponse: 0x8010,
  findRequest: 0x0020,
  findResponse: 0x8020,
  moveRequest: 0x0021,
  moveResponse: 0x8021,
  echoRequest: 0x0030,
  echoResponse: 0x8030,
  eventReportRequest: 0x0100,
  eventReportResponse: 0x8100,
  nGetRequest: 0x0110,
  nGetResponse: 0x8110,
  setRequest: 0x0120,
  setResponse: 0x8120,
  actionRequest: 0x0130,
  actionResponse: 0x8130,
  createRequest: 0x0140,
  createResponse: 0x8140,
  deleteRequest: 0x0150,
  deleteResponse: 0x8150,
  cancelRequest: 0x0fff,
} as const;

/** Values of Status (0000,0900): PS3.7 Annex C; PS3.4 Tables B.2-1 (C-STORE), C.4-1 (C-FIND), C.4-2 (C-MOVE), C.4-3 (C-GET). */
export const STATUS = {
  success: 0x0000,
  attributeListError: 0x0107,
  processingFailure: 0x0110,
  duplicateSopInstance: 0x0111,
  noSuchSopInstance: 0x0112,
  noSuchEventType: 0x0113,
  noSuchArgument: 0x0114,
  invalidAttributeValue: 0x0106,
  invalidArgumentValue: 0x0115,
  invalidObjectInstance: 0x0117,
  noSuchSopClass: 0x0118,
  classInstanceConflict: 0x0119,
  missingAttribute: 0x0120,
  missingAttributeValue: 0x0121,
  sopClassNotSupported: 0x0122,
  noSuchActionType: 0x0123,
  notAuthorized: 0x0124,
  duplicateInvocation: 0x0210,
  unrecognizedOperation: 0x0211,
  mistypedArgument: 0x0212,
  resourceLimitation: 0x0213,
  outOfResources: 0xa700,
  cannotCountMatches: 0xa701,
  cannotPerformSuboperations: 0xa702,
  moveDestinationUnknown: 0xa801,
  dataSetDoesNotMatch: 0xa900,
  suboperationsFailed: 0xb000,
  cannotUnderstand: 0xc000,
  /** cancelled by us; archives also answer it to say that a result limit was reached */
  cancelled: 0xfe00,
  pending: 0xff00,
  /** pending, and an optional key was not supported */
  pendingKeysUnsupported: 0xff01,
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
  readonly RequestedSOPClassUID?: string;
  readonly AffectedSOPInstanceUID?: string;
  readonly RequestedSOPInstanceUID?: string;
  readonly MoveDestination?: string;
  readonly Priority?: number;
  readonly Status?: number;
  /** tags as 32-bit numbers */
  readonly OffendingElement?: readonly number[];
  readonly ErrorComment?: string;
  readonly ErrorID?: number;
  readonly EventTypeID?: number;
  /** tags as 32-bit numbers */
  readonly AttributeIdentifierList?: readonly number[];
  readonly ActionTypeID?: number;
  readonly NumberOfRemainingSuboperations?: number;
  readonly NumberOfCompletedSuboperations?: number;
  readonly NumberOfFailedSuboperations?: number;
  readonly NumberOfWarningSuboperations?: number;
  readonly MoveOriginatorApplicationEntityTitle?: string;
  readonly MoveOriginatorMessageID?: number;
}

export interface InvalidCommand {
  readonly kind: 'invalid';
  readonly what: string;
}

type Field = Exclude<keyof CommandSet, 'hasDataSet'>;
type VR = 'US' | 'UI' | 'AE' | 'LO' | 'AT';

/** PS3.7 Table E.1-1: element number in group 0000, and value representation; ascending, as they are written. */
const TABLE: readonly (readonly [element: number, vr: VR, field: Field])[] = [
  [0x0002, 'UI', 'AffectedSOPClassUID'],
  [0x0003, 'UI', 'RequestedSOPClassUID'],
  [0x0100, 'US', 'CommandField'],
  [0x0110, 'US', 'MessageID'],
  [0x0120, 'US', 'MessageIDBeingRespondedTo'],
  [0x0600, 'AE', 'MoveDestination'],
  [0x0700, 'US', 'Priority'],
  [0x0900, 'US', 'Status'],
  [0x0901, 'AT', 'OffendingElement'],
  [0x0902, 'LO', 'ErrorComment'],
  [0x0903, 'US', 'ErrorID'],
  [0x1000, 'UI', 'AffectedSOPInstanceUID'],
  [0x1001, 'UI', 'RequestedSOPInstanceUID'],
  [0x1002, 'US', 'EventTypeID'],
  [0x1005, 'AT', 'AttributeIdentifierList'],
  [0x1008, 'US', 'ActionTypeID'],
  [0x1020, 'US', 'NumberOfRemainingSuboperations'],
  [0x1021, 'US', 'NumberOfCompletedSuboperations'],
  [0x1022, 'US', 'NumberOfFailedSuboperations'],
  [0x1023, 'US', 'NumberOfWarningSuboperations'],
  [0x1030, 'AE', 'MoveOriginatorApplicationEntityTitle'],
  [0x1031, 'US', 'MoveOriginatorMessageID'],
];
const FIELDS: ReadonlyMap<number, (typeof TABLE)[number]> = new Map(TABLE.map((row) => [row[0], row]));
const COMMAND_DATA_SET_TYPE = 0x0800;

type Value = number | string | readonly number[];

/** `undefined`: the bytes are no value of the VR, and the element counts as absent. */
function decodeValue(vr: VR, bytes: Buffer): Value | undefined {
  switch (vr) {
    case 'US':
      return bytes.length === 2 ? bytes.readUInt16LE(0) : undefined;
    case 'AT': {
      if (bytes.length % 4 !== 0) return undefined;
      const tags: number[] = [];
      for (let at = 0; at < bytes.length; at += 4)
        tags.push(bytes.readUInt16LE(at) * 0x10000 + bytes.readUInt16LE(at + 2));
      return tags;
    }
    case 'AE':
      return bytes
        .toString('latin1')
        .replace(/[\0 ]+$/, '')
        .replace(/^ +/, '');
    case 'UI':
    case 'LO':
      return bytes.toString('latin1').replace(/[\0 ]+$/, '');
  }
}

/**
 * Reads a whole command set. CommandField and CommandDataSetType must be there; the rest is judged by the service.
 * Elements of group 0000 that are not in the table (retired ones) are passed over; of one that stands twice the last counts.
 */
export function decodeCommand(bytes: Uint8Array): { kind: 'command'; command: CommandSet } | InvalidCommand {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found: Partial<Record<Field, Value>> = {};
  let dataSetType: number | undefined;
  let offset = 0;
  while (offset < buffer.length) {
    if (offset + 8 > buffer.length) return { kind: 'invalid', what: 'element header cut' };
    if (buffer.readUInt16LE(offset) !== 0) return { kind: 'invalid', what: 'element outside group 0000' };
    const end = offset + 8 + buffer.readUInt32LE(offset + 4);
    if (end > buffer.length) return { kind: 'invalid', what: 'element longer than the command set' };
    const element = buffer.readUInt16LE(offset + 2);
    const value = buffer.subarray(offset + 8, end);
    const row = FIELDS.get(element);
    if (row !== undefined) {
      const decoded = decodeValue(row[1], value);
      if (decoded !== undefined) found[row[2]] = decoded;
    } else if (element === COMMAND_DATA_SET_TYPE && value.length === 2) dataSetType = value.readUInt16LE(0);
    offset = end;
  }
  const { CommandField } = found;
  if (typeof CommandField !== 'number') return { kind: 'invalid', what: 'no CommandField' };
  if (dataSetType === undefined) return { kind: 'invalid', what: 'no CommandDataSetType' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the table gives each field the type of its VR
  const command = { ...found, CommandField, hasDataSet: dataSetType !== NO_DATA_SET } as CommandSet;
  return { kind: 'command', command };
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

function encodeValue(vr: VR, value: Value): Buffer {
  if (typeof value === 'number') return uint16(value);
  if (typeof value !== 'string')
    return Buffer.concat(value.flatMap((tag) => [uint16(Math.floor(tag / 0x10000)), uint16(tag % 0x10000)]));
  // ErrorComment is LO: at most 64 characters.
  if (vr === 'LO') return padded(value.slice(0, 64), ' ');
  return padded(value, vr === 'UI' ? '\0' : ' ');
}

/** Writes a command set, elements ascending, with its group length (0000,0000). */
export function encodeCommand(command: CommandSet): Buffer {
  const parts = new Map<number, Buffer>([
    [COMMAND_DATA_SET_TYPE, element(COMMAND_DATA_SET_TYPE, uint16(command.hasDataSet ? 0x0000 : NO_DATA_SET))],
  ]);
  for (const [number, vr, field] of TABLE) {
    const value = command[field];
    if (value !== undefined) parts.set(number, element(number, encodeValue(vr, value)));
  }
  const body = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([element(0, length), body]);
}
