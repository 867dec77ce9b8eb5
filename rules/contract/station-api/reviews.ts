import { type Static, Type } from 'typebox';
import { BilingualText } from '../console-api/parts.ts';
import { ClauseIdText, Count, closed, InstantText, RuleIdText, SeverityText } from '../wire/parts.ts';
import { StationDecide, StationDecision, StationFindingRow } from './findings.ts';
import { ReasonWritten, StudyUidText } from './parts.ts';
import { StationRecord } from './records.ts';
import { StationStudyRow } from './studies.ts';

/** A rule of a study on which a person must decide, or has decided and waits for a second one. */
export const StationReviewItem = Type.Object(
  {
    study: StationStudyRow,
    ruleId: RuleIdText,
    title: BilingualText,
    clause: ClauseIdText,
    severity: SeverityText,
    note: Type.Union([Type.String(), Type.Null()]),
    findingId: Type.Union([Type.String(), Type.Null()]),
    decision: Type.Union([StationDecision, Type.Null()]),
    fourEyes: Type.Boolean(),
  },
  closed,
);
export type StationReviewItem = Static<typeof StationReviewItem>;

/** GET /api/reviews: what waits for a person, each list with its whole count and at most its first hundred rows. */
export const StationReviews = Type.Object(
  {
    asOf: InstantText,
    /** Suspects, unclassified origins, dose alerts. */
    awaiting: Type.Object({ total: Count, rows: Type.Array(StationReviewItem) }, closed),
    /** Open deviations and gaps to confirm or dismiss. */
    deviations: Type.Object({ total: Count, rows: Type.Array(StationFindingRow) }, closed),
    /** Decisions that wait for a second pair of eyes. */
    second: Type.Object({ total: Count, rows: Type.Array(StationReviewItem) }, closed),
    /** Records that a second person has not looked at: late entries 补录 first, then attested evidence. */
    records: Type.Object({ total: Count, late: Count, rows: Type.Array(StationRecord) }, closed),
  },
  closed,
);
export type StationReviews = Static<typeof StationReviews>;

/** POST /api/reviews */
export const StationReviewDecide = Type.Object(
  { study: StudyUidText, ruleId: RuleIdText, decision: StationDecide.properties.decision, reason: ReasonWritten },
  closed,
);
export type StationReviewDecide = Static<typeof StationReviewDecide>;

/** POST /api/reviews/second */
export const StationReviewSecond = Type.Object({ study: StudyUidText, ruleId: RuleIdText }, closed);
export type StationReviewSecond = Static<typeof StationReviewSecond>;
