import {
  addDays,
  type CalendarDate,
  type Instant,
  monthOf,
  startOfDay,
  type UploadFigures,
  type UploadMonthFacts,
} from '@center/contract';
import { percentileOf } from '../retention/retrieval-figures.ts';

/** One finished study of the center's own, with what the platform said of it. */
export interface FinishedStudy {
  readonly date: CalendarDate;
  /** End of the exposure, or the end of the study day where nobody knows it better. */
  readonly finishedAt: Instant;
  /** First acceptance by the platform. */
  readonly acceptedAt?: Instant;
  /** The platform has refused it, and has accepted it never. */
  readonly refused: boolean;
}

/** Days from the study day to the last day of its upload: T+1. */
const uploadDays = 1;
const hourMs = 3_600_000;

/** The moment at which a receipt is late: the end of the day after the study. */
export function uploadDueAt(date: CalendarDate, zoneOffsetMinutes: number): Instant {
  return startOfDay(addDays(date, uploadDays + 1), zoneOffsetMinutes);
}

interface Tally {
  finished: number;
  receipted: number;
  late: number;
  refused: number;
  overdue: number;
  pending: number;
  readonly delays: number[];
}

function count(tally: Tally, study: FinishedStudy, now: Instant, due: Instant): void {
  tally.finished += 1;
  if (study.acceptedAt !== undefined) {
    tally.receipted += 1;
    if (study.acceptedAt >= due) tally.late += 1;
    tally.delays.push(Math.max(0, study.acceptedAt - study.finishedAt) / hourMs);
    return;
  }
  if (study.refused) tally.refused += 1;
  if (now >= due) tally.overdue += 1;
  else tally.pending += 1;
}

const rounded = (hours: number): number => Math.round(hours * 10) / 10;

/** Backlog and delay of uploads by month of the study, oldest first. Delays in hours from the end of the exposure to the first acceptance; null while none was accepted. */
export function uploadMonths(
  studies: readonly FinishedStudy[],
  now: Instant,
  zoneOffsetMinutes: number,
): readonly Pick<UploadMonthFacts, 'figures' | 'pending'>[] {
  const months = new Map<string, Tally>();
  // Many studies have one day.
  const dues = new Map<CalendarDate, Instant>();
  for (const study of studies) {
    const month = monthOf(study.date);
    const tally = months.get(month) ?? {
      finished: 0,
      receipted: 0,
      late: 0,
      refused: 0,
      overdue: 0,
      pending: 0,
      delays: [],
    };
    months.set(month, tally);
    const due = dues.get(study.date) ?? uploadDueAt(study.date, zoneOffsetMinutes);
    dues.set(study.date, due);
    count(tally, study, now, due);
  }
  return [...months]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, { pending, delays, ...counts }]) => {
      const delay = (p: number): number | null => (delays.length === 0 ? null : rounded(percentileOf(delays, p)));
      const figures: UploadFigures = { month, ...counts, delayP50Hours: delay(0.5), delayP95Hours: delay(0.95) };
      return { figures, pending };
    });
}
