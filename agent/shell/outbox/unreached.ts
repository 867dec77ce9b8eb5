import { type Instant, instantToIso, mostUnreached, Unreached } from '@center/contract';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Ledger } from '../ledger/index.ts';

const form = Compile(Type.Object({ agentId: Type.String(), stretches: Type.Array(Unreached) }));

/**
 * What this agent knows of its own tries to reach the console, kept in the ledger: a night without a line leaves nothing else that shows that the agent ran. Each run has
 * stretches of its own, so that no time in which the agent itself was down is claimed.
 */
export interface UnreachedKeeper {
  /** A try got no answer. Durable when it returns. */
  missed(agentId: string, at: Instant): void;
  /** What is to be told by a try of this moment, oldest first. */
  toTell(agentId: string, at: Instant): Unreached[];
  /** The console has answered a heartbeat that told it. */
  told(): void;
}

export function unreachedKeeper({ meta }: Pick<Ledger, 'meta'>): UnreachedKeeper {
  /** Whether the last stretch is of this run and of a line that is still down. */
  let lasts = false;
  const read = (agentId: string): Unreached[] => {
    const stored: unknown = JSON.parse(meta.get('console-unreached') ?? 'null');
    // Of another enrolment: another console, which misses nothing.
    return form.Check(stored) && stored.agentId === agentId ? stored.stretches : [];
  };
  const upTo = (agentId: string, at: Instant): Unreached[] => {
    const stretches = read(agentId);
    const last = stretches.at(-1);
    const to = instantToIso(at);
    // Set back, the clock begins another stretch.
    if (!lasts || last === undefined || to < last.to) return stretches;
    return [...stretches.slice(0, -1), { from: last.from, to }];
  };
  return {
    missed: (agentId, at) => {
      const now = instantToIso(at);
      const known = upTo(agentId, at);
      const stretches = known.at(-1)?.to === now && lasts ? known : [...known, { from: now, to: now }];
      lasts = true;
      meta.set('console-unreached', JSON.stringify({ agentId, stretches: stretches.slice(-mostUnreached) }));
    },
    toTell: upTo,
    told: () => {
      lasts = false;
      if (meta.get('console-unreached') !== undefined) meta.remove('console-unreached');
    },
  };
}
