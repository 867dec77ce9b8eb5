// The report of the register as text, Markdown or JSON, in Chinese or English.
import { documents } from '@center/register';
import type { Report, ReportRow } from './register-coverage.ts';

export type Language = 'zh' | 'en';
export type Format = 'table' | 'json' | 'md';

const words = {
  zh: {
    title: '条款登记与规则对照',
    clause: '条款',
    section: '章节',
    meaning: '内容',
    who: '责任方',
    severity: '严重程度',
    checkable: '核查方式',
    servedBy: '对应规则和任务',
    nothing: '（尚无）',
    rule: '规则',
    duty: '任务',
    counts: '统计',
    all: '全部条款',
    center: '中心自身条款',
    served: '已有对应',
    unserved: '尚无对应',
    unservedList: '尚无规则或任务对应的条款',
    outside: { 'authority-duty': '主管部门职责', 'agency-duty': '技术服务机构职责', 'other-document': '其他文件' },
    noCatalogue: '无法读取规则目录，未能核对：',
    dangling: '引用了登记中没有的条款：',
    faulty: '规则目录有缺陷：',
    registerFault: '登记有缺陷：',
    unverified: '（文号待核对）',
    who_: { center: '中心', staff: '人员', device: '设备', agency: '技术机构', authority: '主管部门' },
    severity_: { critical: '严重', major: '重要', minor: '一般' },
    checkable_: { auto: '自动', semi: '半自动', record: '仅记录', no: '不可自动' },
  },
  en: {
    title: 'Clause register and the rules that serve it',
    clause: 'clause',
    section: 'section',
    meaning: 'meaning',
    who: 'owed by',
    severity: 'severity',
    checkable: 'checkable',
    servedBy: 'rules and duties',
    nothing: '(none yet)',
    rule: 'rule',
    duty: 'duty',
    counts: 'Counts',
    all: 'all clauses',
    center: "the center's own clauses",
    served: 'served',
    unserved: 'not served',
    unservedList: 'Clauses that nothing serves yet',
    outside: {
      'authority-duty': "authority's duty",
      'agency-duty': "agency's duty",
      'other-document': 'other document',
    },
    noCatalogue: 'The catalogue of rules cannot be read, so nothing could be matched: ',
    dangling: 'cites a clause that the register does not hold: ',
    faulty: 'The catalogue has a fault: ',
    registerFault: 'The register has a fault: ',
    unverified: ' (number unverified)',
    who_: { center: 'center', staff: 'staff', device: 'device', agency: 'agency', authority: 'authority' },
    severity_: { critical: 'critical', major: 'major', minor: 'minor' },
    checkable_: { auto: 'auto', semi: 'semi', record: 'record', no: 'no' },
  },
} as const;

export interface ReportView {
  readonly report: Report;
  /** The rows to print; the counts are always over all. */
  readonly rows: readonly ReportRow[];
  readonly language: Language;
  readonly problems: readonly string[];
  /** Why no catalogue could be read; undefined when it could. */
  readonly noCatalogue: string | undefined;
}

/** Columns on a terminal: a Han character or full-width sign takes two. */
function columns(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(char)
        ? 2
        : 1),
    0,
  );
}

function padded(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, at) => cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - columns(cell))))
    .join('  ')
    .trimEnd();
}

function servedBy(row: ReportRow, language: Language): string {
  const w = words[language];
  if (row.servedBy.length === 0) return w.nothing;
  return row.servedBy.map((server) => `${w[server.kind]} ${server.id}@${server.version}`).join(', ');
}

/** In a table the rules stand on lines of their own, so the column holds their number. */
function servedCount(row: ReportRow, language: Language): string {
  return row.servedBy.length === 0 ? words[language].nothing : String(row.servedBy.length);
}

function serverLines(row: ReportRow, language: Language): readonly string[] {
  return row.servedBy.map(
    (server) => `    ${words[language][server.kind]} ${server.id}@${server.version}  ${server.title[language]}`,
  );
}

function cellsOf(
  row: ReportRow,
  language: Language,
  served: (row: ReportRow, language: Language) => string,
): readonly string[] {
  const w = words[language];
  const { clause } = row;
  const who = row.outside === undefined ? w.who_[clause.who] : `${w.who_[clause.who]} · ${w.outside[row.outside]}`;
  return [
    clause.id,
    clause.section,
    who,
    w.severity_[clause.severity],
    w.checkable_[clause.softwareCheckable],
    served(row, language),
    clause.meaning[language],
  ];
}

function headOf(language: Language): readonly string[] {
  const w = words[language];
  return [w.clause, w.section, w.who, w.severity, w.checkable, w.servedBy, w.meaning];
}

function documentLine(key: string, language: Language): string {
  const document = documents.find((each) => each.key === key);
  if (document === undefined) return key;
  const number =
    document.number === undefined
      ? ''
      : ` ${document.number}${document.numberVerified ? '' : words[language].unverified}`;
  return `${key} · ${document.title[language]}${number} · ${document.date} · ${document.issuingBody[language]}`;
}

function countLines(view: ReportView): readonly string[] {
  const w = words[view.language];
  const line = (name: string, total: number, served: number): string =>
    `${name}: ${total}; ${w.served} ${served}; ${w.unserved} ${total - served}`;
  return [
    line(w.all, view.report.all.total, view.report.all.served),
    line(w.center, view.report.center.total, view.report.center.served),
    ...[...view.report.byBody].map(([body, count]) => line(body, count.total, count.served)),
  ];
}

function warningLines(view: ReportView): readonly string[] {
  const w = words[view.language];
  return [
    ...(view.noCatalogue === undefined ? [] : [`${w.noCatalogue}${view.noCatalogue}`]),
    ...view.problems,
    ...view.report.dangling.map((server) => `${server.id}@${server.version} ${w.dangling}${server.clause}`),
  ];
}

/** The ids of the printed clauses that nothing serves, by document. */
function unservedLines(view: ReportView): readonly string[] {
  return [...groups(view.rows.filter((row) => row.servedBy.length === 0))].map(
    ([key, rows]) => `${key}: ${rows.map((row) => row.clause.id).join(' ')}`,
  );
}

function groups(rows: readonly ReportRow[]): ReadonlyMap<string, readonly ReportRow[]> {
  return Map.groupBy(rows, (row) => row.clause.document);
}

function tableText(view: ReportView): string {
  const head = headOf(view.language);
  const body = new Map(view.rows.map((row) => [row, cellsOf(row, view.language, servedCount)]));
  // The last column is free text and stays ragged.
  const widths = head
    .slice(0, -1)
    .map((cell, at) => Math.max(columns(cell), ...[...body.values()].map((cells) => columns(cells[at] ?? ''))));
  const parts = [...groups(view.rows)].map(([key, rows]) =>
    [
      documentLine(key, view.language),
      padded(head, widths),
      ...rows.flatMap((row) => [padded(body.get(row) ?? [], widths), ...serverLines(row, view.language)]),
    ].join('\n'),
  );
  const unserved = unservedLines(view);
  return [
    words[view.language].title,
    ...parts,
    unserved.length === 0 ? '' : [words[view.language].unservedList, ...unserved].join('\n'),
    [words[view.language].counts, ...countLines(view)].join('\n'),
    warningLines(view).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function markdownText(view: ReportView): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const head = headOf(view.language);
  const parts = [...groups(view.rows)].map(([key, rows]) =>
    [
      `## ${documentLine(key, view.language)}`,
      '',
      line(head),
      line(head.map(() => '---')),
      ...rows.map((row) => line(cellsOf(row, view.language, servedBy))),
    ].join('\n'),
  );
  const list = (lines: readonly string[]): string => lines.map((each) => `- ${each}`).join('\n');
  const unserved = unservedLines(view);
  return [
    `# ${words[view.language].title}`,
    ...parts,
    unserved.length === 0 ? '' : `## ${words[view.language].unservedList}\n\n${list(unserved)}`,
    `## ${words[view.language].counts}`,
    list(countLines(view)),
    list(warningLines(view)),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function jsonText(view: ReportView): string {
  const plain = {
    counts: { all: view.report.all, center: view.report.center, byDocument: Object.fromEntries(view.report.byBody) },
    documents,
    clauses: view.rows.map((row) => ({ ...row.clause, outsideCoverage: row.outside ?? null, servedBy: row.servedBy })),
    problems: warningLines(view),
  };
  return JSON.stringify(plain, null, 2);
}

/** The whole report as text, without a final line end. */
export function reportText(view: ReportView, format: Format): string {
  switch (format) {
    case 'table':
      return tableText(view);
    case 'md':
      return markdownText(view);
    case 'json':
      return jsonText(view);
  }
}

/** A fault of the catalogue or of the register in the reader's language. */
export function faultLine(kind: 'faulty' | 'registerFault', problem: string, language: Language): string {
  return `${words[language][kind]}${problem}`;
}
