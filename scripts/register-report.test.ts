import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildReport, readCatalogues, type Server } from './register-coverage.ts';
import { type Format, type ReportView, reportText } from './register-report-text.ts';

const title = { zh: '检查前问明是否怀孕', en: 'Asked about pregnancy before the exam' };
const asked: Server = { kind: 'rule', id: 'pregnancy-asked', version: 2, clause: 'MIDC-3.5.3d', title };

function view(servers: readonly Server[], change: Partial<ReportView> = {}): ReportView {
  const report = buildReport(servers);
  return { report, rows: report.rows, language: 'zh', problems: [], noCatalogue: undefined, ...change };
}

describe('readCatalogues', () => {
  it('reads rules and duties, and names entries that are none', () => {
    const { kind: _kind, ...rule } = asked;
    expect(
      readCatalogues({ ruleCatalogue: [rule, { id: 'half' }], dutyCatalogue: [{ ...rule, id: 'weekly-round' }] }),
    ).toEqual({
      kind: 'read',
      servers: [asked, { ...asked, kind: 'duty', id: 'weekly-round' }],
      problems: ['rule number 2 has no id, version, clause or title in both languages'],
    });
  });

  it('says when there is no catalogue', () => {
    expect(readCatalogues({}).kind).toBe('unavailable');
    expect(readCatalogues(undefined).kind).toBe('unavailable');
  });
});

describe('the report', () => {
  it('counts what is served, the center’s own clauses apart', () => {
    const report = buildReport([
      asked,
      { ...asked, kind: 'duty', id: 'consent' },
      { ...asked, id: 'lost', clause: 'MIDC-9.9' },
    ]);
    expect(report.all).toEqual({ total: 267, served: 1 });
    expect(report.center).toEqual({ total: 140, served: 1 });
    expect(report.byBody.get('MIDC')).toEqual({ total: 146, served: 1 });
    expect(report.dangling.map((server) => server.id)).toEqual(['lost']);
  });

  it.each(['table', 'md'] satisfies Format[])(
    'prints every clause with its servers and the unserved list (%s)',
    (format) => {
      const text = reportText(view([asked]), format);
      const lines = text.split('\n');
      const served = lines.findIndex((each) => each.includes('pregnancy-asked@2'));
      // In the table the rule stands below its clause, in Markdown beside it.
      expect(lines[format === 'table' ? served - 1 : served]).toContain('MIDC-3.5.3d');
      expect(text).toContain('国卫医发〔2016〕36号');
      const list = text.split('\n').find((each) => /^(- )?MIDC: MIDC-0\.1 /.test(each));
      expect(list).toContain('MIDC-3.5.3e');
      expect(list).not.toContain('MIDC-3.5.3d');
      for (const row of view([]).rows) expect(text).toContain(row.clause.id);
    },
  );

  it('speaks English, and says why nothing could be matched', () => {
    const text = reportText(view([], { language: 'en', noCatalogue: 'it exports no ruleCatalogue' }), 'table');
    expect(text).toContain("the center's own clauses: 140; served 0; not served 140");
    expect(text).toContain('cannot be read, so nothing could be matched: it exports no ruleCatalogue');
  });

  it('is JSON on request', () => {
    const parsed: unknown = JSON.parse(reportText(view([asked]), 'json'));
    expect(parsed).toMatchObject({ counts: { all: { total: 267, served: 1 } }, problems: [] });
  });
});

describe('the command', () => {
  const entry = fileURLToPath(new URL('./register-report.mjs', import.meta.url));
  const run = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [entry, ...args], { encoding: 'utf8' });

  it('names a wrong option and how it is called, with exit code 2', () => {
    const result = run('--format', 'xml');
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('--format xml');
    expect(result.stderr).toContain('--format table|json|md');
  });

  it('prints the center’s own clauses', () => {
    const result = run('--center', '--lang', 'en');
    expect(result.stdout).toContain('MIDC-3.14b');
    expect(String(result.stdout)).not.toMatch(/^MIDC-5\.2\.3 /m);
    expect(result.stdout).not.toContain('JL24-1.0 ');
  });
});
