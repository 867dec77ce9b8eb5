import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  type EquipmentCard,
  type FleetItem,
  type Instant,
  instantToIso,
  monthOf,
  must,
  parseCalendarDate,
  type UptimeFigures,
  type UptimeItem,
  uptimeBudgetMs,
} from '@center/contract';
import { type Account, deviceDays, type FleetDevice, fleetFigures } from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { availabilityInputOf, monthAccountOf, yearAccountOf } from '../watch/index.ts';

const firstOf = (month: string): CalendarDate => must(parseCalendarDate(`${month}-01`));

/** Months told of one device, the running one included. */
const monthsTold = 13;

/** The months, oldest first, that lie in supervision. */
function monthsOf(today: CalendarDate, supervisionStart: CalendarDate): readonly string[] {
  const running = firstOf(monthOf(today));
  return Array.from({ length: monthsTold }, (_, back) => monthOf(addMonths(running, back + 1 - monthsTold))).filter(
    (month) => month >= monthOf(supervisionStart),
  );
}

export const imagingCards = (ledger: Ledger): readonly EquipmentCard[] =>
  ledger.equipment.cards().filter(({ kind }) => kind === 'imaging');

type Counted = Pick<Account, 'figures' | 'budgetLeftMs' | 'worstBudgetLeftMs' | 'mustBeBackBy'>;

function itemOf(
  equipmentId: string,
  span: Pick<UptimeItem, 'span' | 'from' | 'to'>,
  { figures, budgetLeftMs, worstBudgetLeftMs, mustBeBackBy }: Counted,
  revision: number,
  at: Instant,
): UptimeItem {
  const { period: _period, definition, nothingRequired, ...amounts } = figures;
  return {
    type: 'uptime',
    equipmentId,
    ...span,
    definition,
    ...amounts,
    nothingRequired: nothingRequired ?? null,
    budgetLeftMs,
    worstBudgetLeftMs,
    mustBeBackBy: mustBeBackBy === undefined ? null : instantToIso(mustBeBackBy),
    revision,
    asOf: instantToIso(at),
  };
}

/** A closed month as it was closed or corrected: its required time is over, so what may be lost follows from it. */
function ofClosed(figures: UptimeFigures): Counted {
  const left = uptimeBudgetMs(figures.requiredMs) - figures.downMs;
  return { figures, budgetLeftMs: left, worstBudgetLeftMs: left - figures.unknownMs };
}

/** Months and year of one imaging device. A month that was closed is told as it was closed, with its revision; one that was not, as it counts now. */
export function uptimeItems(
  ledger: Ledger,
  equipmentId: string,
  supervisionStart: CalendarDate,
  at: Instant,
): UptimeItem[] {
  const today = calendarDateAt(at);
  const months = monthsOf(today, supervisionStart).flatMap((month): UptimeItem[] => {
    const from = firstOf(month);
    const span = { span: 'month', from, to: addMonths(from, 1) } as const;
    const closed = ledger.uptimeMonths.last(equipmentId, month, at);
    if (closed !== undefined) return [itemOf(equipmentId, span, ofClosed(closed.figures), closed.revision, at)];
    const found = monthAccountOf({ ledger }, equipmentId, month, at);
    return found === undefined ? [] : [itemOf(equipmentId, span, found.account, 0, at)];
  });
  const year = yearAccountOf({ ledger }, equipmentId, supervisionStart, at);
  if (year === undefined) return months;
  const from = calendarDateAt(year.figures.period.start);
  return [...months, itemOf(equipmentId, { span: 'year', from, to: addDays(today, 1) }, year, 0, at)];
}

/** How the devices fare together, in the running month or in those before: pooled time, and device days by the headline rule of what a fault day is. */
export function fleetItems(
  ledger: Ledger,
  supervisionStart: CalendarDate,
  at: Instant,
  which: 'running' | 'before',
): FleetItem[] {
  const cards = imagingCards(ledger);
  if (cards.length === 0) return [];
  const all = monthsOf(calendarDateAt(at), supervisionStart);
  const months = which === 'running' ? all.slice(-1) : all.slice(0, -1);
  return months.flatMap((month): FleetItem[] => {
    const devices = cards.flatMap(({ id }): FleetDevice[] => {
      const found = monthAccountOf({ ledger }, id, month, at);
      if (found === undefined) return [];
      const { figures } = found.account;
      const input = availabilityInputOf({ ledger }, id, figures.period, at);
      return input === undefined ? [] : [{ equipmentId: id, figures, days: deviceDays(found.account, input) }];
    });
    const fleet = fleetFigures(devices);
    const [headline] = fleet.byDays;
    if (headline === undefined) return [];
    return [
      {
        type: 'fleet-uptime',
        month,
        devices: fleet.devices,
        requiredMs: fleet.requiredMs,
        upMs: fleet.upMs,
        downMs: fleet.downMs,
        unknownMs: fleet.unknownMs,
        goodDays: headline.days.good,
        calendarDays: headline.calendar.base,
        openDays: headline.open.base,
        faultDays: headline.days.fault,
        maintenanceDays: headline.days.overhaul,
        unknownDays: headline.days.unknown,
        asOf: instantToIso(at),
      },
    ];
  });
}
