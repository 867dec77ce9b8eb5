import { type CalendarDate, daysBetween, type PregnancyFacts, parseCalendarDate } from '@center/contract';
import { type Header, numbersOf, textOf } from './header.ts';

/** Beyond this a last menstrual date dates no pregnancy. */
const usableDays = 300;

function lastMenstrual(raw: string | undefined, on: CalendarDate): PregnancyFacts['lastMenstrual'] {
  if (raw === undefined || raw.trim() === '') return { status: 'absent' };
  const date = parseCalendarDate(raw);
  if (!date.ok) return { status: 'unusable', why: 'no calendar date' };
  const days = daysBetween(date.value, on);
  if (days < 0) return { status: 'unusable', why: 'after the study' };
  if (days > usableDays) return { status: 'unusable', why: `more than ${String(usableDays)} days before the study` };
  return { status: 'usable', date: date.value, daysAtStudy: days };
}

/**
 * PregnancyStatus (0010,21C0) and LastMenstrualDate (0010,21D0) over the objects of a study. 0 and values outside 1–4 are "not filled": devices write 0 for
 * everybody. What the worklist said of the step that was planned stands beside the objects. When they disagree the more careful value speaks (3 before 2 before 4 before 1)
 * and the contradiction is said.
 */
export function pregnancyFacts(
  objects: readonly { readonly header: Header }[],
  on: CalendarDate,
  planned: readonly Header[] = [],
): PregnancyFacts {
  const headers = [...objects.map(({ header }) => header), ...planned];
  const written = headers.flatMap((header) => numbersOf(header, 'PregnancyStatus'));
  const statuses = new Set(written.filter((status) => status >= 1 && status <= 4));
  const spoken = ([3, 2, 4, 1] as const).find((status) => statuses.has(status));
  const dates = new Set(
    headers
      .map((header) => textOf(header, 'LastMenstrualDate')?.trim())
      .filter((text) => text !== undefined && text !== ''),
  );
  const dated = [...dates].map((raw) => lastMenstrual(raw, on));
  const usable = dated.find(({ status }) => status === 'usable');
  return {
    PregnancyStatus: spoken ?? 'not-filled',
    ...(written.includes(0) ? { zeroWritten: true } : {}),
    lastMenstrual: usable ?? dated[0] ?? { status: 'absent' },
    ...(planned.some(saysSomething) ? { fromWorklist: true } : {}),
    contradictory: statuses.size > 1 || dates.size > 1,
  };
}

function saysSomething(header: Header): boolean {
  return (
    numbersOf(header, 'PregnancyStatus').some((status) => status >= 1 && status <= 4) ||
    (textOf(header, 'LastMenstrualDate')?.trim() ?? '') !== ''
  );
}
