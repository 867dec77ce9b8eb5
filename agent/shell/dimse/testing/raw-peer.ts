// For tests: a DICOM peer that is nothing but a socket. Sends any bytes, remembers all that came back.

import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { CommandSet } from '../command-set.ts';
import { COMMAND, decodeCommand, encodeCommand } from '../command-set.ts';
import type { AssociateRequest, ControlPdu, ProposedContext } from '../pdu.ts';
import { APPLICATION_CONTEXT } from '../pdu.ts';
import type { InvalidPdu } from '../pdu-decode.ts';
import { decodePdu } from '../pdu-decode.ts';
import { encodeData, encodePdu } from '../pdu-encode.ts';
import { EXPLICIT_VR_LITTLE_ENDIAN } from '../transfer-syntax.ts';

export const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
export const ENHANCED_SR = '1.2.840.10008.5.1.4.1.1.88.22';

export const contextOf = (abstractSyntax: string, transferSyntax = EXPLICIT_VR_LITTLE_ENDIAN): ProposedContext => ({
  id: 1,
  abstractSyntax,
  transferSyntaxes: [transferSyntax],
});

export function requestOf(changes: Partial<AssociateRequest> = {}): AssociateRequest {
  return {
    kind: 'associate-request',
    protocolVersion: 1,
    calledAeTitle: 'MONITOR',
    callingAeTitle: 'CT01',
    applicationContext: APPLICATION_CONTEXT,
    contexts: [contextOf(CT_IMAGE)],
    user: { maxLength: 16_384, implementationClassUID: '1.2.3', implementationVersionName: 'RAW' },
    ...changes,
  };
}

export const echoRequest: CommandSet = {
  CommandField: COMMAND.echoRequest,
  hasDataSet: false,
  MessageID: 7,
  AffectedSOPClassUID: '1.2.840.10008.1.1',
};

export const storeRequest = (SOPClassUID = CT_IMAGE, MessageID = 1): CommandSet => ({
  CommandField: COMMAND.storeRequest,
  hasDataSet: true,
  MessageID,
  Priority: 0,
  AffectedSOPClassUID: SOPClassUID,
  AffectedSOPInstanceUID: '1.2.3.4',
});

/** The P-DATA-TF PDUs of one C-STORE-RQ in one piece of bytes. */
export function storeMessage(command: CommandSet, dataSet: Uint8Array, maxLength = 16_384): Buffer {
  return Buffer.concat([
    ...encodeData(1, true, encodeCommand(command), maxLength),
    ...encodeData(1, false, dataSet, maxLength),
  ]);
}

/** Waits until `condition` holds; fails with `what` after ten seconds. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export class RawPeer {
  readonly socket: Socket;
  #bytes = Buffer.alloc(0);
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]);
    });
    socket.on('error', () => {
      this.#closed = true;
    });
    socket.on('close', () => {
      this.#closed = true;
    });
  }

  /** @param localAddress of the loopback network, for a peer that is not the other one */
  static async connect(port: number, localAddress = '127.0.0.1'): Promise<RawPeer> {
    const socket = connect({ host: '127.0.0.1', port, localAddress });
    const peer = new RawPeer(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', reject);
    });
    return peer;
  }

  /** Connects and asks for an association; does not look at the answer. */
  static async associate(
    port: number,
    changes: Partial<AssociateRequest> = {},
    localAddress?: string,
  ): Promise<RawPeer> {
    const peer = await RawPeer.connect(port, localAddress);
    peer.send(encodePdu(requestOf(changes)));
    return peer;
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  sendCommand(command: CommandSet): void {
    for (const pdu of encodeData(1, true, encodeCommand(command), 0)) this.send(pdu);
  }

  /** All that came and has not been taken yet. */
  get received(): Buffer {
    return this.#bytes;
  }

  async untilClosed(): Promise<void> {
    await until('the peer closes', () => this.#closed);
  }

  /** Whether a whole PDU lies there. */
  get hasPdu(): boolean {
    return this.#bytes.length >= 6 && this.#bytes.length >= 6 + this.#bytes.readUInt32BE(2);
  }

  /** Takes the next PDU as type and body. */
  async takeBytes(): Promise<{ type: number; body: Buffer }> {
    await until('a PDU', () => this.hasPdu);
    const end = 6 + this.#bytes.readUInt32BE(2);
    const pdu = { type: this.#bytes.readUInt8(0), body: this.#bytes.subarray(6, end) };
    this.#bytes = this.#bytes.subarray(end);
    return pdu;
  }

  async takePdu(): Promise<ControlPdu | InvalidPdu> {
    const { type, body } = await this.takeBytes();
    return decodePdu(type, body);
  }

  /** Takes a response that fits in one fragment. */
  async takeCommand(): Promise<CommandSet> {
    const { type, body } = await this.takeBytes();
    if (type !== 0x04) throw new Error(`PDU type ${type} instead of P-DATA-TF: ${body.toString('hex')}`);
    const decoded = decodeCommand(body.subarray(6));
    if (decoded.kind === 'invalid') throw new Error(decoded.what);
    return decoded.command;
  }
}
