import { parseClauseId, severities } from '@center/contract';
import { clauses } from './clauses.ts';
import { documents, referenceLevels, reportingCalendar, scoringTable } from './documents.ts';
import {
  bodiesOfLaw,
  type CalendarRow,
  type ClauseRow,
  calendarKinds,
  checkabilities,
  duties,
  evidenceKinds,
  type LawDocument,
  type Percentiles,
  type ReferenceLevel,
  type ScoringRow,
  thresholdOrigins,
} from './types.ts';

/** The tables of the register as one value, so that a test can plant a fault in each. */
export interface RegisterTables {
  readonly clauses: readonly ClauseRow[];
  readonly documents: readonly LawDocument[];
  readonly calendar: readonly CalendarRow[];
  readonly scoring: readonly ScoringRow[];
  readonly levels: readonly ReferenceLevel[];
}

export interface RegisterProblem {
  readonly table: keyof RegisterTables;
  /** Id of the row, or the name of the whole table. */
  readonly row: string;
  readonly problem: string;
}

/** The tables as shipped. */
export const shippedTables: RegisterTables = {
  clauses,
  documents,
  calendar: reportingCalendar,
  scoring: scoringTable,
  levels: referenceLevels,
};

type Report = (table: keyof RegisterTables, row: string, problem: string) => void;

function unique(table: keyof RegisterTables, ids: readonly string[], report: Report): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) report(table, id, 'stands twice');
    seen.add(id);
  }
}

function checkClauses(tables: RegisterTables, report: Report): void {
  unique(
    'clauses',
    tables.clauses.map((each) => each.id),
    report,
  );
  const known = new Set<string>(tables.documents.map((each) => each.key));
  for (const clause of tables.clauses) {
    const wrong = (problem: string): void => report('clauses', clause.id, problem);
    if (!parseClauseId(clause.id).ok) wrong('is no clause id');
    if (!clause.id.startsWith(`${clause.document}-`)) wrong(`does not begin with its document ${clause.document}`);
    if (!known.has(clause.document)) wrong(`names the document ${clause.document}, which is not in the register`);
    if (!duties.includes(clause.who)) wrong(`unknown duty bearer ${clause.who}`);
    if (!evidenceKinds.includes(clause.evidenceKind)) wrong(`unknown evidence kind ${clause.evidenceKind}`);
    if (!severities.includes(clause.severity)) wrong(`unknown severity ${clause.severity}`);
    if (!checkabilities.includes(clause.softwareCheckable)) wrong(`unknown checkability ${clause.softwareCheckable}`);
    for (const threshold of clause.thresholds) {
      if (!thresholdOrigins.includes(threshold.origin)) wrong(`unknown threshold origin ${threshold.origin}`);
      if (threshold.text.trim() === '') wrong('a threshold without text');
    }
    for (const [name, text] of Object.entries({
      section: clause.section,
      quote: clause.quote,
      verify: clause.verify,
      ...clause.meaning,
    })) {
      if (text.trim() === '') wrong(`${name} is empty`);
    }
  }
}

function checkDocuments(tables: RegisterTables, report: Report): void {
  unique(
    'documents',
    tables.documents.map((each) => each.key),
    report,
  );
  for (const document of tables.documents) {
    if (!bodiesOfLaw.includes(document.key)) report('documents', document.key, 'is no known body of law');
    if (!/^\d{4}(-\d{2}-\d{2})?$/.test(document.date))
      report('documents', document.key, `the date "${document.date}" is neither YYYY nor YYYY-MM-DD`);
    if (document.number === undefined && document.numberVerified)
      report('documents', document.key, 'a number that is not printed cannot be verified');
    if (!tables.clauses.some((clause) => clause.document === document.key))
      report('documents', document.key, 'no clause cites it');
  }
}

function checkCalendar(tables: RegisterTables, report: Report): void {
  unique(
    'calendar',
    tables.calendar.map((each) => each.id),
    report,
  );
  const known = new Set<string>(tables.clauses.map((each) => each.id));
  for (const row of tables.calendar) {
    if (!known.has(row.clause))
      report('calendar', row.id, `names the clause ${row.clause}, which is not in the register`);
    if (!calendarKinds.includes(row.kind)) report('calendar', row.id, `unknown kind ${row.kind}`);
    if (!duties.includes(row.who)) report('calendar', row.id, `unknown duty bearer ${row.who}`);
  }
}

const hundredths = (points: number): number => Math.round(points * 100);

function checkScoring(tables: RegisterTables, report: Report): void {
  unique(
    'scoring',
    tables.scoring.map((each) => each.itemNo),
    report,
  );
  const items = tables.scoring.filter((row) => row.level === 'item');
  for (const row of tables.scoring) {
    const wrong = (problem: string): void => report('scoring', row.itemNo, problem);
    if (row.veto && (row.points !== 0 || row.floor !== undefined || row.level !== 'item'))
      wrong('a veto is an item without points and floor');
    if (!row.veto && row.points <= 0) wrong('a scored row has points');
    if (!row.veto && row.floor !== 0) wrong('a scored row has the floor 0');
    if (row.veto !== (row.deductPerFinding.kind === 'none')) wrong('a veto deducts nothing, everything else does');
  }
  for (const item of items.filter((each) => !each.veto)) {
    const subs = tables.scoring.filter((row) => row.level === 'sub' && row.itemNo.startsWith(`${item.itemNo}.`));
    const sum = subs.reduce((total, row) => total + row.points, 0);
    if (subs.length > 0 && hundredths(sum) !== hundredths(item.points))
      report('scoring', item.itemNo, `its sub-items make ${sum} points, not ${item.points}`);
    if (subs.some((row) => row.fieldRecheck !== item.fieldRecheck))
      report('scoring', item.itemNo, 'item and sub-items disagree on the check on site');
  }
  const total = items.reduce((sum, row) => sum + row.points, 0);
  if (hundredths(total) !== 10_000) report('scoring', 'total', `the items make ${total} points, not 100`);
}

function inUnit(levels: Percentiles<string>, unit: string): boolean {
  return [levels.p25, levels.p50, levels.p75].every((each) => each.unit === unit);
}

function ordered(levels: Percentiles<string>): boolean {
  return levels.p25.value > 0 && levels.p25.value <= levels.p50.value && levels.p50.value <= levels.p75.value;
}

function checkLevels(tables: RegisterTables, report: Report): void {
  unique(
    'levels',
    tables.levels.map((each) => each.examCode),
    report,
  );
  for (const level of tables.levels) {
    if (!ordered(level.ctdivol) || !ordered(level.dlp)) report('levels', level.examCode, 'the percentiles do not rise');
    if (!inUnit(level.ctdivol, 'mGy')) report('levels', level.examCode, 'CTDIvol is not in mGy');
    if (!inUnit(level.dlp, 'mGy.cm')) report('levels', level.examCode, 'DLP is not in mGy.cm');
    if (level.source.trim() === '') report('levels', level.examCode, 'names no source');
  }
}

/** Every problem of the register; an empty list is what the tests and the report expect. Never throws. */
export function validateRegister(tables: RegisterTables = shippedTables): readonly RegisterProblem[] {
  const problems: RegisterProblem[] = [];
  const report: Report = (table, row, problem) => {
    problems.push({ table, row, problem });
  };
  for (const check of [checkClauses, checkDocuments, checkCalendar, checkScoring, checkLevels]) check(tables, report);
  return problems;
}
