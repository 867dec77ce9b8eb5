import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordKeys } from '@center/display';
import { expect, test } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

const page = join(import.meta.dirname, '..');

test('both languages have the same keys, none of them empty', () => {
  expect(wordKeys(en)).toEqual(wordKeys(zh));
  for (const words of [zh, en]) expect(JSON.stringify(words)).not.toContain('""');
});

test('placeholders are the same in both languages', () => {
  const holes = (tree: unknown): unknown =>
    typeof tree === 'string'
      ? (tree.match(/\{\{\w+\}\}/g) ?? []).toSorted()
      : Object.fromEntries(Object.entries(tree as object).map(([key, value]) => [key, holes(value)]));
  expect(holes(en)).toEqual(holes(zh));
});

test('no Chinese character and no foreign address stands in the page’s sources outside the words', () => {
  const sources = globSync('**/*.{ts,tsx,css}', {
    cwd: page,
    exclude: (path) => /dist|node_modules|words|\.test\./.test(path),
  });
  expect(sources.length).toBeGreaterThan(40);
  for (const path of sources) {
    const text = readFileSync(join(page, path), 'utf8');
    expect([path, text.match(/\p{Script=Han}/u)?.[0]]).toEqual([path, undefined]);
    expect([path, text.match(/https?:\/\/[^\s'"`]*/)?.[0]]).toEqual([path, undefined]);
  }
});
