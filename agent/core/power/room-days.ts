import {
  addDays,
  calendarDateAt,
  type Instant,
  instant,
  type RoomCard,
  type RoomFacts,
  startOfDay,
} from '@center/contract';
import { type RoomPolicy, usualRoomPolicy } from './policy.ts';
import { measured, type SensorTrack } from './sensor-track.ts';
import type { RoomTrack } from './step-room.ts';

/** A day of a room: how long its climate was measured, and how long of that it lay outside of the rule's band. Milliseconds. */
export interface RoomDay {
  readonly measuredMs: number;
  readonly outsideMs: number;
  /** The longest stretch outside that lasted on this day, its part on days before included. */
  readonly longestOutsideMs: number;
  readonly minC?: number;
  readonly maxC?: number;
  readonly minPct?: number;
  readonly maxPct?: number;
}

const daysKept = 62;

/** Until when what is known now holds: a value covers the time after it for at most `staleMs`. */
function holdsUntil(list: readonly SensorTrack[], at: Instant, policy: RoomPolicy): Instant | undefined {
  const until = (quantity: SensorTrack['quantity']): number =>
    Math.max(
      0,
      ...list.flatMap((each) =>
        each.quantity === quantity && measured(each, at, policy) !== undefined ? [each.heardAt + policy.staleMs] : [],
      ),
    );
  const temperature = until('env.temperatureC');
  const moist = list.some((each) => each.quantity === 'env.humidityPct') ? until('env.humidityPct') : temperature;
  const end = Math.min(temperature, moist);
  return end > at ? instant(end) : undefined;
}

/** Outside of the band of the card, its edges being inside (MIDC-3.12d). */
export function isOutside(list: readonly SensorTrack[], at: Instant, card: RoomCard, policy: RoomPolicy): boolean {
  return list.some((sensor) => {
    const value = measured(sensor, at, policy);
    if (value === undefined) return false;
    const band = sensor.quantity === 'env.temperatureC' ? card.temperatureC : card.humidityPct;
    return value < band.min || value > band.max;
  });
}

function extremes(
  day: RoomDay | undefined,
  list: readonly SensorTrack[],
  at: Instant,
  policy: RoomPolicy,
): Partial<RoomDay> {
  const told = (quantity: SensorTrack['quantity'], also: readonly (number | undefined)[]): readonly number[] =>
    [...list.map((each) => (each.quantity === quantity ? measured(each, at, policy) : undefined)), ...also].filter(
      (value) => value !== undefined,
    );
  const celsius = told('env.temperatureC', [day?.minC, day?.maxC]);
  const percent = told('env.humidityPct', [day?.minPct, day?.maxPct]);
  return {
    ...(celsius.length === 0 ? {} : { minC: Math.min(...celsius), maxC: Math.max(...celsius) }),
    ...(percent.length === 0 ? {} : { minPct: Math.min(...percent), maxPct: Math.max(...percent) }),
  };
}

/** What counting leaves behind; `outsideSince` is gone when the climate is back within the band. */
interface CountedClimate extends Pick<RoomTrack, 'outsideMs' | 'days'> {
  readonly outsideSince: Instant | undefined;
}

/** Counts the time from the track's last look to `to`, by what was known at that look; cut at midnight. */
export function countClimate(track: RoomTrack, to: Instant, card: RoomCard, policy: RoomPolicy): CountedClimate {
  const list = Object.values(track.sensors);
  const until = holdsUntil(list, track.at, policy);
  const { outsideSince, outsideMs, days } = track;
  if (until === undefined || to <= track.at) return { outsideSince, outsideMs, days };
  const outside = isOutside(list, track.at, card, policy);
  const end = Math.min(to, until);
  const since = outside ? (outsideSince ?? track.at) : undefined;
  let run = outside ? outsideMs : 0;
  const next: Record<string, RoomDay> = { ...days };
  let from: number = track.at;
  while (from < end) {
    const date = calendarDateAt(instant(from));
    const stop = Math.min(end, startOfDay(addDays(date, 1)));
    const day = next[date];
    const length = stop - from;
    if (outside) run += length;
    next[date] = {
      measuredMs: (day?.measuredMs ?? 0) + length,
      outsideMs: (day?.outsideMs ?? 0) + (outside ? length : 0),
      longestOutsideMs: Math.max(day?.longestOutsideMs ?? 0, run),
      ...extremes(day, list, track.at, policy),
    };
    from = stop;
  }
  const kept = Object.entries(next).sort(([a], [b]) => (a < b ? -1 : 1));
  return { outsideSince: since, outsideMs: run, days: Object.fromEntries(kept.slice(-daysKept)) };
}

/**
 * The climate of the last `days` days up to `now`. Coverage: measured time in hundredths of a percent of the time since the room was first watched, or of the whole, whichever is
 * shorter: what nobody measured lowers it.
 */
export function roomClimate(
  track: RoomTrack | undefined,
  now: Instant,
  days: number,
  policy: RoomPolicy = usualRoomPolicy,
): RoomFacts['climate'] {
  if (track === undefined) return { sensor: false, measuredS: 0, outsideS: 0, longestOutsideS: 0, coverage: 0 };
  const first = addDays(calendarDateAt(now), 1 - days);
  const counted = Object.entries(track.days).filter(([date]) => date >= first);
  const sum = (of: (day: RoomDay) => number): number => counted.reduce((total, [, day]) => total + of(day), 0);
  const measuredMs = sum((day) => day.measuredMs);
  const watchedMs = now - Math.max(track.firstAt, startOfDay(first));
  const { climateAt, outsideSince } = track;
  const silent = climateAt === undefined || now - climateAt > policy.staleMs;
  return {
    sensor:
      Object.values(track.sensors).some((sensor) => sensor.quantity === 'env.temperatureC') || climateAt !== undefined,
    measuredS: Math.floor(measuredMs / 1000),
    outsideS: Math.ceil(sum((day) => day.outsideMs) / 1000),
    longestOutsideS: Math.ceil(counted.reduce((most, [, day]) => Math.max(most, day.longestOutsideMs), 0) / 1000),
    ...(outsideSince === undefined || silent ? {} : { outsideSince: calendarDateAt(outsideSince) }),
    coverage: watchedMs <= 0 ? 0 : Math.min(10_000, Math.floor((measuredMs * 10_000) / watchedMs)),
    ...(silent ? { silentSince: calendarDateAt(climateAt ?? track.firstAt) } : {}),
  };
}
