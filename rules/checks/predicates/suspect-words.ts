import { type TermMatcher, termMatcher } from '@center/register';

export interface Hit {
  readonly keyword: string;
  readonly terms: readonly string[];
}

/** Lists come from a frozen manifest and are compiled once each. */
const compiled = new WeakMap<readonly string[], TermMatcher>();

function matcherOf(terms: readonly string[]): TermMatcher {
  const known = compiled.get(terms);
  if (known !== undefined) return known;
  const made = termMatcher(terms);
  compiled.set(terms, made);
  return made;
}

const none: readonly string[] = [];

/** Texts that hold one of the terms. A text that also holds a negation is no hit: it tells of something done before. */
export function hitsIn(
  texts: readonly { readonly keyword: string; readonly text: string }[],
  terms: readonly string[],
  negations: readonly string[] = none,
): readonly Hit[] {
  const match = matcherOf(terms);
  const negated = matcherOf(negations);
  return texts.flatMap(({ keyword, text }) => {
    const found = match(text);
    return found.length === 0 || negated(text).length > 0 ? [] : [{ keyword, terms: [...new Set(found)] }];
  });
}
