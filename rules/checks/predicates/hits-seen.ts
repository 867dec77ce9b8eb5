import type { Observed } from '@center/contract';
import type { Hit } from './suspect-words.ts';
import { seen } from './verdicts.ts';

/** The terms that were found, as evidence under the keyword of the text that holds them. */
export function hitsSeen(hits: readonly Hit[]): readonly Observed[] {
  return seen(Object.fromEntries(hits.map(({ keyword, terms }) => [keyword, terms.join(' ')])));
}
