import type { ClauseId, Severity } from '@center/contract';
import { aggravates, type Bilingual, clauseById, type DutyBearer, documentOf } from '@center/register';

/** What is shown of a clause: the law's own words and where they stand. */
export interface LawWords {
  readonly clause: string;
  readonly documentTitle: Bilingual;
  /** Null where the document prints none. */
  readonly documentNumber: string | null;
  /** False: number or year still to be compared with the official text (待核对原文). */
  readonly documentNumberVerified: boolean;
  readonly documentDate: string;
  readonly section: string;
  readonly quote: string;
  readonly meaning: Bilingual;
  readonly who: DutyBearer;
  readonly severity: Severity;
  readonly aggravates: boolean;
}

/** The words of a clause as the register holds them today; undefined when it holds none of that id. */
export function lawOfClause(id: ClauseId | string): LawWords | undefined {
  const clause = clauseById(id);
  if (clause === undefined) return undefined;
  const document = documentOf(clause);
  return {
    clause: clause.id,
    documentTitle: document.title,
    documentNumber: document.number ?? null,
    documentNumberVerified: document.numberVerified,
    documentDate: document.date,
    section: clause.section,
    quote: clause.quote,
    meaning: clause.meaning,
    who: clause.who,
    severity: clause.severity,
    aggravates: aggravates(clause),
  };
}
