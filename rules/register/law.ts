import type { Severity } from '@center/contract';
import { aggravates } from './clauses.ts';
import { documentOf } from './documents.ts';
import type { Bilingual, Clause, DutyBearer } from './types.ts';

/** What is shown and kept of a clause: the law's own words and where they stand. */
export interface LawWords {
  readonly clause: string;
  readonly documentTitle: Bilingual;
  /** Null where the document prints none. */
  readonly documentNumber: string | null;
  /** False: number or year still to be compared with the official text (待核对原文). */
  readonly documentNumberVerified: boolean;
  /** `YYYY-MM-DD`, or only `YYYY` where the day is not printed. */
  readonly documentDate: string;
  readonly section: string;
  readonly quote: string;
  readonly meaning: Bilingual;
  readonly who: DutyBearer;
  readonly severity: Severity;
  /** MIDC 五(三): circumstances that make the authority punish more severely. */
  readonly aggravates: boolean;
}

/** The words of a clause as the register holds them today. */
export function lawOf(clause: Clause): LawWords {
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
