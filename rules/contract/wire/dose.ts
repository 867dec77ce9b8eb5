import { type Static, Type } from 'typebox';
import { doseMeasures, doseSources } from '../dose.ts';
import { ageBands } from '../fact.ts';
import { Count, closed, DateText, DeviceIdText, InstantText, literalUnion, MonthText, PlainText } from './parts.ts';

/** Id of an exam class of the register; '' = exams that no row of the mapping names, or all exams where the measure knows no class. */
export const ExamClassText = Type.String({
  pattern: '^([a-z0-9]+(-[a-z0-9]+)*)?$',
  maxLength: 60,
  dataClass: 'public',
});
/** What a group of exams is compared by. DeviationIndex (IEC 62494-1, dB) is one of images, over all classes and ages of a device. */
export const groupMeasures = [...doseMeasures, 'DeviationIndex'] as const;
export type GroupMeasure = (typeof groupMeasures)[number];
export const GroupMeasureText = literalUnion(groupMeasures);
export const DoseMeasureText = literalUnion(doseMeasures);
export const DoseSourceText = literalUnion(doseSources);
/** Age bands, `unknown` when no source gives the age, `all` where the measure is not told by age. */
export const groupAgeBands = [...ageBands, 'unknown', 'all'] as const;
export type GroupAgeBand = (typeof groupAgeBands)[number];
export const GroupAgeBandText = literalUnion(groupAgeBands);
/** UCUM. */
export const DoseUnitText = Type.String({ maxLength: 20, dataClass: 'public' });

/**
 * How a group's median stands to the reference level of its class and band (WS/T 637: 75 % of a survey is the level, 25 % the hint of too low a dose):
 * `conforms` between the two; `above` the 75 % level and `low` under the 25 % hint open a review and are no violation; `not-enough-data` fewer exams than asked for,
 * never conforms; `no-level` the register holds no level for this class, band and measure.
 */
export const groupComparisons = ['conforms', 'above', 'low', 'not-enough-data', 'no-level'] as const;
export type GroupComparison = (typeof groupComparisons)[number];
export const GroupComparisonText = literalUnion(groupComparisons);

/** Amounts in the unit of the measure. Quartiles by linear interpolation between order statistics (h = (n − 1)·p). */
export const QuartilesObject = Type.Object({ p25: Type.Number(), median: Type.Number(), p75: Type.Number() }, closed);
export type QuartilesObject = Static<typeof QuartilesObject>;

/**
 * `edges` are one more than `counts`, ascending, in the unit of the measure; bin i is [edges[i], edges[i+1]). All histograms of a measure lie on one grid, so that
 * they can be added up: dose measures twenty bins a decade, equal on a log axis; DeviationIndex half a decibel. `zero` counts amounts of exactly 0, which no log axis holds.
 */
export const HistogramObject = Type.Object(
  {
    edges: Type.Array(Type.Number(), { maxItems: 401 }),
    counts: Type.Array(Count, { maxItems: 400 }),
    zero: Count,
  },
  closed,
);
export type HistogramObject = Static<typeof HistogramObject>;

/** Reference level of a class, band and measure, in the unit of the measure. While `verified` is false everything judged against it is for the record only (仅记录). */
export const DoseLevelObject = Type.Object(
  { p25: Type.Number(), p50: Type.Number(), p75: Type.Number(), source: PlainText, verified: Type.Boolean() },
  closed,
);
export type DoseLevelObject = Static<typeof DoseLevelObject>;

/** Exams of the group that are not compared, and why: CTDIvol whose phantom is not told or another than the level's; DLP of exams with more than one phase, or whose phases nobody told. */
export const ExcludedExams = Type.Object({ phantom: Count, phases: Count }, closed);
export type ExcludedExams = Static<typeof ExcludedExams>;

/**
 * One group of exams of a device, as the agent computed it: `month` alone, or the twelve months that end with it (`year`, the period that is judged). Nothing of a
 * single exam: quartiles and histogram are null while fewer than five exams stand behind them, and a month has no histogram, for the year's less its other months would be
 * that of a month with fewer.
 */
export const DoseGroupItem = Type.Object(
  {
    type: Type.Literal('dose-group'),
    deviceId: DeviceIdText,
    examClass: ExamClassText,
    ageBand: GroupAgeBandText,
    measure: GroupMeasureText,
    unit: DoseUnitText,
    span: literalUnion(['month', 'year'] as const),
    month: MonthText,
    n: Count,
    excluded: ExcludedExams,
    requiredN: Count,
    quartiles: Type.Union([QuartilesObject, Type.Null()]),
    histogram: Type.Union([HistogramObject, Type.Null()]),
    level: Type.Union([DoseLevelObject, Type.Null()]),
    comparison: GroupComparisonText,
    informational: Type.Boolean(),
    asOf: InstantText,
  },
  closed,
);
export type DoseGroupItem = Static<typeof DoseGroupItem>;

/** Studies of one device and day for which the card promises a dose record, and those that have one. */
export const DoseCoverageDayItem = Type.Object(
  {
    type: Type.Literal('dose-coverage-day'),
    deviceId: DeviceIdText,
    date: DateText,
    expected: Count,
    present: Count,
    asOf: InstantText,
  },
  closed,
);
export type DoseCoverageDayItem = Static<typeof DoseCoverageDayItem>;

/** Amount of a finding's study, in the unit of its measure. */
export const DoseAmountObject = Type.Object(
  { measure: DoseMeasureText, value: Type.Number(), unit: DoseUnitText, source: DoseSourceText },
  closed,
);
export type DoseAmountObject = Static<typeof DoseAmountObject>;
