import { type CalendarDate, type Instant, must, parseCalendarDate, parseInstant } from '@center/contract';

export const day = (text: string): CalendarDate => must(parseCalendarDate(text));
export const at = (text: string): Instant => must(parseInstant(text));

/** The study day of every built study, a Tuesday, and the beginning of its exposure. */
export const studyDay = day('2026-03-10');
export const exposureAt = at('2026-03-10T09:30:00+08:00');
/** Long after: every grace and review period has passed. */
export const judgedDay = day('2026-05-20');
