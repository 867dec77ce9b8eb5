// For tests: a storage receiver that remembers everything it was handed and told.
import type { ReceivedObject, StoreOutcome } from '../received-object.ts';
import type { StoreScpEvent } from '../store-events.ts';
import type { StoreScp, StoreScpOptions } from '../store-scp.ts';
import { startStoreScp } from '../store-scp.ts';
import type { requestOf } from './raw-peer.ts';
import { RawPeer } from './raw-peer.ts';

export interface WatchedScp extends StoreScp {
  readonly objects: ReceivedObject[];
  readonly events: StoreScpEvent[];
  /** events of one kind, in order */
  readonly of: <Kind extends StoreScpEvent['kind']>(kind: Kind) => Extract<StoreScpEvent, { kind: Kind }>[];
}

const stored = (): Promise<StoreOutcome> => Promise.resolve({ status: 'stored' });

/** Starts a receiver MONITOR on a free port; `onObject` stores unless another is given. */
export async function startWatchedScp(options: Partial<StoreScpOptions> = {}): Promise<WatchedScp> {
  const objects: ReceivedObject[] = [];
  const events: StoreScpEvent[] = [];
  const { onObject = stored, ...rest } = options;
  const scp = await startStoreScp({
    port: 0,
    aeTitle: 'MONITOR',
    callingAeTitles: 'any',
    ...rest,
    onObject: (object) => {
      objects.push(object);
      return onObject(object);
    },
    onEvent: (event) => {
      events.push(event);
    },
  });
  const of: WatchedScp['of'] = (kind) =>
    events.filter((event): event is Extract<StoreScpEvent, { kind: typeof kind }> => event.kind === kind);
  return { ...scp, objects, events, of };
}

/** Connects a raw peer whose association the receiver accepts. */
export async function associated(scp: StoreScp, changes: Parameters<typeof requestOf>[0] = {}): Promise<RawPeer> {
  const peer = await RawPeer.associate(scp.port, changes);
  const answer = await peer.takePdu();
  if (answer.kind !== 'associate-accept') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return peer;
}

/** A promise that is resolved from outside. */
export function gate<Value>(): { promise: Promise<Value>; open: (value: Value) => void } {
  let open: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
