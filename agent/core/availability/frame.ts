import { addDays, type EquipmentCard, type Interval, instant, type NothingRequired } from '@center/contract';
import { cut, intersect, subtract } from './algebra.ts';
import { expandCalendar } from './calendar.ts';
import type { AvailabilityInput } from './evidence.ts';
import { capByMonth, monthBegin, windowOccurrences } from './maintenance-windows.ts';
import { layer, type Mark, within } from './marks.ts';
import { explainedTime, externalTime, faultWeight, suspendedTime, suspensionStanding } from './people-evidence.ts';
import { localDate, localMidnight } from './zone.ts';

/** Used where there is no calendar that says one. */
export const zoneWithoutCalendar = 'Asia/Shanghai';

/** The denominator of a period: what is scheduled, and what of it people took out, each disjoint from the next. The future is in it as far as it is settled now. */
export interface Frame {
  readonly zone: string;
  /** P up to the moment of asking. */
  readonly past: Interval;
  readonly future: Interval;
  /** Opening hours of the calendar in the past of P. */
  readonly open: readonly Interval[];
  /** S over P, formal suspensions out. */
  readonly scheduled: readonly Interval[];
  readonly maintenance: readonly Mark[];
  readonly external: readonly Mark[];
  /** Begin of the time of each day in which a device may still be starting, until when. */
  readonly warmUps: readonly Interval[];
  readonly covers: boolean;
  /** Why no time of the past is required, should none be. */
  readonly nothing: (maintenanceMs: number, externalMs: number) => NothingRequired;
}

export function frameOf(input: AvailabilityInput, probesSayDown: readonly Interval[]): Frame {
  const { calendar, holidays, card, period, now } = input;
  const zone = calendar?.zone ?? zoneWithoutCalendar;
  const turn = instant(Math.min(Math.max(now, period.start), Math.max(period.end, period.start)));
  const past = { start: period.start, end: turn };
  const future = { start: turn, end: period.end };
  // The cap of maintenance is one of whole local months.
  const reach: Interval = { start: monthBegin(zone, period.start), end: period.end };
  const open = calendar === undefined ? [] : expandCalendar(calendar, holidays, reach).open;
  const inService = intersect(open, [serviceTime(card, zone)]);
  const suspended = input.records.suspensions
    .filter((record) => suspensionStanding(record, input, probesSayDown) === 'in-force')
    .map(suspendedTime);
  const reached = subtract(inService, suspended);
  const maintenance = maintenanceMarks(input, zone, reach, reached);
  const external = within(
    layer(
      externalTime(input.records.externals, card.id).map(({ start, end, ref }) => ({
        start,
        end,
        ref,
        state: 'external',
        because: 'external-cause',
        degraded: false,
      })),
    ),
    subtract(cut(reached, period), maintenance),
  );
  const pastOpen = cut(open, past);
  const pastInService = cut(inService, past);
  const pastScheduled = cut(reached, past);
  return {
    zone,
    past,
    future,
    open: pastOpen,
    scheduled: cut(reached, period),
    maintenance: within(maintenance, [period]),
    external,
    warmUps: warmUpsOf(input, zone),
    covers: calendar === undefined || expandCalendar(calendar, holidays, past).covers,
    nothing: (maintenanceMs, externalMs) => {
      if (calendar === undefined) return 'no-calendar';
      if (intersect([serviceTime(card, zone)], [period]).length === 0) return 'not-in-service';
      if (pastOpen.length === 0) return 'closed';
      if (pastInService.length === 0) return 'not-in-service';
      if (pastScheduled.length === 0) return 'suspended';
      return maintenanceMs >= externalMs ? 'maintenance' : 'external';
    },
  };
}

/** V: from the beginning of the day of acceptance to the end of the day of retirement. */
export function serviceTime({ inServiceFrom, inServiceTo }: EquipmentCard, zone: string): Interval {
  return {
    start: localMidnight(zone, inServiceFrom),
    end: inServiceTo === undefined ? instant(8_640_000_000_000_000) : localMidnight(zone, addDays(inServiceTo, 1)),
  };
}

function maintenanceMarks(
  { records, card, policy }: AvailabilityInput,
  zone: string,
  reach: Interval,
  scheduled: readonly Interval[],
): Mark[] {
  const mark = { state: 'maintenance', because: 'maintenance-window', degraded: false } as const;
  const windows = records.windows
    .filter(({ body }) => body.equipmentIds.includes(card.id))
    .flatMap((record) => windowOccurrences(record, zone, reach))
    .filter(({ standing }) => standing === 'approved' || standing === 'countersigned')
    .map(({ start, end, ref }): Mark => ({ ...mark, start, end, ref }));
  const withoutWindow = records.faults
    .filter((record) => faultWeight(record) === 'maintenance')
    .map((record): Mark => ({ ...mark, ...explainedTime(record), ref: record.id }));
  const marks = layer([...windows, ...withoutWindow]);
  return within(marks, capByMonth(intersect(marks, scheduled), policy.maintenanceCapMs, zone));
}

/** From the first opening of each local day on; hours that go on over midnight are no opening. */
function warmUpsOf({ card, calendar, holidays, period }: AvailabilityInput, zone: string): Interval[] {
  if (calendar === undefined || card.warmUpMinutes <= 0) return [];
  const lengthOfWarmUp = card.warmUpMinutes * 60_000;
  // A day more on both sides, so that the cut of the period makes no opening.
  const reach = { start: instant(period.start - 2 * 86_400_000), end: instant(period.end + 86_400_000) };
  const { open } = expandCalendar(calendar, holidays, reach);
  const found: Interval[] = [];
  let dayEnds = Number.NEGATIVE_INFINITY;
  for (const { start, end } of open) {
    if (start >= period.end) break;
    if (start <= reach.start || start < dayEnds) continue;
    dayEnds = localMidnight(zone, addDays(localDate(zone, start), 1));
    found.push({ start, end: instant(Math.min(end, start + lengthOfWarmUp)) });
  }
  return found;
}
