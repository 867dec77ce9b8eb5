import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDateAt,
  daysBetween,
  type ForecastFigures,
  type Instant,
  monthOf,
  must,
  parseCalendarDate,
  type SettingsFacts,
} from '@center/contract';
import { byKey, compared } from '../facts/order.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';
import { chanceOf } from './random.ts';
import { percentileOf } from './retrieval-figures.ts';

/** What the archive showed of itself at one time; bytes. Absent = not shown. */
export interface ShownSettings {
  readonly at: Instant;
  readonly usedBytes?: number;
  readonly freeBytes?: number;
  readonly maximumBytes?: number;
  readonly maximumPatients?: number;
  readonly patients?: number;
  readonly instances?: number;
  readonly recycling?: boolean;
}

/** Studies of one month (of the day from which their terms run) as the ledger knows them. `bytes`: of the `sized` studies only. */
export interface MonthVolume {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly studies: number;
  readonly objects: number;
  readonly bytes: number;
  readonly sized: number;
}

export interface ForecastInput {
  readonly asOf: CalendarDate;
  /** Oldest first. */
  readonly settings: readonly ShownSettings[];
  /** All months that are known. The running one is left out. */
  readonly months: readonly MonthVolume[];
  /** The first reading of the archive has come to its end. Before that its months are too small, and the terms would seem to fit. */
  readonly backfilled: boolean;
  /** Of the resampling. */
  readonly seed: string;
}

/** Months of growth that are looked at, and fewest of them that tell anything. */
const growthMonths = 24;
const fewestMonths = 3;
const resamples = 1000;
/** Twenty years: beyond them nobody can say. */
const horizonMonths = 240;

type Days = ForecastFigures['full'];
type Growth = NonNullable<ForecastFigures['growth']>;

const noDays: Days = { early: null, median: null, late: null };

/** Bytes a day of each month, from a size that the archive showed at two days at least four weeks apart. */
function shownGrowth(settings: readonly ShownSettings[]): readonly number[] {
  const rates: number[] = [];
  let before: { readonly day: CalendarDate; readonly used: number } | undefined;
  for (const { at, usedBytes } of settings) {
    if (usedBytes === undefined) continue;
    const day = calendarDateAt(at);
    if (before === undefined) before = { day, used: usedBytes };
    else if (daysBetween(before.day, day) >= 28) {
      rates.push((usedBytes - before.used) / daysBetween(before.day, day));
      before = { day, used: usedBytes };
    }
  }
  return rates;
}

interface DatedVolume {
  readonly from: CalendarDate;
  readonly days: number;
  readonly perDay: number;
}

const firstOf = (month: string): CalendarDate => must(parseCalendarDate(`${month}-01`));

/** What an object weighs: in the archive as a whole where it shows that, else in the studies whose size is known. Undefined: nobody knows. */
function bytesOfObject(months: readonly MonthVolume[], latest: ShownSettings | undefined): number | undefined {
  if (latest?.usedBytes !== undefined && latest.instances !== undefined && latest.instances > 0)
    return latest.usedBytes / latest.instances;
  let [bytes, objects] = [0, 0];
  for (const month of months) {
    bytes += month.bytes;
    objects += month.studies === 0 ? 0 : (month.objects * month.sized) / month.studies;
  }
  return objects === 0 ? undefined : bytes / objects;
}

/** Bytes a day of each month of the ledger, oldest first. A study whose size nobody knows weighs what its objects weigh elsewhere. */
function ledgerVolumes(
  months: readonly MonthVolume[],
  latest: ShownSettings | undefined,
): readonly DatedVolume[] | undefined {
  const perObject = bytesOfObject(months, latest);
  const volumes: DatedVolume[] = [];
  for (const { month, studies, objects, bytes, sized } of months) {
    const unsized = studies === 0 ? 0 : objects * (1 - sized / studies);
    if (unsized > 0 && perObject === undefined) return undefined;
    const from = firstOf(month);
    const days = daysBetween(from, addMonths(from, 1));
    volumes.push({ from, days, perDay: (bytes + unsized * (perObject ?? 0)) / days });
  }
  return volumes.sort(byKey(({ from }) => from));
}

/** Months without any study lie before the archive or in a gap of the ledger: they say nothing of growth. */
function ledgerGrowth(volumes: readonly DatedVolume[] | undefined): readonly number[] {
  return (volumes ?? []).filter(({ perDay }) => perDay > 0).map(({ perDay }) => perDay);
}

/** Median of the months, and the middle 90 % of the medians of as many months drawn again and again: one month of migration does not move it. */
export function growthOf(rates: readonly number[], seed: string): Growth | null {
  const lately = rates.slice(-growthMonths);
  if (lately.length < fewestMonths) return null;
  const chance = chanceOf(seed);
  const medians = Array.from({ length: resamples }, () =>
    percentileOf(
      lately.map(() => lately[chance.below(lately.length)] ?? 0),
      0.5,
    ),
  );
  const told = (value: number): number => Math.max(0, Math.round(value));
  return {
    p05: told(percentileOf(medians, 0.05)),
    median: told(percentileOf(lately, 0.5)),
    p95: told(percentileOf(medians, 0.95)),
    months: lately.length,
  };
}

/** What the archive can hold, bytes, and what happens there. */
function limitOf(latest: ShownSettings | undefined): {
  readonly basis: ForecastFigures['basis'];
  readonly bytes: number | null;
} {
  if (latest === undefined) return { basis: 'unknown', bytes: null };
  const { usedBytes, freeBytes, maximumBytes, maximumPatients, patients, recycling } = latest;
  const disk = usedBytes === undefined || freeBytes === undefined ? undefined : usedBytes + freeBytes;
  const byPatients =
    usedBytes !== undefined &&
    maximumPatients !== undefined &&
    maximumPatients > 0 &&
    patients !== undefined &&
    patients > 0
      ? (usedBytes / patients) * maximumPatients
      : undefined;
  const own = [maximumBytes, byPatients].filter((each) => each !== undefined && each > 0);
  const limits = [...own, disk].filter((each) => each !== undefined);
  if (limits.length === 0) return { basis: 'unknown', bytes: null };
  const bytes = Math.round(limits.reduce((a, b) => Math.min(a, b)));
  return {
    basis: recycling === true || (recycling === undefined && own.length > 0 && bytes !== disk) ? 'recycling' : 'disk',
    bytes,
  };
}

/** First day on which what has to be kept is more than the archive can hold. `needed(days)`: bytes to be kept that many days from now. */
function firstDay(
  asOf: CalendarDate,
  limit: number,
  needed: (day: CalendarDate, days: number) => number,
): CalendarDate | null {
  const over = (day: CalendarDate): boolean => needed(day, daysBetween(asOf, day)) > limit;
  if (over(asOf)) return asOf;
  for (let month = 1; month <= horizonMonths; month += 1) {
    if (!over(addMonths(asOf, month))) continue;
    let day = addDays(addMonths(asOf, month - 1), 1);
    while (!over(day)) day = addDays(day, 1);
    return day;
  }
  return null;
}

/** Bytes of the studies of the last `months` before a day: those of the ledger's whole months, and from the running month on growth at a steady rate. */
function trailing(volumes: readonly DatedVolume[], asOf: CalendarDate, rate: number, months: number) {
  const running = firstOf(monthOf(asOf));
  return (day: CalendarDate): number => {
    const from = addMonths(day, -months);
    let sum = rate * daysBetween(from > running ? from : running, day);
    for (const volume of volumes) {
      const begin = volume.from > from ? volume.from : from;
      const end = addDays(volume.from, volume.days);
      if (end > begin) sum += volume.perDay * daysBetween(begin, end);
    }
    return sum;
  };
}

function alarmOf(asOf: CalendarDate, days: readonly (string | null)[]): ForecastFigures['alarm'] {
  const soonest = days.filter((day) => day !== null).sort()[0];
  if (soonest === undefined) return 'none';
  if (soonest <= asOf) return 'past';
  if (soonest <= addMonths(asOf, 3)) return 'quarter';
  if (soonest <= addMonths(asOf, 6)) return 'half-year';
  return soonest <= addMonths(asOf, 12) ? 'year' : 'none';
}

/**
 * When the archive is full, and from when on it can no longer hold what the law asks for: the studies of the last 36, of the last 120 months. An archive that deletes its
 * oldest (`recycling`) reaches studies younger than ten years on that last day. What is not shown is not guessed: without a limit, or without three months of growth,
 * the dates are null. `early` and `late`: with the growth that 90 % of the resampled months lie between; null = not within twenty years.
 */
export function forecast(input: ForecastInput, parameters: RetentionParameters = retentionDefaults): ForecastFigures {
  const { asOf, settings, seed } = input;
  const latest = settings.at(-1);
  const { basis, bytes: limitBytes } = limitOf(latest);
  const usedBytes = latest?.usedBytes ?? null;
  const months = input.months.filter(({ month }) => month < monthOf(asOf));
  const volumes = ledgerVolumes(months, latest);
  const shown = basis === 'recycling' ? [] : shownGrowth(settings);
  const growth = growthOf(shown.length >= fewestMonths ? shown : ledgerGrowth(volumes), seed);
  const told = { basis, usedBytes, limitBytes, growth };
  if (limitBytes === null || growth === null)
    return { ...told, full: noDays, threeYears: noDays, tenYears: noDays, alarm: 'none' };
  const each = (day: (rate: number) => CalendarDate | null): Days => ({
    early: day(growth.p95),
    median: day(growth.median),
    late: day(growth.p05),
  });
  const fits = (termMonths: number): Days =>
    volumes === undefined || !input.backfilled
      ? noDays
      : each((rate) => firstDay(asOf, limitBytes, trailing(volumes, asOf, rate, termMonths)));
  const full =
    usedBytes === null ? noDays : each((rate) => firstDay(asOf, limitBytes, (_, days) => usedBytes + rate * days));
  const [threeYears, tenYears] = [fits(parameters.onlineMonths), fits(parameters.keepMonths)];
  return { ...told, full, threeYears, tenYears, alarm: alarmOf(asOf, [threeYears.median, tenYears.median]) };
}

/**
 * The settings that the forecast rests on, of all channels that show some: those of one archive, the one that tells most of what it holds. Oldest first.
 */
export function settingsSeries(
  rows: readonly { readonly channel: string; readonly at: Instant; readonly shown: Omit<ShownSettings, 'at'> }[],
): readonly ShownSettings[] {
  const weight = (channel: string): number =>
    rows.reduce((most, row) => (row.channel === channel ? Math.max(most, row.shown.usedBytes ?? -1) : most), -1);
  const channels = [...new Set(rows.map(({ channel }) => channel))].sort(compared);
  const [chosen] = channels.toSorted((a, b) => weight(b) - weight(a));
  return rows
    .filter(({ channel }) => channel === chosen)
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, shown }) => ({ ...shown, at }));
}

/** When recycling reaches studies younger than ten years; undefined when that is not to be told. */
function reachesYoung(
  { growth, limitBytes, tenYears }: ForecastFigures,
  { asOf, backfilled }: Pick<ForecastInput, 'asOf' | 'backfilled'>,
): NonNullable<SettingsFacts['reachesYoung']> | undefined {
  const day = parseCalendarDate(tenYears.median ?? '');
  if (day.ok) return day.value <= asOf ? 'past' : day.value;
  return growth !== null && limitBytes !== null && backfilled ? 'never' : undefined;
}

/** What the archive shows of how it deletes, with the forecast of the same input. Undefined when it showed nothing. */
export function settingsFacts(
  input: Pick<ForecastInput, 'asOf' | 'backfilled' | 'settings'>,
  forecasted: ForecastFigures,
  expiry: SettingsFacts['expiry'],
): SettingsFacts | undefined {
  const latest = input.settings.at(-1);
  if (latest === undefined) return undefined;
  const young = latest.recycling === true ? reachesYoung(forecasted, input) : undefined;
  return {
    on: calendarDateAt(latest.at),
    recycling: latest.recycling === undefined ? 'unknown' : latest.recycling ? 'on' : 'off',
    ...(young === undefined ? {} : { reachesYoung: young }),
    expiry,
  };
}
