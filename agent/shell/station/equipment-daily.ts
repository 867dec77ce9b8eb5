import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type DailyRecord,
  type EquipmentCard,
  type EquipmentRecord,
  type Instant,
  instantToIso,
} from '@center/contract';
import {
  type StationDailyDay,
  type StationDailyDue,
  StationDailyForm,
  StationDailyQuery,
  StationDailyRevision,
  StationRecordPath,
} from '@center/contract/station-api';
import { contradictionsOf, type DailyDue, type DailyReadings, dueDaily, prefillDaily } from '../../core/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { aroundDay, dailyDueAt, inputOf, openOn } from './equipment-due.ts';
import { cardOf, isoOrNull, standing } from './equipment-record-checks.ts';
import { writeOnce } from './equipment-record-create.ts';
import { writeRevision } from './equipment-record-routes.ts';
import { recordView } from './equipment-record-view.ts';
import { Refusal } from './problems.ts';
import type { TypedApp } from './typed-app.ts';

/** Records are owed and shown for so many days. */
const daysShown = 31;
const oldestDays = 400;

type DailyRow = StationDailyDay['rows'][number];

function imagingCards({ ledger }: StationDeps): EquipmentCard[] {
  return ledger.equipment.cards().filter(({ kind }) => kind === 'imaging');
}

function today({ now, facility }: StationDeps): CalendarDate {
  return calendarDateAt(now(), facility.zoneOffsetMinutes);
}

/** What the device's own sensors say on that day. */
function readingsOf(deps: StationDeps, equipmentId: string, date: CalendarDate): DailyReadings {
  const { start, end } = aroundDay(deps, date);
  const values = new Map<string, number>();
  for (const { name, value, valid, at } of deps.ledger.watch.latest(equipmentId))
    if (valid && typeof value === 'number' && at >= start && at < end && !values.has(name)) values.set(name, value);
  const temperatureC = values.get('env.temperatureC');
  const humidityPct = values.get('env.humidityPct');
  return {
    ...(temperatureC === undefined ? {} : { temperatureC }),
    ...(humidityPct === undefined ? {} : { humidityPct }),
  };
}

/** What stands already in the form, and what it was filled in from. */
function prefillOf(deps: StationDeps, equipmentId: string, date: CalendarDate) {
  const period = aroundDay(deps, date, 2);
  const input = inputOf(deps, equipmentId, period);
  if (input === undefined) return undefined;
  const filled = prefillDaily(input, date, readingsOf(deps, equipmentId, date));
  const { end } = aroundDay(deps, date);
  return {
    filled,
    studies: input.exposures.filter((at) => at >= period.start && at < end).length,
    openFaultId: input.records.faults.find(({ body }) => body.end === undefined && body.start < end)?.id ?? null,
  };
}

function standingOf(
  due: DailyDue | undefined,
  written: boolean,
  opensAt: Instant | undefined,
  now: Instant,
): DailyRow['standing'] {
  switch (due?.standing) {
    case 'in-time':
      return 'done';
    case 'late':
      return 'done-late';
    case 'missing':
      return 'overdue';
    case 'not-due':
      return due.opensAt <= now ? 'due' : 'not-yet-due';
    case undefined:
      if (written) return 'done';
      // A day to come is owed nothing yet.
      return opensAt !== undefined && opensAt > now ? 'not-yet-due' : 'not-open';
  }
}

function recordOn(deps: StationDeps, equipmentId: string, date: CalendarDate): EquipmentRecord | undefined {
  return deps.ledger.equipmentRecords
    .ofKind('daily', { equipmentId, period: aroundDay(deps, addDays(date, -1), 3) })
    .find(({ body }) => body.date === date);
}

function dayRow(deps: StationDeps, card: EquipmentCard, date: CalendarDate, who: string): DailyRow {
  const input = inputOf(deps, card.id, aroundDay(deps, date));
  const due = input === undefined ? undefined : dueDaily(input).find((each) => each.date === date);
  const record = recordOn(deps, card.id, date);
  const prefill = prefillOf(deps, card.id, date);
  const [open] = openOn(deps, card, date);
  const filled = prefill?.filled;
  return {
    equipmentId: card.id,
    name: card.name,
    standing: standingOf(due, record !== undefined, open?.start, deps.now()),
    opensAt: isoOrNull(open?.start),
    dueAt: isoOrNull(dailyDueAt(deps, card.id, date)),
    prefill: {
      status: filled?.status ?? null,
      counter: filled?.counter ?? null,
      temperatureC: filled?.temperatureC ?? null,
      humidityPct: filled?.humidityPct ?? null,
      heliumPct: filled?.heliumPct ?? null,
      firstStudyAt: isoOrNull(filled?.firstExposureAt),
      studies: prefill?.studies ?? 0,
      probeUpAt: isoOrNull(filled?.firstAnswerAt),
      openFaultId: prefill?.openFaultId ?? null,
    },
    record: record === undefined ? null : recordView(record, deps, who),
  };
}

/** Of one device, what the last weeks owe. */
function owed(deps: StationDeps, card: EquipmentCard) {
  const from = addDays(today(deps), 1 - daysShown);
  const input = inputOf(deps, card.id, aroundDay(deps, from, daysShown));
  const due = input === undefined ? [] : dueDaily(input);
  const count = (...standings: readonly DailyDue['standing'][]): number =>
    due.filter((each) => standings.includes(each.standing)).length;
  return {
    open: due.filter(
      (each) => each.standing === 'missing' || (each.standing === 'not-due' && each.opensAt <= deps.now()),
    ),
    figures: {
      equipmentId: card.id,
      name: card.name,
      due: count('in-time', 'late', 'missing'),
      inTime: count('in-time'),
      late: count('late'),
      missing: count('missing'),
      contradicting: input === undefined ? 0 : contradictionsOf(input).filter((each) => !each.countersigned).length,
    },
  };
}

/** What is owed of the last thirty-one days, oldest first. */
export function dailyDueView(deps: StationDeps): StationDailyDue {
  const each = imagingCards(deps).map((card) => ({ card, ...owed(deps, card) }));
  return {
    asOf: instantToIso(deps.now()),
    rows: each
      .flatMap(({ card, open }) =>
        open.map(({ date, dueAt, standing: stands }) => ({
          equipmentId: card.id,
          name: card.name,
          date,
          dueAt: instantToIso(dueAt),
          overdue: stands === 'missing',
        })),
      )
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1)),
    devices: each.map(({ figures }) => figures),
  };
}

/** What a person says of a day, as it is kept. */
function wordsOf(form: Omit<StationDailyRevision, 'revision' | 'reason'>) {
  const { status, selfCheckDone, calibrationDone, counter, temperatureC, humidityPct, heliumPct, remark } = form;
  return {
    status,
    selfCheckDone,
    calibrationDone,
    remark: remark.trim(),
    ...(counter === undefined ? {} : { counter }),
    ...(temperatureC === undefined ? {} : { temperatureC }),
    ...(humidityPct === undefined ? {} : { humidityPct }),
    ...(heliumPct === undefined ? {} : { heliumPct }),
  };
}

/** 每日设备运行记录: the day's list with prefilled forms, signing, correcting, and what is owed. */
export function dailyRoutes(app: TypedApp, deps: StationDeps): void {
  app.get('/api/equipment/daily', { schema: { querystring: StationDailyQuery } }, (request): StationDailyDay => {
    const date = request.query.date === undefined ? today(deps) : calendarDay(request.query.date, 'date');
    const { login } = personOf(request);
    return {
      asOf: instantToIso(deps.now()),
      date,
      rows: imagingCards(deps)
        .filter(({ inServiceFrom, inServiceTo }) => inServiceFrom <= date && (inServiceTo ?? date) >= date)
        .map((card) => dayRow(deps, card, date, login)),
    };
  });
  app.get('/api/equipment/daily/due', (): StationDailyDue => dailyDueView(deps));
  app.post('/api/equipment/daily', { schema: { body: StationDailyForm } }, (request) => {
    const { formKey, equipmentId, ...form } = request.body;
    const date = calendarDay(form.date, 'date');
    const { login } = personOf(request);
    const body: DailyRecord = {
      kind: 'daily',
      equipmentId,
      date,
      ...wordsOf(form),
      prefilled: prefillOf(deps, equipmentId, date)?.filled.prefilled ?? {},
    };
    return writeOnce(deps, formKey, body, login, () => {
      const card = cardOf(deps, equipmentId);
      if (card.kind !== 'imaging') throw new Refusal('not-imaging');
      if (date > today(deps) || date < addDays(today(deps), -oldestDays)) throw new Refusal('too-far-ahead', ['date']);
      if (date < card.inServiceFrom || (card.inServiceTo !== undefined && date > card.inServiceTo))
        throw new Refusal('before-service', ['date']);
      const before = recordOn(deps, equipmentId, date);
      if (before !== undefined) throw new Refusal('daily-exists', [before.id]);
    });
  });
  app.post(
    '/api/equipment/records/:id/daily',
    { schema: { params: StationRecordPath, body: StationDailyRevision } },
    (request) => {
      const { revision, reason, ...form } = request.body;
      return deps.ledger.transaction(() => {
        const record = standing(deps, request.params.id);
        if (record.body.kind !== 'daily') throw new Refusal('step-unfit');
        const { equipmentId, date, prefilled } = record.body;
        const body: DailyRecord = { kind: 'daily', equipmentId, date, ...wordsOf(form), prefilled };
        return writeRevision(deps, record, body, reason.trim(), personOf(request).login, revision);
      });
    },
  );
}
