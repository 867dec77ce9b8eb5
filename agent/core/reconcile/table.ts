import type { ImportProblem } from '@center/contract';

/** Rows of an imported file, or everything that is wrong with it: never a part of the rows. */
export type Parsed<T> =
  | { readonly kind: 'read'; readonly rows: readonly T[] }
  | { readonly kind: 'refused'; readonly problems: readonly ImportProblem[] };

/** One line below the heading: the cell of a column, '' when the column is not there. */
export interface TableRow {
  readonly line: number;
  readonly cell: (column: string) => string;
}

/** A column: its name as we call it, the headings that name it, and whether it must be there. */
export interface Column {
  readonly name: string;
  readonly headings: readonly string[];
  readonly required: boolean;
  /** Longest content, characters; 400 when left out. */
  readonly most?: number;
}

/** A cell longer than that is no entry of a register. */
const usualMost = 400;
/** Control characters and signs that turn the direction of writing: two names that look alike would be two people. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

/** Most problems that are told of one file. */
export const mostProblems = 50;
const shown = (text: string): string => text.slice(0, 60);

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Splits by RFC 4180; comma, semicolon or tab, whichever the heading has most of. A quotation that does not end is told with the line where it begins. */
function cellsOf(text: string): { readonly lines: readonly Cells[]; readonly openAt?: number } {
  const heading = text.split('\n', 1)[0] ?? '';
  const counts = [',', '\t', ';', '，'].map((sign) => ({ sign, n: heading.split(sign).length }));
  const separator = counts.toSorted((a, b) => b.n - a.n)[0]?.sign ?? ',';
  const lines: Cells[] = [];
  let line = 1;
  let startedAt = 1;
  let cells: string[] = [];
  let cell = '';
  let quotedAt = 0;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endLine = (): void => {
    endCell();
    if (cells.some((each) => each !== '')) lines.push({ line: startedAt, cells });
    cells = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (sign === '\n') line += 1;
    if (quotedAt > 0) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quotedAt = 0;
    } else if (sign === '"' && cell.trim() === '') {
      quotedAt = line;
      cell = '';
    } else if (sign === separator) endCell();
    else if (sign === '\n') {
      endLine();
      startedAt = line;
    } else cell += sign;
  }
  if (cell !== '' || cells.length > 0) endLine();
  return { lines, ...(quotedAt > 0 ? { openAt: quotedAt } : {}) };
}

const folded = (heading: string): string =>
  heading
    .normalize('NFKC')
    .replace(/[\s_\-（）()]/g, '')
    .toLowerCase();

function headingProblems(
  heading: Cells,
  columns: readonly Column[],
  named: readonly (string | undefined)[],
): ImportProblem[] {
  const unknown = heading.cells.flatMap((cell, index): ImportProblem[] =>
    cell === '' || named[index] !== undefined
      ? []
      : [
          {
            line: heading.line,
            problem: 'column-unknown',
            column: shown(cell),
            expected: columns.map(({ headings }) => headings[0] ?? '').join(', '),
          },
        ],
  );
  const twice = columns.filter(({ name }) => named.filter((each) => each === name).length > 1);
  const missing = columns.filter(({ name, required }) => required && !named.includes(name));
  return [
    ...unknown,
    ...twice.map(({ name }): ImportProblem => ({ line: heading.line, problem: 'column-twice', column: name })),
    ...missing.map(
      ({ name, headings }): ImportProblem => ({
        line: heading.line,
        problem: 'column-missing',
        column: name,
        expected: headings.join(' / '),
      }),
    ),
  ];
}

/** Cells that no entry could hold, whatever they mean. */
function contentProblems(
  rows: readonly Cells[],
  columns: readonly Column[],
  named: readonly (string | undefined)[],
): ImportProblem[] {
  const most = named.map((name) => columns.find((column) => column.name === name)?.most ?? usualMost);
  const problems: ImportProblem[] = [];
  for (const { line, cells } of rows) {
    for (const [index, cell] of cells.entries()) {
      const column = named[index];
      if (column === undefined) continue;
      const limit = most[index] ?? usualMost;
      if (cell.length > limit)
        problems.push({ line, problem: 'value-too-long', column, found: shown(cell), expected: String(limit) });
      else if (unseen.test(cell)) problems.push({ line, problem: 'value-unseen', column, found: shown(cell) });
    }
  }
  return problems;
}

/** Reads a table with a heading. A column may be headed by any of its names, in any width and case, blanks and brackets aside. */
export function parseTable(text: string, columns: readonly Column[]): Parsed<TableRow> {
  const { lines, openAt } = cellsOf(text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n'));
  if (openAt !== undefined) return { kind: 'refused', problems: [{ line: openAt, problem: 'quote-open' }] };
  const [heading, ...rows] = lines;
  if (heading === undefined) return { kind: 'refused', problems: [{ line: 0, problem: 'empty' }] };
  const byHeading = new Map(
    columns.flatMap(({ name, headings }) => [name, ...headings].map((each) => [folded(each), name])),
  );
  const named = heading.cells.map((cell) => byHeading.get(folded(cell)));
  const problems = headingProblems(heading, columns, named);
  if (problems.length === 0 && rows.length === 0) problems.push({ line: 0, problem: 'empty' });
  for (const { line, cells } of rows) {
    if (cells.length < heading.cells.length && cells.length === 1)
      problems.push({
        line,
        problem: 'too-few-cells',
        found: shown(cells.join(' ')),
        expected: String(heading.cells.length),
      });
    if (cells.slice(heading.cells.length).some((cell) => cell !== ''))
      problems.push({
        line,
        problem: 'too-many-cells',
        found: String(cells.length),
        expected: String(heading.cells.length),
      });
  }
  if (problems.length === 0) problems.push(...contentProblems(rows, columns, named));
  if (problems.length > 0) return { kind: 'refused', problems: problems.slice(0, mostProblems) };
  return {
    kind: 'read',
    rows: rows.map(({ line, cells }) => ({ line, cell: (column) => cells[named.indexOf(column)] ?? '' })),
  };
}

/** Collects what is wrong in the cells of one file. */
export class Complaints {
  readonly problems: ImportProblem[] = [];

  add(row: TableRow, problem: ImportProblem['problem'], column: string, expected?: string): undefined {
    const found = row.cell(column);
    this.problems.push({
      line: row.line,
      problem,
      column,
      ...(found === '' ? {} : { found: shown(found) }),
      ...(expected === undefined ? {} : { expected }),
    });
    return undefined;
  }

  /** The rows, or the problems when there is any. */
  answer<T>(rows: readonly T[]): Parsed<T> {
    return this.problems.length === 0
      ? { kind: 'read', rows }
      : { kind: 'refused', problems: this.problems.slice(0, mostProblems) };
  }
}
