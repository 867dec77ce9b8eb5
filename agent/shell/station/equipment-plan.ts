import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type EquipmentCard,
  type Interval,
  instantToIso,
  monthOf,
} from '@center/contract';
import { type StationMaintenancePlan, type StationWindows, StationWindowsQuery } from '@center/contract/station-api';
import {
  intersect,
  lengthMs,
  maintenanceStanding,
  monthPeriod,
  normalise,
  windowOccurrences,
} from '../../core/index.ts';
import { centerZone, monthAccountOf, policyOf, zoneOf } from '../watch/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { recordView } from './equipment-record-view.ts';
import type { TypedApp } from './typed-app.ts';

const dueSoonDays = 30;

function standingOf(
  dueOn: CalendarDate | undefined,
  overdue: boolean,
  today: CalendarDate,
): StationMaintenancePlan['rows'][number]['standing'] {
  if (dueOn === undefined) return 'no-plan';
  if (overdue) return 'overdue';
  return dueOn <= addDays(today, dueSoonDays) ? 'due-soon' : 'in-time';
}

const imaging = ({ ledger }: StationDeps): EquipmentCard[] =>
  ledger.equipment.cards().filter(({ kind }) => kind === 'imaging');

/** Planned maintenance of every imaging device (MIDC-3.14d). */
export function maintenancePlan(deps: StationDeps): StationMaintenancePlan {
  const { ledger, now, facility } = deps;
  const today = calendarDateAt(now(), facility.zoneOffsetMinutes);
  return {
    asOf: instantToIso(now()),
    rows: imaging(deps).map((card) => {
      const records = ledger.equipmentRecords.ofKind('maintenance', { equipmentId: card.id });
      const { everyMonths, last, dueOn, overdue, planned, done } = maintenanceStanding(
        card,
        records,
        today,
        zoneOf(ledger, card),
      );
      return {
        equipmentId: card.id,
        name: card.name,
        everyMonths: everyMonths ?? null,
        lastOn: last?.on ?? null,
        lastAccepted: last?.accepted ?? false,
        dueOn: dueOn ?? null,
        standing: standingOf(dueOn, overdue, today),
        planned,
        done,
      };
    }),
  };
}

/** Windows of a month, and what of each device's cap they would use and have used. */
function windowsView(deps: StationDeps, month: string, who: string): StationWindows {
  const { ledger, now } = deps;
  const at = now();
  const period = monthPeriod(month, centerZone);
  const capMs = policyOf(deps).maintenanceCapMs;
  return {
    asOf: instantToIso(at),
    month,
    rows: ledger.equipmentRecords
      .list({ kind: 'window', period, withdrawn: true })
      .reverse()
      .map((record) => recordView(record, deps, who)),
    caps: imaging(deps).map((card) => {
      const account = monthAccountOf(deps, card.id, month, at)?.account;
      return {
        equipmentId: card.id,
        name: card.name,
        capMs,
        plannedMs: lengthMs(plannedOf(deps, card, zoneOf(ledger, card), period)),
        countedMs: account?.figures.maintenanceMs ?? 0,
      };
    }),
  };
}

/** Windows that are asked for or approved, cut to the month, not yet to opening hours; a window cancelled before it began is none. */
function plannedOf(
  { ledger }: StationDeps,
  { id }: EquipmentCard,
  zone: string,
  period: Interval,
): readonly Interval[] {
  const windows = ledger.equipmentRecords
    .ofKind('window', { equipmentId: id, period })
    .flatMap((record) => windowOccurrences(record, zone, period))
    .filter(({ standing }) => standing !== 'cancelled');
  return intersect(normalise(windows), [period]);
}

/** What is planned: maintenance and its windows. */
export function planRoutes(app: TypedApp, deps: StationDeps): void {
  app.get('/api/equipment/maintenance/plan', (): StationMaintenancePlan => maintenancePlan(deps));
  app.get('/api/equipment/windows', { schema: { querystring: StationWindowsQuery } }, (request): StationWindows => {
    const today = calendarDateAt(deps.now(), deps.facility.zoneOffsetMinutes);
    const month = request.query.month ?? monthOf(today);
    calendarDay(`${month}-01`, 'month');
    return windowsView(deps, month, personOf(request).login);
  });
}
