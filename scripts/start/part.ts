// A program as a child of the starter. In: its entry and its order. Out: its messages, one promise each; its end.
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Failed } from './messages.ts';

/** A child could not do what it was asked; the lines say what is wrong and what to do. */
export class PartFailed extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

type Told = { readonly kind: string };

export interface Part<Out extends Told, In> {
  send(message: In): void;
  /** The next message of a kind; rejects with PartFailed when the child fails or ends first. */
  next<K extends Out['kind']>(kind: K): Promise<Extract<Out, { kind: K }>>;
  /** Asks it to stop and waits. */
  stop(): Promise<void>;
  /** Rejects with PartFailed when the child says that it failed, whatever is waited for; never resolves. */
  readonly failed: Promise<never>;
  /** Resolves when the child has ended, whoever ended it. */
  readonly ended: Promise<void>;
}

/**
 * Starts an entry of this folder. It gets a process group of its own, so that Ctrl-C reaches the starter alone and the parts are stopped in order; when the starter
 * dies, the closed channel tells them to stop.
 */
export function startPart<Out extends Told, In, Order>(entry: string, order: Order, logFile: number): Part<Out, In> {
  const child: ChildProcess = fork(join(import.meta.dirname, entry), [JSON.stringify(order)], {
    detached: true,
    stdio: ['ignore', logFile, logFile, 'ipc'],
  });
  const kept: (Out | Failed)[] = [];
  const waiting = new Set<() => void>();
  let over = false;
  const failure = Promise.withResolvers<never>();
  // Taken note of here, so that a failure that nobody waits for any more does not end the starter.
  failure.promise.catch(() => undefined);
  child.on('message', (message: Out | Failed) => {
    kept.push(message);
    if (message.kind === 'failed' && 'problems' in message) failure.reject(new PartFailed(message.problems));
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      over = true;
      for (const look of waiting) look();
      resolve();
    });
  });
  const isKind = <K extends Out['kind']>(message: Out | Failed, kind: K): message is Extract<Out, { kind: K }> =>
    message.kind === kind;
  return {
    ended,
    failed: failure.promise,
    send(message) {
      // A child that has ended hears nothing; "next" and "ended" say so, and without a taker the fault would end the starter.
      const unheard = (): void => undefined;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- messages.ts holds plain data only
      if (child.connected) child.send(message as object, unheard);
    },
    next: (kind) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          for (const [index, message] of kept.entries()) {
            if (message.kind === 'failed' && 'problems' in message) {
              waiting.delete(look);
              reject(new PartFailed(message.problems));
              return;
            }
            if (isKind(message, kind)) {
              kept.splice(index, 1);
              waiting.delete(look);
              resolve(message);
              return;
            }
          }
          if (over) {
            waiting.delete(look);
            reject(new PartFailed([`${entry} ended unexpectedly`]));
          }
        };
        waiting.add(look);
        look();
      }),
    async stop() {
      if (!over) child.kill('SIGTERM');
      await ended;
    },
  };
}
