import {
  addDays,
  calendarDateAt,
  daysBetween,
  type EquipmentCard,
  type EquipmentEvent,
  type Instant,
  instant,
  instantToIso,
  startOfDay,
} from '@center/contract';
import {
  EquipmentPath,
  type StationEquipmentEvent,
  type StationEvents,
  StationEventsQuery,
  type StationGaps,
  type StationPlacePage,
  type StationReadings,
  StationReadingsQuery,
  type StationRoom,
  type StationUps,
} from '@center/contract/station-api';
import {
  batteryCareOf,
  probeStandings,
  roomFactsOf,
  roomStandingOf,
  upsGradeOf,
  upsStandingOf,
} from '../watch/index.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { probesOf, readingViews } from './equipment-figures-view.ts';
import { cardOf, isoOrNull } from './equipment-record-checks.ts';
import { Refusal } from './problems.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

const eventDays = 90;
const mostReadingDays = 92;
const dayMs = 86_400_000;

/** A UPS as it stands, with the grade of its evidence. What was never asked, or is silent, is unknown and nothing else. */
export function upsView(deps: StationDeps, card: EquipmentCard): StationUps | null {
  if (card.ups === undefined) return null;
  const now = deps.now();
  const standing = upsStandingOf(deps, card.id, now);
  const graded = upsGradeOf(deps, card.id, now);
  const status = standing?.status;
  const test = lastSelfTest(deps, card.id, now);
  return {
    state: standing?.state ?? 'unknown',
    marks: [...(status?.marks ?? [])],
    chargePct: status?.chargePct ?? null,
    runtimeS: status?.runtimeS ?? null,
    loadPct: status?.loadPct ?? null,
    inputV: status?.inputV ?? null,
    outputV: status?.outputV ?? null,
    batteryV: status?.batteryV ?? null,
    temperatureC: status?.temperatureC ?? null,
    raw: [...(status?.raw ?? [])],
    readAt: isoOrNull(standing?.heardAt),
    grade: graded?.grade ?? 0,
    against: [...(graded?.against ?? [])],
    provedOn: graded?.provedOn ?? null,
    selfTestOn: test?.end === undefined ? null : calendarDateAt(test.end, deps.facility.zoneOffsetMinutes),
    selfTestPassed: test?.result === undefined ? null : test.result === 'passed',
    batteryDate: card.ups.batteryDate ?? null,
    runtimeGoalMinutes: card.ups.runtimeGoalMinutes,
    feeds: [...card.ups.feeds],
    gradeReasons: [...(graded?.reasons ?? [])],
    care: (batteryCareOf(deps, card.id, now) ?? []).map(({ kind, ...values }) => ({ kind, values })),
  };
}

/** The last self-test that ended, within the last year and a month. */
function lastSelfTest({ ledger }: StationDeps, equipmentId: string, now: Instant): EquipmentEvent | undefined {
  return ledger.watch
    .events(equipmentId, { start: instant(now - 400 * dayMs), end: instant(now + 1) })
    .filter(({ kind, end }) => kind === 'self-test' && end !== undefined)
    .at(-1);
}

export function roomView(deps: StationDeps, card: EquipmentCard): StationRoom | null {
  if (card.room === undefined) return null;
  const now = deps.now();
  const standing = roomStandingOf(deps, card.id, now);
  const facts = roomFactsOf(deps, card.id, now);
  const climate = facts?.climate;
  return {
    purpose: card.room.purpose,
    temperatureC: standing?.temperatureC ?? null,
    humidityPct: standing?.humidityPct ?? null,
    temperatureBand: { ...card.room.temperatureC },
    humidityBand: { ...card.room.humidityPct },
    smoke: facts?.smoke.state ?? 'unknown',
    readAt: isoOrNull(standing?.heardAt),
    measuredS: climate?.measuredS ?? 0,
    outsideS: climate?.outsideS ?? 0,
    outsideSince: climate?.outsideSince ?? null,
    coverage: climate?.coverage ?? null,
  };
}

function eventView(event: EquipmentEvent): StationEquipmentEvent {
  const { id, equipmentId, kind, start, end, endUnseen, raw, result } = event;
  return {
    id,
    equipmentId,
    kind,
    start: instantToIso(start),
    end: isoOrNull(end),
    endUnseen: endUnseen ?? false,
    minChargePct: event.minChargePct ?? null,
    minRuntimeS: event.minRuntimeS ?? null,
    maxLoadPct: event.maxLoadPct ?? null,
    minValue: event.minValue ?? null,
    maxValue: event.maxValue ?? null,
    result: result ?? null,
    raw: [...raw],
  };
}

const newestFirst = (a: EquipmentEvent, b: EquipmentEvent): number =>
  a.start === b.start ? (a.id < b.id ? -1 : 1) : b.start - a.start;

function eventList(deps: StationDeps, query: StationEventsQuery): StationEvents {
  const { ledger, now, facility } = deps;
  const at = now();
  const { page, pageSize, limit, offset } = sliceOf(query);
  const offsetMinutes = facility.zoneOffsetMinutes;
  const today = calendarDateAt(at, offsetMinutes);
  const from = query.from === undefined ? addDays(today, -eventDays) : calendarDay(query.from, 'from');
  const to = query.to === undefined ? today : calendarDay(query.to, 'to');
  if (to < from) throw new Refusal('date-order', ['to']);
  const period = { start: startOfDay(from, offsetMinutes), end: startOfDay(addDays(to, 1), offsetMinutes) };
  const ids = query.equipmentId === undefined ? ledger.equipment.cards().map(({ id }) => id) : [query.equipmentId];
  const rows = ids.flatMap((id) => ledger.watch.events(id, period)).sort(newestFirst);
  return {
    asOf: instantToIso(at),
    total: rows.length,
    page,
    pageSize,
    rows: rows.slice(offset, offset + limit).map(eventView),
  };
}

function readingsView(deps: StationDeps, equipmentId: string, query: StationReadingsQuery): StationReadings {
  const { ledger, now, facility } = deps;
  const from = calendarDay(query.from, 'from');
  const to = calendarDay(query.to, 'to');
  if (to < from || daysBetween(from, to) > mostReadingDays) throw new Refusal('date-order', ['to']);
  const offsetMinutes = facility.zoneOffsetMinutes;
  const period = { start: startOfDay(from, offsetMinutes), end: startOfDay(addDays(to, 1), offsetMinutes) };
  return {
    asOf: instantToIso(now()),
    equipmentId,
    name: query.name,
    hours: ledger.watch
      .hours(equipmentId, query.name, period)
      // An hour in which nothing was measured is a gap.
      .filter(({ of, n }) => n > 0 && (query.of === undefined || of === query.of))
      .map(({ probe, of, hour, min, mean, max, last, n }) => ({
        probe,
        of: of === '' ? null : of,
        at: instantToIso(hour),
        min,
        mean,
        max,
        last,
        count: n,
      })),
  };
}

function placePage(deps: StationDeps, equipmentId: string): StationPlacePage {
  const { ledger, now } = deps;
  const card = cardOf(deps, equipmentId);
  const at = now();
  return {
    asOf: instantToIso(at),
    equipmentId,
    kind: card.kind,
    name: card.name,
    probes: probesOf(deps, equipmentId, probeStandings(deps, equipmentId, at)),
    readings: readingViews(ledger.watch.latest(equipmentId)),
    ups: upsView(deps, card),
    room: roomView(deps, card),
    events: ledger.watch
      .events(equipmentId, { start: instant(at - eventDays * dayMs), end: instant(at + 1) })
      .sort(newestFirst)
      .map(eventView),
  };
}

/** UPS and rooms: how they stand, their episodes, their values by the hour; and when the agent itself did not watch. */
export function powerRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  app.get(
    '/api/equipment/places/:equipmentId',
    { schema: { params: EquipmentPath } },
    (request): StationPlacePage => placePage(deps, request.params.equipmentId),
  );
  app.get(
    '/api/equipment/events',
    { schema: { querystring: StationEventsQuery } },
    (request): StationEvents => eventList(deps, request.query),
  );
  app.get(
    '/api/equipment/readings/:equipmentId',
    { schema: { params: EquipmentPath, querystring: StationReadingsQuery } },
    (request): StationReadings => readingsView(deps, request.params.equipmentId, request.query),
  );
  app.get('/api/equipment/gaps', (): StationGaps => {
    const at = now();
    return {
      asOf: instantToIso(at),
      rows: ledger.runs
        .gaps({ start: instant(at - 400 * dayMs), end: instant(at + 1) })
        .map(({ gap: { start, end, cause, stepMs } }) => ({
          from: instantToIso(start),
          to: instantToIso(end),
          cause,
          stepMs: stepMs ?? null,
        }))
        .sort((a, b) => (a.from < b.from ? 1 : -1)),
    };
  });
}
