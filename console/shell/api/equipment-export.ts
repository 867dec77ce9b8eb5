import {
  type ConsoleAvailabilityRow,
  ConsoleEquipmentExportQuery,
  type ConsoleUptime,
  calendarDateAt,
  monthOf,
} from '@center/contract';
import { csvText } from '../../core/index.ts';
import { who } from './access.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import { availabilityOf } from './equipment-routes.ts';
import { eventRows, readUptime, roomRows, upsRows } from './equipment-views.ts';
import { exportSender, workbook } from './export-file.ts';
import { witnessOf } from './witness-view.ts';

type Field = string | number | null;
interface Sheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly lines: readonly (readonly Field[])[];
}

/** Most episodes of a file. */
const mostEvents = 20_000;

const yes = (value: boolean): string => (value ? 'yes' : 'no');
/** Hundredths of a percent as percent; nothing is rounded up. */
const percent = (hundredths: number | null): string | null =>
  hundredths === null ? null : `${String(Math.floor(hundredths / 100))}.${String(hundredths % 100).padStart(2, '0')}`;

const uptimeHeader = [
  'definition',
  'from',
  'to',
  'state',
  'ratePct',
  'lowPct',
  'highPct',
  'coveragePct',
  'scheduledMs',
  'maintenanceMs',
  'externalMs',
  'requiredMs',
  'upMs',
  'downMs',
  'unknownMs',
  'silentMs',
  'degradedMs',
  'doubtfulMs',
  'transitions',
  'sampleMs',
  'nothingRequired',
  'calendarCovers',
  'budgetLeftMs',
  'worstBudgetLeftMs',
  'mustBeBackBy',
  'revision',
  'basisSha256',
  'asOf',
];
const uptimeFields = (uptime: ConsoleUptime | null): Field[] => {
  if (uptime === null) return uptimeHeader.map((name) => (name === 'state' ? 'not-told' : null));
  const { figures: f, rates, attention } = uptime;
  return [
    f.definition,
    f.from,
    f.to,
    attention,
    percent(rates.rate),
    percent(rates.low),
    percent(rates.high),
    percent(rates.coverage),
    f.scheduledMs,
    f.maintenanceMs,
    f.externalMs,
    f.requiredMs,
    f.upMs,
    f.downMs,
    f.unknownMs,
    f.silentMs,
    f.degradedMs,
    f.doubtfulMs,
    f.transitions,
    f.sampleMs,
    f.nothingRequired,
    yes(f.calendarCovers),
    f.budgetLeftMs,
    f.worstBudgetLeftMs,
    f.mustBeBackBy,
    f.revision,
    f.basisSha256,
    f.asOf,
  ];
};

const thingHeader = ['facility', 'facilityName', 'agent', 'agentSpeaks', 'equipment', 'name', 'kind'];
const availabilityHeader = [
  ...thingHeader,
  'now',
  'since',
  'openFault',
  'unclassified',
  ...uptimeHeader.map((name) => `year.${name}`),
  ...uptimeHeader.map((name) => `month.${name}`),
];
const availabilityFields = (row: ConsoleAvailabilityRow): Field[] => [
  row.facilityId,
  row.facilityName,
  row.agentId,
  yes(row.speaks),
  row.equipment.equipmentId,
  row.equipment.name,
  row.equipment.kind,
  row.equipment.now,
  row.equipment.since,
  yes(row.equipment.openFault),
  row.equipment.unclassified,
  ...uptimeFields(row.year),
  ...uptimeFields(row.month),
];

const availabilitySheet = (rows: readonly ConsoleAvailabilityRow[]): Sheet => ({
  name: 'availability',
  header: availabilityHeader,
  lines: rows.map(availabilityFields),
});

/** Every sheet of a person's area; raw milliseconds beside percentages. */
function sheetsOf(context: ConsoleContext, person: Person, query: ConsoleEquipmentExportQuery): readonly Sheet[] {
  const { facility } = query;
  const { equipment, rows } = availabilityOf(context, person, query);
  const { scope } = person;
  const uptime = readUptime(context, equipment, scope, facility, 'months');
  return [
    availabilitySheet(rows),
    {
      name: 'months',
      header: [...thingHeader, ...uptimeHeader, 'toldRevision'],
      lines: equipment.standing.flatMap((watched) => {
        const { told, equipment: item } = watched;
        const thing = [
          told.facilityId,
          told.facilityName,
          told.agentId,
          yes(told.speaks),
          item.equipmentId,
          item.name,
          item.kind,
        ];
        return uptime.months(watched).flatMap((month) => [
          [...thing, ...uptimeFields(month), month.figures.revision],
          // What was told before a correction stays readable beside it.
          ...month.closings
            .filter(({ revision }) => revision !== month.figures.revision)
            .map((closing) => [
              ...thing,
              ...uptimeFields({ ...month, figures: closing.figures, rates: closing.rates }),
              closing.revision,
            ]),
        ]);
      }),
    },
    {
      name: 'ups',
      header: [
        'facility',
        'facilityName',
        'agent',
        'equipment',
        'name',
        'attention',
        'grade',
        'missing',
        'against',
        'state',
        'marks',
        'chargePct',
        'runtimeS',
        'loadPct',
        'readAt',
        'provedOn',
        'selfTestOn',
        'batteryDate',
        'hosted',
        'onBattery12Months',
        'lostCommunication12Months',
        'asOf',
      ],
      lines: upsRows(context, equipment, scope, facility).map(({ ups, ...row }) => [
        row.facilityId,
        row.facilityName,
        row.agentId,
        ups?.equipmentId ?? null,
        row.name,
        row.attention,
        ups?.grade ?? null,
        row.missing.join(' '),
        ups?.against.join(' ') ?? null,
        ups?.state ?? null,
        ups?.marks.join(' ') ?? null,
        ups?.chargePct ?? null,
        ups?.runtimeS ?? null,
        ups?.loadPct ?? null,
        ups?.readAt ?? null,
        ups?.provedOn ?? null,
        ups?.selfTestOn ?? null,
        ups?.batteryDate ?? null,
        ups === null ? null : yes(ups.hosted),
        row.onBattery,
        row.lostCommunication,
        ups?.asOf ?? null,
      ]),
    },
    {
      name: 'rooms',
      header: [
        'facility',
        'facilityName',
        'agent',
        'equipment',
        'name',
        'purpose',
        'attention',
        'openEvents',
        'temperatureC',
        'humidityPct',
        'smoke',
        'readAt',
        'month',
        'measuredS',
        'outsideS',
        'temperatureMin',
        'temperatureMax',
        'humidityMin',
        'humidityMax',
        'asOf',
      ],
      lines: roomRows(context, equipment, scope, facility).map(({ room, ...row }) => [
        row.facilityId,
        row.facilityName,
        row.agentId,
        room.equipmentId,
        row.name,
        room.purpose,
        row.attention,
        row.openEvents.join(' '),
        room.temperatureC,
        room.humidityPct,
        room.smoke,
        room.readAt,
        room.month,
        room.measuredS,
        room.outsideS,
        room.temperatureBand?.min ?? null,
        room.temperatureBand?.max ?? null,
        room.humidityBand?.min ?? null,
        room.humidityBand?.max ?? null,
        room.asOf,
      ]),
    },
    {
      name: 'events',
      header: [
        'facility',
        'facilityName',
        'agent',
        'equipment',
        'name',
        'kind',
        'standing',
        'start',
        'end',
        'endUnseen',
        'durationMs',
        'minChargePct',
        'minRuntimeS',
        'maxLoadPct',
        'minValue',
        'maxValue',
        'asOf',
      ],
      lines: eventRows(context, equipment, scope, facility === undefined ? {} : { facility }, 0, mostEvents).rows.map(
        ({ event, ...row }) => [
          row.facilityId,
          row.facilityName,
          row.agentId,
          event.equipmentId,
          row.name,
          event.kind,
          row.standing,
          event.start,
          event.end,
          yes(event.endUnseen),
          row.durationMs,
          event.minChargePct,
          event.minRuntimeS,
          event.maxLoadPct,
          event.minValue,
          event.maxValue,
          event.asOf,
        ],
      ),
    },
    {
      name: 'gaps',
      header: [
        'facility',
        'facilityName',
        'agent',
        'saidBy',
        'start',
        'end',
        'cause',
        'number',
        'finding',
        'differenceMs',
        'lateBatches',
      ],
      lines: witnessOf(context, scope, facility, 400, mostEvents).gaps.map((gap) => [
        gap.facilityId,
        gap.facilityName,
        gap.agentId,
        gap.by,
        gap.start,
        gap.end,
        gap.cause,
        gap.number,
        gap.finding,
        gap.differenceMs,
        gap.lateBatches,
      ]),
    },
  ];
}

/** Availability as CSV; availability, months, UPS, rooms, episodes and gaps as the sheets of one workbook. */
export function equipmentExportRoutes(app: Server, context: ConsoleContext): void {
  const send = exportSender(context);
  const schema = { tags: ['exports'], querystring: ConsoleEquipmentExportQuery };
  const named = (name: string, month: string | undefined): string =>
    `${name}-${month ?? monthOf(calendarDateAt(context.clock()))}`;

  app.get('/api/exports/availability.csv', { config: { act: 'see' }, schema }, async (request, reply) => {
    const { facility, month } = request.query;
    const { header, lines } = availabilitySheet(availabilityOf(context, who(request), request.query).rows);
    return send(request, reply, `${named('availability', month)}.csv`, lines.length, csvText(header, lines), facility);
  });

  app.get('/api/exports/equipment.xlsx', { config: { act: 'see' }, schema }, async (request, reply) => {
    const { facility, month } = request.query;
    const sheets = sheetsOf(context, who(request), request.query);
    const rows = sheets.reduce((sum, { lines }) => sum + lines.length, 0);
    const [first, ...others] = sheets.map(({ name, header, lines }) => ({ name, rows: [header, ...lines] }));
    if (first === undefined) throw new Error('a workbook has sheets');
    return send(request, reply, `${named('equipment', month)}.xlsx`, rows, workbook([first, ...others]), facility);
  });
}
