import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConsoleRole, ConsoleScope } from '@center/contract';
import type {} from '@fastify/cookie';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ConsoleAct, LivenessLimits, UploadCalendar, WitnessLimits } from '../../core/index.ts';
import type { Clock } from '../clock.ts';
import type { AgentKeys, GroupCommit, Heartbeats, Witness } from '../ingest/index.ts';
import type { ConsoleKey } from '../keys.ts';
import type { Database } from '../store/database.ts';

/** What the routes stand on. */
export interface ConsoleContext {
  readonly db: Database;
  readonly key: ConsoleKey;
  readonly clock: Clock;
  readonly version: string;
  readonly startedAt: number;
  readonly secure: boolean;
  readonly ingest: GroupCommit;
  readonly heartbeats: Heartbeats;
  readonly witness: Witness;
  readonly witnessLimits: WitnessLimits;
  readonly agentKeys: AgentKeys;
  readonly liveness: LivenessLimits;
  readonly calendar: UploadCalendar;
  /** Lets the courier look at once. */
  readonly kickCourier: () => void;
}

/** Who is signed in. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly role: ConsoleRole;
  readonly scope: ConsoleScope;
  readonly token: string;
  readonly expiresAt: number;
  readonly mustChangePassword: boolean;
}

export type Server = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a person must be allowed to do; `open` routes need no login (agents sign their messages themselves). */
    act?: ConsoleAct | 'open' | 'signed-in';
  }
  interface FastifyRequest {
    consolePerson: Person | null;
  }
}
