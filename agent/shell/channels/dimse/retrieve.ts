import type { ObjectSight } from '../../../core/index.ts';
import {
  type Arrivals,
  type DimseFailure,
  type GotObject,
  isQueryUID,
  key,
  type RetrieveEnd,
  STATUS,
  type WrittenElement,
} from '../../dimse/index.ts';
import { createObjectMeter, type MeteredObject } from '../../object-meter/index.ts';
import type { Asked, Lane, ListedObject, Retrieved, RetrieveWish } from '../archive-port.ts';
import type { DimseClient } from './client.ts';
import { notMeasured, sayStatus, whyNot } from './judge-answer.ts';

/** How objects come to us: into our own receiver, or on the association that asks for them. */
export type RetrieveWay =
  | {
      readonly kind: 'move';
      readonly destination: string;
      readonly callingAeTitle: string;
      readonly arrivals: Arrivals;
    }
  | { readonly kind: 'get' };

/** Objects of one series, or of the study: what is asked for in one request. */
export interface Portion {
  readonly StudyInstanceUID: string;
  /** Absent: the whole study. */
  readonly SeriesInstanceUID?: string;
  /** Some of the series; absent: all of it. */
  readonly objects?: readonly string[];
  /** What the archive lists of it: by their classes they can be sent, by their UIDs they are known when they come. */
  readonly listed: readonly Pick<ListedObject, 'SOPInstanceUID' | 'SOPClassUID'>[];
}

export interface Fetched {
  readonly end: RetrieveEnd | DimseFailure;
  /** Milliseconds since the request was sent: to the first object's last byte, and to the archive's last word. */
  readonly firstMs?: number;
  readonly totalMs: number;
}

/** An object that comes after its retrieve was given up is still ours and not live; after this nothing comes any more. Milliseconds. */
const LATE_MS = 600_000;

function keysOf({ StudyInstanceUID, SeriesInstanceUID, objects }: Portion): readonly WrittenElement[] {
  const level = objects !== undefined ? 'IMAGE' : SeriesInstanceUID === undefined ? 'STUDY' : 'SERIES';
  const image: WrittenElement = { ...key('SOPInstanceUID'), value: objects ?? [] };
  return [
    key('QueryRetrieveLevel', level),
    key('StudyInstanceUID', StudyInstanceUID),
    ...(SeriesInstanceUID === undefined ? [] : [key('SeriesInstanceUID', SeriesInstanceUID)]),
    ...(objects === undefined ? [] : [image]),
  ];
}

/** Has one portion sent to us; `received` is told of each object that came to its last byte. */
export async function fetchPortion(
  client: DimseClient,
  way: RetrieveWay,
  portion: Portion,
  lane: Lane,
  signal: AbortSignal,
  received: (object: GotObject) => void,
): Promise<Fetched> {
  let started = performance.now();
  let firstMs: number | undefined;
  const take = (object: GotObject): void => {
    firstMs ??= performance.now() - started;
    received(object);
  };
  const end =
    way.kind === 'get'
      ? await client.get(
          {
            keys: keysOf(portion),
            classes: portion.listed.map(({ SOPClassUID }) => SOPClassUID),
            received: take,
            started: () => {
              started = performance.now();
            },
          },
          lane,
          signal,
        )
      : await moved(client, way, portion, lane, signal, take, () => {
          started = performance.now();
        });
  const totalMs = performance.now() - started;
  return { end, totalMs, ...(firstMs === undefined ? {} : { firstMs }) };
}

/** The archive says which message an object belongs to (PS3.7 section 9.1.1.1); of one that does not, the UID tells. */
async function moved(
  client: DimseClient,
  way: Extract<RetrieveWay, { kind: 'move' }>,
  portion: Portion,
  lane: Lane,
  signal: AbortSignal,
  take: (object: GotObject) => void,
  began: () => void,
): Promise<RetrieveEnd | DimseFailure> {
  const uids = new Set(portion.objects ?? portion.listed.map(({ SOPInstanceUID }) => SOPInstanceUID));
  const measured = new Map<string, MeteredObject>();
  const taken = new Set<string>();
  let messageId: number | undefined;
  let lastCame = 0;
  let ended = false;
  let over = false;
  const forget = way.arrivals.expect({
    expects: ({ SOPInstanceUID, moveOriginator }) => {
      if (messageId === undefined) return false;
      return moveOriginator === undefined
        ? uids.has(SOPInstanceUID)
        : moveOriginator.aeTitle === way.callingAeTitle && moveOriginator.messageId === messageId;
    },
    tap: ({ SOPInstanceUID, transferSyntaxUID }) => {
      const meter = createObjectMeter(transferSyntaxUID);
      return {
        push: (bytes) => {
          lastCame = performance.now();
          if (!over) meter.push(bytes);
        },
        end: (whole) => {
          if (whole && !over) measured.set(SOPInstanceUID, meter.end());
        },
      };
    },
    received: (object) => {
      const meter = measured.get(object.SOPInstanceUID);
      measured.delete(object.SOPInstanceUID);
      if (uids.has(object.SOPInstanceUID)) taken.add(object.SOPInstanceUID);
      if (!over && meter !== undefined) take({ object, measured: meter });
      return Promise.resolve({ status: 'stored' });
    },
  });
  try {
    const end = await client.move(
      keysOf(portion),
      way.destination,
      lane,
      signal,
      (id) => {
        messageId = id;
        began();
      },
      () => lastCame,
    );
    ended = end.kind === 'ended' && taken.size >= uids.size;
    return end;
  } finally {
    over = true;
    // After the last word of one that has sent everything nothing comes; after anything else something may, whatever the word was.
    if (ended) forget();
    else setTimeout(forget, LATE_MS).unref();
  }
}

/** Whether the archive has come to an end of its sending, so that what did not come did not come. */
export function cameToAnEnd({ status }: RetrieveEnd, came: number): boolean {
  if (status === STATUS.success || status === STATUS.suboperationsFailed) return true;
  const unable = status === STATUS.cannotPerformSuboperations || (status >= 0xc000 && status <= 0xcfff);
  return unable && came > 0;
}

/**
 * A timed retrieve: what came is counted here, whatever the archive's counters say. A whole study over C-GET is asked for series by series; its time is that of the
 * requests, without the turns waited for.
 */
export async function retrieveObjects(
  client: DimseClient,
  way: RetrieveWay,
  { StudyInstanceUID, object, lane, signal }: RetrieveWish,
  listObjects: () => Promise<Asked<readonly ListedObject[]>>,
): Promise<Asked<Retrieved>> {
  const uids = [StudyInstanceUID, ...(object === undefined ? [] : [object.SeriesInstanceUID, object.SOPInstanceUID])];
  if (!uids.every(isQueryUID)) return notMeasured('not-supported', 'not a UID');
  // Asked before, since a class that is not proposed cannot come; a list warms no image.
  const listed = await listObjects();
  if (listed.kind === 'not-measured') return listed;
  const portions = portionsOf(way, StudyInstanceUID, object, listed.value);
  const objects = new Map<string, ObjectSight>();
  const again: ObjectSight[] = [];
  let unread = 0;
  let bytes = 0;
  let totalMs = 0;
  let firstMs: number | undefined;
  let short = false;
  for (const portion of portions) {
    const before = objects.size;
    const fetched = await fetchPortion(client, way, portion, lane, signal, ({ measured }) => {
      bytes += measured.kind === 'object' ? measured.sight.bytes : measured.bytes;
      // What says of itself that it belongs to another study is not what was asked for, whatever the request around it says.
      if (measured.kind === 'object' && (measured.StudyInstanceUID ?? StudyInstanceUID) === StudyInstanceUID) {
        if (objects.has(measured.sight.SOPInstanceUID)) again.push(measured.sight);
        else objects.set(measured.sight.SOPInstanceUID, measured.sight);
      } else unread += 1;
    });
    const { end } = fetched;
    if (fetched.firstMs !== undefined) firstMs ??= totalMs + fetched.firstMs;
    totalMs += fetched.totalMs;
    if (end.kind !== 'ended') return whyNot(end);
    const came = objects.size - before;
    if (!cameToAnEnd(end, objects.size + unread))
      return notMeasured(
        end.status === STATUS.moveDestinationUnknown ? 'not-supported' : 'warned',
        sayStatus(end.status, end.comment),
      );
    const expected = portion.objects?.length ?? portion.listed.length;
    if (came < expected) short = true;
  }
  return {
    kind: 'answered',
    value: {
      objects: [...objects.values(), ...again],
      totalMs,
      bytes,
      short: short || unread > 0,
      ...(firstMs === undefined ? {} : { firstMs }),
    },
  };
}

function portionsOf(
  way: RetrieveWay,
  StudyInstanceUID: string,
  object: RetrieveWish['object'],
  listed: readonly ListedObject[],
): readonly Portion[] {
  if (object !== undefined) {
    const { SeriesInstanceUID, SOPInstanceUID } = object;
    const known = listed.filter((each) => each.SOPInstanceUID === SOPInstanceUID);
    // Not in the list: a get has no class to propose, and asking all the same would only fail.
    if (known.length === 0 && way.kind === 'get') return [];
    return [{ StudyInstanceUID, SeriesInstanceUID, objects: [SOPInstanceUID], listed: known }];
  }
  if (listed.length === 0) return [];
  if (way.kind === 'move') return [{ StudyInstanceUID, listed }];
  return [...Map.groupBy(listed, ({ SeriesInstanceUID }) => SeriesInstanceUID)].map(([SeriesInstanceUID, objects]) => ({
    StudyInstanceUID,
    SeriesInstanceUID,
    listed: objects,
  }));
}
