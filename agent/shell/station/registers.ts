import { randomUUID } from 'node:crypto';
import {
  addMonths,
  calendarDateAt,
  canonicalJson,
  instantToIso,
  type PermitEntry,
  type RegisterEntries,
  type RegisterName,
  type StaffEntry,
  type StopOrderEntry,
} from '@center/contract';
import {
  StationPermitForm,
  type StationPermits,
  StationRegisterEntryPath,
  StationRegisterWithdraw,
  type StationSeenPeople,
  type StationStaff,
  StationStaffForm,
  StationStopOrderForm,
  type StationStopOrders,
  type StationUploads,
  StationUploadsQuery,
} from '@center/contract/station-api';
import type { Static } from 'typebox';
import { personKeyText, seenPeople, uploadMonths } from '../../core/index.ts';
import type { RegisterRow } from '../ledger/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import { sliceOf, type TypedApp } from './typed-app.ts';

/** Months that the page of uploads looks back over. */
const uploadMonthsShown = 24;
const mostBacklog = 2_000;

function writtenView<E>({ entry, ...row }: RegisterRow<E>) {
  return {
    entry,
    enteredBy: row.enteredBy,
    enteredAt: instantToIso(row.enteredAt),
    withdrawnBy: row.withdrawnBy ?? null,
    withdrawnAt: row.withdrawnAt === undefined ? null : instantToIso(row.withdrawnAt),
    withdrawnReason: row.withdrawnReason ?? null,
  };
}

/** From and to as days of the calendar, in order. Throws `request-invalid`, `date-order`. */
function spanOf(form: {
  readonly validFrom: string;
  readonly validTo?: string;
}): Pick<StaffEntry, 'validFrom' | 'validTo'> {
  const validFrom = calendarDay(form.validFrom, 'validFrom');
  if (form.validTo === undefined) return { validFrom };
  const validTo = calendarDay(form.validTo, 'validTo');
  if (validTo < validFrom) throw new Refusal('date-order', ['validTo']);
  return { validFrom, validTo };
}

const newId = (): string => randomUUID().replaceAll('-', '');

function permitOf(
  { validFrom: _from, validTo: _to, id, ...form }: StationPermitForm,
  span: ReturnType<typeof spanOf>,
): PermitEntry {
  return { ...form, ...span, id: id ?? newId(), devices: form.devices.map((device) => ({ ...device })) };
}

function staffOf(
  { validFrom: _from, validTo: _to, id, licence, ...form }: StationStaffForm,
  span: ReturnType<typeof spanOf>,
): StaffEntry {
  const { validTo, ...rest } = licence ?? { number: '', imaging: false };
  return {
    ...form,
    ...span,
    id: id ?? newId(),
    ...(licence === undefined
      ? {}
      : {
          licence: { ...rest, ...(validTo === undefined ? {} : { validTo: calendarDay(validTo, 'licence.validTo') }) },
        }),
  };
}

function stopOrderOf({ from, liftedOn, id, scope, ...form }: StationStopOrderForm): StopOrderEntry {
  const began = calendarDay(from, 'from');
  const ended = liftedOn === undefined ? undefined : calendarDay(liftedOn, 'liftedOn');
  if (ended !== undefined && ended < began) throw new Refusal('date-order', ['liftedOn']);
  return {
    ...form,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the form's pattern is that of a device id
    scope: scope as StopOrderEntry['scope'],
    id: id ?? newId(),
    from: began,
    ...(ended === undefined ? {} : { liftedOn: ended }),
  };
}

function uploadsView(deps: StationDeps, query: Static<typeof StationUploadsQuery>): StationUploads {
  const { ledger, now, facility } = deps;
  const at = now();
  const today = calendarDateAt(at, facility.zoneOffsetMinutes);
  const from = addMonths(today, -uploadMonthsShown);
  const { limit, offset } = sliceOf(query);
  const finished = ledger.receipts.finished(from, today, facility.zoneOffsetMinutes);
  const last = ledger.receipts.lastAt();
  return {
    asOf: instantToIso(at),
    receipts: ledger.receipts.count(),
    lastReceiptAt: last === undefined ? null : instantToIso(last),
    months: uploadMonths(finished, at, facility.zoneOffsetMinutes).map(({ figures, pending }) => ({
      month: figures.month,
      finished: figures.finished,
      receipted: figures.receipted,
      late: figures.late,
      refused: figures.refused,
      overdue: figures.overdue,
      pending,
      delayP50Hours: figures.delayP50Hours,
      delayP95Hours: figures.delayP95Hours,
    })),
    backlog: ledger.receipts
      .backlog(from, today, mostBacklog)
      .slice(offset, offset + limit)
      .map(({ StudyInstanceUID, AccessionNumber, date, refusedCode }) => ({
        StudyInstanceUID,
        AccessionNumber: AccessionNumber ?? null,
        date,
        refusedCode: refusedCode ?? null,
      })),
  };
}

function peopleView({ ledger, now, facility }: StationDeps): StationSeenPeople {
  const at = now();
  const sightings = ledger.people.list();
  const judged = seenPeople(
    sightings,
    ledger.registers.inForce('staff'),
    calendarDateAt(at, facility.zoneOffsetMinutes),
  );
  return {
    asOf: instantToIso(at),
    rows: judged.map(({ facts }, index) => ({
      name: sightings[index]?.name ?? '',
      roles: [...facts.roles],
      days: facts.days,
      firstSeen: facts.firstSeen,
      lastSeen: facts.lastSeen,
      match: !facts.staffInUse
        ? ('no-list' as const)
        : facts.staff.length > 0
          ? ('listed' as const)
          : facts.comparable
            ? ('unknown' as const)
            : ('unlike' as const),
      posts: [...new Set(facts.staff.map(({ post }) => post))],
    })),
  };
}

/** Registers of the center's people that reconciliation needs: permits, staff, stop orders; what the regional platform has; whom the images name. */
export function registerRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  const asOf = (): string => instantToIso(now());
  const permits = (): StationPermits => ({
    asOf: asOf(),
    rows: ledger.registers.list('permits').map((row) => {
      const view = writtenView(row);
      return { ...view, entry: { ...view.entry, devices: view.entry.devices.map((device) => ({ ...device })) } };
    }),
  });
  const staff = (): StationStaff => ({
    asOf: asOf(),
    rows: ledger.registers.list('staff').map((row) => {
      const view = writtenView(row);
      return { ...view, entry: { ...view.entry, otherNames: [...view.entry.otherNames] } };
    }),
  });
  const stopOrders = (): StationStopOrders => ({
    asOf: asOf(),
    rows: ledger.registers.list('stop-orders').map((row) => {
      const view = writtenView(row);
      return { ...view, entry: { ...view.entry, scope: { ...view.entry.scope } } };
    }),
  });
  /** An id that a form brings must be known: nobody chooses one. */
  const put = <R extends RegisterName>(
    register: R,
    entry: RegisterEntries[R],
    given: string | undefined,
    who: string,
  ): void => {
    if (given !== undefined && !ledger.registers.list(register).some((row) => row.entry.id === given))
      throw new Refusal('not-found', ['id']);
    const same = canonicalJson({ ...entry, id: '' });
    // A form sent twice is one entry: who enters what stands there already changes nothing.
    if (
      given === undefined &&
      ledger.registers.inForce(register).some((each) => canonicalJson({ ...each, id: '' }) === same)
    )
      return;
    ledger.registers.put(register, [entry], who, now());
    deps.changed();
  };

  app.get('/api/registers/permits', permits);
  app.put('/api/registers/permits', { schema: { body: StationPermitForm } }, (request): StationPermits => {
    put('permits', permitOf(request.body, spanOf(request.body)), request.body.id, personOf(request).login);
    return permits();
  });
  app.get('/api/registers/staff', staff);
  app.put('/api/registers/staff', { schema: { body: StationStaffForm } }, (request): StationStaff => {
    for (const [place, name] of [
      ['name', request.body.name] as const,
      ...request.body.otherNames.map((each) => ['otherNames', each] as const),
    ])
      if (personKeyText(name) === undefined) throw new Refusal('request-invalid', [place]);
    put('staff', staffOf(request.body, spanOf(request.body)), request.body.id, personOf(request).login);
    return staff();
  });
  app.get('/api/registers/stop-orders', stopOrders);
  app.put('/api/registers/stop-orders', { schema: { body: StationStopOrderForm } }, (request): StationStopOrders => {
    const { scope } = request.body;
    if (scope.kind === 'device' && !ledger.devices.list().some(({ deviceId }) => deviceId === scope.deviceId))
      throw new Refusal('not-found', ['scope.deviceId']);
    put('stop-orders', stopOrderOf(request.body), request.body.id, personOf(request).login);
    return stopOrders();
  });
  app.post(
    '/api/registers/:register/:id/withdraw',
    { schema: { params: StationRegisterEntryPath, body: StationRegisterWithdraw } },
    (request, reply) => {
      const { register, id } = request.params;
      ledger.registers.withdraw(register, id, request.body.reason.trim(), personOf(request).login, now());
      deps.changed();
      return reply.send({ permits, staff, 'stop-orders': stopOrders }[register]());
    },
  );
  app.get(
    '/api/uploads',
    { schema: { querystring: StationUploadsQuery } },
    (request): StationUploads => uploadsView(deps, request.query),
  );
  app.get('/api/people-seen', (): StationSeenPeople => peopleView(deps));
}
