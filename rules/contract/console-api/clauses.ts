import { type Static, Type } from 'typebox';
import { displayStates } from '../verdict.ts';
import {
  Count,
  closed,
  InstantText,
  literalUnion,
  MonthText,
  RuleIdText,
  SeverityText,
  SlugText,
  StateCountsObject,
} from '../wire/parts.ts';
import { BilingualText, ConsoleCoverage, ConsoleLaw, FacilityNameText } from './parts.ts';

/** A clause's folded state; `unserved`: no rule measures it yet, which is neither met nor deviating and lowers coverage. */
export const clauseStates = [...displayStates, 'unserved'] as const;
export const ClauseStateText = literalUnion(clauseStates);
export type ClauseState = Static<typeof ClauseStateText>;

/** One rule's share of a clause at one facility: subjects by display state over the months asked for. */
export const ConsoleClauseRule = Type.Object(
  {
    ruleId: RuleIdText,
    title: BilingualText,
    severity: SeverityText,
    /** Undefined counts (an empty object) and `not-yet-run` when nothing has come for this rule. */
    state: ClauseStateText,
    counts: StateCountsObject,
    openFindings: Count,
    asOf: Type.Union([InstantText, Type.Null()]),
  },
  closed,
);
export type ConsoleClauseRule = Static<typeof ConsoleClauseRule>;

export const ConsoleClause = Type.Object(
  {
    law: ConsoleLaw,
    state: ClauseStateText,
    counts: StateCountsObject,
    /** Subjects judged and applicable under this clause (not clauses). */
    coverage: ConsoleCoverage,
    rules: Type.Array(ConsoleClauseRule),
    openFindings: Count,
    asOf: Type.Union([InstantText, Type.Null()]),
    /** auto, semi, record, no: how far software can decide it at all. */
    checkable: literalUnion(['auto', 'semi', 'record', 'no'] as const),
    /** Null for the center's own rows; otherwise why the row stands outside its coverage. */
    outside: Type.Union([literalUnion(['other-document', 'authority-duty', 'agency-duty'] as const), Type.Null()]),
  },
  closed,
);
export type ConsoleClause = Static<typeof ConsoleClause>;

/** GET /api/facilities/:id/clauses */
export const ConsoleClausesQuery = Type.Object(
  { from: Type.Optional(MonthText), to: Type.Optional(MonthText) },
  closed,
);
export type ConsoleClausesQuery = Static<typeof ConsoleClausesQuery>;

export const ConsoleClauses = Type.Object(
  {
    asOf: InstantText,
    facilityId: SlugText,
    facilityName: FacilityNameText,
    /** Months of the studies that are counted; null where open. */
    from: Type.Union([MonthText, Type.Null()]),
    to: Type.Union([MonthText, Type.Null()]),
    /** Every clause of the center's own coverage, in the order of the document. */
    own: Type.Array(ConsoleClause),
    /** The authority's and agencies' rows and the other documents: information only, outside coverage. */
    others: Type.Array(ConsoleClause),
    /** Clauses judged and applicable among `own`. */
    coverage: ConsoleCoverage,
    states: Type.Array(Type.Object({ state: ClauseStateText, clauses: Count }, closed)),
  },
  closed,
);
export type ConsoleClauses = Static<typeof ConsoleClauses>;
