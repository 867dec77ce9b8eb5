import { type ConsoleAgentArchive, ConsoleArchiveExportQuery } from '@center/contract';
import { csvText } from '../../core/index.ts';
import { allFacilities } from '../store/facilities.ts';
import { who, withinScope } from './access.ts';
import { archivesOf } from './archive-routes.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import { exportSender, workbook } from './export-file.ts';

type Field = string | number | null;
type Row = readonly Field[];
interface Sheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly lines: readonly Row[];
}

const yes = (value: boolean): string => (value ? 'yes' : 'no');

const yearHeader = [
  'year',
  'online',
  'kept',
  'older',
  'proven',
  'claimed',
  'unlisted',
  'lost',
  'explained',
  'level0',
  'level1',
  'level2',
  'level3',
  'level4',
  'level5',
  'level6',
  'seenWhole',
  'sampled',
  'samplesLost',
  'lossBelow',
  'deliveredOnline',
  'neededRecall',
  'lastListedAt',
  'notMeasured',
  'asOf',
];
const yearFields = ({ years }: ConsoleAgentArchive): Row[] =>
  years.map(({ standing, levels, ...year }) => [
    year.year,
    year.online,
    year.kept,
    year.older,
    standing.proven,
    standing.claimed,
    standing.unlisted,
    standing.lost,
    standing.explained,
    ...levels,
    yes(year.seenWhole),
    year.sampled,
    year.samplesLost,
    year.bound,
    year.deliveredOnline,
    year.neededRecall,
    year.lastListedAt,
    year.notMeasured,
    year.asOf,
  ]);

const retrievalHeader = [
  'modality',
  'age',
  'month',
  'n',
  'firstImageP50Ms',
  'firstImageP95Ms',
  'wholeN',
  'wholeP50MsPer100MB',
  'wholeP95MsPer100MB',
  'needRecall',
  'asOf',
];
const retrievalFields = ({ retrieval }: ConsoleAgentArchive): Row[] =>
  retrieval.map((row) => [
    row.modality,
    row.age,
    row.month,
    row.n,
    row.firstImageP50Ms,
    row.firstImageP95Ms,
    row.wholeN,
    row.wholeP50Ms,
    row.wholeP95Ms,
    row.needRecall,
    row.asOf,
  ]);

const forecastHeader = [
  'basis',
  'usedBytes',
  'limitBytes',
  'growthP05BytesPerDay',
  'growthMedianBytesPerDay',
  'growthP95BytesPerDay',
  'months',
  'fullEarly',
  'fullMedian',
  'fullLate',
  'threeYearsEarly',
  'threeYearsMedian',
  'threeYearsLate',
  'tenYearsEarly',
  'tenYearsMedian',
  'tenYearsLate',
  'alarm',
  'asOf',
];
const forecastFields = ({ forecast }: ConsoleAgentArchive): Row[] => {
  if (forecast === null) return [];
  const { growth, full, threeYears, tenYears } = forecast;
  return [
    [
      forecast.basis,
      forecast.usedBytes,
      forecast.limitBytes,
      growth?.p05 ?? null,
      growth?.median ?? null,
      growth?.p95 ?? null,
      growth?.months ?? null,
      full.early,
      full.median,
      full.late,
      threeYears.early,
      threeYears.median,
      threeYears.late,
      tenYears.early,
      tenYears.median,
      tenYears.late,
      forecast.alarm,
      forecast.asOf,
    ],
  ];
};

const uploadHeader = [
  'month',
  'finished',
  'receipted',
  'late',
  'refused',
  'overdue',
  'delayP50Hours',
  'delayP95Hours',
  'asOf',
];
const uploadFields = ({ uploads }: ConsoleAgentArchive): Row[] =>
  uploads.map((row) => [
    row.month,
    row.finished,
    row.receipted,
    row.late,
    row.refused,
    row.overdue,
    row.delayP50Hours,
    row.delayP95Hours,
    row.asOf,
  ]);

/** Archives as files: years as CSV, and years, retrieval, forecast and upload as the sheets of one workbook. */
export function archiveExportRoutes(app: Server, context: ConsoleContext): void {
  const send = exportSender(context);
  const sheetsOf = (person: Person, facility: string | undefined): readonly [Sheet, ...Sheet[]] => {
    if (facility !== undefined) withinScope(person, facility);
    const names = new Map(allFacilities(context.db).map((row) => [row.facility_id, row.name]));
    const archives = [...archivesOf(context, person.scope, facility)].flatMap(([id, each]) =>
      each.map((archive) => ({ of: [id, names.get(id) ?? id, archive.agentId], archive })),
    );
    const sheet = (
      name: string,
      header: readonly string[],
      fields: (archive: ConsoleAgentArchive) => Row[],
    ): Sheet => ({
      name,
      header: ['facility', 'facilityName', 'agent', ...header],
      lines: archives.flatMap(({ of, archive }) => fields(archive).map((line) => [...of, ...line])),
    });
    return [
      sheet('retention', yearHeader, yearFields),
      sheet('retrieval', retrievalHeader, retrievalFields),
      sheet('forecast', forecastHeader, forecastFields),
      sheet('upload', uploadHeader, uploadFields),
    ];
  };
  const schema = { tags: ['exports'], querystring: ConsoleArchiveExportQuery };

  app.get('/api/exports/retention.csv', { config: { act: 'see' }, schema }, async (request, reply) => {
    const [{ header, lines }] = sheetsOf(who(request), request.query.facility);
    return send(request, reply, 'retention.csv', lines.length, csvText(header, lines), request.query.facility);
  });

  app.get('/api/exports/archive.xlsx', { config: { act: 'see' }, schema }, async (request, reply) => {
    const sheets = sheetsOf(who(request), request.query.facility);
    const rows = sheets.reduce((sum, { lines }) => sum + lines.length, 0);
    const file = workbook(sheets.map(({ name, header, lines }) => ({ name, rows: [header, ...lines] })));
    return send(request, reply, 'archive.xlsx', rows, file, request.query.facility);
  });
}
