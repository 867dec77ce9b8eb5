import { type Static, Type } from 'typebox';
import { BilingualText } from '../console-api/parts.ts';
import { phantoms } from '../dose.ts';
import { mappingKeywords } from '../record.ts';
import {
  DoseLevelObject,
  DoseMeasureText,
  DoseSourceText,
  DoseUnitText,
  ExamClassText,
  ExcludedExams,
  GroupAgeBandText,
  GroupComparisonText,
  HistogramObject,
} from '../wire/dose.ts';
import {
  ClauseIdText,
  Count,
  closed,
  DateText,
  DeviceIdText,
  DisplayStateText,
  InstantText,
  literalUnion,
  MonthText,
  RuleIdText,
} from '../wire/parts.ts';
import { StationDecide, StationDecision } from './findings.ts';
import { IdentityText, PageQuery, ReasonWritten, StudyUidText } from './parts.ts';

/** A device as the pages name it: the card's name, else manufacturer and model. */
export const StationDoseDevice = Type.Object({ deviceId: DeviceIdText, name: Type.String() }, closed);
export type StationDoseDevice = Static<typeof StationDoseDevice>;

/** An exam class of the register. `hasLevel`: a reference level exists for some band and measure. */
export const StationExamClass = Type.Object(
  { id: ExamClassText, title: BilingualText, Modality: Type.String(), hasLevel: Type.Boolean() },
  closed,
);
export type StationExamClass = Static<typeof StationExamClass>;

/** Smallest, quartiles and largest amount, in the unit of the measure; quartiles by linear interpolation (h = (n − 1)·p). */
export const StationDistribution = Type.Object(
  { min: Type.Number(), p25: Type.Number(), median: Type.Number(), p75: Type.Number(), max: Type.Number() },
  closed,
);

/** A rule that looked at the group, what it says, and what a physicist has decided. */
export const StationGroupReview = Type.Object(
  {
    ruleId: RuleIdText,
    title: BilingualText,
    clause: ClauseIdText,
    display: DisplayStateText,
    /** The day on which the median was first found there; unreviewed ten working days later it deviates. Null when nothing is to be reviewed. */
    since: Type.Union([DateText, Type.Null()]),
    findingId: Type.Union([Type.String(), Type.Null()]),
    decision: Type.Union([StationDecision, Type.Null()]),
    /** A person may decide here now. */
    decidable: Type.Boolean(),
  },
  closed,
);
export type StationGroupReview = Static<typeof StationGroupReview>;

/** One box of the chart: a device's exams of one class, band and measure over the period. */
export const StationDoseGroup = Type.Object(
  {
    /** `deviceId/examClass/ageBand/measure`: what points, series, reviews and exports are asked by. */
    key: Type.String(),
    deviceId: DeviceIdText,
    examClass: ExamClassText,
    Modality: Type.String(),
    ageBand: GroupAgeBandText,
    measure: DoseMeasureText,
    unit: DoseUnitText,
    /** Exams compared; those left out stand in `excluded`. */
    n: Count,
    excluded: ExcludedExams,
    requiredN: Count,
    /** Null while n is 0. */
    distribution: Type.Union([StationDistribution, Type.Null()]),
    histogram: Type.Union([HistogramObject, Type.Null()]),
    level: Type.Union([DoseLevelObject, Type.Null()]),
    comparison: GroupComparisonText,
    /** Against an unverified level, or in a rule set that only informs (仅记录). */
    informational: Type.Boolean(),
    reviews: Type.Array(StationGroupReview),
  },
  closed,
);
export type StationDoseGroup = Static<typeof StationDoseGroup>;

/**
 * GET /api/dose/groups. `from` and `to` are months, both included; without them each device's judged period: the twelve months that end with the last month in which
 * it made an exam with a dose. `reviews` are those of the judged period, whatever period is asked for.
 */
export const StationDoseGroupsQuery = Type.Object(
  {
    device: Type.Optional(DeviceIdText),
    examClass: Type.Optional(ExamClassText),
    ageBand: Type.Optional(GroupAgeBandText),
    measure: Type.Optional(DoseMeasureText),
    from: Type.Optional(MonthText),
    to: Type.Optional(MonthText),
  },
  closed,
);
export type StationDoseGroupsQuery = Static<typeof StationDoseGroupsQuery>;

export const StationDoseGroups = Type.Object(
  {
    asOf: InstantText,
    /** Null when each device has its own judged period. */
    from: Type.Union([MonthText, Type.Null()]),
    to: Type.Union([MonthText, Type.Null()]),
    requiredN: Count,
    devices: Type.Array(
      Type.Object({ ...StationDoseDevice.properties, judgedFrom: MonthText, judgedTo: MonthText }, closed),
    ),
    classes: Type.Array(StationExamClass),
    /** Exams with a dose that no mapping row names, in the period. */
    unmapped: Count,
    rows: Type.Array(StationDoseGroup),
  },
  closed,
);
export type StationDoseGroups = Static<typeof StationDoseGroups>;

/** One exam. */
export const StationDosePoint = Type.Object(
  {
    StudyInstanceUID: StudyUidText,
    AccessionNumber: IdentityText,
    date: DateText,
    value: Type.Number(),
    source: DoseSourceText,
    phantom: Type.Union([literalUnion(phantoms), Type.Null()]),
    phases: Type.Union([Type.Integer(), Type.Null()]),
    /** Null when it is compared; else why it is left out. */
    excluded: Type.Union([literalUnion(['phantom', 'phases'] as const), Type.Null()]),
    hasFinding: Type.Boolean(),
  },
  closed,
);
export type StationDosePoint = Static<typeof StationDosePoint>;

/** GET /api/dose/points: every exam of one group, newest first; at most 2 000 on a page. Months included; without them the judged period. */
export const StationDosePointsQuery = Type.Object(
  {
    key: Type.String({ maxLength: 200 }),
    from: Type.Optional(MonthText),
    to: Type.Optional(MonthText),
    ...PageQuery,
  },
  closed,
);
export type StationDosePointsQuery = Static<typeof StationDosePointsQuery>;

export const StationDosePoints = Type.Object(
  {
    asOf: InstantText,
    from: MonthText,
    to: MonthText,
    unit: DoseUnitText,
    total: Count,
    page: Count,
    pageSize: Count,
    rows: Type.Array(StationDosePoint),
  },
  closed,
);
export type StationDosePoints = Static<typeof StationDosePoints>;

/** GET /api/dose/series: the medians of one group month by month; months without an exam are absent. */
export const StationDoseSeriesQuery = Type.Object(
  { key: Type.String({ maxLength: 200 }), from: Type.Optional(MonthText), to: Type.Optional(MonthText) },
  closed,
);
export type StationDoseSeriesQuery = Static<typeof StationDoseSeriesQuery>;

export const StationDoseSeries = Type.Object(
  {
    asOf: InstantText,
    unit: DoseUnitText,
    level: Type.Union([DoseLevelObject, Type.Null()]),
    rows: Type.Array(
      Type.Object(
        {
          month: MonthText,
          n: Count,
          min: Type.Number(),
          p25: Type.Number(),
          median: Type.Number(),
          p75: Type.Number(),
          max: Type.Number(),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type StationDoseSeries = Static<typeof StationDoseSeries>;

/** GET /api/dose/deviation-index: DI = 10·log10(EI ÷ EIt) of the images of one device (dB; recomputed where both indices are there, else as written). At most 5 000 points, newest first. */
export const StationDeviationIndexQuery = Type.Object(
  { device: DeviceIdText, from: Type.Optional(MonthText), to: Type.Optional(MonthText) },
  closed,
);
export type StationDeviationIndexQuery = Static<typeof StationDeviationIndexQuery>;

export const StationDeviationIndex = Type.Object(
  {
    asOf: InstantText,
    device: StationDoseDevice,
    /** Every device that has images with an exposure index. */
    devices: Type.Array(StationDoseDevice),
    total: Count,
    points: Type.Array(
      Type.Object(
        {
          StudyInstanceUID: StudyUidText,
          date: DateText,
          value: Type.Number(),
          ExposureIndex: Type.Union([Type.Number(), Type.Null()]),
          TargetExposureIndex: Type.Union([Type.Number(), Type.Null()]),
          examClass: ExamClassText,
        },
        closed,
      ),
    ),
    histogram: Type.Union([HistogramObject, Type.Null()]),
    months: Type.Array(Type.Object({ month: MonthText, n: Count, median: Type.Number() }, closed)),
  },
  closed,
);
export type StationDeviationIndex = Static<typeof StationDeviationIndex>;

/** GET /api/dose/coverage: studies that the device's card promises a dose record for, and those that have one, by day. Days without a study are absent; at most 400 days are asked for. */
export const StationDoseCoverageQuery = Type.Object({ from: DateText, to: DateText }, closed);
export type StationDoseCoverageQuery = Static<typeof StationDoseCoverageQuery>;

export const StationDoseCoverage = Type.Object(
  {
    asOf: InstantText,
    from: DateText,
    to: DateText,
    devices: Type.Array(
      Type.Object(
        {
          ...StationDoseDevice.properties,
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
export type StationDoseCoverage = Static<typeof StationDoseCoverage>;

export const MappingKeywordText = literalUnion(mappingKeywords);

/** GET /api/dose/unmapped: texts of exams that no mapping row names, most frequent first; at most 200 rows. A study without any text stands under an empty one. */
export const StationUnmapped = Type.Object(
  {
    asOf: InstantText,
    /** Ionising studies without a class, and all ionising studies. */
    studies: Count,
    ofStudies: Count,
    rows: Type.Array(
      Type.Object({ keyword: MappingKeywordText, text: IdentityText, Modality: Type.String(), studies: Count }, closed),
    ),
  },
  closed,
);
export type StationUnmapped = Static<typeof StationUnmapped>;

/** A row of the exam mapping. Center rows come before shipped ones; the first that matches decides. */
export const StationMappingRow = Type.Object(
  {
    id: Type.String(),
    keyword: MappingKeywordText,
    Modality: Type.String(),
    pattern: Type.String(),
    /** '' = compare with nothing. */
    examClass: ExamClassText,
    origin: literalUnion(['shipped', 'center'] as const),
    reason: Type.Union([Type.String({ dataClass: 'patient-identity' }), Type.Null()]),
    enteredBy: Type.Union([Type.String({ dataClass: 'staff' }), Type.Null()]),
    enteredAt: Type.Union([InstantText, Type.Null()]),
    withdrawnBy: Type.Union([Type.String({ dataClass: 'staff' }), Type.Null()]),
    withdrawnAt: Type.Union([InstantText, Type.Null()]),
    withdrawnReason: Type.Union([Type.String({ dataClass: 'patient-identity' }), Type.Null()]),
  },
  closed,
);
export type StationMappingRow = Static<typeof StationMappingRow>;

/** GET /api/dose/mapping: the center's rows, newest first, withdrawn ones included; then the shipped ones. */
export const StationMapping = Type.Object(
  { asOf: InstantText, classes: Type.Array(StationExamClass), rows: Type.Array(StationMappingRow) },
  closed,
);
export type StationMapping = Static<typeof StationMapping>;

/** POST /api/dose/mapping → StationMappingAdded. Studies are judged anew. Sent twice with the same id it is one row. */
export const StationMappingAdd = Type.Object(
  {
    /** Made by the form. */
    id: Type.String({ pattern: '^[A-Za-z0-9-]{8,64}$' }),
    keyword: MappingKeywordText,
    Modality: Type.String({ pattern: '^[A-Z]{2,16}$' }),
    pattern: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    examClass: ExamClassText,
    reason: ReasonWritten,
  },
  closed,
);
export type StationMappingAdd = Static<typeof StationMappingAdd>;
export const StationMappingAdded = Type.Object({ id: Type.String(), judgedAnew: Count }, closed);
export type StationMappingAdded = Static<typeof StationMappingAdded>;

/** POST /api/dose/mapping/:id/withdraw → StationMappingAdded. Shipped rows cannot be withdrawn; a center's row before them overrules. */
export const StationMappingWithdraw = Type.Object({ reason: ReasonWritten }, closed);
export type StationMappingWithdraw = Static<typeof StationMappingWithdraw>;

/** POST /api/dose/reviews: a physicist's decision on a group. `key` and `ruleId` are those of a StationGroupReview. */
export const StationGroupDecide = Type.Object(
  {
    key: Type.String({ maxLength: 200 }),
    ruleId: RuleIdText,
    decision: StationDecide.properties.decision,
    reason: ReasonWritten,
  },
  closed,
);
export type StationGroupDecide = Static<typeof StationGroupDecide>;

/** GET /api/dose/export.csv and /api/dose/export.xlsx: one row an exam and measure. Same filters as the groups. */
export const StationDoseExportQuery = Type.Object(
  { ...StationDoseGroupsQuery.properties, lang: Type.Optional(literalUnion(['zh', 'en'] as const)) },
  closed,
);
export type StationDoseExportQuery = Static<typeof StationDoseExportQuery>;
