// Reads the source tables of the register and reads or writes its generated modules.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateModules, type Tables, tableNames } from './register-generate.ts';

const tablesFolder = new URL('./register-tables/', import.meta.url);
const modulesFolder = new URL('../rules/register/generated/', import.meta.url);

export function readTables(): Tables {
  const [clauses, documents, calendar, scoring, levels, examClasses, examMapping] = tableNames.map((name) =>
    readFileSync(new URL(name, tablesFolder), 'utf8'),
  );
  return {
    'clauses.tsv': clauses ?? '',
    'documents.tsv': documents ?? '',
    'reporting-calendar.tsv': calendar ?? '',
    'scoring.tsv': scoring ?? '',
    'reference-levels-ct-adult.tsv': levels ?? '',
    'exam-classes.tsv': examClasses ?? '',
    'exam-mapping.tsv': examMapping ?? '',
  };
}

/** The generated module as it stands on disk; undefined when there is none. */
export function readModule(file: string): string | undefined {
  try {
    return readFileSync(new URL(file, modulesFolder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes the modules that differ from the tables, or with `--check` only names them. Returns the exit code. */
export function runRegisterGenerate(args: readonly string[]): number {
  const check = args.includes('--check');
  const unknown = args.filter((each) => each !== '--check');
  if (unknown.length > 0) {
    console.error(`unknown argument ${unknown.join(' ')}; usage: register-generate [--check]`);
    return 2;
  }
  const outOfDate: string[] = [];
  for (const [file, text] of generateModules(readTables())) {
    if (readModule(file) === text) continue;
    outOfDate.push(file);
    if (!check) writeFileSync(new URL(file, modulesFolder), text);
  }
  const folder = fileURLToPath(modulesFolder);
  if (outOfDate.length === 0) console.log(`${folder}: up to date`);
  else console.log(`${folder}: ${check ? 'out of date' : 'written'}: ${outOfDate.join(', ')}`);
  return check && outOfDate.length > 0 ? 1 : 0;
}
