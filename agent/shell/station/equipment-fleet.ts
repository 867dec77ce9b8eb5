import { calendarDateAt, type Instant, instantToIso, monthOf } from '@center/contract';
import {
  type StationClosings,
  StationClosingsQuery,
  type StationFleet,
  StationFleetQuery,
} from '@center/contract/station-api';
import { type DayRates, deviceDays, type FleetDevice, fleetCount, fleetFigures } from '../../core/index.ts';
import { availabilityInputOf, equipmentStandings, monthAccountOf } from '../watch/index.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { accountView, uptimeView } from './equipment-figures-view.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const monthsOfClosings = 14;

/** The month that is asked for, or the running one. Throws `month-ahead`. */
export function monthAsked({ now, facility }: StationDeps, asked: string | undefined): string {
  const running = monthOf(calendarDateAt(now(), facility.zoneOffsetMinutes));
  if (asked === undefined) return running;
  calendarDay(`${asked}-01`, 'month');
  if (asked > running) throw new Refusal('month-ahead');
  return asked;
}

/** An imaging device with its figures and days of a month; undefined: nothing can be computed for it. */
export function fleetDevice(
  deps: StationDeps,
  equipmentId: string,
  month: string,
  now: Instant,
): (FleetDevice & { readonly found: NonNullable<ReturnType<typeof monthAccountOf>> }) | undefined {
  const found = monthAccountOf(deps, equipmentId, month, now);
  if (found === undefined) return undefined;
  const { figures } = found.account;
  const input = availabilityInputOf(deps, equipmentId, figures.period, now);
  return input === undefined ? undefined : { equipmentId, figures, days: deviceDays(found.account, input), found };
}

function dayRate({ base, good, low, high }: DayRates['calendar']) {
  return { base, good, low: low ?? null, high: high ?? null };
}

function fleetView(deps: StationDeps, month: string): StationFleet {
  const { ledger, now } = deps;
  const at = now();
  const cards = ledger.equipment.cards().filter(({ kind }) => kind === 'imaging');
  const known = cards.map((card) => ({ card, device: fleetDevice(deps, card.id, month, at) }));
  const devices = known.flatMap(({ device }) => (device === undefined ? [] : [device]));
  const fleet = fleetFigures(devices);
  const ids = new Set(cards.map(({ id }) => id));
  const count = fleetCount(
    equipmentStandings(deps, at).flatMap(({ card, now: state }) => (ids.has(card.id) ? [state] : [])),
  );
  const { rate, low, high, coverage } = fleet.rates;
  return {
    asOf: instantToIso(at),
    month,
    devices: fleet.devices,
    requiredMs: fleet.requiredMs,
    upMs: fleet.upMs,
    downMs: fleet.downMs,
    unknownMs: fleet.unknownMs,
    rate: rate ?? null,
    low: low ?? null,
    high: high ?? null,
    coverage: coverage ?? null,
    verdict: fleet.verdict,
    byDays: fleet.byDays.map(({ rule, days, calendar, open }) => ({
      rule,
      days: { ...days },
      calendar: dayRate(calendar),
      open: dayRate(open),
    })),
    count: { ...count, rate: count.rate ?? null },
    rows: known.map(({ card, device }) => ({
      equipmentId: card.id,
      name: card.name,
      figures: device === undefined ? null : accountView(device.found.account),
    })),
  };
}

function closingsView({ ledger, now }: StationDeps, month: string | undefined): StationClosings {
  const at = now();
  const rows = ledger.equipment.cards().flatMap(({ id }) => {
    if (month !== undefined) return ledger.uptimeMonths.of(id, month, at);
    return ledger.uptimeMonths
      .months(id, at)
      .slice(0, monthsOfClosings)
      .flatMap((last) => ledger.uptimeMonths.of(id, last.month, at));
  });
  return {
    asOf: instantToIso(at),
    rows: rows
      .map(({ month: closed, equipmentId, revision, closedAt, figures }) => ({
        month: closed,
        equipmentId,
        revision,
        closedAt: instantToIso(closedAt),
        figures: uptimeView(figures),
        basisSha256: figures.basisSha256,
        by: null,
      }))
      .sort((a, b) => (a.month === b.month ? b.revision - a.revision : a.month < b.month ? 1 : -1)),
  };
}

/** Devices together, and months as they were closed. */
export function fleetRoutes(app: TypedApp, deps: StationDeps): void {
  app.get(
    '/api/equipment/fleet',
    { schema: { querystring: StationFleetQuery } },
    (request): StationFleet => fleetView(deps, monthAsked(deps, request.query.month)),
  );
  app.get('/api/equipment/closings', { schema: { querystring: StationClosingsQuery } }, (request): StationClosings => {
    const { month } = request.query;
    if (month !== undefined) calendarDay(`${month}-01`, 'month');
    return closingsView(deps, month);
  });
}
