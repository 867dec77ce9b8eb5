/**
 * display: how a verdict, a finding, a clause, a quantity and counts are shown, the same on the center's page and on the supervisors'. In: contract
 * values and the register's words. Out: React parts, words in both languages, formats of dates and numbers. Never: a request, a judgement, a stored state.
 */
export {
  AlarmTag,
  ForecastText,
  LevelTag,
  lossBoundText,
  MeasuringTag,
  notMeasuredText,
  RetentionTable,
  StandingCounts,
  StandingTag,
  UnseenTag,
} from './archive-figures.tsx';
export {
  BrowserFloor,
  CsvLink,
  type CsvLinkProps,
  EmptyBlock,
  ErrorBlock,
  type ErrorBlockProps,
  LoadingBlock,
  useProblemText,
} from './blocks.tsx';
export { BoxAndPoints, type BoxAndPointsProps, type BoxRow } from './charts/box-and-points.tsx';
export { ClimateChart, type ClimateChartProps, type ClimateHour } from './charts/climate-chart.tsx';
export { MonthGrid, type MonthGridProps } from './charts/day-calendar.tsx';
export { DayLanes, type DayLanesProps, type Lane, type LaneSpan } from './charts/day-lanes.tsx';
export { bytesText, type SpaceForecast } from './charts/forecast.ts';
export { ForecastFan, type ForecastFanProps } from './charts/forecast-fan.tsx';
export { Histogram, type HistogramProps } from './charts/histogram.tsx';
export { MedianLine, type MedianLineProps, type MedianStep } from './charts/median-line.tsx';
export { PointLegend } from './charts/point-mark.tsx';
export { type RetentionYear, RetentionYears, type RetentionYearsProps } from './charts/retention-years.tsx';
export { RetrievalDots, type RetrievalDotsProps, type RetrievalRow } from './charts/retrieval-dots.tsx';
export { type ScaleMode, scaleModes } from './charts/scale.ts';
export { ScaleSwitch } from './charts/scale-switch.tsx';
export { type BoxFigures, boxOf } from './charts/spread.ts';
export {
  type Bin,
  type ChartPoint,
  type Exams,
  type Follow,
  isLacking,
  type Measured,
  type PointKind,
  type ReferenceLine,
} from './charts/types.ts';
export { type UptimeDay, UptimeDays, type UptimeDaysProps } from './charts/uptime-days.tsx';
export { ClauseReference, ClauseText } from './clause-text.tsx';
export { CountsBar, type CountsBarProps } from './counts-bar.tsx';
export { CoverageCalendars, type CoverageCalendarsProps } from './coverage-calendars.tsx';
export { formatDate, formatDateTime } from './dates.ts';
export {
  type DisplaySettings,
  type ThemeMode,
  themeModes,
  useDisplay,
  useDisplayWords,
} from './display-context.ts';
export { DisplayProvider, type DisplayProviderProps } from './display-provider.tsx';
export { bandWords, barsOf, ComparisonTag, levelLines, type MonthFigures, monthSteps } from './dose-figures.tsx';
export { type EventKind, type EventShown, EventTable, type EventTableProps, EventTag } from './event-table.tsx';
export {
  AsOf,
  CoverageText,
  type CoverageTextProps,
  EvidenceValue,
  HashText,
  QuantityText,
  RateText,
  type RateTextProps,
  UnitText,
} from './figures.tsx';
export { FindingTag, type FindingTagProps, SeverityTag } from './finding-tag.tsx';
export {
  type DisplayWords,
  displayWords,
  i18nOptions,
  inLanguage,
  keptLanguage,
  type Language,
  languageNames,
  languages,
} from './language.ts';
export { formatNumber, formatShare, rounded } from './numbers.ts';
export { PageFrame, type PageFrameProps, SignInFrame, Title } from './page-frame.tsx';
export {
  RoomTiles,
  type RoomTilesProps,
  SensorTile,
  type SensorTileProps,
  SmokeTag,
  UpsBadge,
  UpsGradeTag,
  UpsGradeText,
  type UpsGradeTextProps,
  type UpsShown,
  usualBands,
} from './power-figures.tsx';
export {
  RetrievalCharts,
  type RetrievalChartsProps,
  type RetrievalTimes,
} from './retrieval-charts.tsx';
export {
  ChangePasswordForm,
  type ChangePasswordFormProps,
  type FormOutcome,
  SignInForm,
  type SignInFormProps,
} from './sign-in.tsx';
export { clockText, durationText, percentText, spanText } from './spans.ts';
export type { Standing } from './standing-look.ts';
export { type Mark, type ShownState, type StateLook, shownState, stateLooks } from './state-look.ts';
export { StateTag, type StateTagProps, VerdictTag, type VerdictTagProps } from './state-tag.tsx';
export { LanguageSwitch, ThemeSwitch } from './switches.tsx';
export {
  BudgetMeter,
  type BudgetMeterProps,
  CountedTag,
  CoverageGauge,
  type FiguresShown,
  MsText,
  type RatesShown,
  SpanText,
  UptimeRate,
  UptimeVerdictTag,
  type UptimeVerdictTagProps,
  withinError,
} from './uptime-figures.tsx';
export { type CountedShown, countedLooks, countedStack, upsLooks, uptimeVerdictLooks } from './uptime-look.ts';
export { FigureNotes, type UptimeRow, UptimeTable } from './uptime-table.tsx';
export { WordTag, type WordTagProps } from './word-tag.tsx';
export { fill, type Words, type WordTree, wordKeys } from './words/shape.ts';
