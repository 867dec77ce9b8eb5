import { type ClauseId, must, parseClauseId } from '@center/contract';
import { clauseRows } from './generated/clauses.ts';
import type { BodyOfLaw, Clause, DutyBearer } from './types.ts';

/** Every duty of every document, in the order of the documents. */
export const clauses: readonly Clause[] = clauseRows.map((row) =>
  Object.freeze({ ...row, id: must(parseClauseId(row.id)) }),
);

const byId: ReadonlyMap<string, Clause> = new Map(clauses.map((clause) => [clause.id, clause]));

/** The clause of that id, or undefined when the register holds none. */
export function clauseById(id: ClauseId | string): Clause | undefined {
  return byId.get(id);
}

export function clausesOf(body: BodyOfLaw): readonly Clause[] {
  return clauses.filter((clause) => clause.document === body);
}

/** Why a clause is no part of a center's coverage. */
export type OutsideCoverage = 'other-document' | 'authority-duty' | 'agency-duty';

/** The one body of law that makes up a center's coverage. */
export const coverageBody: BodyOfLaw = 'MIDC';

const outsideBecauseOf: Readonly<Record<DutyBearer, OutsideCoverage | undefined>> = {
  center: undefined,
  staff: undefined,
  device: undefined,
  agency: 'agency-duty',
  authority: 'authority-duty',
};

/**
 * Undefined when the clause counts in a center's coverage: a row of MIDC that the center, its staff or its devices owe. The authority's own rows and the
 * agencies' rows never count, whatever document they stand in.
 */
export function whyOutsideCoverage(clause: Clause): OutsideCoverage | undefined {
  return outsideBecauseOf[clause.who] ?? (clause.document === coverageBody ? undefined : 'other-document');
}

const ofCenter: readonly Clause[] = clauses.filter((clause) => whyOutsideCoverage(clause) === undefined);

/** The rows that make up a center's coverage. */
export function centerClauses(): readonly Clause[] {
  return ofCenter;
}

/**
 * MIDC 五(三): circumstances that make the authority punish more severely. They count as the center's rows; none is a veto, which only the scoring of
 * technical-service reports knows.
 */
export function aggravates(clause: Clause): boolean {
  return clause.document === 'MIDC' && clause.section.startsWith('五(三)');
}
