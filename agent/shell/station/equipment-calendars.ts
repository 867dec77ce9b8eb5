import {
  addDays,
  addMonths,
  type CalendarDate,
  canonicalJson,
  type HolidaySet,
  type Interval,
  instantToIso,
  type OpeningHours,
  type ServiceCalendar,
  uptimeBudgetMs,
} from '@center/contract';
import {
  importLimitBytes,
  StationCalendarForm,
  StationCalendarPath,
  type StationCalendarPreview,
  StationCalendarPreviewForm,
  type StationCalendars,
  StationHolidaysForm,
  type StationHolidaysImport,
} from '@center/contract/station-api';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  type CalendarProblem,
  calendarProblems,
  expandCalendar,
  lengthMs,
  monthPeriod,
  openingOn,
  parseHolidaySet,
  usualCalendar,
} from '../../core/index.ts';
import { sha256Hex } from '../ledger/index.ts';
import { holidaysOf } from '../watch/index.ts';
import { personOf } from './access.ts';
import { calendarDay } from './calendar-day.ts';
import type { StationDeps } from './deps.ts';
import { Refusal } from './problems.ts';
import { textOf } from './register-import.ts';
import type { TypedApp } from './typed-app.ts';

const administrator = { config: { access: 'administrator' } } as const;
const usualZone = 'Asia/Shanghai';

/** A calendar as it is kept: patterns and overrides in order. Throws `calendar-invalid`. */
function calendarOf(form: StationCalendarForm): ServiceCalendar {
  const { swappedWorkdayAs, onHolidays } = form;
  const calendar: ServiceCalendar = {
    id: form.id,
    name: form.name.trim(),
    zone: form.zone,
    onHolidays,
    patterns: form.patterns
      .map(({ effectiveFrom, days }) => ({ effectiveFrom: calendarDay(effectiveFrom, 'effectiveFrom'), days }))
      .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1)),
    overrides: form.overrides
      .map(({ date, hours, reason }) => ({ date: calendarDay(date, 'date'), hours, reason: reason.trim() }))
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
    ...(swappedWorkdayAs === undefined ? {} : { swappedWorkdayAs }),
  };
  const problems = calendarProblems(calendar);
  if (problems.length > 0) throw new Refusal('calendar-invalid', problems.slice(0, 20).map(problemText));
  return calendar;
}

const problemText = ({ kind, at }: CalendarProblem): string => (at === '' ? kind : `${kind}: ${at}`);

/** Throws `calendar-invalid` for a day that is named twice. */
function unique(dates: readonly string[]): void {
  const seen = new Set<string>();
  for (const date of dates) {
    if (seen.has(date)) throw new Refusal('calendar-invalid', [date]);
    seen.add(date);
  }
}

function holidaySetOf(form: StationHolidaysForm): HolidaySet {
  const coversFrom = calendarDay(form.coversFrom, 'coversFrom');
  const coversTo = calendarDay(form.coversTo, 'coversTo');
  if (coversTo < coversFrom) throw new Refusal('date-order', ['coversTo']);
  const holidays = form.holidays.map(({ date, name }) => ({ date: calendarDay(date, 'holidays'), name: name.trim() }));
  const workdays = form.workdays.map((date) => calendarDay(date, 'workdays'));
  unique([...holidays.map(({ date }) => date), ...workdays]);
  for (const date of [...holidays.map((each) => each.date), ...workdays])
    if (date < coversFrom || date > coversTo) throw new Refusal('calendar-invalid', [date]);
  return { source: form.source.trim(), coversFrom, coversTo, holidays, workdays };
}

const hoursForm = (hours: readonly OpeningHours[]) => hours.map(({ from, to }) => ({ from, to }));

function calendarForm({ patterns, onHolidays, overrides, ...rest }: ServiceCalendar): StationCalendarForm {
  return {
    ...rest,
    patterns: patterns.map(({ effectiveFrom, days }) => ({ effectiveFrom, days: days.map(hoursForm) })),
    onHolidays: typeof onHolidays === 'string' ? onHolidays : hoursForm(onHolidays),
    overrides: overrides.map(({ date, hours, reason }) => ({ date, hours: hoursForm(hours), reason })),
  };
}

function holidaysForm({ holidays, workdays, ...rest }: HolidaySet): StationHolidaysForm {
  return { ...rest, holidays: holidays.map((each) => ({ ...each })), workdays: [...workdays] };
}

function calendarsView({ ledger, now }: StationDeps): StationCalendars {
  const cards = ledger.equipment.cards();
  const own = ledger.equipment.holidays();
  return {
    asOf: instantToIso(now()),
    rows: ledger.equipment.calendars().map((calendar) => ({
      calendar: calendarForm(calendar),
      usedBy: cards.filter(({ calendarId }) => calendarId === calendar.id).map(({ id }) => id),
    })),
    holidays: holidaysForm(holidaysOf(ledger)),
    ownHolidays: own === undefined ? null : holidaysForm(own),
    proposal: calendarForm(usualCalendar(usualZone)),
  };
}

type DayBecause = StationCalendarPreview['days'][number]['because'];

/** Why a day is as it is, by the order in which a calendar decides. */
function becauseOf(
  calendar: ServiceCalendar,
  holidays: HolidaySet,
  date: CalendarDate,
): { readonly because: DayBecause; readonly note: string | null } {
  const override = calendar.overrides.find((each) => each.date === date);
  if (override !== undefined) return { because: 'override', note: override.reason };
  const { onHolidays, swappedWorkdayAs } = calendar;
  const holiday = holidays.holidays.find((each) => each.date === date);
  if (holiday !== undefined && onHolidays !== 'as-usual') return { because: 'holiday', note: holiday.name };
  if (holidays.workdays.includes(date) && swappedWorkdayAs !== undefined)
    return { because: 'swapped-workday', note: null };
  const heeds = onHolidays !== 'as-usual' || swappedWorkdayAs !== undefined;
  const settled = date >= holidays.coversFrom && date <= holidays.coversTo;
  return { because: settled || !heeds ? 'pattern' : 'beyond', note: null };
}

const openForm = (open: readonly Interval[]) =>
  open.map(({ start, end }) => ({ from: instantToIso(start), to: instantToIso(end) }));

function preview(calendar: ServiceCalendar, holidays: HolidaySet, month: string): StationCalendarPreview {
  const first = calendarDay(`${month}-01`, 'month');
  const end = addMonths(first, 1);
  const days: StationCalendarPreview['days'] = [];
  for (let date = first; date < end; date = addDays(date, 1)) {
    const open = openingOn(calendar, holidays, date);
    days.push({ date, ...becauseOf(calendar, holidays, date), open: openForm(open), openMs: lengthMs(open) });
  }
  const whole = expandCalendar(calendar, holidays, monthPeriod(month, calendar.zone));
  const openMs = lengthMs(whole.open);
  return {
    month,
    days,
    openMs,
    budgetMs: uptimeBudgetMs(openMs),
    covers: whole.covers,
    coversTo: whole.coversTo,
    sha256: sha256Hex(canonicalJson(whole.open)),
  };
}

/** Opening hours, holidays, and a look at what they come to. */
export function calendarRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  app.get('/api/equipment/calendars', (): StationCalendars => calendarsView(deps));
  app.put(
    '/api/equipment/calendars',
    { ...administrator, schema: { body: StationCalendarForm } },
    (request): StationCalendars => {
      ledger.equipment.putCalendar(calendarOf(request.body), personOf(request).login, now());
      deps.changed();
      return calendarsView(deps);
    },
  );
  app.delete(
    '/api/equipment/calendars/:calendarId',
    { ...administrator, schema: { params: StationCalendarPath } },
    (request): StationCalendars => {
      if (!ledger.equipment.removeCalendar(request.params.calendarId, personOf(request).login, now()))
        throw new Refusal('not-found');
      deps.changed();
      return calendarsView(deps);
    },
  );
  app.post(
    '/api/equipment/calendars/preview',
    { schema: { body: StationCalendarPreviewForm } },
    (request): StationCalendarPreview =>
      preview(calendarOf(request.body.calendar), holidaysOf(ledger), request.body.month),
  );
  app.put(
    '/api/equipment/holidays',
    { ...administrator, schema: { body: StationHolidaysForm } },
    (request): StationCalendars => {
      ledger.equipment.putHolidays(holidaySetOf(request.body), personOf(request).login, now());
      deps.changed();
      return calendarsView(deps);
    },
  );
  app.delete('/api/equipment/holidays', administrator, (request): StationCalendars => {
    if (ledger.equipment.holidays() === undefined) throw new Refusal('not-found');
    ledger.equipment.putHolidays(undefined, personOf(request).login, now());
    deps.changed();
    return calendarsView(deps);
  });
  holidayImport(app, deps);
}

/** A list of holidays as a file: all of it is taken, or nothing and every wrong line is named. */
function holidayImport(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  void app.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      ['text/csv', 'text/plain', 'application/json', 'application/octet-stream'],
      { parseAs: 'buffer', bodyLimit: importLimitBytes },
      (_request, body, parsed) => parsed(null, body),
    );
    scope
      .withTypeProvider<TypeBoxTypeProvider>()
      .post(
        '/api/equipment/holidays/import',
        { ...administrator, bodyLimit: importLimitBytes },
        (request): StationHolidaysImport => {
          if (!Buffer.isBuffer(request.body)) throw new Refusal('request-invalid', ['body']);
          const { login } = personOf(request);
          const text = textOf(request.body);
          if (text === undefined) return { kind: 'refused', problems: [{ line: 0, problem: 'not-text' }] };
          const read = parseHolidaySet(text, 'import');
          ledger.audit.write('list-imported', 'holidays', read.ok ? 'taken' : 'refused', login, now());
          if (!read.ok)
            return {
              kind: 'refused',
              problems: read.problems.slice(0, 200).map(({ row, kind, text: found }) => ({
                line: row,
                problem: found === '' ? kind : `${kind}: ${found.slice(0, 80)}`,
              })),
            };
          ledger.equipment.putHolidays(read.value, login, now());
          deps.changed();
          return { kind: 'taken', holidays: holidaysForm(holidaysOf(ledger)) };
        },
      );
    done();
  });
}
