import { addDays, type CalendarDate, type HolidaySet, must, parseCalendarDate } from '@center/contract';

export const holidayProblemKinds = [
  'no-such-form',
  'no-rows',
  'bad-date',
  'bad-kind',
  'twice',
  'outside-coverage',
  'bad-coverage',
  'incomplete-year',
  'too-many',
] as const;
export interface HolidayProblem {
  /** Row of the CSV, 1 the first, or place in the list of a JSON; 0 for the whole. */
  readonly row: number;
  readonly kind: (typeof holidayProblemKinds)[number];
  /** The text that was found there. */
  readonly text: string;
}
export type ParsedHolidaySet =
  | { readonly ok: true; readonly value: HolidaySet }
  | { readonly ok: false; readonly problems: readonly HolidayProblem[] };

/** More than ten years of days. */
const rowsAtMost = 4_000;
const textAtMost = 1_000_000;

interface Row {
  readonly row: number;
  readonly date: string;
  readonly kind: string;
  readonly name: string;
}
interface Covers {
  readonly from: string;
  readonly to: string;
}

/**
 * Reads a holiday set as CSV or as JSON, whole or not at all, with all that is wrong with it. CSV: a row `date,kind,name` a day, kind `holiday` or `workday` (`假`, `班`); a heading may stand above; a row
 * `covers,<from>,<to>` says what is settled. Without that row it is the whole years of the days, each of which must have its first of January and first of October. JSON: a `HolidaySet`.
 */
export function parseHolidaySet(text: string, source: string): ParsedHolidaySet {
  if (text.length > textAtMost) return failed('too-many', `${text.length} > ${textAtMost}`);
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return failed('no-rows', '');
  return trimmed.startsWith('{') ? fromJson(trimmed, source) : fromCsv(trimmed, source);
}

function failed(kind: HolidayProblem['kind'], text: string): ParsedHolidaySet {
  return { ok: false, problems: [{ row: 0, kind, text }] };
}

function fromCsv(text: string, source: string): ParsedHolidaySet {
  const rows: Row[] = [];
  let covers: Covers | undefined;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const [date = '', kind = '', ...rest] = line.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (line.trim() === '' || /^(date|日期)$/i.test(date)) continue;
    if (/^(covers|涵盖)$/i.test(date)) covers = { from: kind, to: rest[0] ?? '' };
    else rows.push({ row: index + 1, date, kind, name: rest.join(' ').trim() });
  }
  return fromRows(rows, covers, source);
}

function fromJson(text: string, source: string): ParsedHolidaySet {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch (error) {
    return failed('no-such-form', error instanceof Error ? error.message : 'no JSON');
  }
  if (!isRecord(found)) return failed('no-such-form', 'no object');
  const { holidays, workdays, coversFrom, coversTo } = found;
  if (!Array.isArray(holidays) || !Array.isArray(workdays)) return failed('no-such-form', 'holidays, workdays');
  if (typeof coversFrom !== 'string' || typeof coversTo !== 'string') return failed('bad-coverage', '');
  const free = holidays.map((day: unknown, index): Row => {
    const { date, name } = isRecord(day) ? day : {};
    return { row: index + 1, date: textOf(date), kind: 'holiday', name: textOf(name) };
  });
  const worked = workdays.map(
    (day: unknown, index): Row => ({ row: index + 1, date: textOf(day), kind: 'workday', name: '' }),
  );
  const own = textOf(found['source']);
  return fromRows([...free, ...worked], { from: coversFrom, to: coversTo }, own === '' ? source : own);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function kindOf(text: string): 'holiday' | 'workday' | undefined {
  if (/^(holiday|off|假|休|放假|节假日)$/i.test(text)) return 'holiday';
  return /^(workday|work|班|上班|调休|补班)$/i.test(text) ? 'workday' : undefined;
}

function fromRows(rows: readonly Row[], covers: Covers | undefined, source: string): ParsedHolidaySet {
  if (rows.length === 0) return failed('no-rows', '');
  if (rows.length > rowsAtMost) return failed('too-many', String(rows.length));
  const problems: HolidayProblem[] = [];
  const holidays: { date: CalendarDate; name: string }[] = [];
  const workdays: CalendarDate[] = [];
  const seen = new Set<CalendarDate>();
  for (const { row, date: dateText, kind: kindText, name } of rows) {
    const date = parseCalendarDate(dateText);
    const kind = kindOf(kindText);
    if (!date.ok) problems.push({ row, kind: 'bad-date', text: dateText });
    if (kind === undefined) problems.push({ row, kind: 'bad-kind', text: kindText });
    if (!date.ok || kind === undefined) continue;
    if (seen.has(date.value)) problems.push({ row, kind: 'twice', text: date.value });
    seen.add(date.value);
    if (kind === 'holiday') holidays.push({ date: date.value, name });
    else workdays.push(date.value);
  }
  const span = covers === undefined ? wholeYears(seen, holidays, problems) : stated(covers, problems);
  if (span !== undefined)
    for (const date of seen)
      if (date < span.from || span.to < date) problems.push({ row: 0, kind: 'outside-coverage', text: date });
  if (problems.length > 0 || span === undefined) return { ok: false, problems };
  holidays.sort((a, b) => (a.date < b.date ? -1 : 1));
  workdays.sort();
  return { ok: true, value: { source, coversFrom: span.from, coversTo: span.to, holidays, workdays } };
}

interface Span {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

function stated({ from, to }: Covers, problems: HolidayProblem[]): Span | undefined {
  const [first, last] = [parseCalendarDate(from), parseCalendarDate(to)];
  if (first.ok && last.ok && first.value <= last.value) return { from: first.value, to: last.value };
  problems.push({ row: 0, kind: 'bad-coverage', text: `${from} ${to}`.trim() });
  return undefined;
}

function wholeYears(
  seen: ReadonlySet<CalendarDate>,
  holidays: readonly { readonly date: CalendarDate }[],
  problems: HolidayProblem[],
): Span | undefined {
  const years = [...new Set([...seen].map((date) => date.slice(0, 4)))].sort();
  const [first] = years;
  const last = years.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const free = new Set<string>(holidays.map(({ date }) => date));
  for (let year = Number(first); year <= Number(last); year += 1) {
    const text = String(year).padStart(4, '0');
    if (!free.has(`${text}-01-01`) || !free.has(`${text}-10-01`))
      problems.push({ row: 0, kind: 'incomplete-year', text });
  }
  return { from: must(parseCalendarDate(`${first}-01-01`)), to: must(parseCalendarDate(`${last}-12-31`)) };
}

/** Two sets as one: on days that `later` settles it alone counts. Where between the two days are left that neither settles, the result covers what `later` does, and the days of both stand. */
export function joinHolidays(earlier: HolidaySet, later: HolidaySet): HolidaySet {
  const settled = (date: CalendarDate): boolean => later.coversFrom <= date && date <= later.coversTo;
  const touch = later.coversFrom <= addDays(earlier.coversTo, 1) && earlier.coversFrom <= addDays(later.coversTo, 1);
  const first = earlier.coversFrom < later.coversFrom ? earlier.coversFrom : later.coversFrom;
  const last = earlier.coversTo > later.coversTo ? earlier.coversTo : later.coversTo;
  return {
    source: earlier.source === later.source ? later.source : `${earlier.source} · ${later.source}`,
    coversFrom: touch ? first : later.coversFrom,
    coversTo: touch ? last : later.coversTo,
    holidays: [...earlier.holidays.filter(({ date }) => !settled(date)), ...later.holidays].sort((a, b) =>
      a.date < b.date ? -1 : 1,
    ),
    workdays: [...earlier.workdays.filter((date) => !settled(date)), ...later.workdays].sort(),
  };
}
