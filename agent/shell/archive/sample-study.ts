import { addMonths, calendarDateAt, type Instant } from '@center/contract';
import {
  type ArchiveObservation,
  compareSeries,
  drawsOf,
  drawText,
  type KeptStudy,
  mayBeSampled,
  type NotMeasured,
  retentionClassOf,
  type Stratum,
  seedOf,
  textOf,
  wholeThisTime,
} from '../../core/index.ts';
import type { Asked, ListedObject, Retrieved } from '../channels/archive-port.ts';
import { isImage } from '../header/index.ts';
import { sha256Hex } from '../ledger/index.ts';
import type { ListingTools } from './list-window.ts';
import { because, isAway, type RoundDeps } from './round-deps.ts';
import { archivedPlaces, seriesSights } from './sight.ts';
import { findIn, objectsIn, type Pacs, unlessStopped, type Way } from './ways.ts';

/** Draws of one seed before an hour goes without a sample. */
const mostDraws = 200;
const mostRemembered = 20;

export interface Sample {
  readonly study: KeptStudy;
  readonly seed: string;
  readonly stratum: string;
  readonly whole: boolean;
}

/** The draw of an hour: a study up to 36 months old, or an older one. Nobody outside can foresee it, and whoever has the seed can draw it again. */
export function drawSample(deps: RoundDeps, at: Instant, age: 'online' | 'kept'): Sample | undefined {
  const { ledger, keys, parameters } = deps;
  const today = calendarDateAt(at);
  const hour = String(Math.floor(at / 3_600_000));
  const seed = seedOf(sha256Hex, keys.hmac(`sample\n${age}\n${hour}`));
  const border = Number(addMonths(today, -parameters.onlineMonths).slice(0, 4));
  const strata = ledger.archive
    .strata()
    .filter(({ year }: Stratum) => (age === 'online' ? year >= border : year <= border));
  for (const draw of drawsOf(seed, strata)) {
    if (draw.attempt >= mostDraws) return undefined;
    const study = ledger.archive.ofStratum(draw.stratum, draw.index);
    if (study === undefined || retentionClassOf(study, today, parameters) !== age) continue;
    if (mayBeSampled(study, at, parameters))
      return { study, seed, stratum: drawText(draw), whole: wholeThisTime(seed, parameters.wholeOneIn) };
  }
  return undefined;
}

type Outcome = 'written' | 'not-measured';
type Deliver = NonNullable<Way['port']['retrieve']>;

interface Source {
  readonly pacs: Pacs;
  readonly channel: string;
  readonly retrieve: Deliver;
  readonly listed: readonly ListedObject[];
  /** The archive did not list the objects; `listed` is what live intake knows of them. */
  readonly unlisted?: true;
  /** What the smallest question takes at the moment, by the probes of the gate. */
  readonly pathMs: () => number | undefined;
}

/** Retrieves the sample, timed, the path to the archive looked at first, and writes down what came. Always with other studies' images as controls before a failure is believed. */
export async function retrieveSample(tools: ListingTools, sample: Sample): Promise<Outcome> {
  const { deps, misses } = tools;
  const uid = sample.study.StudyInstanceUID;
  const miss = (why: NotMeasured, detail: string, channel: string): Outcome => {
    misses.say({ round: 'retrieve', why, channel, StudyInstanceUID: uid, ...because(detail) });
    return 'not-measured';
  };
  const source = await sourceOf(deps, uid);
  if (source.kind === 'not-measured') return miss(source.why, source.detail, source.channel);
  const first = chosenImage(deps, uid, source.value.listed);
  const { channel, retrieve } = source.value;
  const ask = async (object?: Pick<ListedObject, 'SeriesInstanceUID' | 'SOPInstanceUID'>): Promise<Asked<Retrieved>> =>
    onlyAsked(
      await retrieve({
        StudyInstanceUID: uid,
        lane: 'audit',
        signal: deps.signal,
        ...(object === undefined ? {} : { object }),
      }),
      object === undefined ? source.value.listed : [object],
    );
  const image = first === undefined ? nothing : await ask(first);
  const came = image.kind === 'answered' && image.value.objects.length > 0 ? image.value : undefined;
  if (came === undefined && !(await anotherIsDelivered(deps, source.value, uid)))
    return image.kind === 'not-measured'
      ? miss(image.why, image.detail, channel)
      : miss('control-failed', 'no image of a control study came either', channel);
  const firstImageMs = came === undefined ? undefined : (came.firstMs ?? came.totalMs);
  const slow = firstImageMs !== undefined && firstImageMs > deps.parameters.recallMs;
  const again = slow && first !== undefined ? await ask(first) : undefined;
  const repeatMs = again?.kind === 'answered' ? (again.value.firstMs ?? again.value.totalMs) : undefined;
  const pathMs = source.value.pathMs();
  const timed = {
    ...(pathMs === undefined ? {} : { pathMs }),
    ...(firstImageMs === undefined ? {} : { firstImageMs }),
    ...(repeatMs === undefined ? {} : { repeatMs }),
  };
  if (came !== undefined && !sample.whole) {
    const { objects, bytes, short } = came;
    write(deps, sample, channel, { ...timed, objects, bytes, absent: 0, short });
    return 'written';
  }
  // An image that did not come is looked for among all of them: how much of the study is there is then known.
  const all = first === undefined && source.value.unlisted === undefined ? nothing : await ask();
  if (all.kind === 'not-measured') {
    if (came !== undefined && !(await anotherIsDelivered(deps, source.value, uid, 'whole')))
      return miss(all.why, all.detail, channel);
    const objects = came?.objects ?? [];
    const absent = Math.max(0, sample.study.objects - objects.length);
    write(deps, { ...sample, whole: true }, channel, {
      ...timed,
      objects,
      bytes: came?.bytes ?? 0,
      absent,
      short: true,
    });
    return 'written';
  }
  const { objects, bytes, totalMs, firstMs, short } = all.value;
  const account = accountOf(
    deps,
    sample.study,
    source.value,
    new Set(objects.map(({ SOPInstanceUID }) => SOPInstanceUID)),
  );
  write(deps, { ...sample, whole: account.kind === 'told' }, channel, {
    ...(firstMs === undefined || objects.length === 0 ? {} : { firstImageMs: firstMs }),
    ...timed,
    wholeMs: totalMs,
    objects,
    bytes,
    absent: account.kind === 'told' ? account.absent : 0,
    short,
  });
  return 'written';
}

/**
 * What came of what was asked for, each object once. What nobody asked for proves nothing of the study; an object that came twice counts as the worse of the two, and when
 * they differ nobody knows which is the one that is kept.
 */
function onlyAsked(came: Asked<Retrieved>, asked: readonly Pick<ListedObject, 'SOPInstanceUID'>[]): Asked<Retrieved> {
  if (came.kind === 'not-measured') return came;
  const uids = new Set(asked.map(({ SOPInstanceUID }) => SOPInstanceUID));
  const objects = new Map<string, Retrieved['objects'][number]>();
  let differ = false;
  for (const object of came.value.objects) {
    if (!uids.has(object.SOPInstanceUID)) continue;
    const before = objects.get(object.SOPInstanceUID);
    if (before !== undefined && before.sha256 !== object.sha256) differ = true;
    if (before?.complete !== false) objects.set(object.SOPInstanceUID, object);
  }
  return {
    kind: 'answered',
    value: { ...came.value, objects: [...objects.values()], short: came.value.short || differ },
  };
}

/** Of a study without a single object in the list there is nothing to ask for. */
const nothing: Asked<Retrieved> = { kind: 'answered', value: { objects: [], totalMs: 0, bytes: 0, short: false } };

/** The way that lists the study and can deliver. The list is also the look at the path: what answers it stands, and its time is not the delivery's. */
async function sourceOf(
  deps: RoundDeps,
  uid: string,
): Promise<
  | { readonly kind: 'found'; readonly value: Source }
  | { readonly kind: 'not-measured'; readonly why: NotMeasured; readonly detail: string; readonly channel: string }
> {
  let silent: { why: NotMeasured; detail: string; channel: string } = { why: 'not-supported', detail: '', channel: '' };
  let empty: Source | undefined;
  for (const pacs of deps.archives) {
    const way = pacs.ways.find(({ port }) => port.retrieve !== undefined);
    if (way?.port.retrieve === undefined) continue;
    const { channel } = way.port;
    const deliver = way.port.retrieve;
    const retrieve: Deliver = (wish) => unlessStopped(way.gate, wish.signal, (signal) => deliver({ ...wish, signal }));
    const pathMs = (): number | undefined => way.gate.state().latencyMs;
    const path = await findIn(pacs, { by: 'study', StudyInstanceUID: uid }, 'audit', deps.signal);
    if (path.kind === 'not-measured') {
      silent = path;
      continue;
    }
    const listed = await objectsIn(pacs, uid, 'audit', deps.signal);
    // A study whose objects cannot be listed, of an archive that answers otherwise, is asked for all the same: by what live intake knows of it, and whole.
    if (listed.kind === 'not-measured' && !isAway(listed.why))
      return { kind: 'found', value: { pacs, channel, retrieve, listed: placesOf(deps, uid), unlisted: true, pathMs } };
    if (listed.kind === 'not-measured') silent = listed;
    else if (listed.value.length === 0) empty ??= { pacs, channel, retrieve, listed: [], pathMs };
    else return { kind: 'found', value: { pacs, channel, retrieve, listed: listed.value, pathMs } };
  }
  return empty === undefined ? { kind: 'not-measured', ...silent } : { kind: 'found', value: empty };
}

function placesOf({ ledger }: RoundDeps, uid: string): readonly ListedObject[] {
  return archivedPlaces(ledger, uid).map((place) => ({ ...place, Modality: textOf(place.header, 'Modality') ?? '' }));
}

/** The image that is asked for first: one of which a reading is kept, the smallest of them, or the first image of the study. */
function chosenImage(
  { ledger }: RoundDeps,
  uid: string,
  listed: readonly ListedObject[],
): Pick<ListedObject, 'SeriesInstanceUID' | 'SOPInstanceUID'> | undefined {
  const images = listed.filter(({ SOPClassUID }) => isImage(SOPClassUID));
  const candidates = (images.length > 0 ? images : listed).toSorted((a, b) =>
    a.SOPInstanceUID < b.SOPInstanceUID ? -1 : 1,
  );
  const known = new Map(ledger.archive.samples(uid).map((each) => [each.SOPInstanceUID, each.bytes]));
  const [smallest] = candidates
    .filter(({ SOPInstanceUID }) => known.has(SOPInstanceUID))
    .toSorted((a, b) => (known.get(a.SOPInstanceUID) ?? 0) - (known.get(b.SOPInstanceUID) ?? 0));
  return smallest ?? candidates[0];
}

/** Studies that a way delivered last: what a failure of its is held against. A working memory and no evidence. */
function deliveredBy({ ledger }: RoundDeps, channel: string): readonly string[] {
  const kept: unknown = JSON.parse(ledger.channels.cursor(`delivered:${channel}`) ?? '[]');
  return Array.isArray(kept) ? kept.map(String) : [];
}

function rememberDelivered(deps: RoundDeps, channel: string, uid: string): void {
  const others = deliveredBy(deps, channel).filter((other) => other !== uid);
  deps.ledger.channels.saveCursor(`delivered:${channel}`, JSON.stringify([uid, ...others].slice(0, mostRemembered)));
}

/** Whether the same way delivers an image of a study that it has delivered before, or the whole of it: without that a failure of the like is the way's own. */
async function anotherIsDelivered(
  deps: RoundDeps,
  { pacs, retrieve, channel }: Source,
  uid: string,
  what: 'image' | 'whole' = 'image',
): Promise<boolean> {
  const others = deliveredBy(deps, channel)
    .filter((other) => other !== uid)
    .slice(0, deps.parameters.controls);
  for (const other of others) {
    const listed = await objectsIn(pacs, other, 'audit', deps.signal);
    if (listed.kind === 'not-measured') return false;
    const object = chosenImage(deps, other, listed.value);
    if (object === undefined) continue;
    const came: Asked<Retrieved> = await retrieve({
      StudyInstanceUID: other,
      ...(what === 'image' ? { object } : {}),
      lane: 'audit',
      signal: deps.signal,
    });
    const asked = what === 'image' ? [object] : listed.value;
    const answer = onlyAsked(came, asked);
    if (answer.kind === 'answered' && answer.value.objects.length >= asked.length) return true;
  }
  return false;
}

/**
 * How many objects that the ledger knows did not come. A series that came with as many objects, some of them others, lacks one at least. `rearranged`: as many objects came
 * as are known, but not in the series in which they were known: whether they are the same cannot be told, and the delivery proves no whole study.
 */
function accountOf(
  { ledger }: RoundDeps,
  { StudyInstanceUID, objects }: KeptStudy,
  { listed, unlisted }: Source,
  came: ReadonlySet<string>,
): { readonly kind: 'told'; readonly absent: number } | { readonly kind: 'rearranged' } {
  const lacking = listed.filter(({ SOPInstanceUID }) => !came.has(SOPInstanceUID)).length;
  const absent = Math.max(lacking, objects - came.size, 0);
  if (absent > 0 || unlisted === true) return { kind: 'told', absent };
  const delivered = seriesSights(listed.filter(({ SOPInstanceUID }) => came.has(SOPInstanceUID)));
  const { match } = compareSeries(delivered, ledger.archive.series(StudyInstanceUID));
  if (match === 'fewer') return { kind: 'rearranged' };
  return { kind: 'told', absent: match === 'other' ? 1 : 0 };
}

type Delivered = Pick<
  Extract<ArchiveObservation, { kind: 'retrieved' }>,
  'firstImageMs' | 'repeatMs' | 'wholeMs' | 'pathMs' | 'objects' | 'bytes' | 'absent' | 'short'
>;

/** Milliseconds as whole numbers: an archive is not slow by less. */
function inWholeMs(delivered: Delivered): Delivered {
  const whole = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms));
  const { firstImageMs, repeatMs, wholeMs, pathMs, ...rest } = delivered;
  const times = {
    firstImageMs: whole(firstImageMs),
    repeatMs: whole(repeatMs),
    wholeMs: whole(wholeMs),
    pathMs: whole(pathMs),
  };
  return { ...rest, ...Object.fromEntries(Object.entries(times).filter(([, ms]) => ms !== undefined)) };
}

function write(deps: RoundDeps, { study, seed, stratum, whole }: Sample, channel: string, delivered: Delivered): void {
  const { ledger, now, changed } = deps;
  const { StudyInstanceUID } = study;
  const known = new Map(ledger.archive.samples(StudyInstanceUID).map((each) => [each.SOPInstanceUID, each]));
  const news = delivered.objects.filter((object) => {
    const before = known.get(object.SOPInstanceUID);
    return !(
      object.complete &&
      before?.sha256 === object.sha256 &&
      before.TransferSyntaxUID === object.TransferSyntaxUID
    );
  });
  ledger.archive.apply({
    kind: 'retrieved',
    at: now(),
    channel,
    StudyInstanceUID,
    seed,
    stratum,
    whole,
    ...inWholeMs(delivered),
    objects: news,
    asBaseline: delivered.objects.length - news.length,
  });
  if (delivered.objects.some(({ complete }) => complete)) rememberDelivered(deps, channel, StudyInstanceUID);
  changed();
}
