import { describe, expect, it } from 'vitest';
import { readModule, readTables } from './register-files.ts';
import { generateModules, readThresholds, type Tables } from './register-generate.ts';

function withCell(tables: Tables, from: string, to: string): Tables {
  const text = tables['clauses.tsv'];
  expect(text).toContain(from);
  return { ...tables, 'clauses.tsv': text.replace(from, to) };
}

describe('generateModules', () => {
  it('writes the same bytes as the modules on disk', () => {
    const modules = generateModules(readTables());
    expect([...modules.keys()]).toEqual([
      'clauses.ts',
      'documents.ts',
      'reporting-calendar.ts',
      'scoring.ts',
      'reference-levels.ts',
      'exam-classes.ts',
      'exam-mapping.ts',
    ]);
    for (const [file, text] of modules) expect({ file, text: readModule(file) }).toEqual({ file, text });
  });

  it('refuses an unknown kind with table, line and column', () => {
    const tables = withCell(readTables(), '\tdicom-header\t', '\thearsay\t');
    expect(() => generateModules(tables)).toThrow(/clauses\.tsv line 3, column evidence_kind: "hearsay"/);
  });

  it('refuses a row with a cell too many', () => {
    const tables = withCell(readTables(), '\tdicom-header\t', '\tdicom-header\t\t');
    expect(() => generateModules(tables)).toThrow(/clauses\.tsv line 3: 12 cells, expected 11/);
  });
});

describe('readThresholds', () => {
  it('gives each part its origin', () => {
    expect(readThresholds('seed: ≥10年; law: 门诊病历≥15年')).toEqual([
      { origin: 'seed', text: '≥10年', confirmed: true },
      { origin: 'law', text: '门诊病历≥15年', confirmed: true },
    ]);
    expect(readThresholds('law: 登记保存≥3年; 暂存≤2天 (MEMORY); default 每季度')).toEqual([
      { origin: 'law', text: '登记保存≥3年', confirmed: true },
      { origin: 'law', text: '暂存≤2天', confirmed: false },
      { origin: 'default', text: '每季度', confirmed: true },
    ]);
    expect(readThresholds(undefined)).toEqual([]);
    expect(() => readThresholds('≥10年')).toThrow(/says no origin/);
  });
});
