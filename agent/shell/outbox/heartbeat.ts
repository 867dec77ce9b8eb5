import { statfsSync } from 'node:fs';
import {
  type Heartbeat,
  HeartbeatReply,
  type Instant,
  instantToIso,
  parseInstant,
  payloadTypes,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import type { AgentKey, Ledger } from '../ledger/index.ts';
import { agentVersion } from './agent-version.ts';
import type { ConsoleClient } from './console-client.ts';
import { type Enrolment, noteState } from './enrolment.ts';
import { sealed } from './envelope.ts';
import type { UnreachedKeeper } from './unreached.ts';

const replyForm = Compile(HeartbeatReply);

/** Free bytes of the data folder's disk and the process' memory. `systeminformation` is asked for memory only when it loads. */
async function footprint(dataFolder: string): Promise<Pick<Heartbeat, 'diskFreeBytes' | 'memoryBytes'>> {
  const disk = statfsSync(dataFolder);
  const diskFreeBytes = Math.max(0, Math.trunc(disk.bavail * disk.bsize));
  const { mem } = await import('systeminformation');
  const { available } = await mem();
  return Number.isSafeInteger(available) && available >= 0
    ? { diskFreeBytes, memoryBytes: available }
    : { diskFreeBytes };
}

/** A reply, or why there is none. `clockOffsetMs` is our clock minus the console's, measured in the middle of the exchange. */
export type Beat =
  | { readonly kind: 'answered'; readonly reply: HeartbeatReply; readonly clockOffsetMs: number }
  | { readonly kind: 'failed'; readonly why: string };

/** One beat. What could not be told while there was no line is told with it, and is let go of when the console has answered. */
export async function beat(
  ledger: Ledger,
  key: AgentKey,
  enrolment: Enrolment,
  client: ConsoleClient,
  dataFolder: string,
  unreached: UnreachedKeeper,
  now: () => Instant,
  signal?: AbortSignal,
): Promise<Beat> {
  const sentAt = now();
  const head = ledger.head();
  const heartbeat: Heartbeat = {
    kind: 'heartbeat/1',
    agentId: enrolment.agentId,
    sentAt: instantToIso(sentAt),
    agentVersion,
    lastSeq: (ledger.batches.last()?.seq ?? enrolment.afterSeq) - enrolment.afterSeq,
    backlog: ledger.batches.backlog(),
    ruleSetSha256: ledger.ruleSets.current()?.sha256 ?? '0'.repeat(64),
    ...(await footprint(dataFolder)),
    chainHead: head.hash,
    chainLength: head.seq,
  };
  const post = (told: Heartbeat) =>
    client.post(
      '/api/agent/heartbeat',
      Buffer.from(sealed(payloadTypes.heartbeat, JSON.stringify(told), enrolment.agentId, key)),
      false,
      signal,
    );
  const stretches = unreached.toTell(enrolment.agentId, sentAt);
  let answer = await post(stretches.length === 0 ? heartbeat : { ...heartbeat, unreached: stretches });
  // A console from before this member was known takes the beat without it.
  if (stretches.length > 0 && answer.kind === 'refused' && answer.code === 'request-invalid')
    answer = await post(heartbeat);
  // Stopping breaks a try off; that says nothing of the line.
  if ((answer.kind === 'unreachable' || answer.kind === 'busy') && signal?.aborted !== true)
    unreached.missed(enrolment.agentId, sentAt);
  if (answer.kind === 'refused') return { kind: 'failed', why: `${answer.code}: ${answer.message}` };
  if (answer.kind === 'busy') return { kind: 'failed', why: `status ${String(answer.status)}` };
  if (answer.kind === 'unreachable') return { kind: 'failed', why: answer.why };
  if (!replyForm.Check(answer.body)) return { kind: 'failed', why: 'the answer is no heartbeat reply' };
  const reply = answer.body;
  unreached.told();
  const server = parseInstant(reply.serverTime);
  const middle = (sentAt + now()) / 2;
  const clockOffsetMs = server.ok ? Math.round(middle - server.value) : 0;
  noteState(ledger, enrolment.agentId, reply.state, now());
  return { kind: 'answered', reply, clockOffsetMs };
}
