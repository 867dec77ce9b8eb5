import type { ConsoleLaw, ManifestRule, Severity } from '@center/contract';
import type { StationParameter } from '@center/contract/station-api';
import { aggravates, type Bilingual, clauseById, documentOf } from '@center/register';
import { ruleById } from '../../core/index.ts';

/** The law behind a clause as the register holds it. */
export function lawOf(clauseId: string): ConsoleLaw | null {
  const clause = clauseById(clauseId);
  if (clause === undefined) return null;
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
