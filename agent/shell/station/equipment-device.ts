import {
  addDays,
  addMonths,
  calendarDateAt,
  type EquipmentCard,
  type Instant,
  instant,
  instantToIso,
  monthOf,
  startOfDay,
} from '@center/contract';
import {
  EquipmentPath,
  type StationDevicePage,
  StationDevicePageQuery,
  type StationProbe,
  StationProbePath,
} from '@center/contract/station-api';
import { type Account, budgetForecast, deviceDays, meanTimes, monthPeriod, rollingBackBy } from '../../core/index.ts';
import {
  accountOf,
  availabilityInputOf,
  equipmentStandings,
  monthAccountOf,
  probeSpansOf,
  probeStandings,
  yearAccountOf,
  zoneOf,
} from '../watch/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { contradictions } from './equipment-due.ts';
import { accountView, probeSpanView, probesOf, readingViews, spanView } from './equipment-figures-view.ts';
import { cardOf, isoOrNull } from './equipment-record-checks.ts';
import { recordView } from './equipment-record-view.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const daysShown = 90;
const monthsShown = 13;
/** A device that flaps makes thousands of stretches; all of them stand in the workbook of the month. */
const mostSpans = 2_000;
const dayMs = 86_400_000;

/** The last ninety local days. */
function daysOf(deps: StationDeps, card: EquipmentCard, now: Instant): StationDevicePage['days'] {
  const { facility } = deps;
  const today = calendarDateAt(now, facility.zoneOffsetMinutes);
  const period = {
    start: startOfDay(addDays(today, 1 - daysShown), facility.zoneOffsetMinutes),
    end: startOfDay(addDays(today, 1), facility.zoneOffsetMinutes),
  };
  const input = availabilityInputOf(deps, card.id, period, now);
  const account = accountOf(deps, card.id, period, now);
  if (input === undefined || account === undefined) return [];
  return deviceDays(account, input).map(
    ({ date, scheduledMs, upMs, downMs, unknownMs, maintenanceMs, externalMs }) => ({
      date,
      scheduledMs,
      upMs,
      downMs,
      unknownMs,
      maintenanceMs,
      externalMs,
    }),
  );
}

/** Months in service, newest first; what lies before the device was there is left out. */
function monthsOf(deps: StationDeps, card: EquipmentCard, now: Instant): StationDevicePage['months'] {
  const today = calendarDateAt(now, deps.facility.zoneOffsetMinutes);
  const months = Array.from({ length: monthsShown }, (_, index) => monthOf(addMonths(today, -index)));
  return months
    .filter((month) => month >= monthOf(card.inServiceFrom))
    .flatMap((month) => {
      const found = monthAccountOf(deps, card.id, month, now);
      return found === undefined
        ? []
        : [
            {
              month,
              figures: accountView(found.account),
              revision: found.revision,
              closedAt: isoOrNull(found.closedAt),
            },
          ];
    });
}

/** How the running month may end; nothing is foretold of a month that is over. */
function forecastOf(
  deps: StationDeps,
  card: EquipmentCard,
  account: Account,
  medianRepairMs: number | undefined,
  now: Instant,
): StationDevicePage['forecast'] {
  if (account.figures.requiredMs === account.requiredWholeMs) return null;
  const trailing = accountOf(deps, card.id, { start: instant(now - daysShown * dayMs), end: now }, now);
  const { requiredMs = 0, downMs = 0 } = trailing?.figures ?? {};
  const { best, expected, worst, burnPerMille } = budgetForecast(account, {
    requiredMs,
    downMs,
    ...(medianRepairMs === undefined ? {} : { medianRepairMs }),
  });
  return {
    bestMs: best.downMs,
    expectedMs: expected?.downMs ?? null,
    worstMs: worst.downMs,
    burnPerMille: burnPerMille ?? null,
  };
}

/** The rolling year has no end to be lost at: it moves on, leaves down time behind, and what is down now must be back before it is lost on the way. */
function yearBackBy(deps: StationDeps, equipmentId: string, year: Account, now: Instant): string | null {
  const input = availabilityInputOf(deps, equipmentId, year.figures.period, now);
  return input === undefined ? null : isoOrNull(rollingBackBy(input, year));
}

function devicePage(deps: StationDeps, equipmentId: string, asked: string | undefined, who: string): StationDevicePage {
  const { ledger, facility } = deps;
  const now = deps.now();
  const card = cardOf(deps, equipmentId);
  if (card.kind === 'room') throw new Refusal('not-found', [equipmentId]);
  const zone = zoneOf(ledger, card);
  const running = monthOf(calendarDateAt(now, facility.zoneOffsetMinutes));
  const month = asked ?? running;
  calendarDay(`${month}-01`, 'month');
  if (month > running) throw new Refusal('month-ahead');
  const period = monthPeriod(month, zone);
  const account = monthAccountOf(deps, equipmentId, month, now)?.account;
  const supervision = deps.supervisionStart() ?? card.inServiceFrom;
  const year = yearAccountOf(deps, equipmentId, supervision, now);
  const yearFaults =
    year === undefined ? [] : ledger.equipmentRecords.ofKind('fault', { equipmentId, period: year.figures.period });
  const means = year === undefined ? undefined : meanTimes(yearFaults, year.figures);
  const standing = equipmentStandings(deps, now).find((each) => each.card.id === equipmentId);
  const contradictsIt = contradictions(deps);
  const spans = account?.spans ?? [];
  const until = { start: period.start, end: instant(Math.min(period.end, now)) };
  return {
    asOf: instantToIso(now),
    equipmentId,
    kind: card.kind,
    name: card.name,
    zone,
    state: standing?.now ?? 'unknown',
    since: isoOrNull(standing?.since),
    probes: probesOf(deps, equipmentId, probeStandings(deps, equipmentId, now)),
    readings: readingViews(ledger.watch.latest(equipmentId)),
    days: daysOf(deps, card, now),
    year: year === undefined ? null : { ...accountView(year), mustBeBackBy: yearBackBy(deps, equipmentId, year, now) },
    months: monthsOf(deps, card, now),
    month,
    spans: spans.slice(0, mostSpans).map(spanView),
    spansCut: spans.length > mostSpans,
    probeSpans: probeSpansOf(ledger, equipmentId, until, now)
      .sort((a, b) => a.start - b.start)
      .slice(0, mostSpans)
      .map((span) => probeSpanView(span, until)),
    records: ledger.equipmentRecords
      .list({ equipmentId, period, withdrawn: true })
      .map((record) => recordView(record, deps, who, contradictsIt)),
    meanUpMs: means?.mtbfMs ?? null,
    meanDownMs: means?.mttrMs ?? null,
    faults: means?.faults ?? 0,
    forecast: account === undefined ? null : forecastOf(deps, card, account, means?.medianRepairMs, now),
  };
}

/** One device: bars of ninety days, months, every stretch of a month with its evidence; and a probe asked at once. */
export function equipmentDeviceRoutes(app: TypedApp, deps: StationDeps): void {
  app.get(
    '/api/equipment/devices/:equipmentId',
    { schema: { params: EquipmentPath, querystring: StationDevicePageQuery } },
    (request): StationDevicePage =>
      devicePage(deps, request.params.equipmentId, request.query.month, personOf(request).login),
  );
  app.post(
    '/api/equipment/probes/:probe/now',
    { schema: { params: StationProbePath } },
    async (request): Promise<StationProbe> => {
      const { probe } = request.params;
      const asked = await deps.watch?.probeNow(probe);
      const of = deps.watch?.health().find(({ name }) => name === probe)?.of;
      if (asked === undefined || of === undefined) throw new Refusal('probe-unknown');
      const found = probesOf(deps, of, probeStandings(deps, of, deps.now())).find(({ name }) => name === probe);
      if (found === undefined) throw new Refusal('probe-unknown');
      return found;
    },
  );
}
