// Objects that somebody of ours has asked an archive for: how an incoming C-STORE is told from what senders bring by
// themselves, measured while it streams, and kept from those who judge what is live.
import type { ReceivedObject, StoreOutcome } from './received-object.ts';

/** The C-MOVE that a C-STORE belongs to (PS3.7 section 9.1.1.1, PS3.4 section C.4.2). Not every archive says it. */
export interface MoveOriginator {
  readonly aeTitle: string;
  readonly messageId: number;
}

/** An object as its C-STORE request announces it, before a byte of it has come. */
export interface AnnouncedObject {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  /** syntax in which the data set will come */
  readonly transferSyntaxUID: string;
  readonly callingAeTitle: string;
  /** IP address of the sender */
  readonly peerAddress: string;
  readonly moveOriginator?: MoveOriginator;
}

/** Follows the data set of one object while it streams, the pixel data included. */
export interface ObjectTap {
  /** The next piece of the data set. It is a view that is valid only during the call. */
  push(bytes: Uint8Array): void;
  /** Told once: the last byte has come (`whole`), or the sender was gone, or was sent away, before it. */
  end(whole: boolean): void;
}

/** What is done with an object that was expected: `observe` lets it go the way of all objects that senders bring. */
export type Reception = 'observe' | StoreOutcome;

export interface Expectation {
  /** Whether this object is one of those that were asked for. */
  readonly expects: (object: AnnouncedObject) => boolean;
  readonly tap?: (object: AnnouncedObject) => ObjectTap;
  /** The object has come whole; its sender is answered when this resolves. */
  readonly received: (object: ReceivedObject) => Promise<Reception>;
}

/** The expectations that stand. One for all receivers of a program. */
export class Arrivals {
  readonly #expectations = new Set<Expectation>();

  /** @returns what ends the expectation; an object whose C-STORE has begun before is still told to it */
  expect(expectation: Expectation): () => void {
    this.#expectations.add(expectation);
    return () => {
      this.#expectations.delete(expectation);
    };
  }

  /** The expectation of an object; the oldest of several. */
  find(object: AnnouncedObject): Expectation | undefined {
    for (const expectation of this.#expectations) if (expectation.expects(object)) return expectation;
    return undefined;
  }
}
