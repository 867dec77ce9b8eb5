import {
  addDays,
  type CalendarDate,
  calendarDateAt,
  type Instant,
  type SeenDevice,
  type StudyInstanceUID,
} from '@center/contract';
import {
  type ArchiveObservation,
  type DayWindow,
  factsOfStudy,
  isPacsAway,
  mayBeDoseReport,
  type NotMeasured,
  type ObservedObject,
  type StudySight,
} from '../../core/index.ts';
import { listedSight } from '../archive/index.ts';
import type { ArchivePort, HeaderReader, ListedObject, ListedStudy } from '../channels/archive-port.ts';
import { type Intake, type Observation, understand } from '../intake/index.ts';
import { branded, type CenterKeys, sha256Hex } from '../ledger/index.ts';

export interface WindowDeps {
  readonly port: ArchivePort;
  /** Absent: the way brings no headers, and only what is listed is known. */
  readonly reader?: HeaderReader;
  readonly keys: CenterKeys;
  readonly intake: Pick<Intake, 'observeAll'>;
  /** Studies from this day on are read as live ones are. */
  readonly supervisionStart: () => CalendarDate | 'earliest-study';
  readonly now: () => Instant;
  readonly zoneOffsetMinutes: number;
  readonly signal: AbortSignal;
}

type Miss = Extract<ArchiveObservation, { kind: 'not-measured' }>;

/** A device that an archived study names, on the day of the study. */
export interface DeviceSighting {
  readonly devices: readonly SeenDevice[];
  readonly date: CalendarDate;
}

/** What reading a window gave. `too-many`: it is to be divided. Of `read`, `missed` are studies whose objects could not be listed. */
export type WindowReading =
  | {
      readonly kind: 'read';
      readonly studies: readonly StudySight[];
      readonly missed: readonly Miss[];
      readonly sightings: readonly DeviceSighting[];
    }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'not-read'; readonly why: NotMeasured; readonly detail: string };

/** Studies of one window: what a kill in its middle asks the archive for twice. */
const mostStudies = 300;

/** Reads one window: lists its studies and their objects; of supervised studies all headers go to the intake, of older ones one object a series tells of the devices. */
export async function readWindow(deps: WindowDeps, window: DayWindow): Promise<WindowReading> {
  const { port, signal } = deps;
  const found = await port.findStudies({ by: 'window', window }, 'backfill', signal);
  if (found.kind === 'not-measured') {
    const divisible = found.why === 'limit-suspected' && window !== 'undated' && window.from !== window.to;
    return divisible ? { kind: 'too-many' } : { kind: 'not-read', why: found.why, detail: found.detail };
  }
  if (found.value.length > mostStudies && window !== 'undated' && window.from !== window.to)
    return { kind: 'too-many' };
  const studies: StudySight[] = [];
  const missed: Miss[] = [];
  const sightings: DeviceSighting[] = [];
  for (const study of found.value) {
    signal.throwIfAborted();
    const objects = await port.listObjects(study.StudyInstanceUID, 'backfill', signal);
    if (objects.kind === 'not-measured') {
      if (isPacsAway(objects.why)) return { kind: 'not-read', why: objects.why, detail: objects.detail };
      missed.push(missOf(deps, study.StudyInstanceUID, objects.why, objects.detail));
      continue;
    }
    const read = await readHeaders(deps, study, objects.value);
    if (read.kind === 'not-read') return read;
    if (read.missed !== undefined) missed.push(read.missed);
    if (read.sighting !== undefined) sightings.push(read.sighting);
    const deviceIds = read.sighting?.devices.map(({ deviceId }) => String(deviceId));
    studies.push(listedSight(deps.keys, study, objects.value, deviceIds));
  }
  return { kind: 'read', studies, missed, sightings };
}

function missOf({ port, now }: WindowDeps, StudyInstanceUID: string, why: NotMeasured, detail: string): Miss {
  return {
    kind: 'not-measured',
    at: now(),
    channel: port.channel,
    round: 'backfill',
    StudyInstanceUID,
    why,
    detail: detail.slice(0, 200),
  };
}

type HeadersRead =
  | { readonly kind: 'read'; readonly missed?: Miss; readonly sighting?: DeviceSighting }
  | Extract<WindowReading, { kind: 'not-read' }>;

async function readHeaders(
  deps: WindowDeps,
  study: ListedStudy,
  objects: readonly ListedObject[],
): Promise<HeadersRead> {
  const { reader, intake, signal, now } = deps;
  if (reader === undefined) return { kind: 'read' };
  const uid = study.StudyInstanceUID;
  const start = deps.supervisionStart();
  // One without a date counts from when it is first seen, which is now.
  const supervised = start === 'earliest-study' || study.StudyDate === undefined || study.StudyDate >= start;
  const read = supervised
    ? await reader.readStudy(uid, 'backfill', signal)
    : await reader.readObjects(uid, samplesOf(objects), 'backfill', signal);
  signal.throwIfAborted();
  if (read.away === true) return { kind: 'not-read', why: 'unreachable', detail: read.incomplete ?? '' };
  // Durable before the window is: seen twice after a kill, they are the same.
  if (supervised) intake.observeAll(read.observations);
  const missed = read.incomplete === undefined ? {} : { missed: missOf(deps, uid, 'not-final', read.incomplete) };
  const date = study.StudyDate ?? calendarDateAt(now());
  const devices = supervised ? [] : devicesOf(deps, uid, read.observations, date);
  return { kind: 'read', ...missed, ...(devices.length === 0 ? {} : { sighting: { devices, date } }) };
}

/** One object a series, and every report that may tell of a dose; where the archive does not tell the class, every report. */
function samplesOf(objects: readonly ListedObject[]): readonly ListedObject[] {
  const seen = new Set<string>();
  return objects.filter((listed) => {
    const first = !seen.has(listed.SeriesInstanceUID);
    seen.add(listed.SeriesInstanceUID);
    return first || mayBeDoseReport(listed);
  });
}

/** The devices that headers name, by the same reading as in live studies. */
function devicesOf(
  { zoneOffsetMinutes, now }: WindowDeps,
  uid: string,
  observations: readonly Observation[],
  date: CalendarDate,
): readonly SeenDevice[] {
  const objects = observations.flatMap(({ reading }): ObservedObject[] => {
    const understood = understand(reading);
    return understood.kind === 'object' ? [understood.object] : [];
  });
  if (objects.length === 0) return [];
  return factsOfStudy(
    {
      StudyInstanceUID: branded<StudyInstanceUID>(uid),
      objects,
      unreadable: [],
      firstSeenAt: now(),
      completeness: 'quiet',
      records: { reviews: [] },
      cards: [],
      registerInUse: false,
      institutionNames: [],
      examMapping: [],
      earlier: [],
      asOf: addDays(date, 1),
      zoneOffsetMinutes,
    },
    sha256Hex,
  ).devices;
}
