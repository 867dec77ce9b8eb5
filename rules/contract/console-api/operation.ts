import { type Static, Type } from 'typebox';
import { Count, closed, InstantText, literalUnion, PlainText, Sha256Text, SlugText } from '../wire/parts.ts';
import { RuleSetManifestSchema } from '../wire/rule-set.ts';
import { BilingualText, NoteText, PageNumber, PageSize, PersonNameText } from './parts.ts';

/** A published rule set. `changes` says, in a line each, what differs from the one before it. */
export const ConsoleRuleSet = Type.Object(
  {
    sha256: Sha256Text,
    version: Type.String({ dataClass: 'public' }),
    effectiveFrom: Type.String({ dataClass: 'operational' }),
    publishedAt: InstantText,
    publishedBy: PersonNameText,
    inForce: Type.Boolean(),
    agentsRunningIt: Count,
    changes: Type.Array(Type.String({ dataClass: 'public' })),
    manifest: RuleSetManifestSchema,
  },
  closed,
);
export type ConsoleRuleSet = Static<typeof ConsoleRuleSet>;

/** GET /api/rule-sets, newest first. `rules` names what the parameters belong to. */
export const ConsoleRuleSets = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(ConsoleRuleSet),
    rules: Type.Array(
      Type.Object(
        {
          ruleId: Type.String({ dataClass: 'public' }),
          title: BilingualText,
          clause: Type.String({ dataClass: 'public' }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleRuleSets = Static<typeof ConsoleRuleSets>;

/** POST /api/rule-sets → ConsoleRuleSet. A new version text and at least one difference are asked for; 422 names every unknown rule. */
export const ConsoleRuleSetPublish = Type.Object({ manifest: RuleSetManifestSchema }, closed);
export type ConsoleRuleSetPublish = Static<typeof ConsoleRuleSetPublish>;

/** GET /api/audit, newest first */
export const ConsoleAuditQuery = Type.Object(
  {
    action: Type.Optional(Type.String({ maxLength: 60, dataClass: 'operational' })),
    facility: Type.Optional(SlugText),
    actor: Type.Optional(Type.String({ maxLength: 40, dataClass: 'staff' })),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleAuditQuery = Static<typeof ConsoleAuditQuery>;

export const ConsoleAudit = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    page: PageNumber,
    pageSize: PageSize,
    rows: Type.Array(
      Type.Object(
        {
          seq: Count,
          at: InstantText,
          actor: PersonNameText,
          role: Type.String({ dataClass: 'operational' }),
          action: Type.String({ dataClass: 'operational' }),
          object: NoteText,
          facilityId: Type.Union([SlugText, Type.Null()]),
          reason: Type.Union([NoteText, Type.Null()]),
          hash: Sha256Text,
        },
        closed,
      ),
    ),
    /** The whole chain, walked now. `brokenAt`: first row whose hash does not follow. */
    chain: Type.Object(
      { length: Count, head: Type.Union([Sha256Text, Type.Null()]), brokenAt: Type.Union([Count, Type.Null()]) },
      closed,
    ),
  },
  closed,
);
export type ConsoleAudit = Static<typeof ConsoleAudit>;

/** GET /health, without login: nothing of a center. */
export const ConsoleHealth = Type.Object(
  {
    status: literalUnion(['ok', 'failing'] as const),
    name: Type.Literal('console'),
    version: PlainText,
    startedAt: InstantText,
    now: InstantText,
    store: Type.Object({ ok: Type.Boolean(), schemaVersion: Count }, closed),
    host: Type.Object({ memoryBytes: Count, freeMemoryBytes: Count, cores: Count, platform: PlainText }, closed),
  },
  closed,
);
export type ConsoleHealth = Static<typeof ConsoleHealth>;

/** GET /api/exports/{findings,facilities,clauses}.csv: UTF-8 with byte order mark; the query of the list it belongs to (`facility` is required for clauses). */
export const consoleExports = ['findings', 'facilities', 'clauses'] as const;
