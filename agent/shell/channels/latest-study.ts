// The newest study of a device, whatever protocol an archive is asked over: which days and times are asked for, and which of the rows is it.
import {
  type CalendarDate,
  calendarDateAt,
  type Instant,
  instant,
  parseCalendarDate,
  shanghaiOffsetMinutes,
  startOfDay,
} from '@center/contract';
import type { Asked, LatestStudyWish } from './archive-port.ts';

/** A row of the search; texts as the archive has them. */
export interface StudyRow {
  readonly uid: string;
  readonly date: string;
  readonly time: string;
  /** Empty: not told. */
  readonly modalities: readonly string[];
}

export interface StudyTimes {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Range of StudyTime (TM); absent over midnight, where no range of times says what is meant. */
  readonly time?: string;
}

export interface LatestStudySearch {
  studies(times: StudyTimes): Promise<Asked<readonly StudyRow[]>>;
  /** StationName of each series of a study; '' where it is not told. */
  stations(uid: string): Promise<Asked<readonly string[]>>;
}

/** Studies of which the series are asked for, newest first: of the last minutes there are few. */
const mostLookedInto = 4;
/** The clocks of devices differ from ours by so much. */
const aheadMs = 600_000;

/** When the newest study that fits began, in the zone of the center. */
export async function findLatestStudy(
  { modality, stationName, since, until }: LatestStudyWish,
  search: LatestStudySearch,
  zoneOffsetMinutes: number = shanghaiOffsetMinutes,
): Promise<Asked<Instant | undefined>> {
  const [from, to] = [since, until].map((at) => calendarDateAt(at, zoneOffsetMinutes));
  if (from === undefined || to === undefined) throw new Error('two days were asked for');
  const found = await search.studies(
    from === to ? { from, to, time: `${timeText(since - startOfDay(from, zoneOffsetMinutes))}-235959` } : { from, to },
  );
  if (found.kind === 'not-measured') return found;
  const untold = found.value.some(({ modalities }) => modalities.length === 0);
  const fitting = found.value
    .filter(({ modalities }) => modalities.includes(modality))
    .flatMap(({ uid, date, time }) => {
      const at = beginOf(date, time, zoneOffsetMinutes);
      return at === undefined || at < since || at > until + aheadMs ? [] : [{ uid, at }];
    })
    .toSorted((a, b) => b.at - a.at);
  if (fitting.length === 0)
    return untold
      ? { kind: 'not-measured', why: 'not-supported', detail: 'studies without their modalities' }
      : { kind: 'answered', value: undefined };
  return stationName === undefined
    ? { kind: 'answered', value: fitting[0]?.at }
    : ofStation(fitting.slice(0, mostLookedInto), stationName, search);
}

async function ofStation(
  fitting: readonly { readonly uid: string; readonly at: Instant }[],
  stationName: string,
  search: LatestStudySearch,
): Promise<Asked<Instant | undefined>> {
  let told = false;
  for (const { uid, at } of fitting) {
    const stations = await search.stations(uid);
    if (stations.kind === 'not-measured') return stations;
    if (stations.value.includes(stationName)) return { kind: 'answered', value: at };
    told ||= stations.value.some((station) => station !== '');
  }
  return told
    ? { kind: 'answered', value: undefined }
    : { kind: 'not-measured', why: 'not-supported', detail: 'series without the name of their station' };
}

/** StudyDate and StudyTime as an instant. A study without a time began at no moment that proves anything. */
function beginOf(date: string, time: string, zoneOffsetMinutes: number): Instant | undefined {
  const day = parseCalendarDate(date);
  const match = /^([01]\d|2[0-3]):?([0-5]\d)(?::?([0-5]\d))?/.exec(time.trim());
  if (!day.ok || match === null) return undefined;
  const [, hours, minutes, seconds = '0'] = match;
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return instant(startOfDay(day.value, zoneOffsetMinutes) + ms);
}

/** Milliseconds after midnight as TM (PS3.5 section 6.2). */
function timeText(ms: number): string {
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${two(ms / 3_600_000)}${two((ms / 60_000) % 60)}${two((ms / 1000) % 60)}`;
}
