import { daysBetween, doseMeasureUnits, instantToIso } from '@center/contract';
import {
  type StationDeviationIndex,
  StationDeviationIndexQuery,
  type StationDoseCoverage,
  StationDoseCoverageQuery,
  type StationDoseGroups,
  StationDoseGroupsQuery,
  type StationDosePoints,
  StationDosePointsQuery,
  type StationDoseSeries,
  StationDoseSeriesQuery,
  StationGroupDecide,
} from '@center/contract/station-api';
import { distributionOf, exclusionOf, histogramOf, levelOfGroup } from '../../core/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import { decideOn } from './decide.ts';
import type { StationDeps } from './deps.ts';
import {
  byMonth,
  deviceNames,
  doseDevice,
  doseGroups,
  inOrder,
  levelView,
  measuredGroupOf,
  monthsOf,
  subjectKey,
} from './dose-groups.ts';
import { isLive } from './finding-view.ts';
import { noteLook } from './looks.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

const mostPoints = 2_000;
const mostIndices = 5_000;
const mostDays = 400;

function points(deps: StationDeps, query: StationDosePointsQuery): StationDosePoints {
  const { ledger, now } = deps;
  const group = measuredGroupOf(query.key);
  const { from, to } = monthsOf(deps, group.deviceId, query);
  const page = Math.max(1, Number(query.page ?? '1'));
  const pageSize = Math.min(mostPoints, Math.max(1, Number(query.pageSize ?? '500')));
  const level = levelOfGroup(group.examClass, group.ageBand, group.measure);
  const rows = ledger.exams.page(group, from, to, pageSize, (page - 1) * pageSize);
  return {
    asOf: instantToIso(now()),
    from,
    to,
    unit: doseMeasureUnits[group.measure],
    total: ledger.exams.count(group, from, to),
    page,
    pageSize,
    rows: rows.map(({ study, date, value, source, phantom, phases }) => ({
      StudyInstanceUID: study,
      AccessionNumber: ledger.studies.get(study)?.accession ?? '',
      date,
      value,
      source,
      phantom: phantom === 'head-16cm' || phantom === 'body-32cm' ? phantom : null,
      phases,
      excluded: exclusionOf(group.measure, { phantom, phases }, level) ?? null,
      hasFinding: ledger.findings.bySubject('study', study).some(({ state }) => isLive(state)),
    })),
  };
}

/** Without months: all there are, for a line over time wants its past. */
function series(deps: StationDeps, query: StationDoseSeriesQuery): StationDoseSeries {
  const { ledger, now } = deps;
  const group = measuredGroupOf(query.key);
  inOrder(query);
  const { from = '0000-01', to = '9999-12' } = query;
  const level = levelOfGroup(group.examClass, group.ageBand, group.measure);
  const compared = [...ledger.groups.pointsByMonth(group, group.measure, from, to)].filter(
    (point) => exclusionOf(group.measure, point, level) === undefined,
  );
  return {
    asOf: instantToIso(now()),
    unit: doseMeasureUnits[group.measure],
    level: levelView(level),
    rows: byMonth(compared).flatMap(([month, values]) => {
      const distribution = distributionOf(values);
      return distribution === undefined ? [] : [{ month, n: values.length, ...distribution }];
    }),
  };
}

function deviationIndex(deps: StationDeps, query: StationDeviationIndexQuery): StationDeviationIndex {
  const { ledger, now } = deps;
  inOrder(query);
  const names = deviceNames(deps);
  const { device, from = '0000-01', to = '9999-12' } = query;
  const all = ledger.exams.indexValues(device, from, to);
  return {
    asOf: instantToIso(now()),
    device: doseDevice(names, device),
    devices: ledger.exams.indexDevices().map((id) => doseDevice(names, id)),
    total: all.length,
    points: ledger.exams.indices(device, from, to, mostIndices).map(({ study, ...point }) => ({
      StudyInstanceUID: study,
      date: point.date,
      value: point.value,
      ExposureIndex: point.ExposureIndex,
      TargetExposureIndex: point.TargetExposureIndex,
      examClass: point.examClass,
    })),
    histogram:
      histogramOf(
        'DeviationIndex',
        all.map(({ value }) => value),
      ) ?? null,
    months: byMonth(all).flatMap(([month, values]) => {
      const distribution = distributionOf(values);
      return distribution === undefined ? [] : [{ month, n: values.length, median: distribution.median }];
    }),
  };
}

function coverage(deps: StationDeps, { from, to }: StationDoseCoverageQuery): StationDoseCoverage {
  const { ledger, now } = deps;
  const days = daysBetween(calendarDay(from, 'from'), calendarDay(to, 'to'));
  if (days < 0 || days >= mostDays) throw new Refusal('date-order', ['to']);
  const names = deviceNames(deps);
  const devices = new Map<string, StationDoseCoverage['devices'][number]>();
  for (const { deviceId, ...day } of ledger.exams.coverage(from, to)) {
    const known = devices.get(deviceId) ?? { ...doseDevice(names, deviceId), expected: 0, present: 0, days: [] };
    known.expected += day.expected;
    known.present += day.present;
    known.days.push(day);
    devices.set(deviceId, known);
  }
  return { asOf: instantToIso(now()), from, to, devices: [...devices.values()] };
}

/** What a physicist looks at: groups, their exams, their months, deviation indices, dose records by day; and what he or she decides of a group. */
export function doseRoutes(app: TypedApp, deps: StationDeps): void {
  const looks = new Map<string, number>();
  app.get(
    '/api/dose/groups',
    { schema: { querystring: StationDoseGroupsQuery } },
    (request): StationDoseGroups => doseGroups(deps, request.query),
  );
  app.get('/api/dose/points', { schema: { querystring: StationDosePointsQuery } }, (request): StationDosePoints => {
    const answer = points(deps, request.query);
    noteLook(looks, deps, 'dose-points-read', request.query.key, personOf(request).login);
    return answer;
  });
  app.get(
    '/api/dose/series',
    { schema: { querystring: StationDoseSeriesQuery } },
    (request): StationDoseSeries => series(deps, request.query),
  );
  app.get(
    '/api/dose/deviation-index',
    { schema: { querystring: StationDeviationIndexQuery } },
    (request): StationDeviationIndex => deviationIndex(deps, request.query),
  );
  app.get(
    '/api/dose/coverage',
    { schema: { querystring: StationDoseCoverageQuery } },
    (request): StationDoseCoverage => coverage(deps, request.query),
  );
  app.post('/api/dose/reviews', { schema: { body: StationGroupDecide } }, (request): StationDoseGroups => {
    const { key, ruleId, ...form } = request.body;
    const group = measuredGroupOf(key);
    decideOn(deps, { kind: 'device', key: subjectKey(group) }, ruleId, form, personOf(request).login);
    return doseGroups(deps, { device: group.deviceId, examClass: group.examClass, ageBand: group.ageBand });
  });
}
