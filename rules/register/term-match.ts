/**
 * Terms in free header text. A Latin term matches whole words (`HIP` is not in `CHIP`; digits and signs end a word, so `ABD2` holds `ABD`); with a
 * trailing `*` it matches the beginning of a word; a blank in it stands for nothing or any of blank, `-`, `_`, `/`, `.`. A Han term matches anywhere,
 * because Chinese writes no blanks. The longest term wins at each place, and no place is counted twice: 肾上腺 is not also 肾.
 */
export type TermMatcher = (text: string) => readonly string[];

const han = /\p{Script=Han}/u;

function source(term: string): string {
  const open = term.endsWith('*');
  const body = (open ? term.slice(0, -1) : term)
    .split(' ')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`))
    .join(String.raw`[\s\-_/.^]*`);
  if (han.test(term)) return `(${body})`;
  return open ? `(?<!\\p{L})(${body})` : `(?<![A-Z])(${body})(?![A-Z])`;
}

/** Upper case, full-width letters made narrow, the padding of the header (NUL, blanks) gone. */
export function foldText(text: string): string {
  return text.normalize('NFKC').replaceAll('\0', '').trim().toUpperCase();
}

/** Compiles a list once; the matcher answers the terms found, in the order of the text, spelled as in the list. */
export function termMatcher(terms: readonly string[]): TermMatcher {
  if (terms.length === 0) return () => [];
  const sorted = terms.toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(sorted.map((term) => source(foldText(term))).join('|'), 'gu');
  return (text) => {
    const found: string[] = [];
    for (const match of foldText(text).matchAll(pattern)) {
      const at = match.slice(1).findIndex((group: string | undefined) => group !== undefined);
      const term = sorted[at];
      if (term !== undefined) found.push(term);
    }
    return found;
  };
}
