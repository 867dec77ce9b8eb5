import { addDays, type CalendarDate, type ContentNote, calendarDateAt, type Instant, instant } from '@center/contract';
import { byKey, compared } from '../facts/order.ts';
import { compareObjects } from './compare-objects.ts';
import { compareSeries, objectsIn } from './compare-series.ts';
import type { Absence, Candidate, Delivery, Explanation, KeptStudy, KnownOfStudy, StudyEvent } from './kept-study.ts';
import type { ObjectSight, ProofLevel, SeriesSight, StudyKey } from './observation.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';
import { stateOf } from './study-standing.ts';

/** A study one observation further. `series`, `samples`: only when they change. */
export interface StudyStep {
  readonly study: KeptStudy;
  /** The whole new set. */
  readonly series?: readonly SeriesSight[];
  /** Readings to add or to replace, by SOP Instance UID. */
  readonly samples?: readonly ObjectSight[];
}

/** Confirmations that are remembered, the latest ones: three decide, the rest is history. */
const rememberedAbsences = 24;

type Event<K extends StudyEvent['kind']> = Extract<StudyEvent, { kind: K }>;

/** The later of two; of two at the same moment the one whose text is greater, so that their order does not matter. */
function later<T extends { readonly at: Instant }>(a: T | undefined, b: T): T {
  if (a === undefined || b.at > a.at) return b;
  if (b.at < a.at) return a;
  return compared(JSON.stringify(a), JSON.stringify(b)) >= 0 ? a : b;
}

function marked(
  times: KeptStudy['confirmed'],
  at: Instant,
  ...levels: readonly ProofLevel[]
): Readonly<Partial<Record<ProofLevel, Instant>>> {
  const next: Partial<Record<ProofLevel, Instant>> = {};
  const all: readonly ProofLevel[] = [0, 1, 2, 3, 4, 5, 6];
  for (const level of all) {
    const before = times[level];
    const now = levels.includes(level) ? at : undefined;
    const latest = before === undefined ? now : now === undefined ? before : instant(Math.max(before, now));
    if (latest !== undefined) next[level] = latest;
  }
  return next;
}

const sortedUnion = (a: readonly string[], b: readonly string[]): readonly string[] =>
  [...new Set([...a, ...b])].filter((each) => each !== '').sort();

/** A date after the day of its sight, or from before there were digital images, is impossible. */
function possible(date: CalendarDate | undefined, at: Instant): CalendarDate | undefined {
  if (date === undefined || date < '1970-01-01' || date > addDays(calendarDateAt(at), 1)) return undefined;
  return date;
}

function seenAgain(known: KnownOfStudy, event: Event<'seen'>): StudyStep {
  const { study } = known;
  const { sight, at } = event;
  const { series } = compareSeries(sight.series, known.series);
  const firstSeenOn = calendarDateAt(at);
  const modalities = sight.series.map(({ Modality }) => Modality);
  const bytes = series.reduce((total, each) => total + (each.bytes ?? 0), 0);
  const objects = objectsIn(series);
  const date = study?.date ?? possible(sight.date, at);
  const accessionKey = study?.accessionKey ?? sight.accessionKey;
  const patientKey = study?.patientKey ?? sight.patientKey;
  const availability = sight.availability ?? study?.availability;
  return {
    study: {
      ...(study ?? {
        StudyInstanceUID: sight.StudyInstanceUID,
        state: 'expected',
        refuted: {},
        absences: [],
        content: [],
      }),
      ...(date === undefined ? {} : { date }),
      firstSeenOn: study === undefined || firstSeenOn < study.firstSeenOn ? firstSeenOn : study.firstSeenOn,
      modalities: sortedUnion(study?.modalities ?? [], modalities),
      series: series.length,
      objects,
      mostObjects: Math.max(study?.mostObjects ?? 0, objects),
      ...(bytes > 0 ? { bytes } : {}),
      whole: sight.whole || study?.whole === true,
      ...(accessionKey === undefined ? {} : { accessionKey }),
      ...(patientKey === undefined ? {} : { patientKey }),
      deviceIds: sortedUnion(study?.deviceIds ?? [], sight.deviceIds ?? []),
      ...(availability === undefined ? {} : { availability }),
      // Live intake sees what a device sends, not what the archive keeps: only a window of the archive's own list says that it is there.
      confirmed: marked(
        study?.confirmed ?? {},
        at,
        ...(event.window === undefined ? ([0] as const) : ([0, 1] as const)),
      ),
    },
    series,
  };
}

/** All keys that the ledger knows of a study; it is nowhere only when it was asked for by each. */
export function knownKeys({ study, series, samples }: KnownOfStudy): readonly StudyKey[] {
  return [
    'study',
    ...(series.length > 0 ? (['series'] as const) : []),
    ...(samples.length > 0 ? (['object'] as const) : []),
    ...(study?.accessionKey !== undefined && study.patientKey !== undefined ? (['accession-patient'] as const) : []),
  ];
}

function withAbsence(absences: readonly Absence[], absence: Absence): readonly Absence[] {
  const same = absences.find(({ at }) => at === absence.at);
  const others = absences.filter(({ at }) => at !== absence.at);
  return [...others, same === undefined ? absence : fewerDays(same, absence)]
    .sort((a, b) => a.at - b.at)
    .slice(-rememberedAbsences);
}

/** Of two accounts of one moment the one that proves less time. */
function fewerDays(a: Absence, b: Absence): Absence {
  return (a.measuredDays ?? Number.NEGATIVE_INFINITY) <= (b.measuredDays ?? Number.NEGATIVE_INFINITY) ? a : b;
}

const notListed = (study: KeptStudy, at: Instant): KeptStudy => ({
  ...study,
  unlistedAt: instant(Math.max(study.unlistedAt ?? at, at)),
});

const explainedBy = (study: KeptStudy, explanation: Explanation): KeptStudy => ({
  ...study,
  explained: later(study.explained, explanation),
});

/** The study was asked for by its keys. Absence is confirmed only with good controls and by every key that is known; anything less leaves a doubt. */
function afterCheck(
  known: KnownOfStudy,
  study: KeptStudy,
  event: Event<'checked'>,
  parameters: RetentionParameters,
): KeptStudy {
  const { at, otherUID } = event;
  const other = otherUID === undefined ? {} : { otherUID };
  const absence: Absence = { at, ...(event.measuredDays === undefined ? {} : { measuredDays: event.measuredDays }) };
  const controlled = event.controls >= parameters.controls;
  switch (event.found) {
    case 'as-known':
      return { ...study, confirmed: marked(study.confirmed, at, 1) };
    case 'parts-only': {
      const refuted = marked(study.refuted, at, 2);
      if (otherUID === undefined) return { ...study, confirmed: marked(study.confirmed, at, 1), refuted };
      // Some of it lies in another study, and the study itself is not there: no sight of it, and a person finds out where the rest went.
      if (!controlled) return { ...notListed(study, at), refuted };
      return {
        ...study,
        refuted,
        absences: withAbsence(study.absences, absence),
        candidate: later(study.candidate, { at, ...other }),
      };
    }
    case 'in-other-archive':
      return explainedBy(study, { at, reason: 'moved', ...other, who: 'archive' });
    case 'under-other-uid': {
      if (event.proof === 'same-objects' || event.proof === 'same-digests')
        return explainedBy(study, { at, reason: event.split === true ? 'split' : 'merged', ...other, who: 'archive' });
      if (!controlled) return notListed(study, at);
      const candidate: Candidate = later(study.candidate, { at, ...other });
      return { ...study, absences: withAbsence(study.absences, absence), candidate };
    }
    case 'nowhere': {
      const { asked, unsupported = [] } = event;
      const waived = (key: StudyKey): boolean => (key === 'series' || key === 'object') && unsupported.includes(key);
      const all = knownKeys(known).every((key) => asked.includes(key) || waived(key));
      return controlled && all ? { ...study, absences: withAbsence(study.absences, absence) } : notListed(study, at);
    }
  }
}

function afterCount(known: KnownOfStudy, study: KeptStudy, event: Event<'counted'>): StudyStep {
  const { at } = event;
  const { match, objects, series } = compareSeries(event.series, known.series);
  const listed = objects > 0 ? ([1] as const) : [];
  const next: KeptStudy = {
    ...study,
    modalities: sortedUnion(
      study.modalities,
      event.series.map(({ Modality }) => Modality),
    ),
    series: series.length,
    objects: objectsIn(series),
    mostObjects: Math.max(study.mostObjects, objects, objectsIn(series)),
    confirmed: marked(study.confirmed, at, ...listed, ...(match === 'as-known' && objects > 0 ? ([2] as const) : [])),
    refuted: marked(study.refuted, at, ...(match === 'fewer' || match === 'other' ? ([2] as const) : [])),
    found: later(study.found, { at, objects, how: 'counted' }),
  };
  return { study: next, series };
}

/** Harm to the content is told until a whole delivery comes back equal to the first reading. */
const harm: ReadonlySet<ContentNote> = new Set([
  'pixels-changed',
  'content-changed',
  'newly-lossy',
  'smaller',
  'fewer-bits',
]);

function withNotes(
  study: KeptStudy,
  notes: readonly { note: ContentNote; objects: number }[],
  at: Instant,
): KeptStudy['content'] {
  const healedAt = study.confirmed[6] ?? Number.NEGATIVE_INFINITY;
  const byNote = new Map<ContentNote, KeptStudy['content'][number]>(study.content.map((each) => [each.note, each]));
  for (const note of notes) byNote.set(note.note, later(byNote.get(note.note), { ...note, at }));
  return [...byNote.values()]
    .filter((each) => !(harm.has(each.note) && each.at <= healedAt))
    .sort(byKey(({ note }) => note));
}

function recallOf(event: Event<'retrieved'>, { recallMs, slowPathMs }: RetentionParameters): Delivery['recall'] {
  if (event.firstImageMs === undefined || event.firstImageMs <= recallMs)
    return event.firstImageMs === undefined ? 'unknown' : 'no';
  if (event.repeatMs === undefined) return 'unknown';
  if (event.repeatMs > recallMs) return 'no';
  // A path that was slow and is so no longer looks the same as a recall.
  return event.pathMs !== undefined && event.pathMs > slowPathMs ? 'unknown' : 'needed';
}

/** Levels that a timed retrieve proves and takes away. */
function retrievedLevels(
  event: Event<'retrieved'>,
  came: number,
  good: boolean,
  changed: boolean,
  equal: number,
): {
  readonly proven: readonly ProofLevel[];
  readonly wrong: readonly ProofLevel[];
} {
  if (!good) return { proven: came > 0 ? [1] : [], wrong: [event.whole ? 5 : 4] };
  if (!event.whole) return { proven: [1, 4], wrong: changed ? [6] : [] };
  if (changed) return { proven: [1, 4, 5], wrong: [6] };
  return { proven: equal > 0 ? [1, 4, 5, 6] : [1, 4, 5], wrong: [] };
}

function afterRetrieve(
  known: KnownOfStudy,
  study: KeptStudy,
  event: Event<'retrieved'>,
  parameters: RetentionParameters,
): StudyStep {
  const { at } = event;
  const { equal, incomplete, notes, baselines } = compareObjects(event.objects, known.samples);
  const complete = event.objects.length - incomplete + (event.asBaseline ?? 0);
  const enough = event.whole ? event.absent === 0 && complete >= study.objects : true;
  const good = complete > 0 && incomplete === 0 && !event.short && event.firstImageMs !== undefined && enough;
  const changed = notes.some(({ note }) => harm.has(note));
  const { proven, wrong } = retrievedLevels(event, complete, good, changed, equal + (event.asBaseline ?? 0));
  const { firstImageMs, repeatMs, wholeMs } = event;
  const delivery: Delivery = {
    at,
    whole: event.whole,
    delivered: good,
    recall: recallOf(event, parameters),
    ...(firstImageMs === undefined ? {} : { firstImageMs }),
    ...(repeatMs === undefined ? {} : { repeatMs }),
    ...(wholeMs === undefined ? {} : { wholeMs }),
    bytes: event.bytes,
    absent: event.absent,
    incomplete,
    short: event.short,
  };
  const next: KeptStudy = {
    ...study,
    mostObjects: Math.max(study.mostObjects, event.whole ? complete : 0),
    confirmed: marked(study.confirmed, at, ...proven),
    refuted: marked(study.refuted, at, ...wrong),
    retrieved: later(study.retrieved, delivery),
    ...(event.whole ? { found: later(study.found, { at, objects: complete, how: 'retrieved' }) } : {}),
  };
  return {
    study: { ...next, content: withNotes(next, notes, at) },
    ...(baselines.length > 0 ? { samples: baselines } : {}),
  };
}

function step(known: KnownOfStudy, study: KeptStudy, event: StudyEvent, parameters: RetentionParameters): StudyStep {
  const { at } = event;
  switch (event.kind) {
    case 'seen':
      return seenAgain(known, event);
    case 'not-measured':
      return { study: { ...study, notMeasured: later(study.notMeasured, { at, why: event.why }) } };
    case 'listed':
      return { study: { ...study, confirmed: marked(study.confirmed, at, 1) } };
    case 'unlisted':
      return { study: notListed(study, at) };
    case 'listed-count':
      return {
        study: {
          ...study,
          mostObjects: Math.max(study.mostObjects, event.objects),
          confirmed: marked(study.confirmed, at, 1),
          found: later(study.found, { at, objects: event.objects, how: 'listed' }),
        },
      };
    case 'as-counted':
      return {
        study: {
          ...study,
          confirmed: marked(study.confirmed, at, 1, 2),
          found: later(study.found, { at, objects: study.objects, how: 'counted' }),
        },
      };
    case 'checked': {
      const checkedAt = instant(Math.max(study.checkedAt ?? at, at));
      return { study: { ...afterCheck(known, study, event, parameters), checkedAt } };
    }
    case 'counted':
      return afterCount(known, study, event);
    case 'committed': {
      const good = event.failed.length === 0 && event.committed > 0;
      // A commitment is the archive's word for the objects it was asked for; it proves the study only when it covers all of them.
      const whole = good && event.committed >= study.objects;
      return {
        study: {
          ...study,
          confirmed: marked(
            study.confirmed,
            at,
            ...(event.committed > 0 ? ([1] as const) : []),
            ...(whole ? ([3] as const) : []),
          ),
          refuted: marked(study.refuted, at, ...(event.failed.length > 0 ? ([3] as const) : [])),
        },
      };
    }
    case 'retrieved':
      return afterRetrieve(known, study, event, parameters);
    case 'explained': {
      const { reason, otherUID, note, who } = event;
      return {
        study: explainedBy(study, {
          at,
          reason,
          ...(otherUID === undefined ? {} : { otherUID }),
          ...(note === undefined ? {} : { note }),
          who,
        }),
      };
    }
    case 'expiry':
      return { study: { ...study, expires: later(study.expires, { at, on: event.expiresOn }) } };
  }
}

/**
 * One study, one observation further. Depends on nothing but its arguments. Of a study that the ledger does not know only a sight tells anything: any other event of it
 * throws.
 */
export function stepStudy(
  known: KnownOfStudy,
  event: StudyEvent,
  parameters: RetentionParameters = retentionDefaults,
): StudyStep {
  const { study } = known;
  if (study === undefined) {
    if (event.kind !== 'seen') throw new Error('an observation of a study that was never seen');
    const first = seenAgain(known, event);
    return { ...first, study: { ...first.study, state: stateOf(first.study, parameters) } };
  }
  const next = step(known, study, event, parameters);
  return { ...next, study: { ...next.study, state: stateOf(next.study, parameters) } };
}
