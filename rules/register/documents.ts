import { documentRows } from './generated/documents.ts';
import { referenceLevelRows } from './generated/reference-levels.ts';
import { calendarRows } from './generated/reporting-calendar.ts';
import { scoringRows } from './generated/scoring.ts';
import type { BodyOfLaw, CalendarRow, Clause, LawDocument, ReferenceLevel, ScoringRow } from './types.ts';

/** The documents behind the clauses: title, number, date, issuing body. */
export const documents: readonly LawDocument[] = documentRows;

/** Reporting calendar, blacklist grounds, registers, gates and timers. */
export const reportingCalendar: readonly CalendarRow[] = calendarRows;

/** The scoring table for technical-service reports (SX21, appendix 2). */
export const scoringTable: readonly ScoringRow[] = scoringRows;

/** Adult CT reference levels; see `verified` on every row. */
export const referenceLevels: readonly ReferenceLevel[] = referenceLevelRows;

const documentByKey: ReadonlyMap<BodyOfLaw, LawDocument> = new Map(
  documents.map((document) => [document.key, document]),
);

/** The document that a clause stands in. A clause without a document breaks an invariant that the register's own tests hold, and throws. */
export function documentOf(clause: Pick<Clause, 'document'>): LawDocument {
  const document = documentByKey.get(clause.document);
  if (document === undefined) throw new Error(`no document ${clause.document} in the register`);
  return document;
}

export function calendarOf(clause: string): readonly CalendarRow[] {
  return reportingCalendar.filter((row) => row.clause === clause);
}

const levelByExam: ReadonlyMap<string, ReferenceLevel> = new Map(
  referenceLevels.map((level) => [level.examCode, level]),
);

/** The adult CT reference level of an exam class (`head`, `chest`, …), or undefined when there is none. */
export function referenceLevelOf(examCode: string): ReferenceLevel | undefined {
  return levelByExam.get(examCode);
}

/** The thirteen scored items and three vetoes, without their sub-items. */
export function scoringItems(): readonly ScoringRow[] {
  return scoringTable.filter((row) => row.level === 'item');
}

/** The sub-items of an item: `5.2` → 5.2.A … 5.2.D. */
export function subItemsOf(itemNo: string): readonly ScoringRow[] {
  return scoringTable.filter((row) => row.level === 'sub' && row.itemNo.startsWith(`${itemNo}.`));
}
