import { foldText } from '@center/register';

function folded(text: string): string {
  return foldText(text).replace(/\s+/gu, ' ');
}

/** Folded form → the listed text. Lists come from a frozen manifest and are folded once each. */
const byFolded = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

function foldedList(list: readonly string[]): ReadonlyMap<string, string> {
  const known = byFolded.get(list);
  if (known !== undefined) return known;
  const made = new Map(list.map((each) => [folded(each), each]));
  byFolded.set(list, made);
  return made;
}

/** The listed text that the whole value equals, width and case aside; undefined when none does. */
export function placeholderValue(value: string, placeholders: readonly string[]): string | undefined {
  return foldedList(placeholders).get(folded(value));
}

/**
 * The placeholder in a name group (`family^given^middle…`): a listed text that is the whole of a component, or a listed name that is the whole group.
 * Never a part of a component, because a placeholder may be the beginning of somebody's name.
 */
export function placeholderInName(
  group: string,
  components: readonly string[],
  wholeNames: readonly string[],
): string | undefined {
  const parts = group
    .split('^')
    .map(folded)
    .filter((part) => part !== '');
  const names = foldedList(wholeNames);
  return (
    names.get(parts.join('^')) ??
    names.get(parts.toReversed().join('^')) ??
    parts.map((part) => placeholderValue(part, components)).find((found) => found !== undefined)
  );
}

/** False when nothing of a name is there: only delimiters, digits or signs. */
export function holdsLetters(group: string): boolean {
  return /\p{L}/u.test(group);
}
