// Heartbeats that devices send by themselves: what is signed, how it is verified, and which came last. A device's script needs nothing but openssl and curl:
//   body=$(printf '{"at":%s000,"state":"ok"}' "$(date +%s)")
//   sig=$(printf '%s\n%s' NAME "$body" | openssl dgst -sha256 -hmac "$(cat secret)" -r | cut -d' ' -f1)
//   curl -sS -H 'content-type: application/json' -H "x-heartbeat-signature: $sig" --data-binary "$body" http://STATION/api/push/NAME
import { createHmac, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { type Instant, instant } from '@center/contract';
import { isRecord } from '../is-record.ts';
import { elapsed } from './network-fault.ts';
import type { Heartbeat, ProbeConfig } from './probe.ts';

/** Header that bears the signature: lower-case hex of HMAC-SHA256 over the name of the probe, a line feed and the body as it is sent. */
export const signatureHeader = 'x-heartbeat-signature';
/** Farthest that the sender's clock may be from ours. */
const clockToleranceMs = 600_000;
const longestBodyBytes = 4_096;

export type PushAnswer =
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      readonly why: 'unknown-name' | 'signature' | 'replayed' | 'stale' | 'malformed';
    };
export interface Pushed {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly now: Instant;
}
/** What the station hands a heartbeat to. Quick; tells in words only to us why one was refused. */
export type PushPort = (name: string, pushed: Pushed) => PushAnswer;

/**
 * Whether a heartbeat is what it says: signed with the secret, later than the last one, and sent now (else it is taken as `stale`, which counts for nothing and loses nothing). The body is JSON `{"at": milliseconds since 1970, "state": "ok" | "fail",
 * "note": "…"}`; `at` must rise with every message, so that one which was overheard is worth nothing.
 */
function verifyHeartbeat(
  name: string,
  { headers, body, now }: Pushed,
  secret: string,
  lastSentAt: number,
):
  | { readonly kind: 'taken'; readonly heartbeat: Omit<Heartbeat, 'receivedMs'> }
  | Extract<PushAnswer, { kind: 'refused' }> {
  const refused = (why: Extract<PushAnswer, { kind: 'refused' }>['why']) => ({ kind: 'refused', why }) as const;
  const given = headers[signatureHeader];
  const right = createHmac('sha256', secret).update(`${name}\n`).update(body).digest();
  const claimed = Buffer.from(typeof given === 'string' && /^[0-9a-f]{64}$/.test(given) ? given : '', 'hex');
  if (claimed.length !== right.length || !timingSafeEqual(claimed, right)) return refused('signature');
  const said = body.length > longestBodyBytes ? undefined : bodyOf(body);
  if (said === undefined) return refused('malformed');
  if (said.sentAt <= lastSentAt) return refused('replayed');
  const stale = Math.abs(said.sentAt - now) > clockToleranceMs;
  return { kind: 'taken', heartbeat: { ...said, receivedAt: now, stale } };
}

function bodyOf(body: Buffer): Omit<Heartbeat, 'receivedAt' | 'receivedMs' | 'stale'> | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    // Signed nonsense: told as such.
    return undefined;
  }
  if (!isRecord(parsed)) return undefined;
  const { at, state, note = '' } = parsed;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || (state !== 'ok' && state !== 'fail')) return undefined;
  return { sentAt: instant(at), state, note: typeof note === 'string' ? note.slice(0, 200) : '' };
}

/** Where the last sending times outlive a restart; without it a message overheard within the tolerance could be taken once more after one. */
export interface HeartbeatMemory {
  load(): string | undefined;
  save(text: string): void;
}

export interface Heartbeats {
  readonly receive: PushPort;
  /** The last one since the start, a stale one too. */
  last(name: string): Heartbeat | undefined;
}

/** Takes heartbeats for the `push` probes among these. Secrets are read at each, so that a renewed one counts without a restart. */
export function heartbeats({
  probes,
  memory,
}: {
  readonly probes: readonly ProbeConfig[];
  readonly memory?: HeartbeatMemory;
}): Heartbeats {
  const files = new Map(
    probes.flatMap(({ name, type, secretFile }): [string, string][] =>
      type === 'push' && typeof secretFile === 'string' ? [[name, secretFile]] : [],
    ),
  );
  const sent = new Map<string, number>(kept(memory?.load()));
  const last = new Map<string, Heartbeat>();
  return {
    last: (name) => last.get(name),
    receive(name, pushed) {
      const file = files.get(name);
      // An unknown name is verified as well, with a secret that nobody has: its answer takes as long.
      const secret = file === undefined ? undefined : secretIn(file);
      const verified = verifyHeartbeat(name, pushed, secret ?? 'nobody has this one', sent.get(name) ?? 0);
      if (secret === undefined || secret === '')
        return { kind: 'refused', why: file === undefined ? 'unknown-name' : 'signature' };
      if (verified.kind === 'refused') return verified;
      const heartbeat = { ...verified.heartbeat, receivedMs: elapsed() };
      if (!heartbeat.stale) {
        sent.set(name, heartbeat.sentAt);
        // Remembered first: a message counts once, also when the power goes here.
        memory?.save(JSON.stringify([...sent]));
      }
      last.set(name, heartbeat);
      return heartbeat.stale ? { kind: 'refused', why: 'stale' } : { kind: 'taken' };
    },
  };
}

function secretIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // Gone since the start: nothing can be verified.
    return undefined;
  }
}

function kept(text: string | undefined): [string, number][] {
  if (text === undefined) return [];
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((each: unknown): [string, number][] =>
    Array.isArray(each) && typeof each[0] === 'string' && typeof each[1] === 'number' ? [[each[0], each[1]]] : [],
  );
}
