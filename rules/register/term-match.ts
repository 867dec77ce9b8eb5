/**
 * Terms in free header text. A Latin term matches whole words (`HIP` is not in `CHIP`; digits and signs end a word, so `ABD2` holds `ABD`); with a
 * trailing `*` it matches the beginning of a word; a blank in it stands for nothing or any of blank, `-`, `_`, `/`, `.`. A Han term matches anywhere,
 * because Chinese writes no blanks. The longest term wins at each place, and no place is counted twice: 肾上腺 is not also 肾.
 */
export type TermMatcher = (text: string) => readonly string[];

const han = /\p{Script=Han}/u;
const separators = /[\s\-_/.^]+/g;
/** A blank with the separators around it is one gap: two gaps beside each other would share what stands between words in too many ways to try. */
const gap = /[\s\-_/.^]*\s[\s\-_/.^]*/;

/** Upper case, full-width letters made narrow, the padding of the header (NUL, blanks) gone. */
export function foldText(text: string): string {
  return text.normalize('NFKC').replaceAll('\0', '').trim().toUpperCase();
}

/** What a term and the piece of text that it matched have in common. */
function keyOf(folded: string): string {
  return folded.replace(/\*$/, '').replace(separators, '');
}

function source(term: string): string {
  const open = term.endsWith('*');
  const body = (open ? term.slice(0, -1) : term)
    .split(gap)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`))
    .join(String.raw`[\s\-_/.^]*`);
  return open || han.test(term) ? body : `${body}(?![A-Z])`;
}

const compiled = new WeakMap<readonly string[], TermMatcher>();

/** The matcher of a list answers the terms found, in the order of the text, spelled as in the list. A list is compiled once and must not change afterwards. */
export function termMatcher(terms: readonly string[]): TermMatcher {
  const before = compiled.get(terms);
  if (before !== undefined) return before;
  const matcher = compile(terms);
  compiled.set(terms, matcher);
  return matcher;
}

function compile(terms: readonly string[]): TermMatcher {
  if (terms.length === 0) return () => [];
  const byLength = terms.toSorted((a, b) => b.length - a.length);
  const termOf = new Map(byLength.map((term) => [keyOf(foldText(term)), term]));
  const sources = (isHan: boolean): string[] =>
    byLength
      .map(foldText)
      .filter((term) => han.test(term) === isHan)
      .map(source);
  // Only Latin terms mind the letter before them.
  const groups = [
    { before: '', alternatives: sources(true) },
    { before: '(?<![A-Z])', alternatives: sources(false) },
  ].filter((group) => group.alternatives.length > 0);
  const pattern = new RegExp(
    groups.map(({ before, alternatives }) => `${before}(?:${alternatives.join('|')})`).join('|'),
    'gu',
  );
  return (text) => {
    const found: string[] = [];
    for (const match of foldText(text).match(pattern) ?? []) {
      const term = termOf.get(keyOf(match));
      if (term !== undefined) found.push(term);
    }
    return found;
  };
}
