import type { ClauseState, ConsoleNumbers, StandingLight, StateCounts } from '@center/contract';
import { addCounts, worstState } from '@center/contract';
import { centerClauses } from '@center/register';
import { rulesOfClause } from './catalogue.ts';
import type { MeasuredRule } from './clause-matrix.ts';
import { staleCounts } from './liveness.ts';

/** Clauses of the center's coverage by what became of them. */
export interface ClauseTally {
  readonly met: number;
  readonly deviating: number;
  readonly waived: number;
  readonly notApplicable: number;
  /** Waited for, awaiting review, stale, faulty, only recorded. */
  readonly undecided: number;
  /** Nothing measures them yet. */
  readonly unserved: number;
}

const met: readonly ClauseState[] = ['compliant', 'attested', 'due-soon'];
const deviating: readonly ClauseState[] = ['non-compliant', 'evidence-missing'];

/** Counts clause states. A clause that nothing measures stays in the denominator: silence must not look perfect. */
export function tallyClauses(states: readonly ClauseState[]): ClauseTally {
  const count = (wanted: readonly ClauseState[]): number => states.filter((state) => wanted.includes(state)).length;
  return {
    met: count(met),
    deviating: count(deviating),
    waived: count(['waived']),
    notApplicable: count(['not-applicable']),
    undecided: count(['awaiting-review', 'check-error', 'stale', 'not-yet-run', 'informational']),
    unserved: count(['unserved']),
  };
}

const ownClauses = centerClauses();

/** The state of each clause of the center's coverage: the clause matrix without its words, for lists of many centers. */
export function ownClauseStates(measured: readonly MeasuredRule[], anyAgent: boolean): ClauseState[] {
  const byClause = new Map<string, StateCounts>();
  for (const row of measured)
    byClause.set(
      row.clause,
      addCounts(byClause.get(row.clause) ?? {}, row.current ? row.counts : staleCounts(row.counts)),
    );
  return ownClauses.map(
    (clause) =>
      worstState(byClause.get(clause.id) ?? {}) ??
      (anyAgent && rulesOfClause(clause.id).length > 0 ? 'not-yet-run' : 'unserved'),
  );
}

/** The four numbers of one center. Coverage is judged ÷ applicable over clauses; waived clauses are judged and not met. */
export function standingNumbers(
  tally: ClauseTally,
  openCritical: number,
  onTimeReporting: { readonly onTime: number; readonly due: number },
): ConsoleNumbers {
  const judged = tally.met + tally.deviating + tally.waived;
  return {
    openCritical,
    metRate: { met: tally.met, judged },
    coverage: { judged, applicable: judged + tally.undecided + tally.unserved },
    onTimeReporting: { ...onTimeReporting },
  };
}

/** Sums the numbers of several centers: rates are of the pooled clauses, never an average of rates. */
export function poolNumbers(all: readonly ConsoleNumbers[]): ConsoleNumbers {
  const sum = (pick: (numbers: ConsoleNumbers) => number): number =>
    all.reduce((total, numbers) => total + pick(numbers), 0);
  return {
    openCritical: sum((n) => n.openCritical),
    metRate: { met: sum((n) => n.metRate.met), judged: sum((n) => n.metRate.judged) },
    coverage: { judged: sum((n) => n.coverage.judged), applicable: sum((n) => n.coverage.applicable) },
    onTimeReporting: { onTime: sum((n) => n.onTimeReporting.onTime), due: sum((n) => n.onTimeReporting.due) },
  };
}

/** Share of applicable clauses that must be judged before a center is graded. */
const gradedFrom = 0.9;

/** Critical first, whatever the coverage; then no grade under 90 % coverage; then amber for any other deviation. */
export function standingLight(numbers: ConsoleNumbers): StandingLight {
  if (numbers.openCritical > 0) return 'red';
  const { judged, applicable } = numbers.coverage;
  if (applicable === 0 || judged < gradedFrom * applicable) return 'not-graded';
  return numbers.metRate.met < numbers.metRate.judged ? 'amber' : 'green';
}

const lightOrder: Readonly<Record<StandingLight, number>> = { red: 0, amber: 1, 'not-graded': 2, green: 3 };

const rate = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** Red first: by light, then most open critical findings, then lowest met rate, then name. */
export function byStanding<
  T extends { readonly light: StandingLight; readonly numbers: ConsoleNumbers; readonly name: string },
>(a: T, b: T): number {
  const differences = [
    lightOrder[a.light] - lightOrder[b.light],
    b.numbers.openCritical - a.numbers.openCritical,
    rate(a.numbers.metRate.met, a.numbers.metRate.judged) - rate(b.numbers.metRate.met, b.numbers.metRate.judged),
  ];
  return differences.find((difference) => difference !== 0) ?? a.name.localeCompare(b.name, 'zh');
}
