import {
  addDays,
  addMonths,
  canonicalJson,
  type Instant,
  type Interval,
  must,
  parseCalendarDate,
  type UptimeFigures,
} from '@center/contract';
import type { AvailabilityPolicy } from './evidence.ts';
import { localDate, localInstant, localMidnight, localTimeMs } from './zone.ts';

/** The local month `YYYY-MM` in the zone. Throws on a text that names no month. */
export function monthPeriod(month: string, zone: string): Interval {
  const first = must(parseCalendarDate(`${month}-01`));
  return { start: localMidnight(zone, first), end: localMidnight(zone, addMonths(first, 1)) };
}

/** When the month is closed: the beginning of the policy's day of the month after. What is corrected later is a revision. */
export function monthClosesAt(month: string, zone: string, { closeOnDay }: AvailabilityPolicy): Instant {
  const first = must(parseCalendarDate(`${month}-01`));
  return localMidnight(zone, addDays(addMonths(first, 1), closeOnDay - 1));
}

/** P of the verdict (MIDC-3.14b names none): from the begin of supervision, but no longer than twelve months, up to now. */
export function yearPeriod(supervisionStart: Instant, now: Instant, zone: string): Interval {
  const yearAgo = localInstant(zone, addMonths(localDate(zone, now), -12), localTimeMs(zone, now));
  const start = supervisionStart > yearAgo ? supervisionStart : yearAgo;
  return { start: start < now ? start : now, end: now };
}

/** A closed month whose records were corrected later: both figures stand. */
export interface MonthRevision {
  readonly before: UptimeFigures;
  readonly now: UptimeFigures;
  readonly changed: readonly (keyof UptimeFigures)[];
}

const compared = [
  'scheduledMs',
  'maintenanceMs',
  'externalMs',
  'requiredMs',
  'upMs',
  'downMs',
  'unknownMs',
  'silentMs',
  'degradedMs',
  'doubtfulMs',
  'nothingRequired',
  'basisSha256',
  'definition',
  'period',
] as const satisfies readonly (keyof UptimeFigures)[];

/** Undefined: nothing changed that a report shows. */
export function monthRevision(before: UptimeFigures, now: UptimeFigures): MonthRevision | undefined {
  const changed = compared.filter((key) => canonicalJson(before[key] ?? null) !== canonicalJson(now[key] ?? null));
  return changed.length === 0 ? undefined : { before, now, changed };
}
