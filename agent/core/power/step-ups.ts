import {
  calendarDateAt,
  type EquipmentEvent,
  type Instant,
  instant,
  type PowerEventKind,
  type UpsState,
  type UpsStatus,
} from '@center/contract';
import { EpisodeBook, type OpenEpisode } from './episodes.ts';
import { type UpsPolicy, usualUpsPolicy } from './policy.ts';
import type { UpsLook } from './readings.ts';
import { noteTests, type TestMemory } from './self-tests.ts';

/** What is counted of a day and makes no episode: how often the UPS stepped in without its battery, and the extremes of the mains while they carried the load. */
export interface UpsDay {
  readonly trims: number;
  readonly boosts: number;
  readonly inputMinV?: number;
  readonly inputMaxV?: number;
}

/** What is remembered of a UPS from look to look. Plain JSON; survives a restart. */
export interface UpsTrack {
  readonly equipmentId: string;
  /** The last look, answered or not, and its epoch. */
  readonly at: Instant;
  readonly clockEpoch: number;
  /** Looks missed in a row and the first of them; `silent`: enough to call it unknown. */
  readonly missed: number;
  readonly missedSince?: Instant;
  readonly silent: boolean;
  /** The probe that is listened to, where several watch it: two of them may write the same date in two ways. */
  readonly source?: string;
  /** Loads of the last hours while the mains were on, one a minute. */
  readonly loads: readonly (readonly [Instant, number])[];
  /** The state as it stands, `unknown` when silent, and since when. */
  readonly state: UpsState;
  readonly since: Instant;
  /** What it said last, and when. */
  readonly heardAt?: Instant;
  readonly status?: UpsStatus;
  readonly batteryLooks: number;
  readonly offSince?: Instant;
  readonly open: readonly OpenEpisode[];
  readonly tests: TestMemory;
  readonly batteryDate?: string;
  readonly days: Readonly<Record<string, UpsDay>>;
}

export interface UpsStep {
  readonly track: UpsTrack;
  /** Episodes that began, changed or ended, whole; the same id is the same episode. */
  readonly events: readonly EquipmentEvent[];
}

/** Days of which counts are kept. */
const daysKept = 62;
/** Two looks further apart than this: what lies between was not watched. */
const unwatchedMs = 120_000;
/** A UPS on its battery has no mains: less than this comes in, whatever a test makes of it. */
const noMainsV = 50;

/** A test or a calibration by the device's own choice draws on the battery and is no outage; the mains gone at that time is one. */
export function isExercise(status: UpsStatus): boolean {
  if (!status.marks.includes('testing') && !status.marks.includes('calibrating')) return false;
  return status.inputV === undefined || status.inputV >= noMainsV;
}

/**
 * One look at a UPS. A look that is not later than the last one of its epoch changes nothing, so that repeating is harmless. Missed polls are unknown after `missedPolls`, stale
 * answers at once; neither is ever the mains lost, and neither ends an episode: its end is then unseen. A new clock epoch ends what was open at the last instant of the old one.
 */
export function stepUps(track: UpsTrack | undefined, look: UpsLook, policy: UpsPolicy = usualUpsPolicy): UpsStep {
  if (track !== undefined && isBehind(track, look)) return { track, events: [] };
  if (track !== undefined && isSecondVoice(track, look, policy)) return { track, events: [] };
  const closing = track !== undefined && look.clockEpoch > track.clockEpoch ? endEpoch(track) : undefined;
  const before = closing?.track ?? track;
  const book = new EpisodeBook(look.equipmentId, look.clockEpoch, before?.open ?? []);
  if (before !== undefined && look.at - before.at > unwatchedMs) book.loseSight();
  const heard = typeof look.status === 'object' && look.status.state !== 'unknown' ? look.status : undefined;
  const after =
    heard === undefined ? missedLook(before, look, book, policy) : heardLook(before, look, heard, book, policy);
  return { track: { ...after, open: book.open() }, events: [...(closing?.events ?? []), ...book.told()] };
}

function isBehind(track: UpsTrack, look: UpsLook): boolean {
  return look.clockEpoch < track.clockEpoch || (look.clockEpoch === track.clockEpoch && look.at <= track.at);
}

/** Another probe than the one that is listened to is heard only when that one misses the UPS, and missed only when that one has long been silent itself. */
function isSecondVoice(track: UpsTrack, look: UpsLook, policy: UpsPolicy): boolean {
  if (track.source === undefined || (look.source ?? '') === track.source) return false;
  if (look.clockEpoch !== track.clockEpoch || track.heardAt === undefined) return false;
  if (look.at - track.heardAt > policy.otherProbeMs) return false;
  return track.missed === 0 || typeof look.status === 'string' || look.status.state === 'unknown';
}

/** The clock went back: what was open ends where the old clock stopped, and begins again by the new one. */
function endEpoch(track: UpsTrack): UpsStep {
  const book = new EpisodeBook(track.equipmentId, track.clockEpoch, track.open);
  book.loseSight();
  book.finishAll(track.at);
  const { missedSince: _since, offSince: _off, heardAt: _heard, ...kept } = track;
  return { track: { ...kept, missed: 0, silent: false, batteryLooks: 0, loads: [], open: [] }, events: book.told() };
}

function missedLook(
  before: UpsTrack | undefined,
  look: UpsLook,
  book: EpisodeBook,
  policy: UpsPolicy,
): Omit<UpsTrack, 'open'> {
  const missed = (before?.missed ?? 0) + 1;
  const missedSince = before?.missedSince ?? look.at;
  const silent = before?.silent === true || look.status === 'stale' || missed >= policy.missedPolls;
  const raw = typeof look.status === 'object' ? look.status.raw : [look.status];
  if (silent && book.find('communication-lost') === undefined) {
    const wasOnBattery = book.find('on-battery') !== undefined;
    book.loseSight();
    book.begin('communication-lost', missedSince, wasOnBattery ? [...raw, 'was-on-battery'] : raw);
  } else if (silent) book.goOn('communication-lost', raw);
  // Words that name no state may still name a danger.
  if (typeof look.status === 'object') keepMarks(look.status, look.at, book, false);
  const state = silent ? 'unknown' : (before?.state ?? 'unknown');
  return {
    equipmentId: look.equipmentId,
    at: look.at,
    clockEpoch: look.clockEpoch,
    missed,
    missedSince,
    silent,
    state,
    since: before === undefined ? look.at : state === before.state ? before.since : missedSince,
    ...(before?.heardAt === undefined ? {} : { heardAt: before.heardAt }),
    ...(before?.status === undefined ? {} : { status: before.status }),
    ...(before?.source === undefined ? {} : { source: before.source }),
    loads: before?.loads ?? [],
    batteryLooks: before?.batteryLooks ?? 0,
    ...(before?.offSince === undefined ? {} : { offSince: before.offSince }),
    tests: before?.tests ?? { seen: [] },
    ...(before?.batteryDate === undefined ? {} : { batteryDate: before.batteryDate }),
    days: before?.days ?? {},
  };
}

function heardLook(
  before: UpsTrack | undefined,
  look: UpsLook,
  status: UpsStatus,
  book: EpisodeBook,
  policy: UpsPolicy,
): Omit<UpsTrack, 'open'> {
  const { at, source = '' } = look;
  const changed = before?.source !== undefined && before.source !== source;
  book.finish('communication-lost', at);
  const battery = status.state === 'on-battery' && !isExercise(status);
  keepBattery(before, status, at, book, policy, battery);
  const offSince =
    status.state === 'off' && !status.marks.includes('calibrating') ? (before?.offSince ?? at) : undefined;
  keep('off', offSince !== undefined && at - offSince >= policy.offMs, offSince ?? at, status, book);
  keep('bypass', status.state === 'bypass', at, status, book);
  keepMarks(status, at, book, true);
  // What another probe wrote is not compared with what this one writes.
  const memory = changed ? undefined : before;
  const tests = noteTests(memory?.tests ?? { seen: [] }, status, at, book, policy.testResultMs);
  const { batteryDate } = status;
  if (batteryDate !== undefined && memory?.batteryDate !== undefined && memory.batteryDate !== batteryDate)
    book.note('battery-date-changed', at, [`battery-date=${memory.batteryDate}`, `battery-date=${batteryDate}`]);
  const date = batteryDate ?? memory?.batteryDate;
  return {
    equipmentId: look.equipmentId,
    at,
    clockEpoch: look.clockEpoch,
    missed: 0,
    silent: false,
    state: status.state,
    since: before?.state === status.state ? before.since : at,
    heardAt: at,
    status,
    source,
    loads: withLoad(before?.loads ?? [], status, at),
    batteryLooks: battery ? (before?.batteryLooks ?? 0) + 1 : 0,
    ...(offSince === undefined ? {} : { offSince }),
    tests,
    ...(date === undefined ? {} : { batteryDate: date }),
    days: countDay(before?.days ?? {}, before?.status, status, at),
  };
}

const watchedExtremes: ReadonlySet<PowerEventKind> = new Set([
  'on-battery',
  'low-battery',
  'forced-shutdown',
  'overload',
  'self-test',
  'calibration',
]);

function keep(kind: PowerEventKind, present: boolean, since: Instant, status: UpsStatus, book: EpisodeBook): void {
  const { chargePct, runtimeS, loadPct } = status;
  const seen = !watchedExtremes.has(kind)
    ? {}
    : {
        ...(chargePct === undefined ? {} : { minChargePct: chargePct }),
        ...(runtimeS === undefined ? {} : { minRuntimeS: runtimeS }),
        ...(loadPct === undefined ? {} : { maxLoadPct: loadPct }),
      };
  if (!present) return;
  if (book.find(kind) === undefined) book.begin(kind, since, status.raw, seen);
  else book.goOn(kind, status.raw, seen);
}

/** Episodes that are told by a mark alone. `whole`: the words name the state too, so that a mark which is missing is gone. */
function keepMarks(status: UpsStatus, at: Instant, book: EpisodeBook, whole: boolean): void {
  const { marks } = status;
  const exercise = isExercise(status);
  const told: readonly (readonly [PowerEventKind, boolean])[] = [
    ['low-battery', marks.includes('low-battery') && !exercise],
    ['forced-shutdown', marks.includes('forced-shutdown')],
    ['overload', marks.includes('overloaded')],
    ['replace-battery', marks.includes('replace-battery')],
    ['alarm', marks.includes('alarm')],
    ['calibration', marks.includes('calibrating')],
    ['self-test', marks.includes('testing')],
  ];
  for (const [kind, present] of told) {
    keep(kind, present, at, status, book);
    // A test ends where its result is looked for.
    if (whole && !present && kind !== 'self-test') book.finish(kind, at);
  }
  if (!whole) return;
  if (status.state !== 'bypass') book.finish('bypass', at);
  if (status.state !== 'off') book.finish('off', at);
}

/** On battery: dated by the device's own counter where it has one, but never before the last look that saw the mains. */
function keepBattery(
  before: UpsTrack | undefined,
  status: UpsStatus,
  at: Instant,
  book: EpisodeBook,
  policy: UpsPolicy,
  battery: boolean,
): void {
  if (!battery) {
    book.finish('on-battery', at);
    return;
  }
  const counted =
    status.onBatteryS === undefined ? at : instant(Math.round(at - Math.min(status.onBatteryS, 2_592_000) * 1000));
  const standing = book.find('on-battery');
  if (standing === undefined) {
    const mainsAt = before?.heardAt;
    keep('on-battery', true, mainsAt === undefined || counted > mainsAt ? counted : mainsAt, status, book);
    return;
  }
  const away = at - (before?.heardAt ?? before?.at ?? at);
  // Nobody looked for long, or the device says that this time on battery began after we last heard of it: two outages, not one.
  const another =
    standing.unseen &&
    (away > policy.oneEpisodeMs ||
      (status.onBatteryS !== undefined && before?.heardAt !== undefined && counted > before.heardAt));
  if (another) {
    book.finish('on-battery', counted);
    keep('on-battery', true, counted, status, book);
  } else keep('on-battery', true, at, status, book);
}

const loadEveryMs = 60_000;
const loadsKeptMs = 10_800_000;

function withLoad(loads: UpsTrack['loads'], { state, loadPct }: UpsStatus, at: Instant): UpsTrack['loads'] {
  const newest = loads.at(-1);
  if (loadPct === undefined || state !== 'on-line' || (newest !== undefined && at - newest[0] < loadEveryMs))
    return loads;
  return [...loads.filter(([when]) => at - when <= loadsKeptMs), [at, loadPct]];
}

function countDay(
  days: UpsTrack['days'],
  last: UpsStatus | undefined,
  status: UpsStatus,
  at: Instant,
): UpsTrack['days'] {
  const date = calendarDateAt(at);
  const day = days[date];
  const began = (mark: 'trimming' | 'boosting'): number =>
    status.marks.includes(mark) && last?.marks.includes(mark) !== true ? 1 : 0;
  const volts = status.state === 'on-line' ? status.inputV : undefined;
  const next: UpsDay = {
    trims: (day?.trims ?? 0) + began('trimming'),
    boosts: (day?.boosts ?? 0) + began('boosting'),
    ...(volts === undefined
      ? {
          ...(day?.inputMinV === undefined ? {} : { inputMinV: day.inputMinV }),
          ...(day?.inputMaxV === undefined ? {} : { inputMaxV: day.inputMaxV }),
        }
      : { inputMinV: Math.min(volts, day?.inputMinV ?? volts), inputMaxV: Math.max(volts, day?.inputMaxV ?? volts) }),
  };
  const kept = Object.entries({ ...days, [date]: next }).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept.slice(-daysKept));
}
