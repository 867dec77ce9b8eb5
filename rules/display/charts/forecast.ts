import { dayPlace, daysOf } from './time-axis.ts';

/** Calendar dates; null is open. */
export interface Dated {
  readonly early: string | null;
  readonly median: string | null;
  readonly late: string | null;
}

export const forecastEnds = ['full', 'threeYears', 'tenYears'] as const;
export type ForecastEnd = (typeof forecastEnds)[number];

export interface SpaceForecast {
  /** Moment of the last figure. */
  readonly asOf: string;
  readonly usedBytes: number | null;
  readonly limitBytes: number | null;
  /** Bytes a day. */
  readonly growth: { readonly p05: number; readonly median: number; readonly p95: number } | null;
  readonly full: Dated;
  readonly threeYears: Dated;
  readonly tenYears: Dated;
}

/** What a fan is drawn from: lines from today's point, each with the place and the bytes where it ends. */
export interface Fan {
  readonly from: number;
  readonly to: number;
  readonly used: number;
  readonly fast: number;
  readonly median: number;
  readonly slow: number;
  readonly most: number;
}

const year = 365.25;

/**
 * The fan of a forecast, or nothing where the archive shows too little. A line goes to the day on which the forecast has the space full, so that picture and dates say the
 * same; where that day is open, it goes by the growth alone.
 */
export function fanOf({ asOf, usedBytes, limitBytes, growth, ...dates }: SpaceForecast): Fan | undefined {
  if (usedBytes === null || growth === null) return undefined;
  const from = dayPlace(asOf);
  const known = forecastEnds.flatMap((end) => [dates[end].early, dates[end].median, dates[end].late]);
  const furthest = Math.max(0, ...known.map((day) => (day === null ? 0 : daysOf(dayPlace(day) - from))));
  const days = Math.min(20 * year, Math.max(2 * year, furthest * 1.12));
  const bytesAt = (day: string | null, perDay: number): number => {
    const until = day === null || limitBytes === null ? 0 : daysOf(dayPlace(day) - from);
    const rate = until > 0 && limitBytes !== null && limitBytes > usedBytes ? (limitBytes - usedBytes) / until : perDay;
    return usedBytes + rate * days;
  };
  const [fast, median, slow] = [
    bytesAt(dates.full.early, growth.p95),
    bytesAt(dates.full.median, growth.median),
    bytesAt(dates.full.late, growth.p05),
  ];
  return {
    from,
    to: from + days * 86_400_000,
    used: usedBytes,
    fast,
    median,
    slow,
    most: Math.max(fast, limitBytes ?? 0),
  };
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** The unit in which bytes are read: 1 000 of one make the next. */
export function byteUnit(bytes: number): { readonly unit: string; readonly size: number } {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9));
  return { unit: units[power] ?? 'B', size: 1000 ** power };
}

/** `31.4 TB` */
export function bytesText(bytes: number): string {
  const { unit, size } = byteUnit(bytes);
  return `${String(Number((bytes / size).toPrecision(3)))}\u00a0${unit}`;
}
