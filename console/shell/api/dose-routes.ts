import {
  type ConsoleDoseCoverage,
  ConsoleDoseCoverageQuery,
  ConsoleDoseCoverage as ConsoleDoseCoverageSchema,
  type ConsoleDoseGroup,
  ConsoleDoseGroups,
  ConsoleDoseGroupsQuery,
  ConsoleDosePoints,
  ConsoleDosePointsQuery,
  ConsoleDoseSeries,
  ConsoleDoseSeriesQuery,
  DeviceItem,
  DoseGroupItem,
  DoseMeasureText,
  DoseSourceText,
  daysBetween,
  GroupAgeBandText,
  instantToIso,
  Problem,
  parseCalendarDate,
} from '@center/contract';
import { examClassTitle, shownAlone } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { deviceItems, doseClasses, doseDays, dosePoints, doseSeries, listDoseGroups } from '../store/dose.ts';
import { allFacilities } from '../store/facilities.ts';
import type { DoseGroupTable } from '../store/tables.ts';
import { who, withinScope } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';
import { stored } from './stored.ts';

const asGroup = stored(DoseGroupItem);
const asDevice = stored(DeviceItem);
const asMeasure = stored(DoseMeasureText);
const asSource = stored(DoseSourceText);
const asBand = stored(GroupAgeBandText);

/** Most points of single studies, and most days of a calendar, in one answer. */
const mostPoints = 2_000;
const mostDays = 400;

/** One to four exams are told as `<5`. A year less its other months may say how many they were; what they gave follows from nothing, for histograms are of years only. */
function shown(n: number): number | '<5' {
  const told = shownAlone(n);
  return told === 'withheld' ? '<5' : told;
}

/** Name of a device: its card's, else maker and model. */
function namesOf(context: ConsoleContext, facilityIds: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    deviceItems(context.db, facilityIds).map(({ facilityId, deviceId, item }) => {
      const { name, Manufacturer, ManufacturerModelName } = asDevice(JSON.parse(item));
      return [`${facilityId}/${deviceId}`, (name ?? `${Manufacturer} ${ManufacturerModelName}`.trim()).slice(0, 128)];
    }),
  );
}

export function groupRows(context: ConsoleContext, rows: readonly DoseGroupTable[]): ConsoleDoseGroup[] {
  const facilities = new Map(allFacilities(context.db).map((facility) => [facility.facility_id, facility.name]));
  const names = namesOf(context, [...new Set(rows.map((row) => row.facility_id))]);
  return rows.map((row) => {
    const item = asGroup(JSON.parse(row.item));
    const { deviceId, examClass, ageBand, measure, unit, month, excluded, requiredN } = item;
    return {
      facilityId: row.facility_id,
      facilityName: facilities.get(row.facility_id) ?? row.facility_id,
      deviceId,
      deviceName: names.get(`${row.facility_id}/${deviceId}`) ?? deviceId.slice(0, 8),
      examClass,
      examClassTitle: examClassTitle(examClass),
      ageBand,
      measure,
      unit,
      month,
      n: shown(item.n),
      excluded: { phantom: shown(excluded.phantom), phases: shown(excluded.phases) },
      requiredN,
      quartiles: item.quartiles,
      histogram: row.span === 'year' ? item.histogram : null,
      level: item.level,
      comparison: item.comparison,
      informational: item.informational,
      asOf: item.asOf,
    };
  });
}

function coverageAnswer(
  context: ConsoleContext,
  { facility, from, to }: ConsoleDoseCoverageQuery,
): ConsoleDoseCoverage {
  const [first, last] = [parseCalendarDate(from), parseCalendarDate(to)];
  // The border's pattern lets a 30th of February through.
  if (!first.ok || !last.ok) throw new Refusal('request-invalid', [first.ok ? 'to' : 'from']);
  const days = daysBetween(first.value, last.value);
  if (days < 0 || days >= mostDays) throw new Refusal('request-invalid', ['to']);
  const names = namesOf(context, [facility]);
  const devices = new Map<string, ConsoleDoseCoverage['devices'][number]>();
  for (const { device_id: deviceId, date, expected, present } of doseDays(context.db, facility, from, to)) {
    const name = names.get(`${facility}/${deviceId}`) ?? deviceId.slice(0, 8);
    const device = devices.get(deviceId) ?? { deviceId, name, expected: 0, present: 0, days: [] };
    device.expected += expected;
    device.present += present;
    device.days.push({ date, expected, present });
    devices.set(deviceId, device);
  }
  return { asOf: instantToIso(context.clock()), from, to, devices: [...devices.values()] };
}

/** Dose of a facility's or an area's devices, as the centers computed it: medians and histograms, dose records by day, and single studies of findings by pseudonym. */
export function doseRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;
  const see = { act: 'see' } as const;
  const schemaOf = <Query, Answer>(querystring: Query, answer: Answer) => ({
    tags: ['dose'],
    querystring,
    response: { 200: answer, '4xx': Problem },
  });

  app.get(
    '/api/dose/groups',
    { config: see, schema: schemaOf(ConsoleDoseGroupsQuery, ConsoleDoseGroups) },
    async (request) => {
      const { scope } = who(request);
      const { page = 1, pageSize = 100 } = request.query;
      const { total, rows } = listDoseGroups(db, scope, request.query, (page - 1) * pageSize, pageSize);
      return {
        asOf: instantToIso(clock()),
        total,
        page,
        pageSize,
        classes: doseClasses(db, scope).map((id) => ({ id, title: examClassTitle(id) })),
        rows: groupRows(context, rows),
      };
    },
  );

  app.get(
    '/api/dose/series',
    { config: see, schema: schemaOf(ConsoleDoseSeriesQuery, ConsoleDoseSeries) },
    async (request) => {
      withinScope(who(request), request.query.facility);
      const items = doseSeries(db, request.query).map((row) => asGroup(JSON.parse(row.item)));
      const last = items.at(-1);
      return {
        asOf: instantToIso(clock()),
        unit: last?.unit ?? '',
        level: last?.level ?? null,
        rows: items.map(({ month, n, quartiles }) => ({ month, n: shown(n), quartiles })),
      };
    },
  );

  app.get(
    '/api/dose/points',
    { config: see, schema: schemaOf(ConsoleDosePointsQuery, ConsoleDosePoints) },
    async (request) => {
      const { total, rows } = dosePoints(db, who(request).scope, request.query, mostPoints);
      return {
        asOf: instantToIso(clock()),
        total,
        rows: rows.map((row) => ({
          facilityId: row.facility_id,
          findingId: row.finding_id,
          ruleId: row.rule_id,
          subject: row.subject,
          date: row.date,
          deviceId: row.device_id,
          examClass: row.exam_class,
          ageBand: asBand(row.age_band),
          measure: asMeasure(row.measure),
          value: row.value,
          unit: row.unit,
          source: asSource(row.source),
        })),
      };
    },
  );

  app.get(
    '/api/dose/coverage',
    { config: see, schema: schemaOf(ConsoleDoseCoverageQuery, ConsoleDoseCoverageSchema) },
    async (request) => {
      withinScope(who(request), request.query.facility);
      return coverageAnswer(context, request.query);
    },
  );
}
