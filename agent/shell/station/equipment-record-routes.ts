import {
  addDays,
  type EquipmentRecord,
  type EquipmentRecordBody,
  type FaultRecord,
  type Instant,
  instant,
  instantToIso,
  type MaintenanceRecord,
  startOfDay,
} from '@center/contract';
import {
  StationAccept,
  type StationEquipmentRecordHistory,
  type StationEquipmentRecords,
  StationEquipmentRecordsQuery,
  type StationEquipmentRecordWritten,
  StationFaultClassify,
  StationMaintenanceRevision,
  StationRecordPath,
  StationRecordStop,
  StationSecondSignature,
  StationSuspensionEnd,
} from '@center/contract/station-api';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { type Contradicts, contradictions } from './equipment-due.ts';
import { hasBeen, isLate, momentOf, noOtherFault, spanOf, standing } from './equipment-record-checks.ts';
import { maintenanceOf } from './equipment-record-create.ts';
import { signersOf, waitsForSecond } from './equipment-record-steps.ts';
import { recordView } from './equipment-record-view.ts';
import { Refusal } from './problems.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

const waitingDailyMs = 62 * 86_400_000;

/** Writes the next revision on top of the one that the person looked at, and answers with it. Throws `changed-meanwhile` when another stands. */
export function writeRevision(
  deps: StationDeps,
  record: EquipmentRecord,
  body: EquipmentRecordBody,
  reason: string,
  who: string,
  revision: number,
): StationEquipmentRecordWritten {
  if (record.revision !== revision) throw new Refusal('changed-meanwhile');
  const written = deps.ledger.equipmentRecords.revise(record.id, { body, reason, from: revision }, who, deps.now());
  deps.changed();
  return recordView(written, deps, who);
}

/** Bodies of one kind; another record does not take the step. */
function bodyOf<K extends EquipmentRecordBody['kind']>(
  record: EquipmentRecord,
  kind: K,
): Extract<EquipmentRecordBody, { readonly kind: K }> {
  const { body } = record;
  if (body.kind !== kind) throw new Refusal('step-unfit');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the kind was just compared
  return body as Extract<EquipmentRecordBody, { readonly kind: K }>;
}

/** What was said of a failing, corrected; a class given anew has no second signature yet. */
function classified(
  deps: StationDeps,
  record: EquipmentRecord,
  form: StationFaultClassify,
  who: string,
): { readonly body: FaultRecord; readonly reason: string } {
  const before = bodyOf(record, 'fault');
  const reason = form.reason?.trim() ?? '';
  if (before.faultClass !== undefined && reason === '') throw new Refusal('reason-needed');
  const start = form.start === undefined ? before.start : momentOf(form.start, 'start');
  if (start > before.start) throw new Refusal('fault-start-later');
  if (start < before.start) {
    if (reason === '') throw new Refusal('reason-needed');
    noOtherFault(deps, before.equipmentId, { start, end: before.end ?? deps.now() }, record.id);
  }
  const { countersigned: _dropped, ...kept } = before;
  return {
    body: {
      ...kept,
      start,
      faultClass: form.faultClass,
      degraded: form.degraded,
      description: form.description.trim(),
      classified: { by: who, at: deps.now() },
    },
    reason,
  };
}

/** The repair is accepted. To accept it again with an earlier end takes a reason and another person: it takes down time away. */
function acceptedFault(
  deps: StationDeps,
  record: EquipmentRecord,
  form: StationAccept,
  who: string,
): { readonly body: FaultRecord; readonly reason: string } {
  const before = bodyOf(record, 'fault');
  const end = momentOf(form.end, 'end');
  spanOf(before.start, end, 'end');
  hasBeen(end, deps.now(), 'end');
  const reason = form.reason?.trim() ?? '';
  if (before.accepted !== undefined) {
    if (reason === '') throw new Refusal('reason-needed');
    if (before.end !== undefined && end < before.end && before.accepted.by === who) throw new Refusal('same-person');
  }
  noOtherFault(deps, before.equipmentId, { start: before.start, end }, record.id);
  // Who countersigned its class did so for the time that it had then.
  const { countersigned, ...kept } = before;
  return {
    body: {
      ...kept,
      ...(countersigned === undefined || end !== before.end ? {} : { countersigned }),
      end,
      accepted: { by: who, at: deps.now(), result: form.result.trim() },
    },
    reason,
  };
}

function acceptedMaintenance(
  deps: StationDeps,
  record: EquipmentRecord,
  form: StationAccept,
  who: string,
): { readonly body: MaintenanceRecord; readonly reason: string } {
  const before = bodyOf(record, 'maintenance');
  const to = momentOf(form.end, 'end');
  spanOf(before.from, to, 'end');
  hasBeen(to, deps.now(), 'end');
  const reason = form.reason?.trim() ?? '';
  if (before.accepted !== undefined && reason === '') throw new Refusal('reason-needed');
  return { body: { ...before, to, result: form.result.trim(), accepted: { by: who, at: deps.now() } }, reason };
}

/** The second pair of eyes. Throws `same-person`, `step-unfit` where none is wanted, `window-begun` where approval comes too late. */
function secondSigned(deps: StationDeps, record: EquipmentRecord, step: 'approve' | 'countersign', who: string) {
  const { body } = record;
  const now = deps.now();
  const contradicts = body.kind === 'daily' && contradictions(deps)(body);
  if (!waitsForSecond(record, now, contradicts)) throw new Refusal('step-unfit');
  if (body.kind === 'window' && step === 'approve' && isLate(body, now)) throw new Refusal('window-begun');
  if (signersOf(record).has(who)) throw new Refusal('same-person');
  const signed = { by: who, at: now };
  if (step === 'approve') {
    if (body.kind !== 'window' && body.kind !== 'external') throw new Refusal('step-unfit');
    return { ...body, approved: signed };
  }
  if (body.kind === 'maintenance' || body.kind === 'external' || (body.kind === 'window' && !isLate(body, now)))
    throw new Refusal('step-unfit');
  // The signature of a second person makes what the first one wrote in time no later.
  if (body.kind === 'daily') return { ...body, countersigned: signed, writtenAt: record.entered.at };
  return { ...body, countersigned: signed };
}

/** The steps that a record goes through after it was written; each is a revision of its own. */
function stepRoutes(app: TypedApp, deps: StationDeps): void {
  const params = StationRecordPath;
  const at = (id: string): EquipmentRecord => standing(deps, id);
  /** In one transaction with the look at what stands, so that two persons at once do not both sign. */
  const step = (
    id: string,
    revision: number,
    who: string,
    next: (record: EquipmentRecord) => { readonly body: EquipmentRecordBody; readonly reason: string },
  ): StationEquipmentRecordWritten =>
    deps.ledger.transaction(() => {
      const record = at(id);
      if (record.revision !== revision) throw new Refusal('changed-meanwhile');
      const { body, reason } = next(record);
      return writeRevision(deps, record, body, reason, who, revision);
    });

  app.post('/api/equipment/records/:id/classify', { schema: { params, body: StationFaultClassify } }, (request) => {
    const { login } = personOf(request);
    return step(request.params.id, request.body.revision, login, (record) =>
      classified(deps, record, request.body, login),
    );
  });
  app.post('/api/equipment/records/:id/accept', { schema: { params, body: StationAccept } }, (request) => {
    const { login } = personOf(request);
    return step(request.params.id, request.body.revision, login, (record) =>
      record.body.kind === 'maintenance'
        ? acceptedMaintenance(deps, record, request.body, login)
        : acceptedFault(deps, record, request.body, login),
    );
  });
  app.post(
    '/api/equipment/records/:id/maintenance',
    { schema: { params, body: StationMaintenanceRevision } },
    (request) => {
      const { revision, reason, ...form } = request.body;
      // What was accepted was the work as it was written: a correction takes the acceptance away.
      return step(request.params.id, revision, personOf(request).login, (record) => ({
        body: maintenanceOf(deps, bodyOf(record, 'maintenance').equipmentId, form),
        reason: reason.trim(),
      }));
    },
  );
  for (const second of ['approve', 'countersign'] as const)
    app.post(
      `/api/equipment/records/:id/${second}`,
      { schema: { params, body: StationSecondSignature } },
      (request) => {
        const { login } = personOf(request);
        return step(request.params.id, request.body.revision, login, (record) => ({
          body: secondSigned(deps, record, second, login),
          reason: '',
        }));
      },
    );
  app.post('/api/equipment/records/:id/cancel', { schema: { params, body: StationRecordStop } }, (request) => {
    const { login } = personOf(request);
    return step(request.params.id, request.body.revision, login, (record) => {
      const body = bodyOf(record, 'window');
      if (body.cancelled !== undefined) throw new Refusal('already-decided');
      return { body: { ...body, cancelled: { by: login, at: deps.now() } }, reason: request.body.reason.trim() };
    });
  });
  app.post('/api/equipment/records/:id/end', { schema: { params, body: StationSuspensionEnd } }, (request) => {
    const { login } = personOf(request);
    return step(request.params.id, request.body.revision, login, (record) => {
      const body = bodyOf(record, 'suspension');
      const to = momentOf(request.body.to, 'to');
      spanOf(body.from, to);
      if (body.to !== undefined && to > body.to) throw new Refusal('suspension-longer', ['to']);
      return { body: { ...body, to }, reason: request.body.reason.trim() };
    });
  });
  app.post('/api/equipment/records/:id/withdraw', { schema: { params, body: StationRecordStop } }, (request) => {
    const { login } = personOf(request);
    const { ledger } = deps;
    const { id } = request.params;
    ledger.transaction(() => {
      const record = at(id);
      if (record.revision !== request.body.revision) throw new Refusal('changed-meanwhile');
      if (record.body.kind === 'fault') {
        if (record.body.openedBy === 'probe') throw new Refusal('draft-not-withdrawn');
        // Down time that a person wrote goes away only by two.
        if (record.firstEntered.by === login) throw new Refusal('same-person');
      }
      ledger.equipmentRecords.withdraw(
        id,
        { reason: request.body.reason.trim(), from: record.revision },
        login,
        deps.now(),
      );
    });
    deps.changed();
    return recordView(found(deps, id), deps, login);
  });
}

function found({ ledger }: StationDeps, id: string): EquipmentRecord {
  const record = ledger.equipmentRecords.get(id);
  if (record === undefined) throw new Refusal('not-found');
  return record;
}

/** Waits for people: a draft without a class, a fault that is open, a second signature. A daily record is forgotten for that after two months. */
function isWaiting(record: EquipmentRecord, now: Instant, contradictsIt: Contradicts): boolean {
  const { body } = record;
  if (record.withdrawn !== undefined) return false;
  if (body.kind === 'fault' && (body.faultClass === undefined || body.end === undefined)) return true;
  if (body.kind === 'daily')
    return record.firstEntered.at > now - waitingDailyMs && waitsForSecond(record, now, contradictsIt(body));
  return waitsForSecond(record, now, false);
}

/** Records of people on equipment: lists, histories and the steps that they take. */
export function equipmentRecordRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now, facility } = deps;
  app.get(
    '/api/equipment/records',
    { schema: { querystring: StationEquipmentRecordsQuery } },
    (request): StationEquipmentRecords => {
      const { kind, equipmentId, from, to, waiting } = request.query;
      const { page, pageSize, limit, offset } = sliceOf(request.query);
      const { login } = personOf(request);
      const contradictsIt = contradictions(deps);
      const offsetMinutes = facility.zoneOffsetMinutes;
      const start = from === undefined ? instant(0) : startOfDay(calendarDay(from, 'from'), offsetMinutes);
      const end =
        to === undefined
          ? instant(8_640_000_000_000_000)
          : startOfDay(addDays(calendarDay(to, 'to'), 1), offsetMinutes);
      spanOf(start, end);
      const rows = ledger.equipmentRecords
        .list({
          ...(kind === undefined ? {} : { kind }),
          ...(equipmentId === undefined ? {} : { equipmentId }),
          ...(from === undefined && to === undefined ? {} : { period: { start, end } }),
          withdrawn: waiting === undefined,
        })
        .filter((record) => waiting === undefined || isWaiting(record, now(), contradictsIt))
        .reverse();
      return {
        asOf: instantToIso(now()),
        total: rows.length,
        page,
        pageSize,
        rows: rows.slice(offset, offset + limit).map((record) => recordView(record, deps, login, contradictsIt)),
      };
    },
  );
  app.get(
    '/api/equipment/records/:id',
    { schema: { params: StationRecordPath } },
    (request): StationEquipmentRecordHistory => {
      const { login } = personOf(request);
      const record = found(deps, request.params.id);
      return {
        asOf: instantToIso(now()),
        record: recordView(record, deps, login),
        revisions: ledger.equipmentRecords
          .history(record.id)
          .reverse()
          .map((each) => ({ ...recordView(each, deps, login), steps: [] })),
      };
    },
  );
  stepRoutes(app, deps);
}
