/** A cell that a spreadsheet would take for a formula, Chinese and Japanese ones also in wide forms; leading blanks do not protect. */
const formula = /^[\s]*[=+\-@＝＋－＠]|^[\t\r]/;

/** One field of RFC 4180. Text that begins like a formula is neutralised by an apostrophe; numbers stay numbers. */
export function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** UTF-8 with byte order mark (spreadsheets in China guess GBK without it), CRLF line ends. */
export function csvText(header: readonly string[], rows: Iterable<readonly (string | number | null)[]>): string {
  const lines = [header.map(csvField).join(',')];
  for (const row of rows) lines.push(row.map(csvField).join(','));
  return `\ufeff${lines.join('\r\n')}\r\n`;
}
