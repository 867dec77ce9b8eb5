import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type DailyRecord,
  type EquipmentCard,
  type FaultRecord,
  type Instant,
  type Interval,
  instant,
  monthOf,
  startOfDay,
} from '@center/contract';
import { type AvailabilityInput, addWorkingDays, contradictionsOf, openingOn } from '../../core/index.ts';
import { availabilityInputOf, holidaysOf, policyOf } from '../watch/index.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';

/** Opening hours of a device that begin on the day; empty when it has no calendar. */
export function openOn(
  { ledger }: StationDeps,
  card: EquipmentCard | undefined,
  date: CalendarDate,
): readonly Interval[] {
  const calendar = card?.calendarId === undefined ? undefined : ledger.equipment.calendar(card.calendarId);
  return calendar === undefined ? [] : openingOn(calendar, holidaysOf(ledger), date);
}

/** When the daily record of that day is due; undefined on a day without opening hours. */
export function dailyDueAt(deps: StationDeps, equipmentId: string, date: CalendarDate): Instant | undefined {
  const [first] = openOn(deps, deps.ledger.equipment.card(equipmentId), date);
  return first === undefined ? undefined : instant(first.start + policyOf(deps).dailyDueMs);
}

/** Last day on which a failing is classified in time. */
export function classifyBy(deps: StationDeps, { start }: FaultRecord): CalendarDate {
  const { ledger, facility } = deps;
  const began = calendarDateAt(start, facility.zoneOffsetMinutes);
  return addWorkingDays(began, policyOf(deps).classifyWithinDays, holidaysOf(ledger)).date;
}

/** A day's time around a local date, in any zone, its night shift included. */
export function aroundDay({ facility }: StationDeps, date: CalendarDate, days = 1): Interval {
  const { zoneOffsetMinutes } = facility;
  return { start: startOfDay(date, zoneOffsetMinutes), end: startOfDay(addDays(date, days), zoneOffsetMinutes) };
}

/** What is known of a device over a period; undefined without a card. */
export function inputOf(deps: StationDeps, equipmentId: string, period: Interval): AvailabilityInput | undefined {
  return availabilityInputOf(deps, equipmentId, period, deps.now());
}

/** Whether a daily record says the opposite of what was seen on its day, looked at by a second person or not. */
export type Contradicts = (record: DailyRecord) => boolean;

/** Looks once at each device and month, however many of its records are asked about: for the length of one answer. */
export function contradictions(deps: StationDeps): Contradicts {
  const known = new Map<string, ReadonlySet<CalendarDate>>();
  return ({ equipmentId, date }) => {
    const month = monthOf(date);
    const key = `${equipmentId} ${month}`;
    let days = known.get(key);
    if (days === undefined) {
      // A night shift of the last day ends in the next month.
      const input = inputOf(deps, equipmentId, aroundDay(deps, calendarDay(`${month}-01`, 'date'), 33));
      days = new Set(input === undefined ? [] : contradictionsOf(input).map((each) => each.date));
      known.set(key, days);
    }
    return days.has(date);
  };
}
