// Fragments in, DIMSE messages out (PS3.7 section 6.3, PS3.8 Annex E): a command set whole and bounded, its data set as
// a stream of pieces. Refuses fragments that do not belong together.

import type { CommandSet } from './command-set.ts';
import { decodeCommand } from './command-set.ts';
import type { PduEvent } from './pdu-reader.ts';

/** A command set is a few hundred bytes; nothing honest comes near this. */
const MAX_COMMAND_BYTES = 65_536;

export type MessageEvent =
  | { readonly kind: 'command'; readonly contextId: number; readonly command: CommandSet }
  | { readonly kind: 'data-set-bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'data-set-end' }
  | { readonly kind: 'violation'; readonly what: string };

type FragmentEvent = Extract<PduEvent, { kind: 'fragment-start' | 'fragment-bytes' | 'fragment-end' }>;

export class MessageReader {
  readonly #knowsContext: (contextId: number) => boolean;
  #part: 'none' | 'command' | 'data-set' = 'none';
  #isLast = false;
  /** context of the message in hand */
  #contextId = 0;
  /** a command has announced a data set that has not come to its end */
  #awaitsDataSet = false;
  #midCommand = false;
  #command: Buffer[] = [];
  #commandBytes = 0;

  constructor(knowsContext: (contextId: number) => boolean) {
    this.#knowsContext = knowsContext;
  }

  /** Whether a message has begun and not ended: its first fragment came, its last did not. */
  get midMessage(): boolean {
    return this.#awaitsDataSet || this.#midCommand;
  }

  /** Reads one fragment event. `data-set-bytes` pass through as they came, without a copy. */
  push(event: FragmentEvent): MessageEvent | undefined {
    switch (event.kind) {
      case 'fragment-start':
        return this.#start(event.contextId, event.isCommand, event.isLast);
      case 'fragment-bytes':
        if (this.#part === 'data-set') return { kind: 'data-set-bytes', bytes: event.bytes };
        this.#commandBytes += event.bytes.length;
        if (this.#commandBytes > MAX_COMMAND_BYTES) return { kind: 'violation', what: 'command set too long' };
        this.#command.push(Buffer.from(event.bytes));
        return undefined;
      case 'fragment-end':
        return this.#end();
    }
  }

  #start(contextId: number, isCommand: boolean, isLast: boolean): MessageEvent | undefined {
    if (!this.#knowsContext(contextId)) return { kind: 'violation', what: 'presentation context not accepted' };
    if (this.midMessage && contextId !== this.#contextId) {
      return { kind: 'violation', what: 'presentation context changed inside a message' };
    }
    if (isCommand === this.#awaitsDataSet) {
      return { kind: 'violation', what: isCommand ? 'command where a data set was due' : 'data set without a command' };
    }
    this.#contextId = contextId;
    this.#part = isCommand ? 'command' : 'data-set';
    this.#midCommand = isCommand;
    this.#isLast = isLast;
    return undefined;
  }

  #end(): MessageEvent | undefined {
    const part = this.#part;
    this.#part = 'none';
    if (!this.#isLast) return undefined;
    if (part === 'data-set') {
      this.#awaitsDataSet = false;
      return { kind: 'data-set-end' };
    }
    const decoded = decodeCommand(Buffer.concat(this.#command));
    this.#command = [];
    this.#commandBytes = 0;
    this.#midCommand = false;
    if (decoded.kind === 'invalid') return { kind: 'violation', what: decoded.what };
    this.#awaitsDataSet = decoded.command.hasDataSet;
    return { kind: 'command', contextId: this.#contextId, command: decoded.command };
  }
}
