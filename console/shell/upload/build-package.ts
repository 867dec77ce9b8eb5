import {
  ComplianceSummary,
  calendarDateAt,
  DeviceItem,
  type Instant,
  instant,
  payloadTypes,
  RetentionItem,
} from '@center/contract';
import { Compile } from 'typebox/compile';
import { complianceSummary, dueOn, isClosed, type SummaryInput, type UploadCalendar } from '../../core/index.ts';
import { type ConsoleKey, sha256Hex } from '../keys.ts';
import { Refusal } from '../problems.ts';
import { archiveItems } from '../store/archive.ts';
import { type Actor, writeAudit } from '../store/audit.ts';
import { fromColumns } from '../store/counts.ts';
import type { Database } from '../store/database.ts';
import { cellsOfMonth, facilityById, itemsOf, liveFindingCounts } from '../store/facilities.ts';
import type { UploadPackageTable } from '../store/tables.ts';
import { addPackage, dataSet, targets, versionsOf } from '../store/uploads.ts';

const summaryValidator = Compile(ComplianceSummary);
const deviceValidator = Compile(DeviceItem);
const retentionValidator = Compile(RetentionItem);

/** The package of a facility, month and target always has the same id: building it twice is found out by the store. */
function packageIdOf(facilityId: string, month: string, targetId: string): string {
  return `pkg-${sha256Hex(`${dataSet}\n${facilityId}\n${month}\n${targetId}`).slice(0, 24)}`;
}

interface Wanted {
  readonly facilityId: string;
  readonly month: string;
  readonly targetId: string;
  readonly version: number;
  readonly supersedes: { readonly packageId: string; readonly version: number; readonly reason: string } | undefined;
  readonly builtBy: string;
}

function modalitiesByDevice(db: Database, facilityId: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { item } of itemsOf(db, 'device', facilityId)) {
    const parsed: unknown = JSON.parse(item);
    if (deviceValidator.Check(parsed)) found.set(parsed.deviceId, parsed.modalities);
  }
  return found;
}

/** Years of a facility's archives, agents added up. A year that one of them did not see whole has not been seen whole. */
function retentionYears(db: Database, facilityId: string): SummaryInput['retention'] {
  const years = new Map<number, SummaryInput['retention'][number]>();
  for (const { item } of archiveItems(db, 'retention', 'all', facilityId)) {
    const parsed: unknown = JSON.parse(item);
    if (!retentionValidator.Check(parsed)) throw new Error('a stored retention row lost its form');
    const { year, standing, seenWhole } = parsed;
    const sum = years.get(year) ?? { year, known: 0, proven: 0, lost: 0, seenWhole: true };
    const known = standing.proven + standing.claimed + standing.unlisted + standing.lost + standing.explained;
    years.set(year, {
      year,
      known: sum.known + known,
      proven: sum.proven + standing.proven,
      lost: sum.lost + standing.lost,
      seenWhole: sum.seenWhole && seenWhole,
    });
  }
  return [...years.values()].sort((a, b) => a.year - b.year);
}

/** Builds, freezes, signs and queues in the caller's transaction: from the first moment that the package exists it is owed to its lane. */
function build(
  db: Database,
  key: ConsoleKey,
  calendar: UploadCalendar,
  wanted: Wanted,
  now: Instant,
): UploadPackageTable {
  const facility = facilityById(db, wanted.facilityId);
  if (facility === undefined) throw new Refusal('not-found');
  const packageId = packageIdOf(wanted.facilityId, wanted.month, wanted.targetId);
  const severities = { critical: 0, major: 0, minor: 0 };
  for (const row of liveFindingCounts(db, wanted.facilityId)) severities[row.severity] += row.n;
  const modalities = modalitiesByDevice(db, wanted.facilityId);
  const dose = db.all(
    db.sql
      .selectFrom('dose_coverage')
      .select(({ fn }) => [
        'device_id',
        fn.sum<number>('expected').as('expected'),
        fn.sum<number>('present').as('present'),
      ])
      .where('facility_id', '=', wanted.facilityId)
      .where('month', '=', wanted.month)
      .groupBy('device_id')
      .orderBy('device_id'),
  );
  const summary = complianceSummary({
    packageId,
    version: wanted.version,
    supersedes: wanted.supersedes,
    facility: {
      id: facility.facility_id,
      name: facility.name,
      licenceNumber: facility.licence_number,
      divisionCode: facility.division_code,
    },
    month: wanted.month,
    builtAt: now,
    cells: cellsOfMonth(db, wanted.facilityId, wanted.month).map((cell) => ({
      clause: cell.clause,
      ruleId: cell.rule_id,
      counts: fromColumns(cell),
      asOf: cell.as_of,
      ruleSetSha256: cell.rule_set_sha256,
    })),
    openFindings: severities,
    dose: dose.map((row) => ({
      deviceId: row.device_id,
      modalities: modalities.get(row.device_id) ?? [],
      expected: row.expected,
      present: row.present,
    })),
    retention: retentionYears(db, wanted.facilityId),
  });
  if (!summaryValidator.Check(summary)) throw new Error('the compliance summary does not have its published form');
  const body = JSON.stringify(summary);
  return addPackage(db, {
    package_id: packageId,
    version: wanted.version,
    facility_id: wanted.facilityId,
    target_id: wanted.targetId,
    data_set: dataSet,
    month: wanted.month,
    state: 'queued',
    reason: null,
    body,
    body_sha256: sha256Hex(body),
    envelope: JSON.stringify(key.seal(payloadTypes.summary, Buffer.from(body, 'utf8'))),
    due_on: dueOn(wanted.month, calendar),
    built_at: now,
    built_by: wanted.builtBy,
    resend_reason: wanted.supersedes?.reason ?? null,
    attempts: 0,
    poisoned: 0,
    next_at: now,
    accepted_at: null,
    receipt_number: null,
    receipt_raw: null,
    receipt_at: null,
  });
}

/** One package for every enabled target that has none yet. Throws Refusal `no-target`, `month-open`, `package-exists`, `not-found`. */
export function buildPackages(
  db: Database,
  key: ConsoleKey,
  calendar: UploadCalendar,
  facilityId: string,
  month: string,
  actor: Actor,
  now: Instant,
): UploadPackageTable[] {
  return db.transaction(() => {
    if (!isClosed(month, calendarDateAt(now))) throw new Refusal('month-open');
    const enabled = targets(db).filter((target) => target.enabled === 1);
    if (enabled.length === 0) throw new Refusal('no-target');
    const missing = enabled.filter(
      (target) => versionsOf(db, packageIdOf(facilityId, month, target.target_id)).length === 0,
    );
    if (missing.length === 0) throw new Refusal('package-exists');
    return missing.map((target) => {
      const row = build(
        db,
        key,
        calendar,
        { facilityId, month, targetId: target.target_id, version: 1, supersedes: undefined, builtBy: actor.name },
        now,
      );
      writeAudit(db, {
        at: now,
        actor,
        action: 'package-built',
        object: `${row.package_id} v1`,
        facilityId,
        beforeAfter: { after: { month, bodySha256: row.body_sha256 } },
      });
      return row;
    });
  });
}

const resendable: readonly UploadPackageTable['state'][] = ['rejected', 'dead-letter', 'accepted', 'receipted'];

/** A correction: version n + 1 from today's evidence, naming what it replaces and why. Throws Refusal `not-found`, `package-state`. */
export function buildNewVersion(
  db: Database,
  key: ConsoleKey,
  calendar: UploadCalendar,
  packageId: string,
  version: number,
  reason: string,
  actor: Actor,
  now: Instant,
): UploadPackageTable {
  return db.transaction(() => {
    const latest = versionsOf(db, packageId).at(-1);
    if (latest === undefined || version > latest.version) throw new Refusal('not-found');
    if (latest.version !== version || !resendable.includes(latest.state))
      throw new Refusal('package-state', [`state=${latest.state}`, `latest=${latest.version}`]);
    if (latest.state === 'rejected' || latest.state === 'dead-letter') {
      db.run(
        db.sql
          .updateTable('upload_package')
          .set({ state: 'superseded' })
          .where('package_id', '=', packageId)
          .where('version', '=', version),
      );
    }
    const supersedes = { packageId, version, reason };
    const wanted = {
      facilityId: latest.facility_id,
      month: latest.month,
      targetId: latest.target_id,
      version: version + 1,
      supersedes,
      builtBy: actor.name,
    };
    const row = build(db, key, calendar, wanted, instant(now));
    writeAudit(db, {
      at: now,
      actor,
      action: 'package-resent',
      object: `${packageId} v${row.version}`,
      facilityId: latest.facility_id,
      reason,
    });
    return row;
  });
}
