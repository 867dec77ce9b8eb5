import { type Static, Type } from 'typebox';
import {
  Base64Text,
  BilingualObject,
  Count,
  closed,
  InstantText,
  literalUnion,
  PlainText,
  Sha256Text,
  SlugText,
} from './parts.ts';

export const AgentStateText = literalUnion(['pending', 'active', 'quarantined', 'revoked'] as const);
export type AgentState = Static<typeof AgentStateText>;

/** `proof` is the Ed25519 signature by the new key over `enrolmentProofText`; it shows that the sender holds the key. */
export const EnrolRequest = Type.Object(
  {
    kind: Type.Literal('enrol/1'),
    code: Type.String({ minLength: 8, maxLength: 64, dataClass: 'operational' }),
    publicKey: Base64Text,
    proof: Base64Text,
    agentVersion: PlainText,
  },
  closed,
);
export type EnrolRequest = Static<typeof EnrolRequest>;

/** Answer to a good code. The agent pins `consolePublicKey` (raw 32 bytes, base64) and stays `pending` until a person confirms the fingerprint. */
export const EnrolResponse = Type.Object(
  {
    agentId: SlugText,
    facilityId: SlugText,
    facilityName: PlainText,
    consolePublicKey: Base64Text,
    fingerprint: PlainText,
    state: AgentStateText,
  },
  closed,
);
export type EnrolResponse = Static<typeof EnrolResponse>;

/** ASCII text that the enrolling key signs. */
export function enrolmentProofText(code: string, publicKeyBase64: string): string {
  return `enrol/1\n${code}\n${publicKeyBase64}`;
}

/** Most stretches of `unreached` in one heartbeat. */
export const mostUnreached = 20;

/** Time, by the agent's clock, in which it ran and tried in vain to reach the console. */
export const Unreached = Type.Object({ from: InstantText, to: InstantText }, closed);
export type Unreached = Static<typeof Unreached>;

export const Heartbeat = Type.Object(
  {
    kind: Type.Literal('heartbeat/1'),
    agentId: SlugText,
    sentAt: InstantText,
    agentVersion: PlainText,
    lastSeq: Count,
    backlog: Count,
    ruleSetSha256: Sha256Text,
    diskFreeBytes: Type.Optional(Count),
    memoryBytes: Type.Optional(Count),
    chainHead: Sha256Text,
    chainLength: Count,
    /** Since the last answered heartbeat; only where there was such a time, so that a console that does not know the member is asked without it. */
    unreached: Type.Optional(Type.Array(Unreached, { minItems: 1, maxItems: mostUnreached })),
  },
  closed,
);
export type Heartbeat = Static<typeof Heartbeat>;

/** `serverTime` lets the agent measure its clock; `nextSeconds` spreads the agents after an outage. */
export const HeartbeatReply = Type.Object(
  {
    state: AgentStateText,
    serverTime: InstantText,
    ruleSetSha256: Sha256Text,
    nextSeconds: Type.Integer({ minimum: 1, maximum: 3600 }),
    lastSeq: Count,
  },
  closed,
);
export type HeartbeatReply = Static<typeof HeartbeatReply>;

/** The error body of every refusal: a constant code, what was wrong and what to do. */
export const Problem = Type.Object(
  {
    code: Type.String({ maxLength: 60, dataClass: 'operational' }),
    message: BilingualObject,
    details: Type.Optional(Type.Array(Type.String({ dataClass: 'operational' }))),
  },
  closed,
);
export type Problem = Static<typeof Problem>;
