import { type ArchiveObservation, type KeptStudy, type StudyEvent, stepStudy, stratumOf } from '../../core/index.ts';
import { availabilities, dayOf, daysOfWindow, stateCode, undatedDay } from './archive-codes.ts';
import { archiveCounts } from './archive-counts.ts';
import { archiveLooks, type Looks } from './archive-looks.ts';
import { type PartRows, partRows } from './archive-parts.ts';
import { clockDayOf, dayAt, type Kept, type StudyRows, studyRows } from './archive-rows.ts';
import { archiveWords, type Words } from './archive-words.ts';
import type { Store } from './store.ts';

type Of<K extends ArchiveObservation['kind']> = Extract<ArchiveObservation, { kind: K }>;

/** The rows of the archive as they are folded and read. */
export interface Fold {
  readonly rows: StudyRows;
  readonly parts: PartRows;
  readonly looks: Looks;
  readonly words: Words;
  /** One observation further, inside the running transaction. What it changes depends on the rows and the observation alone. */
  fold(observation: ArchiveObservation, number: number): void;
  /** A study with the last list of its day taken in: whoever is present and was not named in it was in it. */
  fresh(kept: Kept): KeptStudy;
}

export const recallCodes = ['no', 'needed', 'unknown'] as const;

export function archiveFold(store: Pick<Store, 'db'>): Fold {
  const { db } = store;
  const words = archiveWords(store);
  const rows = studyRows(store, words);
  const parts = partRows(store, words);
  const counts = archiveCounts(store, words);
  const looks = archiveLooks(store);
  // Whoever was not there before, or was in doubt, and is not named by the list as lacking.
  const toConfirm = db.prepare<[number, number, number, number, number], { id: number }>(
    'SELECT id FROM kept_study WHERE day BETWEEN ? AND ? AND state IN (?, ?, ?) ORDER BY id',
  );
  const retrieval = db.prepare(
    `INSERT INTO kept_retrieval (number, study, at, day, clock, modality, delivered, recall, whole, first_ms, repeat_ms, whole_ms, bytes, path_ms, claimed)
     VALUES (@number, @study, @at, @day, @clock, @modality, @delivered, @recall, @whole, @firstMs, @repeatMs, @wholeMs, @bytes, @pathMs, @claimed)`,
  );

  const fresh = ({ study }: Kept): KeptStudy => {
    if (study.state !== 'present') return study;
    const at = looks.listedAt(study.date === undefined ? undatedDay : dayOf(study.date));
    if (at === undefined || at <= (study.confirmed[1] ?? 0)) return study;
    return stepStudy({ study, series: [], samples: [] }, { kind: 'listed', at, channel: '' }).study;
  };

  /** Steps one study; undefined when the ledger does not know it. */
  const step = (kept: Kept | undefined, event: StudyEvent, number: number): Kept | undefined => {
    if (kept === undefined && event.kind !== 'seen') return undefined;
    const series = kept === undefined ? [] : parts.series(kept.id);
    const samples = kept === undefined ? [] : parts.samples(kept.id);
    const next = stepStudy({ study: kept === undefined ? undefined : fresh(kept), series, samples }, event);
    const after = rows.write(kept, next.study, number);
    counts.changed(kept, after);
    if (next.series !== undefined) parts.putSeries(after.id, series, next.series);
    for (const sample of next.samples ?? []) parts.putSample(after.id, sample);
    return after;
  };
  const stepUid = (uid: string, event: StudyEvent, number: number): Kept | undefined =>
    step(rows.byUid(uid), event, number);

  const listed = (observation: Of<'listed'>, number: number): void => {
    const { at, channel, unlisted, counts: told, found = [], window } = observation;
    const named = new Set<number>();
    const each = (uid: string, event: StudyEvent): void => {
      const after = stepUid(uid, event, number);
      if (after !== undefined) named.add(after.id);
    };
    for (const uid of unlisted) each(uid, { kind: 'unlisted', at, channel });
    for (const { StudyInstanceUID, objects } of told)
      each(StudyInstanceUID, { kind: 'listed-count', at, channel, objects });
    for (const uid of found) each(uid, { kind: 'listed', at, channel });
    const { first, last } = daysOfWindow(window);
    const doubtful = [stateCode('expected'), stateCode('unlisted'), stateCode('missing')] as const;
    for (const { id } of toConfirm.all(first, last, ...doubtful))
      if (!named.has(id)) step(rows.byId(id), { kind: 'listed', at, channel }, number);
    looks.listed(observation);
  };

  const retrieved = (observation: Of<'retrieved'>, number: number): void => {
    looks.measured('retrieve', observation.at);
    const before = rows.byUid(observation.StudyInstanceUID);
    if (before === undefined) return;
    // How this one came back, also when the row already has a later one.
    const { retrieved: _later, ...study } = before.study;
    const known = { study, series: parts.series(before.id), samples: parts.samples(before.id) };
    const delivery = stepStudy(known, observation).study.retrieved;
    step(before, observation, number);
    retrieval.run({
      number,
      study: before.id,
      at: observation.at,
      day: dayAt(observation.at),
      clock: clockDayOf(study),
      modality: words.numberOf(stratumOf(study).modality),
      delivered: delivery?.delivered === true ? 1 : 0,
      recall: recallCodes.indexOf(delivery?.recall ?? 'unknown'),
      whole: observation.whole ? 1 : 0,
      firstMs: observation.firstImageMs ?? null,
      repeatMs: observation.repeatMs ?? null,
      wholeMs: observation.wholeMs ?? null,
      bytes: observation.bytes,
      pathMs: observation.pathMs ?? null,
      claimed: study.availability === undefined ? null : availabilities.indexOf(study.availability),
    });
  };

  const fold: Fold['fold'] = (observation, number) => {
    const { at, channel } = observation;
    looks.observed(at);
    switch (observation.kind) {
      case 'seen': {
        const { studies, window } = observation;
        const seenIn = window === undefined ? {} : { window };
        for (const sight of studies)
          stepUid(sight.StudyInstanceUID, { kind: 'seen', at, channel, sight, ...seenIn }, number);
        if (window !== undefined) looks.read(window, studies.length, at);
        return;
      }
      case 'listed':
        listed(observation, number);
        return;
      case 'not-measured': {
        looks.missed(observation);
        const { StudyInstanceUID, why, detail } = observation;
        if (StudyInstanceUID !== undefined)
          stepUid(
            StudyInstanceUID,
            { kind: 'not-measured', at, channel, why, ...(detail === undefined ? {} : { detail }) },
            number,
          );
        return;
      }
      case 'counted-as-known':
        for (const uid of observation.studies) stepUid(uid, { kind: 'as-counted', at, channel }, number);
        looks.measured('count', at);
        return;
      case 'checked':
        stepUid(observation.StudyInstanceUID, observation, number);
        looks.measured('check', at);
        return;
      case 'counted':
        stepUid(observation.StudyInstanceUID, observation, number);
        looks.measured('count', at);
        return;
      case 'committed':
        stepUid(observation.StudyInstanceUID, observation, number);
        looks.measured('commit', at);
        return;
      case 'retrieved':
        retrieved(observation, number);
        return;
      case 'explained':
        stepUid(observation.StudyInstanceUID, observation, number);
        return;
      case 'settings':
        looks.settings(observation);
        for (const { StudyInstanceUID, expiresOn } of observation.expiry ?? [])
          stepUid(StudyInstanceUID, { kind: 'expiry', at, channel, expiresOn }, number);
        return;
    }
  };

  return { rows, parts, looks, words, fold, fresh };
}
