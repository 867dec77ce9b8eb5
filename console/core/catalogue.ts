import { ruleCatalogue } from '@center/checks';
import type { ClauseId, Severity } from '@center/contract';
import type { Bilingual } from '@center/register';

// The console knows the rules by their words only: it shows what agents judged and judges nothing itself.
export { defaultRuleSet, ruleSetBytes } from '@center/checks';

export interface RuleWords {
  readonly id: string;
  readonly version: number;
  readonly clause: ClauseId;
  readonly severity: Severity;
  readonly title: Bilingual;
  readonly whatToDo: Bilingual;
  readonly cannotTell: Bilingual;
}

export const ruleWords: readonly RuleWords[] = ruleCatalogue.map(
  ({ id, version, clause, severity, title, whatToDo, cannotTell }) => ({
    id,
    version,
    clause,
    severity,
    title,
    whatToDo,
    cannotTell,
  }),
);

const byId: ReadonlyMap<string, RuleWords> = new Map(ruleWords.map((words) => [words.id, words]));
const byClause = Map.groupBy(ruleWords, (words) => words.clause as string);

/** The words of a rule; undefined for a rule that this console's catalogue does not hold. */
export function wordsOfRule(ruleId: string): RuleWords | undefined {
  return byId.get(ruleId);
}

export function rulesOfClause(clause: string): readonly RuleWords[] {
  return byClause.get(clause) ?? [];
}
