import {
  addCounts,
  type ClauseState,
  type ConsoleClause,
  type ConsoleClauseRule,
  instant,
  instantToIso,
  measureCounts,
  type Severity,
  type StateCounts,
  worstState,
} from '@center/contract';
import { type Clause, clauses, lawOf, whyOutsideCoverage } from '@center/register';
import { type RuleWords, rulesOfClause } from './catalogue.ts';
import { staleCounts } from './liveness.ts';

/** Measurements of one rule by one agent, folded over months. `current` is false when the agent does not speak for now. */
export interface MeasuredRule {
  readonly clause: string;
  readonly ruleId: string;
  readonly counts: StateCounts;
  readonly openFindings: number;
  /** Milliseconds since 1970. */
  readonly asOf: number;
  readonly current: boolean;
}

interface RuleSum {
  counts: StateCounts;
  openFindings: number;
  asOf: number | undefined;
}

function sumByRule(measured: readonly MeasuredRule[]): ReadonlyMap<string, ReadonlyMap<string, RuleSum>> {
  const byClause = new Map<string, Map<string, RuleSum>>();
  for (const row of measured) {
    const rules = byClause.get(row.clause) ?? new Map<string, RuleSum>();
    byClause.set(row.clause, rules);
    const sum = rules.get(row.ruleId) ?? { counts: {}, openFindings: 0, asOf: undefined };
    sum.counts = addCounts(sum.counts, row.current ? row.counts : staleCounts(row.counts));
    sum.openFindings += row.openFindings;
    sum.asOf = Math.max(sum.asOf ?? 0, row.asOf);
    rules.set(row.ruleId, sum);
  }
  return byClause;
}

const iso = (at: number | undefined): string | null => (at === undefined ? null : instantToIso(instant(at)));

function ruleCell(
  ruleId: string,
  words: RuleWords | undefined,
  sum: RuleSum | undefined,
  severity: Severity,
): ConsoleClauseRule {
  const counts = sum?.counts ?? {};
  return {
    ruleId,
    title: words?.title ?? { zh: ruleId, en: ruleId },
    severity: words?.severity ?? severity,
    state: worstState(counts) ?? 'not-yet-run',
    counts: { ...counts },
    openFindings: sum?.openFindings ?? 0,
    asOf: iso(sum?.asOf),
  };
}

function clauseCell(clause: Clause, sums: ReadonlyMap<string, RuleSum> | undefined, anyAgent: boolean): ConsoleClause {
  const known = rulesOfClause(clause.id);
  const ruleIds = [
    ...known.map((rule) => rule.id),
    ...[...(sums?.keys() ?? [])].filter((id) => !known.some((rule) => rule.id === id)),
  ];
  const rules = ruleIds.map((id) =>
    ruleCell(
      id,
      known.find((rule) => rule.id === id),
      sums?.get(id),
      clause.severity,
    ),
  );
  const counts = rules.reduce<StateCounts>((sum, rule) => addCounts(sum, rule.counts), {});
  const measure = measureCounts(counts);
  const asOf = Math.max(0, ...[...(sums?.values() ?? [])].map((sum) => sum.asOf ?? 0));
  return {
    law: lawOf(clause),
    // A rule that exists but has said nothing here is waited for; without an agent nothing measures anything.
    state: worstState(counts) ?? (rules.length > 0 && anyAgent ? 'not-yet-run' : 'unserved'),
    counts: { ...counts },
    coverage: { judged: measure.judged, applicable: measure.applicable },
    rules,
    openFindings: rules.reduce((sum, rule) => sum + rule.openFindings, 0),
    asOf: asOf > 0 ? iso(asOf) : null,
    checkable: clause.softwareCheckable,
    outside: whyOutsideCoverage(clause) ?? null,
  };
}

/** Every clause of the register with the facility's state, worst first within a clause. `own` makes up the coverage; `others` never does. */
export function clauseMatrix(
  measured: readonly MeasuredRule[],
  anyAgent: boolean,
): { readonly own: ConsoleClause[]; readonly others: ConsoleClause[] } {
  const sums = sumByRule(measured);
  const cells = clauses.map((clause) => clauseCell(clause, sums.get(clause.id), anyAgent));
  return { own: cells.filter((cell) => cell.outside === null), others: cells.filter((cell) => cell.outside !== null) };
}

/** How many clauses stand in each state, worst first, states without clauses left out. */
export function clausesByState(
  cells: readonly Pick<ConsoleClause, 'state'>[],
  order: readonly ClauseState[],
): { state: ClauseState; clauses: number }[] {
  return order
    .map((state) => ({ state, clauses: cells.filter((cell) => cell.state === state).length }))
    .filter((row) => row.clauses > 0);
}
