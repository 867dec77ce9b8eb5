import {
  ConsoleClausesQuery,
  ConsoleDoseGroupsQuery,
  ConsoleFacilitiesQuery,
  ConsoleFindingsQuery,
  SlugText,
} from '@center/contract';
import { Type } from 'typebox';
import { csvText } from '../../core/index.ts';
import { listDoseGroups } from '../store/dose.ts';
import { allFacilities } from '../store/facilities.ts';
import { listFindings } from '../store/findings.ts';
import { who, withinScope } from './access.ts';
import { clausesAnswer, selectFacilities } from './center-routes.ts';
import type { ConsoleContext, Person, Server } from './context.ts';
import { groupRows } from './dose-routes.ts';
import { exportSender, workbook } from './export-file.ts';
import { findingRow } from './finding-routes.ts';
import { facilityRows } from './views.ts';

/** Most rows of an export; the list's own filter makes it smaller. */
const mostRows = 100_000;

const ClausesExportQuery = Type.Object(
  { facility: SlugText, ...ConsoleClausesQuery.properties },
  { additionalProperties: false },
);

export function exportRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;

  const send = exportSender(context);

  app.get(
    '/api/exports/findings.csv',
    { config: { act: 'see' }, schema: { tags: ['exports'], querystring: ConsoleFindingsQuery } },
    async (request, reply) => {
      const names = new Map(allFacilities(db).map((facility) => [facility.facility_id, facility.name]));
      const { rows } = listFindings(db, who(request).scope, request.query, 0, mostRows);
      const header = [
        'facility',
        'facilityName',
        'findingId',
        'revision',
        'clause',
        'ruleId',
        'rule',
        'severity',
        'state',
        'display',
        'reason',
        'openedAt',
        'changedAt',
        'timesOpened',
        'studyDate',
        'modalities',
        'deviceId',
      ];
      const lines = rows.map((row) => {
        const view = findingRow(row, names.get(row.facility_id) ?? row.facility_id);
        return [
          view.facilityId,
          view.facilityName,
          view.findingId,
          view.revision,
          view.clause,
          view.ruleId,
          view.ruleTitle.zh,
          view.severity,
          view.state,
          view.display,
          view.reason,
          view.openedAt,
          view.changedAt,
          view.timesOpened,
          view.study?.date ?? null,
          view.study?.modalities.join(' ') ?? null,
          view.study?.deviceId ?? null,
        ];
      });
      return send(request, reply, 'findings.csv', lines.length, csvText(header, lines), request.query.facility);
    },
  );

  app.get(
    '/api/exports/facilities.csv',
    { config: { act: 'see' }, schema: { tags: ['exports'], querystring: ConsoleFacilitiesQuery } },
    async (request, reply) => {
      const rows = selectFacilities(facilityRows(context, who(request).scope, clock()), request.query);
      const header = [
        'facility',
        'name',
        'licenceNumber',
        'divisionCode',
        'light',
        'openCritical',
        'openMajor',
        'openMinor',
        'clausesMet',
        'clausesJudged',
        'clausesApplicable',
        'waived',
        'notApplicable',
        'unserved',
        'reportsOnTime',
        'reportsDue',
        'asOf',
      ];
      const lines = rows.map((row) => [
        row.facilityId,
        row.name,
        row.licenceNumber,
        row.divisionCode,
        row.light,
        row.openFindings.critical,
        row.openFindings.major,
        row.openFindings.minor,
        row.numbers.metRate.met,
        row.numbers.metRate.judged,
        row.numbers.coverage.applicable,
        row.waivedClauses,
        row.notApplicableClauses,
        row.unservedClauses,
        row.numbers.onTimeReporting.onTime,
        row.numbers.onTimeReporting.due,
        row.asOf,
      ]);
      return send(request, reply, 'facilities.csv', lines.length, csvText(header, lines));
    },
  );

  const doseTable = (person: Person, query: ConsoleDoseGroupsQuery) => {
    const { rows } = listDoseGroups(db, person.scope, query, 0, mostRows);
    const header = [
      'facility',
      'facilityName',
      'deviceId',
      'device',
      'examClass',
      'examClassTitle',
      'ageBand',
      'measure',
      'unit',
      'month',
      'n',
      'p25',
      'median',
      'p75',
      'otherPhantom',
      'severalPhases',
      'requiredN',
      'levelP25',
      'levelP50',
      'levelP75',
      'levelSource',
      'levelVerified',
      'comparison',
      'informational',
      'asOf',
    ];
    const lines = groupRows(context, rows).map((row) => [
      row.facilityId,
      row.facilityName,
      row.deviceId,
      row.deviceName,
      row.examClass,
      row.examClassTitle.zh,
      row.ageBand,
      row.measure,
      row.unit,
      row.month,
      row.n,
      row.quartiles?.p25 ?? null,
      row.quartiles?.median ?? null,
      row.quartiles?.p75 ?? null,
      row.excluded.phantom,
      row.excluded.phases,
      row.requiredN,
      row.level?.p25 ?? null,
      row.level?.p50 ?? null,
      row.level?.p75 ?? null,
      row.level?.source ?? null,
      row.level === null ? null : row.level.verified ? 'yes' : 'no',
      row.comparison,
      row.informational ? 'yes' : 'no',
      row.asOf,
    ]);
    return { header, lines };
  };
  app.get(
    '/api/exports/dose.csv',
    { config: { act: 'see' }, schema: { tags: ['exports'], querystring: ConsoleDoseGroupsQuery } },
    async (request, reply) => {
      const { header, lines } = doseTable(who(request), request.query);
      return send(request, reply, 'dose.csv', lines.length, csvText(header, lines), request.query.facility);
    },
  );
  app.get(
    '/api/exports/dose.xlsx',
    { config: { act: 'see' }, schema: { tags: ['exports'], querystring: ConsoleDoseGroupsQuery } },
    async (request, reply) => {
      const { header, lines } = doseTable(who(request), request.query);
      const file = workbook([{ name: 'dose', rows: [header, ...lines] }]);
      return send(request, reply, 'dose.xlsx', lines.length, file, request.query.facility);
    },
  );

  app.get(
    '/api/exports/clauses.csv',
    { config: { act: 'see' }, schema: { tags: ['exports'], querystring: ClausesExportQuery } },
    async (request, reply) => {
      const { facility } = request.query;
      withinScope(who(request), facility);
      const { own, others } = clausesAnswer(context, facility, request.query);
      const header = [
        'clause',
        'document',
        'number',
        'section',
        'quote',
        'who',
        'severity',
        'outsideCoverage',
        'state',
        'applicable',
        'judged',
        'openFindings',
        'rules',
        'asOf',
      ];
      const lines = [...own, ...others].map((cell) => [
        cell.law.clause,
        cell.law.documentTitle.zh,
        cell.law.documentNumber,
        cell.law.section,
        cell.law.quote,
        cell.law.who,
        cell.law.severity,
        cell.outside,
        cell.state,
        cell.coverage.applicable,
        cell.coverage.judged,
        cell.openFindings,
        cell.rules.map((rule) => rule.ruleId).join(' '),
        cell.asOf,
      ]);
      return send(request, reply, 'clauses.csv', lines.length, csvText(header, lines), facility);
    },
  );
}
