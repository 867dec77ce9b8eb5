import { type ArchiveObservation, compareSeries, looksLikeLimit, type SeriesSight } from '../../core/index.ts';
import { askControls, type ListingTools } from './list-window.ts';
import { because, isAway, mostInARow } from './round-deps.ts';
import { seriesSights } from './sight.ts';
import { findIn, objectsIn } from './ways.ts';

/** Studies whose objects are as known are written together, so many in one observation. */
const together = 200;

type Count =
  | { readonly kind: 'as-known'; readonly channel: string }
  | { readonly kind: 'other'; readonly channel: string; readonly series: readonly SeriesSight[] }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'halt' };

/**
 * Counts the objects of studies by the UIDs that the archive lists, and writes down what came of it: those that are as known in one observation, every other one in its
 * own. Returns how many were counted; stops when the archive does not answer.
 */
export async function countStudies(tools: ListingTools, uids: readonly string[]): Promise<number> {
  const { deps } = tools;
  let asKnown: string[] = [];
  let channel = '';
  let counted = 0;
  let inARow = 0;
  const write = (): void => {
    if (asKnown.length === 0) return;
    deps.ledger.archive.apply({ kind: 'counted-as-known', at: deps.now(), channel, studies: asKnown });
    asKnown = [];
    deps.changed();
  };
  for (const uid of uids) {
    if (deps.signal.aborted) break;
    const count = await countStudy(tools, uid);
    inARow = count.kind === 'unanswered' ? inARow + 1 : 0;
    if (count.kind === 'halt' || inARow >= mostInARow) break;
    if (count.kind === 'skipped' || count.kind === 'unanswered') {
      // Its objects cannot be counted today; the others' can.
      tools.holds.put(`count:${uid}`, deps.now(), 20);
      continue;
    }
    counted += 1;
    if (count.channel !== channel) write();
    channel = count.channel;
    if (count.kind === 'as-known') asKnown.push(uid);
    else {
      const observation: ArchiveObservation = {
        kind: 'counted',
        at: deps.now(),
        channel,
        StudyInstanceUID: uid,
        series: count.series,
      };
      deps.ledger.archive.apply(observation);
      deps.changed();
    }
    if (asKnown.length >= together) write();
  }
  write();
  return counted;
}

async function countStudy({ deps, controls, misses }: ListingTools, uid: string): Promise<Count> {
  let best: { readonly series: readonly SeriesSight[]; readonly objects: number; readonly channel: string } | undefined;
  const known = deps.ledger.archive.series(uid);
  for (const pacs of deps.archives) {
    const listed = await objectsIn(pacs, uid, 'audit', deps.signal);
    if (listed.kind === 'not-measured') {
      const { why, channel, detail } = listed;
      misses.say({
        round: 'count',
        why,
        channel,
        ...(isAway(why) ? {} : { StudyInstanceUID: uid }),
        ...because(detail),
      });
      return { kind: isAway(why) ? 'halt' : 'unanswered' };
    }
    const series = seriesSights(listed.value);
    const { match, objects } = compareSeries(series, known);
    if (match === 'as-known' || match === 'more') {
      const { channel } = listed;
      return match === 'as-known' ? { kind: 'as-known', channel } : { kind: 'other', channel, series };
    }
    if (best === undefined || objects > best.objects) best = { series, objects, channel: listed.channel };
  }
  // A study of which nothing is listed is no shorter study: by its list and its keys it is found to be missing, or not.
  if (best === undefined || best.objects === 0) return { kind: 'skipped' };
  const verdict = await askControls({ deps, controls }, 'study');
  if (verdict.kind === 'not-measured') {
    misses.say({ round: 'count', why: verdict.why, channel: verdict.channel, ...because(verdict.detail) });
    return { kind: 'halt' };
  }
  if (looksLikeLimit(best.objects) && !(await archiveSaysSo({ deps }, uid, best.objects))) {
    const { channel, objects } = best;
    misses.say({ round: 'count', why: 'limit-suspected', channel, StudyInstanceUID: uid, detail: String(objects) });
    return { kind: 'skipped' };
  }
  return { kind: 'other', channel: best.channel, series: best.series };
}

/** Whether the archive's own number of the study's objects is as small as the list of them: then the list was not cut by a limit. */
async function archiveSaysSo({ deps }: Pick<ListingTools, 'deps'>, uid: string, objects: number): Promise<boolean> {
  for (const pacs of deps.archives) {
    const answer = await findIn(pacs, { by: 'study', StudyInstanceUID: uid }, 'audit', deps.signal);
    if (answer.kind !== 'answered') continue;
    const row = answer.value.find(({ StudyInstanceUID }) => StudyInstanceUID === uid);
    if (row?.objects === objects) return true;
  }
  return false;
}
