import { createSocket } from 'node:dgram';
import {
  createSession,
  createV3Session,
  isVarbindError,
  type Session,
  type Varbind,
  Version1,
  Version2c,
  Version3,
} from 'net-snmp';
import type { SnmpValues } from '../../../core/index.ts';
import { systemCode } from '../../errors.ts';
import { TalkFault } from '../talk-fault.ts';
import { guardedSocket } from './guarded-socket.ts';
import { type Access, secretOf, userOf } from './settings.ts';

export interface SnmpTarget {
  readonly host: string;
  readonly port: number;
  readonly access: Access;
}

/** OIDs of one request: a small card answers no more in one datagram. */
const oidsAtOnce = 12;
/** Rows of one walk. */
const mostRows = 2_000;
const answerMs = 1_500;

/**
 * Questions to one SNMP agent. Only what reads: get and walk; set, trap and inform do not exist here. Values that the agent does not have are left out, each by itself. Ends with
 * its signal, at once; whatever waits is then rejected with a TalkFault.
 */
export class SnmpSession {
  readonly #session: Session;
  readonly #signal: AbortSignal;
  readonly #firstVersion: boolean;
  #over: TalkFault | undefined;
  #reject: ((fault: TalkFault) => void) | undefined;
  readonly #late = (): void => this.#end(new TalkFault('request', 'timeout'));

  /** Throws TalkFault when a secret cannot be read. */
  constructor({ host, port, access }: SnmpTarget, signal: AbortSignal) {
    const options = {
      port,
      retries: 1,
      timeout: answerMs,
      transport: host.includes(':') ? 'udp6' : 'udp4',
      backwardsGetNexts: false,
      dgramModule: {
        createSocket: (kind: 'udp4' | 'udp6') =>
          guardedSocket(createSocket(kind), (fault) => this.#end(new TalkFault('parse', 'unreadable-answer', fault))),
      },
    } as const;
    this.#signal = signal;
    this.#firstVersion = access.version === '1';
    this.#session =
      access.version === '3'
        ? createV3Session(host, userOf(access), {
            ...options,
            version: Version3,
            ...(access.context === undefined ? {} : { context: access.context }),
          })
        : createSession(host, secretOf(access.communityFile), {
            ...options,
            version: access.version === '1' ? Version1 : Version2c,
          });
    // What is no SNMP, from whoever sent it, is not our answer: the request waits on.
    this.#session.on('error', () => undefined);
    if (signal.aborted) this.#late();
    else signal.addEventListener('abort', this.#late, { once: true });
  }

  /** Values of scalars; those that the agent lacks are not in it. Rejects with a TalkFault. */
  async get(oids: readonly string[]): Promise<SnmpValues> {
    const values: Record<string, number | string> = {};
    for (let from = 0; from < oids.length; from += oidsAtOnce)
      // One after the other: a card has little memory, and one request in flight is its share.
      Object.assign(values, await this.#getSome(oids.slice(from, from + oidsAtOnce)));
    return values;
  }

  /** Everything below an OID. Rejects with a TalkFault. */
  async walk(base: string): Promise<SnmpValues> {
    const values: Record<string, number | string> = {};
    let rows = 0;
    await this.#run<void>((done) =>
      this.#session.subtree(
        base,
        20,
        (varbinds: Varbind[]) => {
          for (const varbind of varbinds) keepValue(values, varbind);
          rows += varbinds.length;
          return rows >= mostRows || this.#over !== undefined ? true : undefined;
        },
        (fault) => {
          // Version 1 has no end of view: the last question of a walk asks beyond it.
          if (fault !== null && !(this.#firstVersion && fault.message.startsWith('NoSuchName'))) done(fault);
          else done(null);
        },
      ),
    );
    return values;
  }

  close(): void {
    this.#end(new TalkFault('request', 'closed'));
  }

  async #getSome(oids: readonly string[]): Promise<SnmpValues> {
    try {
      return await this.#getAll(oids);
    } catch (fault) {
      const missing = fault instanceof TalkFault ? /^NoSuchName: ([\d.]+)$/.exec(causeText(fault)) : null;
      const tooBig = fault instanceof TalkFault && fault.code === 'TooBig';
      // Version 1 refuses the whole request for one name that it lacks.
      if (missing !== null && oids.length > 1) {
        const rest = oids.filter((oid) => oid !== missing[1]);
        if (rest.length < oids.length) return this.#getSome(rest);
      }
      if (missing !== null && oids.length === 1) return {};
      if (!tooBig || oids.length === 1) throw fault;
      const half = Math.ceil(oids.length / 2);
      return { ...(await this.#getSome(oids.slice(0, half))), ...(await this.#getSome(oids.slice(half))) };
    }
  }

  async #getAll(oids: readonly string[]): Promise<SnmpValues> {
    const varbinds = await this.#run<Varbind[]>((done) => this.#session.get([...oids], done));
    const values: Record<string, number | string> = {};
    for (const varbind of varbinds ?? []) keepValue(values, varbind);
    return values;
  }

  #run<T>(start: (done: (fault: Error | null, value?: T) => void) => void): Promise<T | undefined> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      try {
        start((fault, value) => {
          this.#reject = undefined;
          if (fault === null) resolve(value);
          else reject(this.#over ?? faultOf(fault));
        });
      } catch (fault) {
        reject(faultOf(fault));
      }
    });
  }

  #end(fault: TalkFault): void {
    if (this.#over !== undefined) return;
    this.#over = fault;
    this.#signal.removeEventListener('abort', this.#late);
    this.#reject?.(fault);
    this.#session.close();
    // A request that was just being sent is known to the library only after this turn; its timer must not stay.
    setImmediate(() => this.#session.cancelRequests(fault));
  }
}

const causeText = (fault: TalkFault): string => (fault.cause instanceof Error ? fault.cause.message : '');

/** What the library says, as stage and code. Rights that we lack are ours: `invalid`. */
function faultOf(fault: unknown): TalkFault {
  if (fault instanceof TalkFault) return fault;
  if (!(fault instanceof Error)) return new TalkFault('request', 'error', fault);
  const code = systemCode(fault);
  if (code !== undefined && /^E[A-Z_]+$/.test(code)) return new TalkFault('connect', code, fault);
  if (fault.name === 'RequestTimedOutError') return new TalkFault('request', 'timeout', fault);
  if (fault.name === 'RequestFailedError')
    return new TalkFault('request', fault.message.split(':')[0] ?? 'failed', fault);
  if (/user ?name|unknown user/i.test(fault.message)) return new TalkFault('request', 'unknown-user', fault);
  if (/digest|authenticat/i.test(fault.message)) return new TalkFault('request', 'wrong-password', fault);
  if (/decrypt|privacy|security level/i.test(fault.message)) return new TalkFault('request', 'wrong-privacy', fault);
  return new TalkFault('parse', 'answer-refused', fault);
}

/** Numbers stay numbers, bytes become text where they are UTF-8 and hexadecimal where they are not, 64-bit counters numbers. */
function keepValue(values: Record<string, number | string>, varbind: Varbind): void {
  if (isVarbindError(varbind)) return;
  const { oid, value } = varbind;
  if (typeof value === 'number') values[oid] = value;
  else if (typeof value === 'string') values[oid] = value.slice(0, 1_000);
  else if (typeof value === 'bigint') values[oid] = Number(value);
  else if (typeof value === 'boolean') values[oid] = value ? 1 : 0;
  else if (Buffer.isBuffer(value)) {
    const bytes = value.subarray(0, 1_000);
    values[oid] = varbind.type === 70 ? Number(BigInt(`0x0${bytes.toString('hex')}`)) : textOf(bytes);
  }
}

function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? bytes.toString('hex') : text.replace(/\0+$/, '');
}
