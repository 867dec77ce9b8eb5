import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type DailyRecordFacts,
  type DeviceUptimeFacts,
  type EquipmentCard,
  type Instant,
  type Interval,
  instant,
  type MaintenanceFacts,
  monthOf,
} from '@center/contract';
import {
  addWorkingDays,
  contradictionsOf,
  cut,
  dueDaily,
  expandCalendar,
  lengthMs,
  localDate,
  localMidnight,
  maintenanceStanding,
  monthPeriod,
  unclassifiedOf,
  yearPeriod,
} from '../../core/index.ts';
import { accountOf, availabilityInputOf, holidaysOf, policyOf, probeSpansOf, zoneOf } from './account-of.ts';
import type { FigureDeps } from './standing-contract.ts';

/** Daily records are looked at over so many days. */
const dailyDays = 31;
/** A probe that has not spoken is looked for over so many days. */
const silentDays = 7;

function imagingCard({ ledger }: FigureDeps, equipmentId: string): EquipmentCard | undefined {
  const card = ledger.equipment.card(equipmentId);
  return card?.kind === 'imaging' ? card : undefined;
}

const named = ({ id, deviceId }: EquipmentCard) =>
  ({ subject: 'device', equipmentId: id, ...(deviceId === undefined ? {} : { deviceId }) }) as const;

/** One imaging device by its availability; undefined: there is no such imaging card, or supervision has not begun. */
export function deviceUptimeFactsOf(
  deps: FigureDeps,
  equipmentId: string,
  supervisionStart: CalendarDate,
  now: Instant,
): Omit<DeviceUptimeFacts, 'reviews'> | undefined {
  const { ledger } = deps;
  const card = imagingCard(deps, equipmentId);
  if (card === undefined) return undefined;
  const zone = zoneOf(ledger, card);
  const start = localMidnight(zone, supervisionStart);
  if (start >= now) return undefined;
  const today = localDate(zone, now);
  const year = accountOf(deps, equipmentId, yearPeriod(start, now, zone), now);
  const month = accountOf(deps, equipmentId, monthPeriod(monthOf(today), zone), now);
  if (year === undefined || month === undefined) return undefined;
  const last = monthPeriod(monthOf(addMonths(today, -1)), zone);
  const lastMonth = last.start >= start ? accountOf(deps, equipmentId, last, now) : undefined;
  const faults = ledger.equipmentRecords.ofKind('fault', { equipmentId });
  const { unclassified, overdue } = unclassifiedOf(faults, now, zone, holidaysOf(ledger), policyOf(deps));
  const since = downSince(month.spans);
  return {
    ...named(card),
    year: year.figures,
    month: month.figures,
    ...(lastMonth === undefined ? {} : { lastMonth: lastMonth.figures }),
    monthBudgetLeftMs: month.budgetLeftMs,
    monthWorstBudgetLeftMs: month.worstBudgetLeftMs,
    ...(since === undefined || !month.downNow ? {} : { downSince: localDate(zone, since) }),
    unclassified: unclassified.length,
    unclassifiedOverdue: overdue.length,
    probes: ledger.watch.probesOf(equipmentId).filter(({ grade, track }) => grade !== undefined && track !== undefined)
      .length,
    silentMs: silentMs(deps, card, now),
    asOf: calendarDateAt(now),
  };
}

/** Begin of the down time that lasts, opening hours taken together; undefined: the last counted time is not down. */
function downSince(spans: readonly { readonly start: Instant; readonly state: string }[]): Instant | undefined {
  let since: Instant | undefined;
  for (let index = spans.length - 1; index >= 0 && spans[index]?.state === 'down'; index -= 1)
    since = spans[index]?.start;
  return since;
}

/** Time within opening hours since any probe of it last spoke, up to now; 0 while one speaks. Without a calendar all time counts. Milliseconds. */
function silentMs(deps: FigureDeps, card: EquipmentCard, now: Instant): number {
  const { ledger } = deps;
  const began = Math.max(now - silentDays * 86_400_000, localMidnight(zoneOf(ledger, card), card.inServiceFrom));
  if (began >= now) return 0;
  const period: Interval = { start: instant(began), end: now };
  const spoke = probeSpansOf(ledger, card.id, period, now)
    .filter(({ state }) => state !== 'unknown')
    .reduce((latest, { end }) => Math.max(latest, end), began);
  const calendar = card.calendarId === undefined ? undefined : ledger.equipment.calendar(card.calendarId);
  const open = calendar === undefined ? [period] : expandCalendar(calendar, holidaysOf(ledger), period).open;
  return spoke >= now ? 0 : lengthMs(cut(open, { start: instant(spoke), end: now }));
}

/** One imaging device by its daily records of the last thirty-one days; undefined: there is no such imaging card. */
export function dailyRecordFactsOf(
  deps: FigureDeps,
  equipmentId: string,
  supervisionStart: CalendarDate,
  now: Instant,
): Omit<DailyRecordFacts, 'reviews'> | undefined {
  const { ledger } = deps;
  const card = imagingCard(deps, equipmentId);
  if (card === undefined) return undefined;
  const zone = zoneOf(ledger, card);
  const today = localDate(zone, now);
  const usual = addDays(today, 1 - dailyDays);
  const from = usual > supervisionStart ? usual : supervisionStart;
  const start = localMidnight(zone, from);
  const empty = { due: 0, inTime: 0, late: 0, missing: 0, inGrace: 0, contradicting: 0 };
  const common = { ...named(card), from, asOf: calendarDateAt(now) };
  const input = start >= now ? undefined : availabilityInputOf(deps, equipmentId, { start, end: now }, now);
  if (input === undefined) return { ...common, ...empty, calendar: card.calendarId !== undefined };
  const days = dueDaily(input).filter(({ standing }) => standing !== 'not-due');
  const missing = days.filter(({ standing }) => standing === 'missing');
  const lastMissing = missing.at(-1)?.date;
  const holidays = holidaysOf(ledger);
  const { classifyWithinDays } = policyOf(deps);
  return {
    ...common,
    due: days.length,
    inTime: days.filter(({ standing }) => standing === 'in-time').length,
    late: days.filter(({ standing }) => standing === 'late').length,
    missing: missing.length,
    inGrace: missing.filter(({ date }) => addWorkingDays(date, classifyWithinDays, holidays).date >= today).length,
    ...(lastMissing === undefined ? {} : { lastMissing }),
    contradicting: contradictionsOf(input).filter(({ countersigned }) => !countersigned).length,
    calendar: input.calendar !== undefined,
  };
}

/** One imaging device by its planned maintenance; undefined: there is no such imaging card. */
export function maintenanceFactsOf(
  deps: FigureDeps,
  equipmentId: string,
  _supervisionStart: CalendarDate,
  now: Instant,
): Omit<MaintenanceFacts, 'reviews'> | undefined {
  const { ledger } = deps;
  const card = imagingCard(deps, equipmentId);
  if (card === undefined) return undefined;
  const zone = zoneOf(ledger, card);
  const asOf = localDate(zone, now);
  const records = ledger.equipmentRecords.ofKind('maintenance', { equipmentId });
  const { everyMonths, last, dueOn, planned, done } = maintenanceStanding(card, records, asOf, zone);
  return {
    ...named(card),
    ...(everyMonths === undefined ? {} : { everyMonths }),
    inServiceFrom: card.inServiceFrom,
    ...(last === undefined ? {} : { last }),
    ...(dueOn === undefined ? {} : { dueOn }),
    planned,
    done,
    asOf,
  };
}
