// Modbus TCP, reading only: functions 1 to 4 of the Modbus application protocol, each answer checked against its question.
import { connect, type Socket } from 'node:net';
import { systemCode } from '../../errors.ts';
import { TalkFault } from '../talk-fault.ts';

/** 1 coils, 2 discrete inputs, 3 holding registers, 4 input registers. There are no others here: nothing is ever written. */
export type ReadFunction = 1 | 2 | 3 | 4;

export interface ModbusQuestion {
  readonly unit: number;
  readonly function: ReadFunction;
  readonly address: number;
  /** Registers or bits. */
  readonly count: number;
}

/** Bits come as 0 and 1, registers as unsigned 16-bit numbers; a refusal with the exception's code. */
export type ModbusAnswer =
  | { readonly kind: 'read'; readonly values: readonly number[] }
  | { readonly kind: 'refused'; readonly exception: number };

const headBytes = 7;
/** The longest frame that the protocol allows. */
const mostBytes = 260;

/** A conversation: one question at a time, on one connection. It is over at the first fault and at the end of the signal. */
export class ModbusClient {
  readonly #socket: Socket;
  readonly #signal: AbortSignal;
  #transaction = 0;
  #rest: Buffer = Buffer.alloc(0);
  #over: TalkFault | undefined;
  #waiting: { readonly take: () => boolean; readonly reject: (fault: TalkFault) => void } | undefined;
  readonly #late = (): void => this.#end(new TalkFault('request', 'timeout'));

  private constructor(socket: Socket, signal: AbortSignal) {
    this.#socket = socket;
    this.#signal = signal;
    signal.addEventListener('abort', this.#late, { once: true });
    socket.on('data', (chunk) => this.#hear(chunk));
    socket.on('error', (fault) => this.#end(new TalkFault('request', systemCode(fault) ?? 'error', fault)));
    socket.on('close', () => this.#end(new TalkFault('request', 'connection-closed')));
  }

  /** Rejects with a TalkFault when no connection comes about. */
  static open(host: string, port: number, signal: AbortSignal): Promise<ModbusClient> {
    if (signal.aborted) return Promise.reject(new TalkFault('connect', 'timeout'));
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
      const end = (fault: TalkFault): void => {
        signal.removeEventListener('abort', late);
        socket.destroy();
        reject(fault);
      };
      const late = (): void => end(new TalkFault('connect', 'timeout'));
      const failed = (fault: Error): void => end(new TalkFault('connect', systemCode(fault) ?? 'error', fault));
      signal.addEventListener('abort', late, { once: true });
      socket.once('error', failed);
      socket.once('connect', () => {
        signal.removeEventListener('abort', late);
        socket.off('error', failed);
        resolve(new ModbusClient(socket, signal));
      });
    });
  }

  /** Rejects with a TalkFault. Not to be called before the question before is answered. */
  read(question: ModbusQuestion): Promise<ModbusAnswer> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    if (this.#waiting !== undefined) throw new Error('one question at a time');
    this.#transaction = (this.#transaction + 1) & 0xffff;
    const frame = Buffer.alloc(12);
    frame.writeUInt16BE(this.#transaction, 0);
    frame.writeUInt16BE(0, 2);
    frame.writeUInt16BE(6, 4);
    frame.writeUInt8(question.unit, 6);
    frame.writeUInt8(question.function, 7);
    frame.writeUInt16BE(question.address, 8);
    frame.writeUInt16BE(question.count, 10);
    return new Promise((resolve, reject) => {
      this.#waiting = {
        reject,
        take: () => {
          const answer = this.#answerTo(question);
          if (answer !== undefined) resolve(answer);
          return answer !== undefined;
        },
      };
      this.#socket.write(frame);
    });
  }

  close(): void {
    this.#end(new TalkFault('request', 'closed'));
  }

  #hear(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#waiting === undefined || this.#rest.length > 2 * mostBytes) {
      this.#end(new TalkFault('parse', 'unasked-bytes'));
      return;
    }
    try {
      if (this.#waiting.take()) this.#waiting = undefined;
    } catch (fault) {
      this.#end(fault instanceof TalkFault ? fault : new TalkFault('parse', 'internal', fault));
    }
  }

  /** Undefined: the frame is not whole yet. Throws TalkFault for a frame that does not answer this question. */
  #answerTo(question: ModbusQuestion): ModbusAnswer | undefined {
    const frame = this.#rest;
    if (frame.length < headBytes) return undefined;
    const length = frame.readUInt16BE(4);
    if (frame.readUInt16BE(2) !== 0) throw new TalkFault('parse', 'not-modbus');
    if (length < 3 || length > mostBytes - 6) throw new TalkFault('parse', 'length');
    if (frame.readUInt16BE(0) !== this.#transaction) throw new TalkFault('parse', 'another-transaction');
    if (frame.readUInt8(6) !== question.unit) throw new TalkFault('parse', 'another-unit');
    if (frame.length < 6 + length) return undefined;
    if (frame.length > 6 + length) throw new TalkFault('parse', 'unasked-bytes');
    this.#rest = Buffer.alloc(0);
    const code = frame.readUInt8(7);
    if (code === (question.function | 0x80)) return { kind: 'refused', exception: frame.readUInt8(8) };
    if (code !== question.function) throw new TalkFault('parse', 'another-function');
    const bits = question.function <= 2;
    const bytes = bits ? Math.ceil(question.count / 8) : question.count * 2;
    if (frame.readUInt8(8) !== bytes || length !== 3 + bytes) throw new TalkFault('parse', 'byte-count');
    const values = Array.from({ length: question.count }, (_, index) =>
      bits ? (frame.readUInt8(9 + (index >> 3)) >> (index & 7)) & 1 : frame.readUInt16BE(9 + index * 2),
    );
    return { kind: 'read', values };
  }

  #end(fault: TalkFault): void {
    if (this.#over !== undefined) return;
    this.#over = fault;
    this.#signal.removeEventListener('abort', this.#late);
    this.#socket.destroy();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(fault);
  }
}
