import {
  ComplianceSummary,
  ConsoleTargets,
  ConsoleUpload,
  ConsoleUploadCreate,
  ConsoleUploadResend,
  ConsoleUploadRow,
  ConsoleUploads,
  ConsoleUploadsQuery,
  calendarDateAt,
  instant,
  instantToIso,
  must,
  Problem,
  parseCalendarDate,
  SlugText,
  UploadOutcomeText,
} from '@center/contract';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { timelinessOf } from '../../core/index.ts';
import { Refusal } from '../problems.ts';
import { allFacilities } from '../store/facilities.ts';
import type { TargetTable, UploadAttemptTable, UploadPackageTable } from '../store/tables.ts';
import { attemptsOf, listUploads, packageOf, targets, versionsOf } from '../store/uploads.ts';
import { buildNewVersion, buildPackages, parseReceipt } from '../upload/index.ts';
import { actorOf, who, withinScope } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';
import { isoOrNull } from './views.ts';

const packageParams = Type.Object({ packageId: SlugText, version: Type.String({ pattern: '^[1-9]\\d{0,5}$' }) });
const isSummary = Compile(ComplianceSummary);
const isOutcome = Compile(UploadOutcomeText);

/** What the rows need from other tables, read once an answer. */
interface Names {
  readonly facilities: ReadonlyMap<string, string>;
  readonly targets: ReadonlyMap<string, TargetTable>;
  /** First acceptance of any version of a package. */
  readonly acceptedAt: (packageId: string) => number | null;
}

function namesFor(context: ConsoleContext): Names {
  const { db } = context;
  return {
    facilities: new Map(allFacilities(db).map((facility) => [facility.facility_id, facility.name])),
    targets: new Map(targets(db).map((target) => [target.target_id, target])),
    acceptedAt: (packageId) =>
      db.first(
        db.sql
          .selectFrom('upload_package')
          .select(({ fn }) => fn.min('accepted_at').as('at'))
          .where('package_id', '=', packageId),
      )?.at ?? null,
  };
}

function uploadRow(context: ConsoleContext, row: UploadPackageTable, names: Names): ConsoleUploadRow {
  const accepted = names.acceptedAt(row.package_id);
  const today = calendarDateAt(context.clock());
  return {
    packageId: row.package_id,
    version: row.version,
    facilityId: row.facility_id,
    facilityName: names.facilities.get(row.facility_id) ?? row.facility_id,
    targetId: row.target_id,
    targetName: names.targets.get(row.target_id)?.name ?? row.target_id,
    dataSet: 'compliance-summary',
    month: row.month,
    state: row.state,
    reason: row.reason,
    timeliness: timelinessOf(
      row.month,
      accepted === null ? undefined : calendarDateAt(instant(accepted)),
      today,
      context.calendar,
    ),
    dueOn: must(parseCalendarDate(row.due_on)),
    builtAt: instantToIso(instant(row.built_at)),
    attempts: row.attempts,
    nextAttemptAt: isoOrNull(row.next_at),
    acceptedAt: isoOrNull(row.accepted_at),
    receiptNumber: row.receipt_number,
    bodySha256: row.body_sha256,
    bytes: Buffer.byteLength(row.envelope),
  };
}

function attemptView(row: UploadAttemptTable): ConsoleUpload['attempts'][number] {
  return {
    number: row.number,
    act: row.act,
    startedAt: instantToIso(instant(row.started_at)),
    endedAt: isoOrNull(row.ended_at),
    outcome: isOutcome.Check(row.outcome) ? row.outcome : null,
    httpStatus: row.http_status,
    detail: row.detail,
  };
}

export function uploadRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock, key } = context;

  app.get(
    '/api/uploads',
    {
      config: { act: 'see' },
      schema: {
        tags: ['uploads'],
        querystring: ConsoleUploadsQuery,
        response: { 200: ConsoleUploads, '4xx': Problem },
      },
    },
    async (request) => {
      const { page = 1, pageSize = 50 } = request.query;
      const { total, rows, states } = listUploads(
        db,
        who(request).scope,
        request.query,
        (page - 1) * pageSize,
        pageSize,
      );
      const names = namesFor(context);
      return {
        asOf: instantToIso(clock()),
        total,
        page,
        pageSize,
        rows: rows.map((row) => uploadRow(context, row, names)),
        states,
      };
    },
  );

  app.get(
    '/api/uploads/:packageId/:version',
    {
      config: { act: 'see' },
      schema: { tags: ['uploads'], params: packageParams, response: { 200: ConsoleUpload, '4xx': Problem } },
    },
    async (request) => {
      const { packageId } = request.params;
      const row = packageOf(db, packageId, Number(request.params.version));
      if (row === undefined) throw new Refusal('not-found');
      withinScope(who(request), row.facility_id);
      const summary: unknown = JSON.parse(row.body);
      if (!isSummary.Check(summary)) throw new Error('a stored summary lost its form');
      const names = namesFor(context);
      return {
        asOf: instantToIso(clock()),
        upload: uploadRow(context, row, names),
        summary,
        signedBy: key.fingerprint,
        versions: versionsOf(db, packageId).map((version) => uploadRow(context, version, names)),
        attempts: attemptsOf(db, packageId, row.version).map(attemptView),
        receipt:
          row.receipt_raw === null
            ? null
            : {
                receivedAt: instantToIso(instant(row.receipt_at ?? row.accepted_at ?? row.built_at)),
                raw: row.receipt_raw,
                parsed: parseReceipt(row.receipt_raw) ?? null,
              },
        resentBy: row.resend_reason === null ? null : row.built_by,
      };
    },
  );

  app.post(
    '/api/uploads',
    {
      config: { act: 'act' },
      schema: { tags: ['uploads'], body: ConsoleUploadCreate, response: { 200: ConsoleUploads, '4xx': Problem } },
    },
    async (request) => {
      const { facilityId, month } = request.body;
      withinScope(who(request), facilityId);
      const built = buildPackages(db, key, context.calendar, facilityId, month, actorOf(request), clock());
      context.kickCourier();
      const names = namesFor(context);
      const rows = built.map((row) => uploadRow(context, row, names));
      return {
        asOf: instantToIso(clock()),
        total: rows.length,
        page: 1,
        pageSize: 200,
        rows,
        states: [{ state: 'queued' as const, packages: rows.length }],
      };
    },
  );

  app.post(
    '/api/uploads/:packageId/:version/resend',
    {
      config: { act: 'act' },
      schema: {
        tags: ['uploads'],
        params: packageParams,
        body: ConsoleUploadResend,
        response: { 200: ConsoleUploadRow, '4xx': Problem },
      },
    },
    async (request) => {
      const { packageId } = request.params;
      const version = Number(request.params.version);
      const row = packageOf(db, packageId, version);
      if (row === undefined) throw new Refusal('not-found');
      withinScope(who(request), row.facility_id);
      const next = buildNewVersion(
        db,
        key,
        context.calendar,
        packageId,
        version,
        request.body.reason,
        actorOf(request),
        clock(),
      );
      context.kickCourier();
      return uploadRow(context, next, namesFor(context));
    },
  );

  app.get(
    '/api/targets',
    { config: { act: 'see' }, schema: { tags: ['uploads'], response: { 200: ConsoleTargets, '4xx': Problem } } },
    async (request) => {
      const { scope } = who(request);
      return {
        asOf: instantToIso(clock()),
        rows: targets(db).map((target) => {
          const { states } = listUploads(db, scope, { target: target.target_id }, 0, 1);
          const count = (wanted: readonly string[]): number =>
            states.filter((row) => wanted.includes(row.state)).reduce((sum, row) => sum + row.packages, 0);
          const last = db.first(
            db.sql
              .selectFrom('upload_package')
              .select(({ fn }) => fn.max('accepted_at').as('at'))
              .where('target_id', '=', target.target_id),
          );
          return {
            targetId: target.target_id,
            name: target.name,
            connector: target.connector,
            address: target.address,
            enabled: target.enabled === 1,
            waiting: count(['queued', 'in-flight', 'accepted']),
            rejected: count(['rejected', 'dead-letter']),
            receipted: count(['receipted']),
            lastSuccessAt: isoOrNull(last?.at),
          };
        }),
      };
    },
  );
}
