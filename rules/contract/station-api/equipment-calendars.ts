import { type Static, Type } from 'typebox';
import {
  Count,
  closed,
  DateText,
  InstantText,
  literalUnion,
  MonthText,
  orNull,
  Sha256Text,
  SlugText,
} from '../wire/parts.ts';
import { ShortName } from './equipment-parts.ts';

/** `HH:MM`, at the end also `24:00`; an end that is not later than the start lies on the next day. */
const WallFrom = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const WallTo = Type.String({ pattern: '^(([01]\\d|2[0-3]):[0-5]\\d|24:00)$' });
export const StationOpeningHours = Type.Object({ from: WallFrom, to: WallTo }, closed);
const Hours = Type.Array(StationOpeningHours, { maxItems: 6 });

/** PUT /api/equipment/calendars (administrators) → StationCalendars. `days`: seven lists, Monday first. */
export const StationCalendarForm = Type.Object(
  {
    id: SlugText,
    name: ShortName,
    /** IANA zone. */
    zone: Type.String({ minLength: 3, maxLength: 60, pattern: '^[A-Za-z0-9_+/-]+$' }),
    patterns: Type.Array(
      Type.Object({ effectiveFrom: DateText, days: Type.Array(Hours, { minItems: 7, maxItems: 7 }) }, closed),
      { minItems: 1, maxItems: 60 },
    ),
    onHolidays: Type.Union([Type.Literal('closed'), Type.Literal('as-usual'), Hours]),
    swappedWorkdayAs: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    overrides: Type.Array(Type.Object({ date: DateText, hours: Hours, reason: ShortName }, closed), { maxItems: 400 }),
  },
  closed,
);
export type StationCalendarForm = Static<typeof StationCalendarForm>;

/** PUT and DELETE /api/equipment/holidays (administrators) → StationCalendars: the center's own list, which joins the shipped one. */
export const StationHolidaysForm = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 400 }),
    coversFrom: DateText,
    coversTo: DateText,
    holidays: Type.Array(Type.Object({ date: DateText, name: ShortName }, closed), { maxItems: 2000 }),
    workdays: Type.Array(DateText, { maxItems: 1000 }),
  },
  closed,
);
export type StationHolidaysForm = Static<typeof StationHolidaysForm>;

/** GET /api/equipment/calendars; DELETE /api/equipment/calendars/:calendarId (administrators; refused while a card points to it) */
export const StationCalendars = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(Type.Object({ calendar: StationCalendarForm, usedBy: Type.Array(SlugText) }, closed)),
    /** In force: the shipped list, with the center's own joined where there is one. */
    holidays: StationHolidaysForm,
    /** The center's own list, to be corrected; null: the shipped one alone. */
    ownHolidays: orNull(StationHolidaysForm),
    /** A proposal for a first calendar: Monday to Friday, 08:00 to 17:00, in the center's zone. */
    proposal: StationCalendarForm,
  },
  closed,
);
export type StationCalendars = Static<typeof StationCalendars>;
export const StationCalendarPath = Type.Object({ calendarId: SlugText }, closed);

/** POST /api/equipment/holidays/import (administrators; the file's bytes as body, CSV or JSON) → StationHolidaysImport */
export const StationHolidaysImport = Type.Union([
  Type.Object({ kind: Type.Literal('taken'), holidays: StationHolidaysForm }, closed),
  Type.Object(
    {
      kind: Type.Literal('refused'),
      problems: Type.Array(
        Type.Object({ /** From 1; 0: the whole file. */ line: Count, problem: Type.String() }, closed),
      ),
    },
    closed,
  ),
]);
export type StationHolidaysImport = Static<typeof StationHolidaysImport>;

/** POST /api/equipment/calendars/preview: a calendar as it would be, written or not yet, over one month. */
export const StationCalendarPreviewForm = Type.Object({ calendar: StationCalendarForm, month: MonthText }, closed);
export type StationCalendarPreviewForm = Static<typeof StationCalendarPreviewForm>;
export const StationCalendarPreview = Type.Object(
  {
    month: MonthText,
    days: Type.Array(
      Type.Object(
        {
          date: DateText,
          /** Why the day is as it is. `beyond`: no holiday list covers it, so the week's pattern alone decides. */
          because: literalUnion(['pattern', 'holiday', 'swapped-workday', 'override', 'beyond'] as const),
          note: orNull(Type.String()),
          open: Type.Array(Type.Object({ from: InstantText, to: InstantText }, closed)),
          openMs: Count,
        },
        closed,
      ),
    ),
    openMs: Count,
    /** ⌈5 % of it⌉ − 1 ms: the most that may be down. */
    budgetMs: Count,
    covers: Type.Boolean(),
    coversTo: DateText,
    sha256: orNull(Sha256Text),
  },
  closed,
);
export type StationCalendarPreview = Static<typeof StationCalendarPreview>;
