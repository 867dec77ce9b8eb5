import type { OpeningHours, ServiceCalendar } from '@center/contract';
import { dayMs, timeOfDayMs } from './calendar.ts';
import { isZone } from './zone.ts';

const calendarProblemKinds = [
  'no-such-zone',
  'no-pattern',
  'not-seven-days',
  'no-such-time',
  'hours-overlap',
  'no-such-weekday',
  'same-day-twice',
  'nothing-open',
] as const;
export interface CalendarProblem {
  readonly kind: (typeof calendarProblemKinds)[number];
  /** Where: a date, a weekday `0`…`6`, or ''. */
  readonly at: string;
}

/** What is wrong with a calendar that a person wrote; an empty list: it can be used. */
export function calendarProblems(calendar: ServiceCalendar): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (!isZone(calendar.zone)) problems.push({ kind: 'no-such-zone', at: calendar.zone });
  if (calendar.patterns.length === 0) problems.push({ kind: 'no-pattern', at: '' });
  for (const { effectiveFrom, days } of calendar.patterns) {
    if (days.length !== 7) problems.push({ kind: 'not-seven-days', at: effectiveFrom });
    for (const [weekday, hours] of days.entries()) problems.push(...hoursProblems(hours, String(weekday)));
  }
  if (calendar.patterns.length > 0 && calendar.patterns.every(({ days }) => days.every((hours) => hours.length === 0)))
    problems.push({ kind: 'nothing-open', at: '' });
  const { onHolidays, swappedWorkdayAs: as, overrides } = calendar;
  if (typeof onHolidays !== 'string') problems.push(...hoursProblems(onHolidays, ''));
  if (as !== undefined && !(Number.isInteger(as) && as >= 0 && as <= 6))
    problems.push({ kind: 'no-such-weekday', at: '' });
  for (const { date, hours } of overrides) problems.push(...hoursProblems(hours, date));
  for (const date of twice(overrides.map((each) => each.date))) problems.push({ kind: 'same-day-twice', at: date });
  for (const date of twice(calendar.patterns.map((each) => each.effectiveFrom)))
    problems.push({ kind: 'same-day-twice', at: date });
  return problems;
}

function hoursProblems(hours: readonly OpeningHours[], at: string): CalendarProblem[] {
  const spans: (readonly [number, number])[] = [];
  for (const { from, to } of hours) {
    const fromMs = timeOfDayMs(from);
    const toMs = timeOfDayMs(to);
    if (fromMs === undefined || toMs === undefined || fromMs === dayMs) return [{ kind: 'no-such-time', at }];
    spans.push([fromMs, toMs > fromMs ? toMs : toMs + dayMs]);
  }
  spans.sort(([a], [b]) => a - b);
  return spans.some(([from], index) => from < (spans[index - 1]?.[1] ?? 0)) ? [{ kind: 'hours-overlap', at }] : [];
}

function twice(texts: readonly string[]): string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index);
}
