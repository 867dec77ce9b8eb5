// The words of a line of NUT's network protocol: separated by blanks, quoted where they hold blanks, with backslash before quote and backslash.
import { TalkFault } from '../talk-fault.ts';

/** Takes a line apart. Undefined: a quote is left open, or a backslash stands at the end. */
export function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word = '';
  let open = false;
  let inside = false;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === '\\') {
      at += 1;
      const next = line[at];
      if (next === undefined) return undefined;
      word += next;
      inside = true;
    } else if (letter === '"') {
      open = !open;
      inside = true;
    } else if (!open && (letter === ' ' || letter === '\t')) {
      if (inside) words.push(word);
      word = '';
      inside = false;
    } else {
      word += letter;
      inside = true;
    }
  }
  if (open) return undefined;
  if (inside) words.push(word);
  return words;
}

/** Puts a line together. Throws TalkFault for an argument with a line break or another control character: it would be a second command. */
export function lineOf(words: readonly string[]): string {
  return words
    .map((word) => {
      if (/[\u0000-\u001f\u007f]/.test(word)) throw new TalkFault('request', 'argument-refused');
      return /^[A-Za-z0-9._:@-]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`;
    })
    .join(' ');
}
