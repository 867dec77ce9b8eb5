import { type Static, Type } from 'typebox';
import { dailyStatuses } from '../equipment.ts';
import { Count, closed, DateText, InstantText, literalUnion, MonthText, orNull, SlugText } from '../wire/parts.ts';
import { RecordIdText } from './equipment-parts.ts';
import { Measured, StationEquipmentRecord } from './equipment-records.ts';

/** GET /api/equipment/daily?date (absent: today): every imaging device of that day, with its record or a prefilled form. */
export const StationDailyQuery = Type.Object({ date: Type.Optional(DateText) }, closed);
export const dailyStandings = ['done', 'done-late', 'due', 'not-yet-due', 'overdue', 'not-open'] as const;
export const StationDailyDay = Type.Object(
  {
    asOf: InstantText,
    date: DateText,
    rows: Type.Array(
      Type.Object(
        {
          equipmentId: SlugText,
          name: Type.String(),
          /** `not-open`: the device has no opening hours that day; a record may be written all the same. */
          standing: literalUnion(dailyStandings),
          opensAt: orNull(InstantText),
          dueAt: orNull(InstantText),
          prefill: Type.Object(
            {
              /** Null: the evidence suggests nothing, and the person says. */
              status: orNull(literalUnion(dailyStatuses)),
              counter: orNull(Type.Number()),
              temperatureC: orNull(Measured),
              humidityPct: orNull(Measured),
              heliumPct: orNull(Measured),
              firstStudyAt: orNull(InstantText),
              studies: Count,
              /** First answer of a probe within the opening hours. */
              probeUpAt: orNull(InstantText),
              openFaultId: orNull(RecordIdText),
            },
            closed,
          ),
          record: orNull(StationEquipmentRecord),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationDailyDay = Static<typeof StationDailyDay>;

/** GET /api/equipment/daily/due: what is owed of the last thirty-one days, oldest first. */
export const StationDailyDue = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        { equipmentId: SlugText, name: Type.String(), date: DateText, dueAt: InstantText, overdue: Type.Boolean() },
        closed,
      ),
    ),
    /** Per device over the same days. */
    devices: Type.Array(
      Type.Object(
        {
          equipmentId: SlugText,
          name: Type.String(),
          due: Count,
          inTime: Count,
          late: Count,
          missing: Count,
          contradicting: Count,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationDailyDue = Static<typeof StationDailyDue>;

/** GET /api/equipment/windows?month: windows that touch the month, and how much of each device's cap they use. */
export const StationWindowsQuery = Type.Object({ month: Type.Optional(MonthText) }, closed);
export const StationWindows = Type.Object(
  {
    asOf: InstantText,
    month: MonthText,
    rows: Type.Array(StationEquipmentRecord),
    caps: Type.Array(
      Type.Object(
        { equipmentId: SlugText, name: Type.String(), capMs: Count, plannedMs: Count, countedMs: Count },
        closed,
      ),
    ),
  },
  closed,
);
export type StationWindows = Static<typeof StationWindows>;

/** GET /api/equipment/maintenance/plan */
export const StationMaintenancePlan = Type.Object(
  {
    asOf: InstantText,
    rows: Type.Array(
      Type.Object(
        {
          equipmentId: SlugText,
          name: Type.String(),
          everyMonths: orNull(Count),
          lastOn: orNull(DateText),
          lastAccepted: Type.Boolean(),
          dueOn: orNull(DateText),
          standing: literalUnion(['no-plan', 'in-time', 'due-soon', 'overdue'] as const),
          /** Of the twelve months before. */
          planned: Count,
          done: Count,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationMaintenancePlan = Static<typeof StationMaintenancePlan>;
