import { connect, isIP, type Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { systemCode } from '../../errors.ts';
import { TalkFault } from '../talk-fault.ts';
import { isTlsCode } from '../tls-fault.ts';
import { lineOf, wordsOf } from './words.ts';

export interface NutAddress {
  readonly host: string;
  readonly port: number;
}

export interface NutLimits {
  /** Longest wait for the whole answer to one request, milliseconds. */
  readonly requestMs: number;
  /** Most bytes of one answer, and of one line. */
  readonly answerBytes: number;
  readonly lineBytes: number;
}
export const nutLimits: NutLimits = { requestMs: 5_000, answerBytes: 262_144, lineBytes: 8_192 };

interface Pending {
  readonly line: string;
  /** Takes one line; true when the answer is whole. Throws TalkFault for a line that cannot be. */
  readonly take: (line: string) => boolean;
  readonly resolve: () => void;
  readonly reject: (fault: TalkFault) => void;
}

/** Commands that this client knows. LOGIN would make the UPS's server wait for us at a shutdown; FSD, INSTCMD and SET act on the UPS: none of them exists here. */
type NutCommand = 'LIST' | 'GET' | 'VER' | 'NETVER' | 'STARTTLS';

/**
 * A conversation with NUT's `upsd`: one request at a time, answers by line, UTF-8. It ends for good at the first fault, at the end of the signal and by `close`; whatever waits
 * then, and whatever is asked later, is rejected at once with a TalkFault.
 */
export class NutClient {
  #socket: Socket | TLSSocket;
  #decoder = new StringDecoder('utf8');
  #text = '';
  #bytes = 0;
  #queue: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  #over: TalkFault | undefined;
  readonly #signal: AbortSignal;
  readonly #limits: NutLimits;
  readonly #late = (): void => {
    this.#end(new TalkFault('request', 'timeout'));
  };

  private constructor(socket: Socket, signal: AbortSignal, limits: NutLimits) {
    this.#socket = socket;
    this.#signal = signal;
    this.#limits = limits;
    signal.addEventListener('abort', this.#late, { once: true });
    this.#listen(socket);
  }

  /** Rejects with a TalkFault when no connection comes about. */
  static open({ host, port }: NutAddress, signal: AbortSignal, limits: NutLimits = nutLimits): Promise<NutClient> {
    if (signal.aborted) return Promise.reject(new TalkFault('connect', 'timeout'));
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port, noDelay: true });
      const late = (): void => {
        socket.destroy();
        reject(new TalkFault('connect', 'timeout'));
      };
      const failed = (fault: Error): void => {
        signal.removeEventListener('abort', late);
        socket.destroy();
        reject(new TalkFault('connect', systemCode(fault) ?? 'error', fault));
      };
      signal.addEventListener('abort', late, { once: true });
      socket.once('error', failed);
      socket.once('connect', () => {
        signal.removeEventListener('abort', late);
        socket.off('error', failed);
        resolve(new NutClient(socket, signal, limits));
      });
    });
  }

  /** Asks and gives the single line that answers, as words. An `ERR` is a TalkFault of stage `request` with its word. */
  async ask(command: NutCommand, ...rest: readonly string[]): Promise<readonly string[]> {
    let answer: readonly string[] = [];
    await this.#enqueue(lineOf([command, ...rest]), (line) => {
      answer = wordsIn(line);
      return true;
    });
    return answer;
  }

  /** Asks for a list and gives its rows as words, each without the list's own name. */
  async list(...what: readonly string[]): Promise<readonly (readonly string[])[]> {
    const rows: (readonly string[])[] = [];
    let begun = false;
    const name = what.join(' ');
    await this.#enqueue(lineOf(['LIST', ...what]), (line) => {
      const words = wordsIn(line);
      const said = words.slice(2).join(' ');
      if (!begun) {
        if (words[0] !== 'BEGIN' || words[1] !== 'LIST' || said !== name) throw new TalkFault('parse', 'not-a-list');
        begun = true;
        return false;
      }
      if (words[0] === 'END' && words[1] === 'LIST') {
        if (said !== name) throw new TalkFault('parse', 'another-list');
        return true;
      }
      if (!what.every((word, index) => words[index] === word)) throw new TalkFault('parse', 'foreign-row');
      rows.push(words.slice(what.length));
      return false;
    });
    return rows;
  }

  /** Turns the conversation secret. The certificate must come from `ca` and name the server; there is no way back to plain text. */
  async startTls(ca: string, serverName: string): Promise<void> {
    const answer = await this.ask('STARTTLS');
    if (answer.join(' ') !== 'OK STARTTLS') throw this.#end(new TalkFault('tls', 'refused'));
    // What came before the handshake was said by nobody in particular.
    if (this.#text !== '') throw this.#end(new TalkFault('tls', 'plain-text-after-starttls'));
    const plain = this.#socket;
    plain.removeAllListeners('data');
    plain.removeAllListeners('close');
    await new Promise<void>((resolve, reject) => {
      const secret = connectTls({
        socket: plain,
        ca,
        host: serverName,
        ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
        minVersion: 'TLSv1.2',
      });
      const failed = (fault?: Error): void => {
        const code = (fault === undefined ? undefined : systemCode(fault)) ?? 'closed';
        reject(this.#end(this.#over ?? new TalkFault('tls', code, fault)));
      };
      const closed = (): void => failed();
      secret.once('error', failed);
      secret.once('close', closed);
      secret.once('secureConnect', () => {
        secret.off('error', failed);
        secret.off('close', closed);
        this.#socket = secret;
        this.#listen(secret);
        resolve();
      });
      // The signal may end the plain socket during the handshake.
      if (this.#over !== undefined) secret.destroy();
      this.#socket = secret;
    });
  }

  /** Says good-bye without waiting for an answer, and is over. */
  close(): void {
    if (this.#over === undefined && this.#queue.length === 0 && this.#socket.writable) this.#socket.write('LOGOUT\n');
    this.#end(new TalkFault('request', 'closed'), true);
  }

  #listen(socket: Socket | TLSSocket): void {
    socket.on('data', (chunk: Buffer) => this.#hear(chunk));
    socket.on('error', (fault) => {
      const code = systemCode(fault) ?? 'error';
      this.#end(new TalkFault(isTlsCode(code) ? 'tls' : 'request', code, fault));
    });
    socket.on('close', () => this.#end(new TalkFault('request', 'connection-closed')));
  }

  #enqueue(line: string, take: (line: string) => boolean): Promise<void> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise<void>((resolve, reject) => {
      this.#queue.push({ line, take, resolve, reject });
      if (this.#queue.length === 1) this.#send();
    });
  }

  #send(): void {
    const next = this.#queue[0];
    if (next === undefined) return;
    this.#bytes = 0;
    this.#timer = setTimeout(this.#late, this.#limits.requestMs);
    this.#socket.write(`${next.line}\n`);
  }

  #hear(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.answerBytes) {
      this.#end(new TalkFault('parse', 'answer-too-long'));
      return;
    }
    this.#text += this.#decoder.write(chunk);
    let end = this.#text.indexOf('\n');
    while (end >= 0 && this.#over === undefined) {
      const line = this.#text.slice(0, end).replace(/\r$/, '');
      this.#text = this.#text.slice(end + 1);
      this.#takeLine(line);
      end = this.#text.indexOf('\n');
    }
    if (this.#text.length > this.#limits.lineBytes) this.#end(new TalkFault('parse', 'line-too-long'));
  }

  #takeLine(line: string): void {
    const pending = this.#queue[0];
    if (pending === undefined) {
      this.#end(new TalkFault('parse', 'unasked-line'));
      return;
    }
    try {
      if (!pending.take(line)) return;
    } catch (fault) {
      if (!(fault instanceof TalkFault)) {
        this.#end(new TalkFault('parse', 'internal', fault));
        return;
      }
      // What an `ERR` refuses is this request alone; a line that cannot be is the end of understanding.
      if (fault.stage !== 'request') {
        this.#end(fault);
        return;
      }
      this.#settle();
      pending.reject(fault);
      this.#send();
      return;
    }
    this.#settle();
    pending.resolve();
    this.#send();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#queue.shift();
  }

  /** Over, once: the first reason stays. */
  #end(fault: TalkFault, gently = false): TalkFault {
    if (this.#over !== undefined) return this.#over;
    this.#over = fault;
    clearTimeout(this.#timer);
    this.#signal.removeEventListener('abort', this.#late);
    if (gently) this.#socket.destroySoon();
    else this.#socket.destroy();
    const waiting = this.#queue;
    this.#queue = [];
    for (const each of waiting) each.reject(fault);
    return fault;
  }
}

function wordsIn(line: string): readonly string[] {
  const words = wordsOf(line);
  if (words === undefined || words.length === 0) throw new TalkFault('parse', 'line-not-understood');
  if (words[0] === 'ERR') throw new TalkFault('request', (words[1] ?? 'ERR').slice(0, 60));
  return words;
}
