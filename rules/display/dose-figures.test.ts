import { expect, it } from 'vitest';
import { bandWords, barsOf, levelLines, monthSteps } from './dose-figures.tsx';
import { displayWords } from './language.ts';

it('a level makes three lines that carry its mark, and no level none', () => {
  const lines = levelLines({ p25: 6, p50: 8, p75: 15, source: 'S', verified: false });
  expect(lines.map(({ kind, value, verified }) => [kind, value, verified])).toEqual([
    ['p25', 6, false],
    ['p50', 8, false],
    ['p75', 15, false],
  ]);
  expect(levelLines(null)).toEqual([]);
});

it('bars lose the empty ends and keep the holes between', () => {
  expect(barsOf({ edges: [0, 1, 2, 3, 4, 5], counts: [0, 2, 0, 1, 0] })).toEqual([
    { from: 1, to: 2, count: 2 },
    { from: 2, to: 3, count: 0 },
    { from: 3, to: 4, count: 1 },
  ]);
  expect(barsOf({ edges: [0, 1], counts: [0] })).toEqual([]);
  expect(barsOf({ edges: [], counts: [] })).toEqual([]);
});

it('bands have words in both languages', () => {
  expect(bandWords(displayWords.en, 'all')).toBe('all ages');
  expect(bandWords(displayWords['zh-CN'], '0-<1')).toBe('0–<1 岁');
});

it('months without an exam and months whose median is not told break the line', () => {
  const rows = [
    { month: '2026-03', n: '<5', median: undefined },
    { month: '2026-01', n: 21, median: 9 },
  ] as const;
  expect(monthSteps(rows, 20)).toEqual([
    { label: '2026-01', median: 9, n: 21, required: 20 },
    { label: '2026-02', n: 0, required: 20 },
    { label: '2026-03', n: '<5', required: 20 },
  ]);
  expect(monthSteps([], 20)).toEqual([]);
});
