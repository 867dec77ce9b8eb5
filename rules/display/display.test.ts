import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { displayStates } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { formatDate, formatDateTime } from './dates.ts';
import { displayWords, i18nOptions } from './language.ts';
import { formatNumber, formatShare, rounded } from './numbers.ts';
import { shownState, stateLooks } from './state-look.ts';
import { fill, wordKeys } from './words/shape.ts';

describe('words', () => {
  it('have the same keys in both languages and no empty text', () => {
    expect(wordKeys(displayWords.en)).toEqual(wordKeys(displayWords['zh-CN']));
    for (const words of Object.values(displayWords)) expect(JSON.stringify(words)).not.toMatch(/:""/);
  });

  it('ask for the same values in both languages', () => {
    const asked = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
    const pick = (tree: object, path: string): string =>
      path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], tree) as string;
    for (const key of wordKeys(displayWords.en))
      expect(asked(pick(displayWords.en, key)), key).toEqual(asked(pick(displayWords['zh-CN'], key)));
  });

  it('stand nowhere else: no source of this room holds Chinese outside words/', () => {
    const sources = globSync('**/*.{ts,tsx,css}', { cwd: import.meta.dirname }).filter(
      (name) => !/^(words|node_modules)\//.test(name) && !name.includes('.test.'),
    );
    expect(sources.length).toBeGreaterThan(25);
    for (const name of sources) {
      const code = readFileSync(join(import.meta.dirname, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code, name).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('go to i18next as a name space beside the page’s own', () => {
    const options = i18nOptions({ 'zh-CN': { a: '甲' }, en: { a: 'A' } }, 'en');
    expect(options.resources['zh-CN'].display.state.compliant).toBe('符合');
    expect(options.resources.en.page).toEqual({ a: 'A' });
  });
});

describe('states', () => {
  it('have a word and a look each, and no two share word, mark and surface', () => {
    const looks = new Set<string>();
    for (const state of [...displayStates, 'unserved', 'suspected'] as const) {
      const { mark, tone, surface } = stateLooks[state];
      looks.add(`${mark} ${tone} ${surface}`);
      expect(displayWords['zh-CN'].state[state]).toMatch(/\p{Script=Han}/u);
    }
    expect(looks.size).toBe(displayStates.length + 2);
  });

  it('are told apart without colour: mark and surface together are unique', () => {
    const looks = Object.values(stateLooks).map(({ mark, surface }) => `${mark} ${surface}`);
    const twice = looks.filter((look, at) => looks.indexOf(look) !== at);
    expect(twice).toEqual([]);
  });

  it('unknown is never green and always hatched', () => {
    for (const state of ['stale', 'not-yet-run', 'check-error'] as const) {
      expect(stateLooks[state].tone).not.toBe('green');
      expect(stateLooks[state].surface).toBe('hatched');
    }
  });

  it('a deviation is suspected until a person has confirmed it', () => {
    expect(shownState('non-compliant', 'open')).toBe('suspected');
    expect(shownState('non-compliant', 'confirmed')).toBe('non-compliant');
    expect(shownState('non-compliant', undefined)).toBe('non-compliant');
    expect(shownState('evidence-missing', 'open')).toBe('evidence-missing');
  });
});

describe('dates and numbers', () => {
  it('are shown in the zone of Shanghai', () => {
    expect(formatDateTime('2026-11-25T16:30:00Z')).toBe('2026-11-26 00:30');
    expect(formatDate('2026-11-25T16:30:00.123Z')).toBe('2026-11-26');
    expect(formatDate('2026-11-25')).toBe('2026-11-25');
    expect(formatDate('2016')).toBe('2016');
    expect(formatDateTime('no date')).toBe('no date');
  });

  it('a share is never rounded to all or nothing', () => {
    expect(formatShare(9999, 10_000)).toBe('99.9%');
    expect(formatShare(1, 10_000)).toBe('0.1%');
    expect(formatShare(0, 7)).toBe('0%');
    expect(formatShare(7, 7)).toBe('100%');
    expect(formatShare(0, 0)).toBe('–');
    expect(formatShare(2, 3)).toBe('66.7%');
  });

  it('numbers keep their digits', () => {
    expect(formatNumber(1234567)).toBe('1,234,567');
    expect(formatNumber(0.000123)).toBe('0.000123');
    expect(formatNumber(0)).toBe('0');
    expect(rounded(55.941_123)).toBe(55.94);
    expect(rounded(0.000_012_345_6)).toBe(0.000_012_35);
  });

  it('a value that is not given stays visible', () => {
    expect(fill('{{a}} of {{b}}', { a: 1 })).toBe('1 of {{b}}');
  });
});
