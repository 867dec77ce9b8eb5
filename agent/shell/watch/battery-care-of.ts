import { type Instant, type Interval, instant, startOfDay } from '@center/contract';
import { type BatteryFinding, batteryCare, type RuntimeSample } from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { FigureDeps } from './standing-contract.ts';
import { upsTrackOf } from './track-keys.ts';

const dayMs = 86_400_000;
/** Episodes of tests and discharges that still count. */
const lookBackMs = 730 * dayMs;
/** Run times of the first year, one a day, and the day that shows that the year is over. */
const firstYearMs = 366 * dayMs;

/** What the battery of a UPS needs; undefined: there is no such UPS. */
export function batteryCareOf(
  { ledger }: FigureDeps,
  equipmentId: string,
  now: Instant,
): readonly BatteryFinding[] | undefined {
  const card = ledger.equipment.card(equipmentId);
  if (card?.kind !== 'ups') return undefined;
  const status = upsTrackOf(ledger, equipmentId)?.status;
  const since = startOfDay(card.ups?.batteryDate ?? card.inServiceFrom);
  return batteryCare({
    card,
    ...(status === undefined ? {} : { status }),
    events: ledger.watch.events(equipmentId, { start: instant(now - lookBackMs), end: instant(now + 1) }),
    runtimes: runtimesOf(ledger, equipmentId, { start: since, end: instant(since + firstYearMs) }),
    now,
  });
}

/** The first hour of each day that has both run time and load. */
function runtimesOf(ledger: Ledger, equipmentId: string, period: Interval): RuntimeSample[] {
  const loads = new Map(ledger.watch.hours(equipmentId, 'ups.loadPct', period).map(({ hour, mean }) => [hour, mean]));
  const days = new Set<number>();
  return ledger.watch.hours(equipmentId, 'ups.runtimeS', period).flatMap(({ hour, mean, n }) => {
    const day = Math.floor(hour / dayMs);
    const loadPct = loads.get(hour);
    if (n === 0 || loadPct === undefined || days.has(day)) return [];
    days.add(day);
    return [{ at: hour, runtimeS: mean, loadPct }];
  });
}
