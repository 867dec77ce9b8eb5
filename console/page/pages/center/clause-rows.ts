import { type ClauseState, type ConsoleClause, type Severity, worstFirst } from '@center/contract';

/** States taken together, as the numbers of a center do. */
export const clauseGroups = {
  met: ['compliant', 'attested', 'due-soon'],
  deviating: ['non-compliant', 'evidence-missing'],
  judged: ['compliant', 'attested', 'due-soon', 'non-compliant', 'evidence-missing', 'waived'],
  'not-judged': ['awaiting-review', 'check-error', 'stale', 'not-yet-run', 'informational', 'unserved'],
} as const satisfies Readonly<Record<string, readonly ClauseState[]>>;
export type ClauseGroup = keyof typeof clauseGroups;
export const clauseGroupNames = ['deviating', 'met', 'judged', 'not-judged'] as const satisfies readonly ClauseGroup[];

/** Worst first; what nothing measures stands after what is measured. */
export const clauseStatesShown: readonly ClauseState[] = [...worstFirst, 'unserved'];

export interface ClauseFilter {
  readonly state: ClauseState | ClauseGroup | undefined;
  readonly severity: Severity | undefined;
  readonly text: string | undefined;
}

function hasState(clause: ConsoleClause, wanted: ClauseState | ClauseGroup): boolean {
  const group: readonly ClauseState[] | undefined =
    wanted in clauseGroups ? Object.entries(clauseGroups).find(([name]) => name === wanted)?.[1] : undefined;
  return group === undefined ? clause.state === wanted : group.includes(clause.state);
}

function hasText(clause: ConsoleClause, text: string): boolean {
  const wanted = text.toLowerCase();
  const { law } = clause;
  return [
    law.clause,
    law.section,
    law.quote,
    law.meaning.zh,
    law.meaning.en,
    ...clause.rules.map((rule) => rule.ruleId),
  ].some((each) => each.toLowerCase().includes(wanted));
}

/** The clauses that fit, in the order in which they came. */
export function fittingClauses(clauses: readonly ConsoleClause[], filter: ClauseFilter): readonly ConsoleClause[] {
  return clauses.filter(
    (clause) =>
      (filter.state === undefined || hasState(clause, filter.state)) &&
      (filter.severity === undefined || clause.law.severity === filter.severity) &&
      (filter.text === undefined || hasText(clause, filter.text)),
  );
}
