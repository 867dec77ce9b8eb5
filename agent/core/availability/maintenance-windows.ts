import {
  addDays,
  addMonths,
  type CalendarDate,
  daysBetween,
  type EquipmentRecord,
  type Instant,
  type Interval,
  type WindowRecord,
} from '@center/contract';
import { cut, firstMs, normalise } from './algebra.ts';
import { bySecond } from './people-evidence.ts';
import { localDate, localDates, localInstant, localMidnight, localTimeMs } from './zone.ts';

/** Why one occurrence of a window frees time or does not. */
export type WindowStanding = 'approved' | 'countersigned' | 'not-approved' | 'retroactive' | 'cancelled';

export interface WindowOccurrence extends Interval {
  readonly ref: string;
  readonly standing: WindowStanding;
}

/** Signatures are written with their revision: within this they are of it. */
const sameWritingMs = 1_000;

/**
 * How an occurrence that begins at `start` stands. Written and approved (by another than who asked for it) before it begins: `approved`. Else a second person's countersignature alone frees it.
 * A revision after the beginning that is not itself the act of signing may have changed its hours: then too.
 */
function standingOf({ body, entered, firstEntered }: EquipmentRecord<WindowRecord>, start: Instant): WindowStanding {
  const { requested, approved, countersigned, cancelled } = body;
  if (cancelled !== undefined && cancelled.at <= start) return 'cancelled';
  if (bySecond(countersigned, requested.by, approved?.by)) return 'countersigned';
  const signing = [approved, countersigned, cancelled].some(
    (signature) =>
      signature !== undefined && signature.by === entered.by && Math.abs(signature.at - entered.at) <= sameWritingMs,
  );
  const written = Math.max(firstEntered.at, requested.at, signing ? firstEntered.at : entered.at);
  if (written > start) return 'retroactive';
  if (!bySecond(approved, requested.by)) return 'not-approved';
  return approved.at <= start ? 'approved' : 'retroactive';
}

/** Occurrences that touch the range, with how each stands. Repetition keeps the local wall time; it ends with the day `until`, on which one may still begin. */
export function windowOccurrences(
  record: EquipmentRecord<WindowRecord>,
  zone: string,
  range: Interval,
): WindowOccurrence[] {
  const { from, to, repeats, cancelled } = record.body;
  if (to <= from) return [];
  const found: WindowOccurrence[] = [];
  const fromDate = localDate(zone, from);
  const toDays = daysBetween(fromDate, localDate(zone, to));
  const fromMs = localTimeMs(zone, from);
  const toMs = localTimeMs(zone, to);
  for (let index = 0; ; index += 1) {
    const date = index === 0 || repeats === undefined ? fromDate : repeatedOn(fromDate, repeats, index);
    if (index > 0 && (repeats === undefined || repeats.every < 1 || date > repeats.until)) break;
    const start = index === 0 ? from : localInstant(zone, date, fromMs);
    if (start >= range.end) break;
    const planned = index === 0 ? to : localInstant(zone, addDays(date, toDays), toMs);
    const standing = standingOf(record, start);
    const end = cancelled !== undefined && cancelled.at > start && cancelled.at < planned ? cancelled.at : planned;
    if (end > range.start && start < end) found.push({ start, end, ref: record.id, standing });
  }
  return found;
}

function repeatedOn(
  from: CalendarDate,
  { every, unit }: NonNullable<WindowRecord['repeats']>,
  index: number,
): CalendarDate {
  return unit === 'week' ? addDays(from, 7 * every * index) : addMonths(from, every * index);
}

/** Of each local month the first milliseconds up to the cap; what goes beyond it stays in required time. */
export function capByMonth(maintenance: readonly Interval[], capMs: number, zone: string): Interval[] {
  const merged = normalise(maintenance);
  const [first] = merged;
  const last = merged.at(-1);
  if (first === undefined || last === undefined) return [];
  const months = new Set(merged.flatMap(({ start, end }) => localMonths(zone, start, end)));
  return normalise([...months].flatMap((month) => firstMs(cut(merged, monthInterval(zone, month)), capMs)));
}

function localMonths(zone: string, start: Instant, end: Instant): CalendarDate[] {
  return localDates(zone, start, end)
    .filter((date, index) => index === 0 || date.endsWith('-01'))
    .map((date) => addDays(date, 1 - Number(date.slice(8))));
}

function monthInterval(zone: string, first: CalendarDate): Interval {
  return { start: localMidnight(zone, first), end: localMidnight(zone, addMonths(first, 1)) };
}

/** Begin of the local month in which the instant lies. */
export function monthBegin(zone: string, at: Instant): Instant {
  const date = localDate(zone, at);
  return localMidnight(zone, addDays(date, 1 - Number(date.slice(8))));
}
