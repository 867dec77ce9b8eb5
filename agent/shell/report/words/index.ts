/**
 * words: what the printed report says in either language. In: a language, values for the gaps. Out: sentences. Never: a figure of its own, a word of the station's pages.
 */
import type { ReportLanguage } from '../monthly-report.ts';
import { en } from './en.ts';
import type { ReportWords } from './words.ts';
import { zh } from './zh.ts';

export type { ReportWords } from './words.ts';

const words: Readonly<Record<ReportLanguage, ReportWords>> = { zh, en };

export const wordsOf = (language: ReportLanguage): ReportWords => words[language];

/** Puts values into `{name}`; a name without a value is a fault of ours. */
export function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for {${name}}`);
    return String(value);
  });
}
