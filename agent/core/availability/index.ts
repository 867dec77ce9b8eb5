/**
 * availability: what is known of a piece of equipment, turned into counted time by uptime-def/1. In: samples, people's records, calendars, the moment of asking. Out: spans
 * with their reason, figures in whole milliseconds, what is due. Never: a clock, a file, a verdict of a rule.
 */
export { account } from './account.ts';
export { cut, intersect, lengthMs, normalise, subtract, union } from './algebra.ts';
export * from './budget.ts';
export { expandCalendar, openingOn, usualCalendar } from './calendar.ts';
export { type CalendarProblem, calendarProblems } from './calendar-problems.ts';
export * from './days.ts';
export * from './evidence.ts';
export * from './fleet.ts';
export * from './holiday-set.ts';
export { windowOccurrences } from './maintenance-windows.ts';
export * from './month.ts';
export * from './path-check.ts';
export * from './people.ts';
export * from './presence.ts';
export { rollingBackBy } from './rolling.ts';
export * from './sample-track.ts';
export { addWorkingDays } from './working-days.ts';
export { localDate, localInstant, localMidnight, localTimeMs } from './zone.ts';
