import { execFileSync } from 'node:child_process';

/** Top-level elements of one file as DCMTK prints them, by tag (`ggggeeee`): text in UTF-8, or several numbers between backslashes. */
export type DumpedFields = ReadonlyMap<string, string>;

/** Text and number representations that dcmdump prints as they stand; a UID that it knows comes as a name and is left out. */
const line =
  /^\((\w{4}),(\w{4})\) (AE|AS|CS|DA|DS|DT|IS|LO|LT|PN|SH|ST|TM|UC|UI|UR|US|UT|SS|UL|SL|FD|FL) (.*?) +# +\d+, *\d+ /;

function valueOf(printed: string): string | undefined {
  if (printed === '(no value available)') return '';
  if (printed.startsWith('=')) return undefined;
  return printed.startsWith('[') && printed.endsWith(']') ? printed.slice(1, -1) : printed;
}

/** What `dcmdump` reads of every file below the folder, pixels and sequences left out. */
export function dcmdumpFields(dcmdump: string, folder: string): ReadonlyMap<string, DumpedFields> {
  let text = '';
  try {
    const args = ['-q', '-M', '+L', '+U8', '+F', '+sd', '+r', folder];
    text = execFileSync(dcmdump, args, { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch (fault) {
    // It ends with 1 when one file of the folder could not be printed.
    if (!(fault instanceof Error && 'stdout' in fault && typeof fault.stdout === 'string')) throw fault;
    text = fault.stdout;
  }
  const files = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const printed of text.split('\n')) {
    const path = /^# dcmdump \(\d+\/\d+\): (.*)$/.exec(printed)?.[1];
    if (path !== undefined) files.set(path, (current = new Map()));
    const [, group = '', element = '', , value = ''] = line.exec(printed) ?? [];
    const read = group === '' ? undefined : valueOf(value);
    if (read !== undefined && !current.has(group + element)) current.set(group + element, read);
  }
  return files;
}
