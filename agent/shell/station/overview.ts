import { calendarDateAt, instantToIso, type Severity } from '@center/contract';
import type { StationOverview } from '@center/contract/station-api';
import { channelView } from './connection.ts';
import type { StationDeps } from './deps.ts';
import { findingRow, isLive } from './finding-view.ts';
import { waitingFor } from './reviews.ts';
import type { StudyViews } from './study-view.ts';
import type { TypedApp } from './typed-app.ts';

const criticalShown = 8;

function overview(deps: StationDeps, views: StudyViews): StationOverview {
  const { ledger, now } = deps;
  const counts = ledger.findings.counts().filter(({ state }) => isLive(state));
  const open = (severity: Severity): number =>
    counts.filter((each) => each.severity === severity).reduce((sum, { n }) => sum + n, 0);
  const { awaiting, second, records } = waitingFor(deps, views);
  const connection = deps.connection();
  const today = calendarDateAt(now(), deps.facility.zoneOffsetMinutes);
  return {
    asOf: instantToIso(now()),
    open: { critical: open('critical'), major: open('major'), minor: open('minor') },
    waiting: {
      awaiting: awaiting.length,
      second: second.length,
      records: records.late.length + records.inTime.length,
      late: records.late.length,
    },
    studies: {
      total: ledger.studies.count(),
      lastDay: ledger.studies.search({ from: today, to: today, limit: 1, offset: 0 }).total,
      arriving: ledger.studies
        .search({ from: today, to: today, limit: 200, offset: 0 })
        .rows.filter(({ arriving }) => arriving).length,
    },
    objects: ledger.objects.count(),
    enrolment: connection.enrolment,
    backlog: connection.backlog,
    channels: ledger.channels.list().map(channelView),
    critical: ledger.findings
      .list({ state: 'open', severity: 'critical', limit: criticalShown, offset: 0 })
      .rows.map((finding) => findingRow(finding, views)),
    supervisionStart: deps.supervisionStart() ?? null,
    unregisteredDevices: ledger.devices.list().filter(({ card }) => card === undefined).length,
  };
}

export function overviewRoutes(app: TypedApp, deps: StationDeps, views: StudyViews): void {
  app.get('/api/overview', (): StationOverview => overview(deps, views));
}
