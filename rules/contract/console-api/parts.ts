import { type Static, Type } from 'typebox';
import { ClauseIdText, Count, closed, literalUnion, RuleIdText, SeverityText, SlugText } from '../wire/parts.ts';

/** Header (any value) that every changing request of the page carries: a foreign site cannot add it without asking first. */
export const consoleRequestHeader = 'x-console-request';

/** What a person reads: Chinese first. */
export const BilingualText = Type.Object(
  { zh: Type.String({ dataClass: 'public' }), en: Type.String({ dataClass: 'public' }) },
  closed,
);

/** Name of a person who works at the authority or a center. */
export const PersonNameText = Type.String({ minLength: 1, maxLength: 80, dataClass: 'staff' });
export const FacilityNameText = Type.String({ minLength: 1, maxLength: 120, dataClass: 'public' });
/** A sentence that a person typed (why an agent was revoked, why a package is sent again). */
export const SpokenReasonText = Type.String({ minLength: 4, maxLength: 400, dataClass: 'operational' });
/** Short text of the program itself: versions, states of machines, addresses of targets. */
export const NoteText = Type.String({ maxLength: 600, dataClass: 'operational' });

export const ClauseDutyText = literalUnion(['center', 'staff', 'device', 'agency', 'authority'] as const);

/** The law's own words, and where they stand. `date` is `YYYY-MM-DD`, or only `YYYY` where the day is not printed. */
export const ConsoleLaw = Type.Object(
  {
    clause: ClauseIdText,
    documentTitle: BilingualText,
    documentNumber: Type.Union([Type.String({ dataClass: 'public' }), Type.Null()]),
    /** False: number or year still to be compared with the official text (待核对原文). */
    documentNumberVerified: Type.Boolean(),
    documentDate: Type.String({ dataClass: 'public' }),
    section: Type.String({ dataClass: 'public' }),
    quote: Type.String({ dataClass: 'public' }),
    meaning: BilingualText,
    who: ClauseDutyText,
    severity: SeverityText,
    /** 五(三): circumstances that make the authority punish more severely. */
    aggravates: Type.Boolean(),
  },
  closed,
);
export type ConsoleLaw = Static<typeof ConsoleLaw>;

export const ConsoleRuleTitle = Type.Object({ ruleId: RuleIdText, title: BilingualText }, closed);

/** What was met out of what was judged; never shown without both numbers. */
export const ConsoleMetRate = Type.Object({ met: Count, judged: Count }, closed);
export const ConsoleCoverage = Type.Object({ judged: Count, applicable: Count }, closed);
export const ConsoleOnTime = Type.Object({ onTime: Count, due: Count }, closed);

/**
 * The four numbers of a center, or of all centers together. Met rate and coverage count clauses: the clauses that make up a center's coverage, a clause
 * that nothing measures included in `applicable`.
 */
export const ConsoleNumbers = Type.Object(
  { openCritical: Count, metRate: ConsoleMetRate, coverage: ConsoleCoverage, onTimeReporting: ConsoleOnTime },
  closed,
);
export type ConsoleNumbers = Static<typeof ConsoleNumbers>;

/** `red`: an open critical finding. `amber`: another deviation. `green`: nothing deviates and coverage is at least 90 %. `not-graded`: under 90 % coverage. */
export const standingLights = ['red', 'amber', 'green', 'not-graded'] as const;
export const StandingLightText = literalUnion(standingLights);
export type StandingLight = Static<typeof StandingLightText>;

export const PageNumber = Type.Integer({ minimum: 1, maximum: 100_000 });
export const PageSize = Type.Integer({ minimum: 1, maximum: 200 });

/** Of whom something was told. `speaks`: its agent reports at present; false: what it said last holds no more. */
export const teller = {
  facilityId: SlugText,
  facilityName: FacilityNameText,
  agentId: SlugText,
  speaks: Type.Boolean(),
};
