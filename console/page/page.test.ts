import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsoleClause, ConsoleFacility } from '@center/contract';
import { wordKeys } from '@center/display';
import { describe, expect, it } from 'vitest';
import { withQuery } from './api/request.ts';
import { barOption } from './charts/bar-option.ts';
import { doseMonths, intakeBars } from './charts/center-bars.ts';
import { severityBars } from './charts/severity-bars.ts';
import type { ChartWords } from './charts/use-chart-words.ts';
import { clauseStatesShown, fittingClauses } from './pages/center/clause-rows.ts';
import { oneOf, pageNumber } from './parts/filters.ts';
import { sameFingerprint } from './parts/fingerprint.ts';
import {
  differences,
  type Manifest,
  nextVersion,
  valueFrom,
  valueText,
  withParameter,
  withRule,
} from './parts/rule-set-edit.ts';
import { en } from './words/en.ts';
import { zh } from './words/zh.ts';

describe('words', () => {
  it('have the same keys in both languages, none empty, and ask for the same values', () => {
    expect(wordKeys(en)).toEqual(wordKeys(zh));
    const at = (tree: object, path: string): string =>
      path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], tree) as string;
    const asked = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
    for (const key of wordKeys(en)) {
      expect(at(en, key), key).not.toBe('');
      expect(asked(at(en, key)), key).toEqual(asked(at(zh, key)));
      expect(at(en, key), key).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('stand nowhere else: no source of the page holds Chinese outside words/', () => {
    const sources = globSync('**/*.{ts,tsx,css}', { cwd: import.meta.dirname }).filter(
      (name) => !/^(words|dist|node_modules)\//.test(name) && !name.includes('.test.'),
    );
    expect(sources.length).toBeGreaterThan(50);
    for (const name of sources) {
      const code = readFileSync(join(import.meta.dirname, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      expect(code, name).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('get every value that they ask for', () => {
    const at = (path: string): unknown =>
      path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], zh);
    let calls = 0;
    for (const name of globSync('**/*.{ts,tsx}', { cwd: import.meta.dirname })) {
      if (/^(dist|node_modules)\//.test(name)) continue;
      const code = readFileSync(join(import.meta.dirname, name), 'utf8');
      for (const [, key = '', given = ''] of code.matchAll(/\bt\('([\w.]+)'(?:, \{([^}]*)\})?\)/g)) {
        const text = at(key);
        if (typeof text !== 'string') continue;
        calls += 1;
        const names = [...given.matchAll(/(?:^|,)\s*(\w+)/g)].map((match) => match[1]);
        for (const [, asked] of text.matchAll(/\{\{(\w+)\}\}/g)) expect(names, `${name}: ${key}`).toContain(asked);
      }
    }
    expect(calls).toBeGreaterThan(150);
  });

  it('the page asks for nothing outside: no source names a foreign address', () => {
    for (const name of globSync('**/*.{ts,tsx,css,html,svg}', { cwd: import.meta.dirname })) {
      if (/^(dist|node_modules)\//.test(name) || name.includes('.test.')) continue;
      const foreign = (
        readFileSync(join(import.meta.dirname, name), 'utf8').match(/https?:\/\/[^\s'"`)<]+/g) ?? []
      ).filter((address) => address !== 'http://www.w3.org/2000/svg');
      expect(foreign, name).toEqual([]);
    }
  });
});

describe('addresses', () => {
  it('leave out what has no value', () => {
    expect(withQuery('/findings', { facility: 'a b', state: undefined, q: '', page: 2 })).toBe(
      '/findings?facility=a+b&page=2',
    );
    expect(withQuery('/findings')).toBe('/findings');
  });
  it('are not believed', () => {
    expect(oneOf('red', ['red', 'amber'])).toBe('red');
    expect(oneOf('pink', ['red', 'amber'])).toBeUndefined();
    expect([undefined, '3', '0', '-1', 'x', '1.5'].map(pageNumber)).toEqual([1, 3, 1, 1, 1, 1]);
  });
});

describe('fingerprints', () => {
  it.each([
    ['AB12 CD34', 'AB12 CD34', true],
    ['ab12cd34', 'AB12 CD34', true],
    ['AB:12:CD:34', 'AB12 CD34', true],
    ['AB12 CD35', 'AB12 CD34', false],
    ['AB12', 'AB12 CD34', false],
    ['', '', false],
  ])('%s and %s', (typed, received, same) => {
    expect(sameFingerprint(typed, received)).toBe(same);
  });
});

const clause = (id: string, state: ConsoleClause['state'], severity: 'critical' | 'minor'): ConsoleClause => ({
  law: {
    clause: id,
    documentTitle: { zh: '甲', en: 'A' },
    documentNumber: null,
    documentNumberVerified: false,
    documentDate: '2016',
    section: '一',
    quote: `条文 ${id}`,
    meaning: { zh: '含义', en: 'Kept Ten Years' },
    who: 'center',
    severity,
    aggravates: false,
  },
  state,
  counts: {},
  coverage: { judged: 0, applicable: 0 },
  rules: [],
  openFindings: 0,
  asOf: null,
  checkable: 'auto',
  outside: null,
});

describe('clauses', () => {
  const all = [
    clause('MIDC-1.1', 'compliant', 'critical'),
    clause('MIDC-1.2', 'unserved', 'minor'),
    clause('MIDC-1.3', 'waived', 'minor'),
  ];
  const found = (filter: Partial<Parameters<typeof fittingClauses>[1]>) =>
    fittingClauses(all, { state: undefined, severity: undefined, text: undefined, ...filter }).map(
      (row) => row.law.clause,
    );
  it('are found by state, by group of states, by severity and by words', () => {
    expect(found({})).toHaveLength(3);
    expect(found({ state: 'unserved' })).toEqual(['MIDC-1.2']);
    expect(found({ state: 'judged' })).toEqual(['MIDC-1.1', 'MIDC-1.3']);
    expect(found({ state: 'met' })).toEqual(['MIDC-1.1']);
    expect(found({ state: 'not-judged', severity: 'minor' })).toEqual(['MIDC-1.2']);
    expect(found({ text: 'ten years' })).toHaveLength(3);
    expect(found({ text: '条文 MIDC-1.3' })).toEqual(['MIDC-1.3']);
  });
  it('know every state once', () => {
    expect(new Set(clauseStatesShown).size).toBe(clauseStatesShown.length);
    expect(clauseStatesShown).toHaveLength(13);
  });
});

const manifest: Manifest = {
  kind: 'rule-set-manifest/1',
  version: '1.0.9',
  effectiveFrom: '2026-01-01',
  notes: { zh: '', en: '' },
  rules: [
    {
      id: 'pregnancy-asked',
      version: 1,
      enabled: true,
      informational: false,
      parameters: {
        from: { value: 15, unit: 'a', source: { kind: 'default', text: '' } },
        words: { value: ['a', 'b'], source: { kind: 'default', text: '' } },
      },
    },
  ],
};

describe('rule sets', () => {
  it('change one number and leave the rest and the base alone', () => {
    const changed = withParameter(manifest, 'pregnancy-asked', 'from', 14);
    expect(differences(manifest, changed)).toBe(1);
    expect(manifest.rules[0]?.parameters['from']?.value).toBe(15);
    expect(differences(manifest, withParameter(manifest, 'pregnancy-asked', 'no-such', 1))).toBe(0);
    expect(
      differences(
        manifest,
        withRule(changed, 'pregnancy-asked', (rule) => ({ ...rule, enabled: false })),
      ),
    ).toBe(2);
  });
  it('take values of the same kind only', () => {
    expect(valueFrom(' 14.5 ', 15)).toBe(14.5);
    expect(valueFrom('0', 15)).toBe(0);
    expect(valueFrom('', 15)).toBeUndefined();
    expect(valueFrom('many', 15)).toBeUndefined();
    expect(valueFrom('a\n\n b ', ['x'])).toEqual(['a', 'b']);
    expect(valueText(['a', 'b'])).toBe('a\nb');
    expect(valueFrom('false', true)).toBe(false);
    expect(valueFrom('no', true)).toBeUndefined();
  });
  it('count on in the last place', () => {
    expect(nextVersion('1.0.9')).toBe('1.0.10');
    expect(nextVersion('2.3.4-demo.1')).toBe('2.3.5');
  });
});

describe('charts', () => {
  const words: ChartWords = {
    severity: { critical: 'C', major: 'M', minor: 'm' },
    openFindings: 'open',
    center: {
      own: 'own',
      imported: 'imp',
      unclassified: 'unc',
      dosePresent: 'yes',
      doseMissing: 'no',
      intake: 'i',
      dose: 'd',
    },
  };
  it('are described in words and carry patterns beside colours', () => {
    const option = barOption(
      severityBars([{ name: 'X', openFindings: { critical: 2, major: 0, minor: 1 } }], words),
      true,
    );
    expect(option.aria).toMatchObject({ enabled: true, decal: { show: true }, label: { description: 'open' } });
    expect(option.series).toMatchObject([{ data: [2] }, { data: [0] }, { data: [1] }]);
  });
  it('show months in order, whatever order they came in, and add devices up', () => {
    const intake = ['2026-03', '2026-01', '2026-02'].map((month, at) => ({
      month,
      own: at,
      imported: 1,
      unclassified: 0,
    }));
    const drawn = intakeBars(intake as unknown as ConsoleFacility['intake'], words.center, 2);
    expect(drawn.categories).toEqual(['2026-02', '2026-03']);
    expect(drawn.series[0]?.values).toEqual([2, 0]);
    const items = [
      { month: '2026-02', expected: 4, present: 3 },
      { month: '2026-01', expected: 2, present: 2 },
      { month: '2026-02', expected: 1, present: 1 },
    ];
    expect(doseMonths(items as unknown as ConsoleFacility['doseCoverage'])).toEqual([
      { month: '2026-01', expected: 2, present: 2 },
      { month: '2026-02', expected: 5, present: 4 },
    ]);
  });
});
