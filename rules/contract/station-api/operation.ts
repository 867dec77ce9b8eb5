import { type Static, Type } from 'typebox';
import { BilingualText } from '../console-api/parts.ts';
import {
  ClauseIdText,
  Count,
  closed,
  DateText,
  InstantText,
  literalUnion,
  RuleIdText,
  Sha256Text,
} from '../wire/parts.ts';
import { StationFindingRow, StationParameter } from './findings.ts';
import { NumberInQuery } from './parts.ts';

export const enrolmentStates = ['not-enrolled', 'pending', 'active', 'quarantined', 'revoked'] as const;
export const StationChannel = Type.Object(
  {
    name: Type.String(),
    state: literalUnion(['working', 'silent', 'failed', 'off'] as const),
    since: InstantText,
    lastObservationAt: Type.Union([InstantText, Type.Null()]),
    objects: Count,
    problem: Type.Union([Type.String(), Type.Null()]),
  },
  closed,
);

/** GET /api/overview */
export const StationOverview = Type.Object(
  {
    asOf: InstantText,
    open: Type.Object({ critical: Count, major: Count, minor: Count }, closed),
    waiting: Type.Object({ awaiting: Count, second: Count, records: Count, late: Count }, closed),
    studies: Type.Object({ total: Count, lastDay: Count, arriving: Count }, closed),
    objects: Count,
    enrolment: literalUnion(enrolmentStates),
    backlog: Count,
    channels: Type.Array(StationChannel),
    critical: Type.Array(StationFindingRow),
    supervisionStart: Type.Union([DateText, Type.Null()]),
    unregisteredDevices: Count,
  },
  closed,
);
export type StationOverview = Static<typeof StationOverview>;

/** GET /api/connection */
export const StationConnection = Type.Object(
  {
    asOf: InstantText,
    enrolment: literalUnion(enrolmentStates),
    consoleUrl: Type.Union([Type.String(), Type.Null()]),
    agentId: Type.Union([Type.String(), Type.Null()]),
    facilityId: Type.String(),
    fingerprint: Type.Union([Type.String(), Type.Null()]),
    lastReceiptAt: Type.Union([InstantText, Type.Null()]),
    lastSeq: Type.Union([Count, Type.Null()]),
    backlog: Count,
    clockOffsetMs: Type.Union([Type.Integer(), Type.Null()]),
    problem: Type.Union([Type.String(), Type.Null()]),
    channels: Type.Array(StationChannel),
    chain: Type.Object({ entries: Count, head: Sha256Text }, closed),
    ruleSet: Type.Union([
      Type.Object(
        {
          version: Type.String(),
          sha256: Sha256Text,
          effectiveFrom: DateText,
          notes: BilingualText,
          rules: Type.Array(
            Type.Object(
              {
                ruleId: RuleIdText,
                version: Type.Integer(),
                title: BilingualText,
                clause: Type.Union([ClauseIdText, Type.Null()]),
                enabled: Type.Boolean(),
                informational: Type.Boolean(),
                parameters: Type.Array(StationParameter),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
      Type.Null(),
    ]),
  },
  closed,
);
export type StationConnection = Static<typeof StationConnection>;

/** POST /api/connection/verify: the whole chain, walked now. */
export const StationChainResult = Type.Object(
  {
    ok: Type.Boolean(),
    entries: Count,
    brokenAt: Type.Union([Count, Type.Null()]),
    problem: Type.Union([Type.String(), Type.Null()]),
    tookMs: Count,
  },
  closed,
);
export type StationChainResult = Static<typeof StationChainResult>;

/** GET /api/audit, newest first; `before` is the sequence number to go on from */
export const StationAuditQuery = Type.Object(
  { before: Type.Optional(Type.String({ pattern: '^\\d{1,15}$' })), limit: Type.Optional(NumberInQuery) },
  closed,
);
export type StationAuditQuery = Static<typeof StationAuditQuery>;

export const StationAudit = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        {
          seq: Count,
          at: InstantText,
          kind: Type.String(),
          who: Type.String({ dataClass: 'staff' }),
          what: Type.String(),
          detail: Type.String({ dataClass: 'patient-identity' }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationAudit = Static<typeof StationAudit>;

const InstitutionNames = Type.Array(Type.String({ minLength: 2, maxLength: 120 }), { maxItems: 20, uniqueItems: true });

/** GET /api/settings. `supervisionStart` is set at set-up and only shown. */
export const StationSettings = Type.Object(
  { institutionNames: InstitutionNames, supervisionStart: Type.Union([DateText, Type.Null()]) },
  closed,
);
export type StationSettings = Static<typeof StationSettings>;

/** PUT /api/settings → StationSettings */
export const StationSettingsForm = Type.Object({ institutionNames: InstitutionNames }, closed);
export type StationSettingsForm = Static<typeof StationSettingsForm>;

/** GET /health, without login: nothing of a patient or a person. */
export const StationHealth = Type.Object(
  {
    status: literalUnion(['ok', 'failing'] as const),
    name: Type.Literal('station'),
    startedAt: InstantText,
    now: InstantText,
    ledger: Type.Object({ ok: Type.Boolean(), entries: Count }, closed),
  },
  closed,
);
export type StationHealth = Static<typeof StationHealth>;
