import { calendarDateAt, instantToIso, monthOf } from '@center/contract';
import type { StationAlarm, StationEquipmentBoard, StationEquipmentNow } from '@center/contract/station-api';
import type { Alarm } from '../notices/notice.ts';
import { type EquipmentStanding, equipmentStandings, holidaysOf, monthAccountOf } from '../watch/index.ts';
import type { StationDeps } from './deps.ts';
import { dailyDueView } from './equipment-daily.ts';
import { accountView, probesOf, readingViews } from './equipment-figures-view.ts';
import { maintenancePlan } from './equipment-plan.ts';
import { roomView, upsView } from './equipment-power.ts';
import { isoOrNull } from './equipment-record-checks.ts';
import { waitsForSecond } from './equipment-record-steps.ts';
import type { TypedApp } from './typed-app.ts';

export function alarmView({ key, kind, urgency, equipmentId, since, causedBy, values }: Alarm): StationAlarm {
  return {
    key,
    kind,
    urgency,
    equipmentId: equipmentId ?? null,
    since: instantToIso(since),
    causedBy: causedBy ?? null,
    values: { ...values },
  };
}

function nowOf(deps: StationDeps, standing: EquipmentStanding): StationEquipmentNow {
  const { card } = standing;
  const now = deps.now();
  const month =
    card.kind === 'imaging'
      ? monthAccountOf(deps, card.id, monthOf(calendarDateAt(now, deps.facility.zoneOffsetMinutes)), now)
      : undefined;
  const figures = month === undefined ? undefined : accountView(month.account);
  return {
    equipmentId: card.id,
    kind: card.kind,
    name: card.name,
    deviceId: card.deviceId ?? null,
    state: standing.now,
    since: isoOrNull(standing.since),
    openFault: standing.openFault,
    unclassified: standing.unclassified,
    calendarId: card.calendarId ?? null,
    probes: probesOf(deps, card.id, standing.probes),
    readings: readingViews(standing.readings),
    month:
      figures === undefined
        ? null
        : {
            rate: figures.rate,
            low: figures.low,
            high: figures.high,
            coverage: figures.coverage,
            verdict: figures.verdict,
            budgetLeftMs: figures.budgetLeftMs,
            worstBudgetLeftMs: figures.worstBudgetLeftMs,
            mustBeBackBy: figures.mustBeBackBy,
          },
    ups: upsView(deps, card),
    room: roomView(deps, card),
  };
}

function board(deps: StationDeps): StationEquipmentBoard {
  const { ledger, watch, now } = deps;
  const at = now();
  const standings = equipmentStandings(deps, at);
  const daily = dailyDueView(deps);
  const { coversTo } = holidaysOf(ledger);
  // A daily record that contradicts the probes is named by its own list; here it would cost an account of each day.
  const seconds = (['fault', 'window', 'suspension', 'external', 'dispute'] as const).flatMap((kind) =>
    ledger.equipmentRecords.list({ kind }).filter((record) => waitsForSecond(record, at, false)),
  );
  return {
    asOf: instantToIso(at),
    watching: watch !== undefined,
    rows: standings.map((standing) => nowOf(deps, standing)),
    alarms: (deps.alarms?.() ?? []).map(alarmView),
    waiting: {
      unclassified: standings.reduce((sum, { unclassified }) => sum + unclassified, 0),
      dailyDue: daily.rows.filter(({ overdue }) => !overdue).length,
      dailyOverdue: daily.rows.filter(({ overdue }) => overdue).length,
      secondPerson: seconds.length + daily.devices.reduce((sum, { contradicting }) => sum + contradicting, 0),
      maintenanceOverdue: maintenancePlan(deps).rows.filter(({ standing }) => standing === 'overdue').length,
    },
    holidaysCoverTo: coversTo,
  };
}

/** How everything that is watched stands now. */
export function boardRoute(app: TypedApp, deps: StationDeps): void {
  app.get('/api/equipment', (): StationEquipmentBoard => board(deps));
}
