import type { ConsoleLaw, ManifestRule, Severity } from '@center/contract';
import type { StationParameter } from '@center/contract/station-api';
import { type Bilingual, clauseById, lawOf as wordsOfClause } from '@center/register';
import { ruleById } from '../../core/index.ts';

/** The law behind a clause as the register holds it; null when it holds none of that id. */
export function lawOf(clauseId: string): ConsoleLaw | null {
  const clause = clauseById(clauseId);
  return clause === undefined ? null : wordsOfClause(clause);
}

export interface RuleWords {
  readonly title: Bilingual;
  readonly clause: string;
  readonly severity: Severity;
  readonly whatToDo: Bilingual;
  readonly cannotTell: Bilingual;
  readonly fourEyes: boolean;
}

/** The words of a rule; a rule that this program does not have goes by its id. */
export function ruleWords(ruleId: string): RuleWords {
  const rule = ruleById(ruleId);
  if (rule !== undefined) return rule;
  const named = { zh: ruleId, en: ruleId };
  const unknown = { zh: '本程序没有此规则', en: 'This program does not have the rule.' };
  return { title: named, clause: '', severity: 'major', whatToDo: unknown, cannotTell: unknown, fourEyes: true };
}

export function parametersOf(entry: ManifestRule | undefined): StationParameter[] {
  return Object.entries(entry?.parameters ?? {}).map(([name, { value, unit, source }]) => ({
    name,
    value: typeof value === 'object' ? value.join(', ') : String(value),
    unit: unit ?? null,
    source: source.kind,
    text: source.text,
  }));
}
