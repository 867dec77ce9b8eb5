// Source tables (tab-separated, one duty a line) → the data modules of the register. Pure text in, text out; the entry beside it reads and writes the files.
import { mappingKeywords, phantoms, severities } from '@center/contract';
import {
  type BodyOfLaw,
  bodiesOfLaw,
  calendarKinds,
  checkabilities,
  type Deduction,
  duties,
  evidenceKinds,
  type Threshold,
  thresholdOrigins,
} from '@center/register/types';

/** The source tables, by file name. */
export const tableNames = [
  'clauses.tsv',
  'documents.tsv',
  'reporting-calendar.tsv',
  'scoring.tsv',
  'reference-levels-ct-adult.tsv',
  'exam-classes.tsv',
  'exam-mapping.tsv',
] as const;
export type TableName = (typeof tableNames)[number];
export type Tables = Readonly<Record<TableName, string>>;

class Row {
  readonly #cells: ReadonlyMap<string, string>;
  readonly #where: string;

  constructor(cells: ReadonlyMap<string, string>, where: string) {
    this.#cells = cells;
    this.#where = where;
  }

  /** The cell, which must not be empty. */
  text(column: string): string {
    const cell = this.#cells.get(column);
    if (cell === undefined || cell === '') throw this.fault(column, 'must not be empty');
    return cell;
  }

  /** The cell, or undefined where the table has a dash. */
  optional(column: string): string | undefined {
    const cell = this.text(column);
    return cell === '-' || cell === '—' ? undefined : cell;
  }

  number(column: string): number {
    const cell = this.text(column);
    if (!/^\d+(\.\d+)?$/.test(cell)) throw this.fault(column, `"${cell}" is no number`);
    return Number(cell);
  }

  flag(column: string): boolean {
    return this.oneOf(column, ['yes', 'no']) === 'yes';
  }

  oneOf<T extends string>(column: string, allowed: readonly T[]): T {
    const cell = this.text(column);
    const found = allowed.find((each) => each === cell);
    if (found === undefined) throw this.fault(column, `"${cell}" is none of ${allowed.join(', ')}`);
    return found;
  }

  fault(column: string, problem: string): Error {
    return new Error(`${this.#where}, column ${column}: ${problem}`);
  }
}

function rowsOf(name: TableName, text: string): readonly Row[] {
  const [head = '', ...lines] = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  const columns = head.split('\t');
  return lines.map((line, index) => {
    const cells = line.split('\t');
    const where = `${name} line ${index + 2}`;
    if (cells.length !== columns.length) throw new Error(`${where}: ${cells.length} cells, expected ${columns.length}`);
    return new Row(new Map(columns.map((column, at) => [column, (cells[at] ?? '').trim()])), where);
  });
}

/**
 * Reads `seed: ≥10年; law: 门诊病历≥15年`. A part without a word of origin keeps that of the part before it; "(MEMORY)" marks a number that nobody
 * has compared with the official text.
 */
export function readThresholds(cell: string | undefined): readonly Threshold[] {
  const parts: Threshold[] = [];
  for (const part of cell?.split(/;\s*/) ?? []) {
    const match = /^(seed|law|default)(?::\s*|\s+)(.+)$/.exec(part);
    const origin = thresholdOrigins.find((each) => each === match?.[1]) ?? parts.at(-1)?.origin;
    if (origin === undefined) throw new Error(`threshold "${part}" says no origin (seed, law, default)`);
    const text = match?.[2] ?? part;
    parts.push({ origin, text: text.replace(/\s*\(MEMORY\)/, ''), confirmed: !text.includes('(MEMORY)') });
  }
  return parts;
}

function readDeduction(row: Row): Deduction {
  const cell = row.optional('deduct_per_finding');
  if (cell === undefined) return { kind: 'none' };
  if (cell === '见子项') return { kind: 'see-sub-items' };
  if (cell === 'all') return { kind: 'all' };
  const parts = cell.split(' or ');
  const points = parts.filter((each) => each !== 'all').map(Number);
  const [first] = points;
  if (first === undefined || points.some(Number.isNaN))
    throw row.fault('deduct_per_finding', `"${cell}" is no deduction`);
  if (parts.includes('all')) return { kind: 'points-or-all', points: first };
  return points.length === 1 ? { kind: 'points', points: first } : { kind: 'one-of', points };
}

function bodyOf(row: Row, clause: string): BodyOfLaw {
  const found = bodiesOfLaw.find((each) => clause.startsWith(`${each}-`));
  if (found === undefined) throw row.fault('clause_id', `"${clause}" begins with no known body of law`);
  return found;
}

const bilingual = (row: Row, stem: string): object => ({ zh: row.text(`${stem}_zh`), en: row.text(`${stem}_en`) });

function clauseRow(row: Row): object {
  const id = row.text('clause_id');
  return {
    id,
    document: bodyOf(row, id),
    section: row.text('section'),
    quote: row.text('quote'),
    meaning: bilingual(row, 'meaning'),
    who: row.oneOf('who', duties),
    evidenceKind: row.oneOf('evidence_kind', evidenceKinds),
    verify: row.text('verify'),
    thresholds: readThresholds(row.optional('threshold')),
    severity: row.oneOf('severity', severities),
    softwareCheckable: row.oneOf('software_checkable', checkabilities),
  };
}

function documentRow(row: Row): object {
  return {
    key: row.oneOf('document', bodiesOfLaw),
    title: bilingual(row, 'title'),
    number: row.optional('number'),
    numberVerified: row.optional('number_verified') === 'yes',
    date: row.text('date'),
    issuingBody: bilingual(row, 'issuing_body'),
    status: bilingual(row, 'status'),
  };
}

function calendarRow(row: Row): object {
  return {
    id: row.text('id'),
    clause: row.text('clause_id'),
    kind: row.oneOf('kind', calendarKinds),
    who: row.oneOf('who', duties),
    toWhom: row.text('to_whom'),
    what: row.text('what'),
    dueRule: row.text('due_rule'),
    windowOrTrigger: row.text('window_or_trigger'),
    formOrChannel: row.optional('form_or_channel'),
    machineRule: row.optional('machine_rule'),
    note: row.optional('note'),
  };
}

function scoringRow(row: Row): object {
  return {
    itemNo: row.text('item_no'),
    level: row.oneOf('level', ['item', 'sub']),
    element: row.text('element'),
    content: row.text('content'),
    points: row.number('points'),
    deductionRule: row.text('deduction_rule'),
    deductPerFinding: readDeduction(row),
    floor: row.optional('floor') === undefined ? undefined : row.number('floor'),
    fieldRecheck: row.flag('field_recheck'),
    veto: row.flag('veto'),
    howReviewed: row.optional('how_reviewed'),
    radiationAdaptation: row.optional('radiation_adaptation'),
  };
}

function referenceLevelRow(row: Row): object {
  const percentiles = (quantity: string, suffix: string, unit: string): object =>
    Object.fromEntries(
      ['p25', 'p50', 'p75'].map((p) => [p, { value: row.number(`${quantity}_${p}_${suffix}`), unit }]),
    );
  return {
    examCode: row.text('exam_code'),
    modality: 'CT',
    ageBand: 'adult',
    name: bilingual(row, 'name'),
    ctdivol: percentiles('ctdivol', 'mgy', 'mGy'),
    dlp: percentiles('dlp', 'mgy_cm', 'mGy.cm'),
    source: row.text('standard'),
    verified: row.flag('verified'),
    status: bilingual(row, 'status'),
  };
}

function examClassRow(row: Row): object {
  return {
    id: row.text('id'),
    name: bilingual(row, 'name'),
    Modality: row.text('modality'),
    phantom: row.optional('phantom') === undefined ? undefined : row.oneOf('phantom', phantoms),
  };
}

function shippedMappingRow(row: Row): object {
  const keywords = row.text('keywords').split(' ');
  const unknown = keywords.find((each) => !mappingKeywords.some((keyword) => keyword === each));
  if (unknown !== undefined) throw row.fault('keywords', `"${unknown}" is none of ${mappingKeywords.join(', ')}`);
  return {
    id: row.text('id'),
    keywords,
    modalities: row.text('modalities').split(' '),
    pattern: row.text('patterns'),
    examClass: row.text('exam_class'),
  };
}

interface Target {
  readonly file: string;
  readonly table: TableName;
  readonly constant: string;
  readonly type: string;
  readonly convert: (row: Row) => object;
}

const targets: readonly Target[] = [
  { file: 'clauses.ts', table: 'clauses.tsv', constant: 'clauseRows', type: 'ClauseRow', convert: clauseRow },
  { file: 'documents.ts', table: 'documents.tsv', constant: 'documentRows', type: 'LawDocument', convert: documentRow },
  {
    file: 'reporting-calendar.ts',
    table: 'reporting-calendar.tsv',
    constant: 'calendarRows',
    type: 'CalendarRow',
    convert: calendarRow,
  },
  { file: 'scoring.ts', table: 'scoring.tsv', constant: 'scoringRows', type: 'ScoringRow', convert: scoringRow },
  {
    file: 'reference-levels.ts',
    table: 'reference-levels-ct-adult.tsv',
    constant: 'referenceLevelRows',
    type: 'ReferenceLevel',
    convert: referenceLevelRow,
  },
  {
    file: 'exam-classes.ts',
    table: 'exam-classes.tsv',
    constant: 'examClassRows',
    type: 'ExamClass',
    convert: examClassRow,
  },
  {
    file: 'exam-mapping.ts',
    table: 'exam-mapping.tsv',
    constant: 'shippedMappingRows',
    type: 'ShippedMapping',
    convert: shippedMappingRow,
  },
];

function moduleText(target: Target, table: string): string {
  const lines = rowsOf(target.table, table).map((row) => `  ${JSON.stringify(target.convert(row))},`);
  return [
    '// biome-ignore-all format: one row a line keeps differences readable',
    `// A table, generated from scripts/register-tables/${target.table} by scripts/register-generate.mjs; change it there.`,
    `import type { ${target.type} } from '../types.ts';`,
    '',
    `export const ${target.constant}: readonly ${target.type}[] = [`,
    ...lines,
    '];',
    '',
  ].join('\n');
}

/** The text of every generated module by file name. Throws with table, line and column where a cell is not what the register knows. */
export function generateModules(tables: Tables): ReadonlyMap<string, string> {
  return new Map(targets.map((target) => [target.file, moduleText(target, tables[target.table])]));
}
