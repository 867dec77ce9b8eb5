// The command: reads the options, the catalogue of rules and the register, prints the report.
import { parseArgs } from 'node:util';
import { validateRegister } from '@center/register';
import { buildReport, type Catalogues, readCatalogues } from './register-coverage.ts';
import { type Format, faultLine, type Language, reportText } from './register-report-text.ts';

const usage =
  '用法 / usage: npm run register-report -- [--format table|json|md] [--lang zh|en] [--unserved] [--center]\n' +
  '  --unserved  只列尚无规则或任务的条款 / only the clauses that nothing serves yet\n' +
  "  --center    只列中心自身条款 / only the center's own clauses";

interface Options {
  readonly format: Format;
  readonly language: Language;
  readonly unservedOnly: boolean;
  readonly centerOnly: boolean;
}

function readOptions(args: readonly string[]): Options | { readonly problem: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        format: { type: 'string', default: 'table' },
        lang: { type: 'string', default: 'zh' },
        unserved: { type: 'boolean', default: false },
        center: { type: 'boolean', default: false },
      },
    });
    const format = (['table', 'json', 'md'] as const).find((each) => each === values.format);
    const language = (['zh', 'en'] as const).find((each) => each === values.lang);
    if (format === undefined) return { problem: `--format ${values.format}` };
    if (language === undefined) return { problem: `--lang ${values.lang}` };
    return { format, language, unservedOnly: values.unserved, centerOnly: values.center };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** The catalogue as the rules export it, or why it cannot be loaded: a register must be readable even while the rules are broken. */
async function loadCatalogues(): Promise<Catalogues> {
  try {
    const exported: unknown = await import('@center/checks');
    return readCatalogues(exported);
  } catch (error) {
    return { kind: 'unavailable', why: error instanceof Error ? error.message : String(error) };
  }
}

/** Prints the report. Exit code 0; 1 when register or catalogue has a fault or no catalogue could be read; 2 on a wrong option. */
export async function runRegisterReport(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if ('problem' in options) {
    console.error(`${options.problem}\n${usage}`);
    return 2;
  }
  const { format, language } = options;
  const catalogues = await loadCatalogues();
  const report = buildReport(catalogues.kind === 'read' ? catalogues.servers : []);
  const problems = [
    ...validateRegister().map(({ table, row, problem }) =>
      faultLine('registerFault', `${table} ${row}: ${problem}`, language),
    ),
    ...(catalogues.kind === 'read' ? catalogues.problems.map((problem) => faultLine('faulty', problem, language)) : []),
  ];
  const rows = report.rows.filter(
    (row) => (!options.unservedOnly || row.servedBy.length === 0) && (!options.centerOnly || row.outside === undefined),
  );
  const noCatalogue = catalogues.kind === 'unavailable' ? catalogues.why : undefined;
  console.log(reportText({ report, rows, language, problems, noCatalogue }, format));
  return problems.length > 0 || report.dangling.length > 0 || noCatalogue !== undefined ? 1 : 0;
}
