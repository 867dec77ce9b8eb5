import { describe, expect, it } from 'vitest';
import { COMMAND, decodeCommand, encodeCommand, STATUS } from './command-set.ts';
import { MessageReader } from './message-reader.ts';
import { echoRequest, storeRequest } from './testing/raw-peer.ts';

describe('command set (PS3.7 section 6.3.1)', () => {
  it('is written byte for byte: ascending, implicit little endian, group length first', () => {
    expect(encodeCommand(echoRequest).toString('hex')).toBe(
      '00000000' +
        '04000000' +
        '38000000' + // (0000,0000) group length 56
        '00000200' +
        '12000000' +
        '312e322e3834302e31303030382e312e3100' + // (0000,0002) 1.2.840.10008.1.1, NUL
        '00000001' +
        '02000000' +
        '3000' + // (0000,0100) C-ECHO-RQ
        '00001001' +
        '02000000' +
        '0700' + // (0000,0110) message id 7
        '00000008' +
        '02000000' +
        '0101', // (0000,0800) no data set
    );
  });

  it('is read back', () => {
    const response = {
      CommandField: 0x8001,
      hasDataSet: false,
      MessageIDBeingRespondedTo: 65535,
      AffectedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      AffectedSOPInstanceUID: '1.2.3.4',
      Status: 0xa700,
      ErrorComment: 'disk',
    };
    expect(decodeCommand(encodeCommand(response))).toEqual({ kind: 'command', command: response });
    expect(decodeCommand(encodeCommand(storeRequest()))).toEqual({ kind: 'command', command: storeRequest() });
  });

  it('carries every field of PS3.7 Table E.1-1 that is in use, elements ascending', () => {
    const every = {
      CommandField: COMMAND.moveRequest,
      hasDataSet: true,
      AffectedSOPClassUID: '1.2.3',
      RequestedSOPClassUID: '1.2.4',
      MessageID: 1,
      MessageIDBeingRespondedTo: 2,
      MoveDestination: 'MONITOR',
      Priority: 2,
      Status: STATUS.pending,
      OffendingElement: [0x00100010, 0x7fe00010],
      ErrorComment: 'word',
      ErrorID: 3,
      AffectedSOPInstanceUID: '1.2.5',
      RequestedSOPInstanceUID: '1.2.6',
      EventTypeID: 4,
      AttributeIdentifierList: [0x00400252],
      ActionTypeID: 5,
      NumberOfRemainingSuboperations: 6,
      NumberOfCompletedSuboperations: 7,
      NumberOfFailedSuboperations: 8,
      NumberOfWarningSuboperations: 0,
      MoveOriginatorApplicationEntityTitle: 'ODD',
      MoveOriginatorMessageID: 65535,
    };
    const bytes = encodeCommand(every);
    expect(decodeCommand(bytes)).toEqual({ kind: 'command', command: every });
    const numbers: number[] = [];
    for (let at = 0; at < bytes.length; at += 8 + bytes.readUInt32LE(at + 4)) numbers.push(bytes.readUInt16LE(at + 2));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(numbers).toContain(0x0800);
  });

  it('passes over retired elements and values of the wrong length', () => {
    const retired = Buffer.from('00000052' + '04000000' + '41424344', 'hex');
    const longNumber = Buffer.from('00002010' + '04000000' + '01000000', 'hex');
    expect(decodeCommand(Buffer.concat([encodeCommand(echoRequest), longNumber, retired]))).toEqual({
      kind: 'command',
      command: echoRequest,
    });
  });

  it('cuts an error comment at the 64 characters that LO has', () => {
    const decoded = decodeCommand(encodeCommand({ ...echoRequest, ErrorComment: 'x'.repeat(100) }));
    expect(decoded).toMatchObject({ command: { ErrorComment: 'x'.repeat(64) } });
  });

  it.each([
    ['cut header', '000000', 'element header cut'],
    ['length beyond the end', '0000000102000000', 'element longer than the command set'],
    ['element of another group', '0800000002000000' + '3000', 'element outside group 0000'],
    ['no command field', '0000000802000000' + '0101', 'no CommandField'],
    ['no data set type', '0000000102000000' + '3000', 'no CommandDataSetType'],
    ['command field of four bytes', '0000000104000000' + '30000000', 'no CommandField'],
  ])('says what is wrong: %s', (_, bytes, what) => {
    expect(decodeCommand(Buffer.from(bytes, 'hex'))).toEqual({ kind: 'invalid', what });
  });
});

describe('messages of fragments (PS3.8 Annex E)', () => {
  const reader = (): MessageReader => new MessageReader((id) => id === 1 || id === 3);
  const command = (messages: MessageReader, bytes: Uint8Array, contextId = 1): unknown =>
    messages.push({ kind: 'fragment-start', contextId, isCommand: true, isLast: true }) ??
    messages.push({ kind: 'fragment-bytes', bytes }) ??
    messages.push({ kind: 'fragment-end' });

  it('joins a command of several fragments', () => {
    const messages = reader();
    const bytes = encodeCommand(echoRequest);
    messages.push({ kind: 'fragment-start', contextId: 1, isCommand: true, isLast: false });
    messages.push({ kind: 'fragment-bytes', bytes: bytes.subarray(0, 9) });
    expect(messages.push({ kind: 'fragment-end' })).toBeUndefined();
    expect(messages.midMessage).toBe(true);
    expect(command(messages, bytes.subarray(9))).toEqual({ kind: 'command', contextId: 1, command: echoRequest });
    expect(messages.midMessage).toBe(false);
  });

  it('refuses what does not belong together', () => {
    const violation = (what: string): unknown => ({ kind: 'violation', what });
    expect(command(reader(), encodeCommand(echoRequest), 5)).toEqual(violation('presentation context not accepted'));
    expect(reader().push({ kind: 'fragment-start', contextId: 1, isCommand: false, isLast: true })).toEqual(
      violation('data set without a command'),
    );
    const messages = reader();
    command(messages, encodeCommand(storeRequest()));
    expect(messages.push({ kind: 'fragment-start', contextId: 3, isCommand: false, isLast: true })).toEqual(
      violation('presentation context changed inside a message'),
    );
    expect(command(messages, encodeCommand(echoRequest))).toEqual(violation('command where a data set was due'));
    expect(command(reader(), Buffer.alloc(65_537))).toEqual(violation('command set too long'));
    expect(command(reader(), Buffer.from('junk'))).toEqual(violation('element header cut'));
  });
});
