/** The shape of a tree of words with any text in its leaves: what a second language has to fill. */
export type Words<T> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> };

/** A tree of words; leaves are texts with `{{name}}` where a value goes. */
export interface WordTree {
  readonly [key: string]: string | WordTree;
}

/** Every path to a leaf, sorted: `state.compliant`, … Two languages agree when these are equal. */
export function wordKeys(tree: WordTree, prefix = ''): string[] {
  return Object.entries(tree)
    .flatMap(([key, value]) => (typeof value === 'string' ? [`${prefix}${key}`] : wordKeys(value, `${prefix}${key}.`)))
    .sort();
}

/** Puts values into a text: `fill('as of {{at}}', { at })`. A name without a value stays as it is, visibly. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}
