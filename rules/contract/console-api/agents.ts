import { type Static, Type } from 'typebox';
import { AgentStateText } from '../wire/enrolment.ts';
import { Count, closed, InstantText, literalUnion, PlainText, Sha256Text, SlugText } from '../wire/parts.ts';
import { FacilityNameText, NoteText, PersonNameText, SpokenReasonText } from './parts.ts';

/** Computed from time, stored nowhere. `late`: more than three beats missed; `silent`: nothing for over ten minutes. */
export const agentLiveness = ['never-seen', 'online', 'late', 'silent'] as const;
export const AgentLivenessText = literalUnion(agentLiveness);
export type AgentLiveness = Static<typeof AgentLivenessText>;

const maybe = (schema: typeof InstantText) => Type.Union([schema, Type.Null()]);

export const ConsoleAgent = Type.Object(
  {
    agentId: SlugText,
    facilityId: SlugText,
    facilityName: FacilityNameText,
    state: AgentStateText,
    /** Why it is quarantined or revoked. */
    stateReason: Type.Union([NoteText, Type.Null()]),
    liveness: AgentLivenessText,
    /** To be compared, by a person, with what the station shows. */
    fingerprint: PlainText,
    agentVersion: PlainText,
    enrolledAt: InstantText,
    confirmedAt: maybe(InstantText),
    confirmedBy: Type.Union([PersonNameText, Type.Null()]),
    lastHeartbeatAt: maybe(InstantText),
    lastBatchAt: maybe(InstantText),
    lastSeq: Count,
    /** Items that wait at the center; null when it has not said. */
    backlog: Type.Union([Count, Type.Null()]),
    /** Agent's clock minus the console's, milliseconds. */
    clockOffsetMs: Type.Union([Type.Integer(), Type.Null()]),
    ruleSetSha256: maybe(Sha256Text),
    /** It runs another rule set than the one in force. */
    ruleSetLags: Type.Boolean(),
  },
  closed,
);
export type ConsoleAgent = Static<typeof ConsoleAgent>;

/** GET /api/agents */
export const ConsoleAgents = Type.Object({ asOf: InstantText, rows: Type.Array(ConsoleAgent) }, closed);
export type ConsoleAgents = Static<typeof ConsoleAgents>;

/** POST /api/agents/:id/confirm → ConsoleAgent; 409 `fingerprint-differs` when it is not the agent's. */
export const ConsoleAgentConfirm = Type.Object({ fingerprint: PlainText }, closed);
export type ConsoleAgentConfirm = Static<typeof ConsoleAgentConfirm>;

/** POST /api/agents/:id/revoke → ConsoleAgent. For good: the center enrols anew with a new identity. */
export const ConsoleAgentRevoke = Type.Object({ reason: SpokenReasonText }, closed);
export type ConsoleAgentRevoke = Static<typeof ConsoleAgentRevoke>;

/** POST /api/enrolment-codes → ConsoleEnrolmentCode */
export const ConsoleEnrolmentCodeCreate = Type.Object({ facilityId: SlugText }, closed);
export type ConsoleEnrolmentCodeCreate = Static<typeof ConsoleEnrolmentCodeCreate>;

/** The code itself is shown once and kept as a hash only. */
export const ConsoleEnrolmentCode = Type.Object(
  { codeId: SlugText, code: Type.String({ dataClass: 'operational' }), facilityId: SlugText, expiresAt: InstantText },
  closed,
);
export type ConsoleEnrolmentCode = Static<typeof ConsoleEnrolmentCode>;

/** GET /api/enrolment-codes */
export const ConsoleEnrolmentCodes = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          codeId: SlugText,
          facilityId: SlugText,
          facilityName: FacilityNameText,
          createdAt: InstantText,
          createdBy: PersonNameText,
          expiresAt: InstantText,
          usedAt: maybe(InstantText),
          usedByAgent: Type.Union([SlugText, Type.Null()]),
          state: literalUnion(['waiting', 'used', 'expired'] as const),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleEnrolmentCodes = Static<typeof ConsoleEnrolmentCodes>;
