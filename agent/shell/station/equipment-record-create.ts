import {
  canonicalJson,
  type EquipmentRecord,
  type EquipmentRecordBody,
  type Instant,
  type MaintenanceRecord,
} from '@center/contract';
import {
  StationDisputeForm,
  type StationEquipmentRecordWritten,
  StationExternalForm,
  StationFaultForm,
  StationMaintenanceForm,
  type StationMaintenanceRevision,
  StationSuspensionForm,
  StationWindowForm,
} from '@center/contract/station-api';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import {
  cardOf,
  hasBeen,
  inService,
  isNear,
  maybeMoment,
  momentOf,
  noOtherFault,
  repeatsOf,
  spanOf,
} from './equipment-record-checks.ts';
import { recordView } from './equipment-record-view.ts';
import { Refusal } from './problems.ts';
import { recordIdOf } from './records.ts';
import type { TypedApp } from './typed-app.ts';

/** What a person has written, without what the station stamps on it. */
function wordsOf(body: EquipmentRecordBody): string {
  const stamped = new Set(['requested', 'prefilled']);
  return canonicalJson(Object.fromEntries(Object.entries(body).filter(([key]) => !stamped.has(key))));
}

/**
 * Writes a record under the key of its form: the same form by the same person again gives what stands under it, another content `form-differs`. `check` runs only for what is new, and
 * in the transaction that writes.
 */
export function writeOnce(
  deps: StationDeps,
  formKey: string,
  body: EquipmentRecordBody,
  who: string,
  check: () => void,
): StationEquipmentRecordWritten {
  const { ledger, now } = deps;
  const id = recordIdOf(formKey, `equipment-${body.kind}`);
  const { record, fresh } = ledger.transaction((): { record: EquipmentRecord; fresh: boolean } => {
    const [first] = ledger.equipmentRecords.history(id);
    if (first !== undefined) {
      if (first.entered.by !== who || wordsOf(first.body) !== wordsOf(body)) throw new Refusal('form-differs');
      return { record: ledger.equipmentRecords.get(id) ?? first, fresh: false };
    }
    check();
    return { record: ledger.equipmentRecords.add({ id, body }, who, now()), fresh: true };
  });
  if (fresh) deps.changed();
  return recordView(record, deps, who);
}

/** Throws `not-found` for links to what is no record of that kind and device. */
function linksOf(
  { ledger }: StationDeps,
  { faultId, windowId }: Pick<StationMaintenanceForm, 'faultId' | 'windowId'>,
  equipmentId: string,
): Pick<MaintenanceRecord, 'faultId' | 'windowId'> {
  const fault = faultId === undefined ? undefined : ledger.equipmentRecords.get(faultId);
  if (faultId !== undefined && (fault?.body.kind !== 'fault' || fault.body.equipmentId !== equipmentId))
    throw new Refusal('not-found', ['faultId']);
  const window = windowId === undefined ? undefined : ledger.equipmentRecords.get(windowId);
  if (windowId !== undefined && (window?.body.kind !== 'window' || !window.body.equipmentIds.includes(equipmentId)))
    throw new Refusal('not-found', ['windowId']);
  return { ...(faultId === undefined ? {} : { faultId }), ...(windowId === undefined ? {} : { windowId }) };
}

/** What a maintenance form says, checked; acceptance is a step of its own. */
export function maintenanceOf(
  deps: StationDeps,
  equipmentId: string,
  form: Omit<StationMaintenanceRevision, 'revision' | 'reason'>,
): MaintenanceRecord {
  const now = deps.now();
  const from = momentOf(form.from, 'from');
  const to = maybeMoment(form.to, 'to');
  hasBeen(from, now, 'from');
  if (to !== undefined) {
    spanOf(from, to);
    hasBeen(to, now, 'to');
  }
  inService(cardOf(deps, equipmentId), from, deps, 'from');
  return {
    kind: 'maintenance',
    equipmentId,
    work: form.work,
    from,
    vendor: form.vendor,
    parts: form.parts,
    result: form.result,
    ...(form.plannedFor === undefined ? {} : { plannedFor: calendarDay(form.plannedFor, 'plannedFor') }),
    ...(to === undefined ? {} : { to }),
    ...linksOf(deps, form, equipmentId),
  };
}

/** Both ends of a form, in order. */
function endsOf(form: { readonly from: string; readonly to: string }): {
  readonly from: Instant;
  readonly to: Instant;
} {
  const from = momentOf(form.from, 'from');
  const to = momentOf(form.to, 'to');
  spanOf(from, to);
  return { from, to };
}

/** New records of people on equipment. Daily records have routes of their own. */
export function recordCreationRoutes(app: TypedApp, deps: StationDeps): void {
  app.post('/api/equipment/faults', { schema: { body: StationFaultForm } }, (request) => {
    const { formKey, equipmentId, degraded, description, ...form } = request.body;
    const start = momentOf(form.start, 'start');
    const reportedAt = maybeMoment(form.reportedAt, 'reportedAt');
    const { login } = personOf(request);
    const body = {
      kind: 'fault' as const,
      equipmentId,
      start,
      openedBy: 'person' as const,
      degraded,
      description: description.trim(),
      ...(reportedAt === undefined ? {} : { reportedAt }),
    };
    return writeOnce(deps, formKey, body, login, () => {
      const card = cardOf(deps, equipmentId);
      hasBeen(start, deps.now(), 'start');
      if (reportedAt !== undefined) hasBeen(reportedAt, deps.now(), 'reportedAt');
      inService(card, start, deps, 'start');
      noOtherFault(deps, equipmentId, { start });
    });
  });
  app.post('/api/equipment/maintenance', { schema: { body: StationMaintenanceForm } }, (request) => {
    const { formKey, equipmentId, ...form } = request.body;
    const body = maintenanceOf(deps, equipmentId, form);
    return writeOnce(deps, formKey, body, personOf(request).login, () => undefined);
  });
  app.post('/api/equipment/windows', { schema: { body: StationWindowForm } }, (request) => {
    const { formKey, equipmentIds, reason } = request.body;
    const { from, to } = endsOf(request.body);
    const repeats = repeatsOf(request.body, from, to, deps);
    const { login } = personOf(request);
    const body = {
      kind: 'window' as const,
      equipmentIds: [...equipmentIds].sort(),
      from,
      to,
      reason: reason.trim(),
      requested: { by: login, at: deps.now() },
      ...(repeats === undefined ? {} : { repeats }),
    };
    return writeOnce(deps, formKey, body, login, () => {
      isNear(from, deps.now(), 'from');
      for (const id of equipmentIds) cardOf(deps, id);
    });
  });
  app.post('/api/equipment/suspensions', { schema: { body: StationSuspensionForm } }, (request) => {
    const { formKey, equipmentId, reason } = request.body;
    const from = momentOf(request.body.from, 'from');
    const to = maybeMoment(request.body.to, 'to');
    if (to !== undefined) spanOf(from, to);
    const body = {
      kind: 'suspension' as const,
      equipmentId,
      from,
      reason: reason.trim(),
      ...(to === undefined ? {} : { to }),
    };
    return writeOnce(deps, formKey, body, personOf(request).login, () => {
      isNear(from, deps.now(), 'from');
      inService(cardOf(deps, equipmentId), from, deps, 'from');
    });
  });
  app.post('/api/equipment/externals', { schema: { body: StationExternalForm } }, (request) => {
    const { formKey, equipmentIds, cause, document } = request.body;
    const { from, to } = endsOf(request.body);
    const body = {
      kind: 'external' as const,
      equipmentIds: [...equipmentIds].sort(),
      from,
      to,
      cause,
      document: document.trim(),
    };
    return writeOnce(deps, formKey, body, personOf(request).login, () => {
      hasBeen(from, deps.now(), 'from');
      isNear(to, deps.now(), 'to');
      for (const id of equipmentIds) cardOf(deps, id);
    });
  });
  app.post('/api/equipment/disputes', { schema: { body: StationDisputeForm } }, (request) => {
    const { formKey, equipmentId, reason } = request.body;
    const { from, to } = endsOf(request.body);
    const body = { kind: 'dispute' as const, equipmentId, from, to, reason: reason.trim() };
    return writeOnce(deps, formKey, body, personOf(request).login, () => {
      hasBeen(to, deps.now(), 'to');
      inService(cardOf(deps, equipmentId), from, deps, 'from');
    });
  });
}
