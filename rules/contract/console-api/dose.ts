import { type Static, Type } from 'typebox';
import {
  DoseLevelObject,
  DoseMeasureText,
  DoseSourceText,
  DoseUnitText,
  ExamClassText,
  GroupAgeBandText,
  GroupComparisonText,
  GroupMeasureText,
  HistogramObject,
  QuartilesObject,
} from '../wire/dose.ts';
import {
  Count,
  closed,
  DateText,
  DeviceIdText,
  DeviceText,
  InstantText,
  literalUnion,
  MonthText,
  PseudonymText,
  RuleIdText,
  SlugText,
} from '../wire/parts.ts';
import { BilingualText, FacilityNameText, PageNumber, PageSize } from './parts.ts';

/** A count of exams; one to four are not told exactly. */
export const ShownCount = Type.Union([Count, Type.Literal('<5')]);

/** One group of exams as the center computed it. No single exam: quartiles and histogram are null under five exams. */
export const ConsoleDoseGroup = Type.Object(
  {
    facilityId: SlugText,
    facilityName: FacilityNameText,
    deviceId: DeviceIdText,
    deviceName: DeviceText,
    examClass: ExamClassText,
    /** Of the register; the id itself when this console does not know the class. */
    examClassTitle: BilingualText,
    ageBand: GroupAgeBandText,
    measure: GroupMeasureText,
    unit: DoseUnitText,
    /** The month, or the last of twelve. */
    month: MonthText,
    n: ShownCount,
    excluded: Type.Object({ phantom: ShownCount, phases: ShownCount }, closed),
    requiredN: Count,
    quartiles: Type.Union([QuartilesObject, Type.Null()]),
    histogram: Type.Union([HistogramObject, Type.Null()]),
    level: Type.Union([DoseLevelObject, Type.Null()]),
    comparison: GroupComparisonText,
    /** Against an unverified level, or in a rule set that only informs (仅记录). */
    informational: Type.Boolean(),
    asOf: InstantText,
  },
  closed,
);
export type ConsoleDoseGroup = Static<typeof ConsoleDoseGroup>;

const groupFilters = {
  facility: Type.Optional(SlugText),
  device: Type.Optional(DeviceIdText),
  examClass: Type.Optional(ExamClassText),
  ageBand: Type.Optional(GroupAgeBandText),
  measure: Type.Optional(GroupMeasureText),
};

/** GET /api/dose/groups, /api/exports/dose.csv and /api/exports/dose.xlsx. `span=year` (default): the latest judged twelve months of every group. `span=month` with `month`: that month. */
export const ConsoleDoseGroupsQuery = Type.Object(
  {
    ...groupFilters,
    span: Type.Optional(literalUnion(['month', 'year'] as const)),
    month: Type.Optional(MonthText),
    comparison: Type.Optional(GroupComparisonText),
    page: Type.Optional(PageNumber),
    pageSize: Type.Optional(PageSize),
  },
  closed,
);
export type ConsoleDoseGroupsQuery = Static<typeof ConsoleDoseGroupsQuery>;

export const ConsoleDoseGroups = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    page: PageNumber,
    pageSize: PageSize,
    /** Classes that occur, for the filter. */
    classes: Type.Array(Type.Object({ id: ExamClassText, title: BilingualText }, closed)),
    rows: Type.Array(ConsoleDoseGroup),
  },
  closed,
);
export type ConsoleDoseGroups = Static<typeof ConsoleDoseGroups>;

/** GET /api/dose/series: one group month by month. Months without an exam are absent. */
export const ConsoleDoseSeriesQuery = Type.Object(
  {
    facility: SlugText,
    device: DeviceIdText,
    examClass: ExamClassText,
    ageBand: GroupAgeBandText,
    measure: GroupMeasureText,
  },
  closed,
);
export type ConsoleDoseSeriesQuery = Static<typeof ConsoleDoseSeriesQuery>;

export const ConsoleDoseSeries = Type.Object(
  {
    asOf: InstantText,
    unit: DoseUnitText,
    level: Type.Union([DoseLevelObject, Type.Null()]),
    rows: Type.Array(
      Type.Object({ month: MonthText, n: ShownCount, quartiles: Type.Union([QuartilesObject, Type.Null()]) }, closed),
    ),
  },
  closed,
);
export type ConsoleDoseSeries = Static<typeof ConsoleDoseSeries>;

/** GET /api/dose/points: studies of findings that carry a dose, by pseudonym only, newest first; at most 2 000. */
export const ConsoleDosePointsQuery = Type.Object(groupFilters, closed);
export type ConsoleDosePointsQuery = Static<typeof ConsoleDosePointsQuery>;

export const ConsoleDosePoints = Type.Object(
  {
    asOf: InstantText,
    total: Count,
    rows: Type.Array(
      Type.Object(
        {
          facilityId: SlugText,
          findingId: PseudonymText,
          ruleId: RuleIdText,
          /** Keyed pseudonym of the study; only the center can say whose it is. */
          subject: PseudonymText,
          date: DateText,
          deviceId: Type.Union([DeviceIdText, Type.Null()]),
          examClass: ExamClassText,
          ageBand: GroupAgeBandText,
          measure: DoseMeasureText,
          value: Type.Number(),
          unit: DoseUnitText,
          source: DoseSourceText,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleDosePoints = Static<typeof ConsoleDosePoints>;

/** GET /api/dose/coverage: studies that a device's card promises a dose record for, and those that have one, by day. Days without a study are absent; at most 400 days. */
export const ConsoleDoseCoverageQuery = Type.Object({ facility: SlugText, from: DateText, to: DateText }, closed);
export type ConsoleDoseCoverageQuery = Static<typeof ConsoleDoseCoverageQuery>;

export const ConsoleDoseCoverage = Type.Object(
  {
    asOf: InstantText,
    from: DateText,
    to: DateText,
    devices: Type.Array(
      Type.Object(
        {
          deviceId: DeviceIdText,
          name: DeviceText,
          expected: Count,
          present: Count,
          days: Type.Array(Type.Object({ date: DateText, expected: Count, present: Count }, closed)),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ConsoleDoseCoverage = Static<typeof ConsoleDoseCoverage>;
