// For tests: a storage receiver that remembers everything it was handed and told.
import type { ReceivedObject, StoreOutcome } from '../received-object.ts';
import type { StoreScpEvent } from '../store-events.ts';
import type { StoreScp, StoreScpOptions } from '../store-scp.ts';
import { startStoreScp } from '../store-scp.ts';

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
