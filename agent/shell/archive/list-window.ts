import { calendarDateAt, daysBetween, type Instant } from '@center/contract';
import {
  type ArchiveObservation,
  type DueWindow,
  judgeListing,
  type KeptStudy,
  type NotMeasured,
  type StudySight,
} from '../../core/index.ts';
import type { ListedStudy } from '../channels/archive-port.ts';
import type { Controls } from './controls.ts';
import { because, type Holds, isAway, type Misses, type RoundDeps } from './round-deps.ts';
import { listedSight } from './sight.ts';
import { findIn, objectsIn, type Pacs } from './ways.ts';

export interface ListingTools {
  readonly deps: RoundDeps;
  readonly controls: ReadonlyMap<string, Controls>;
  readonly misses: Misses;
  readonly holds: Holds;
}

/** Unknown studies entered after one list; a whole unknown archive is read by the first reading and not here. */
const mostUnknown = 50;
/** A study of the last days that is listed and not known is still on its way through live intake. */
const liveDays = 3;

interface Row {
  readonly row: ListedStudy;
  readonly pacs: Pacs;
}

interface Collected {
  readonly rows: ReadonlyMap<string, Row>;
  readonly channels: readonly string[];
  /** A PACS that did not answer to its end. */
  readonly silent: { readonly why: NotMeasured; readonly detail: string; readonly channel: string } | undefined;
}

/** What came of listing one window. `halt`: the archive is not to be asked on now. `ask`: known studies that may be asked for by UID although the list is not measured. */
/** `unanswered`: no answer for this window, while the archive as such may be well. */
export type Listed =
  | { readonly kind: 'measured'; readonly unlisted: readonly string[] }
  | { readonly kind: 'not-measured'; readonly ask: readonly string[] }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'halt' };

/** Asks every PACS of the center for the studies of a window: one that any of them lists is listed. */
async function collect({ deps, controls }: ListingTools, { window }: DueWindow): Promise<Collected> {
  const rows = new Map<string, Row>();
  const channels: string[] = [];
  let silent: Collected['silent'];
  for (const pacs of deps.archives) {
    const answer = await findIn(pacs, { by: 'window', window }, 'audit', deps.signal);
    if (answer.kind === 'not-measured') {
      silent = { why: answer.why, detail: answer.detail, channel: answer.channel };
      continue;
    }
    channels.push(answer.channel);
    for (const row of answer.value) {
      const before = rows.get(row.StudyInstanceUID);
      if (before === undefined || (before.row.objects ?? 0) < (row.objects ?? 0))
        rows.set(row.StudyInstanceUID, { row, pacs });
    }
    if (window !== 'undated')
      controls.get(pacs.name)?.remember(
        window.from,
        answer.value.map(({ StudyInstanceUID }) => StudyInstanceUID),
        deps.now(),
      );
  }
  return { rows, channels, silent };
}

/** Good controls of every PACS, or why not. */
export async function askControls(
  { deps, controls }: Pick<ListingTools, 'deps' | 'controls'>,
  by: 'window' | 'study',
): Promise<
  | { readonly kind: 'good'; readonly controls: number }
  | { readonly kind: 'not-measured'; readonly why: NotMeasured; readonly detail: string; readonly channel: string }
> {
  let fewest = Number.MAX_SAFE_INTEGER;
  for (const pacs of deps.archives) {
    const own = controls.get(pacs.name);
    if (own === undefined) continue;
    const verdict = await own.ask(by);
    if (verdict.kind === 'not-measured') return verdict;
    fewest = Math.min(fewest, verdict.controls);
  }
  return { kind: 'good', controls: fewest === Number.MAX_SAFE_INTEGER ? 0 : fewest };
}

/** As many rows as several lists of a way had: a limit that is no round number shows itself so. */
function mostElsewhere(
  { ledger }: RoundDeps,
  channels: readonly string[],
): { readonly mostElsewhere?: { readonly rows: number; readonly windows: number } } {
  for (const channel of channels) {
    const way = ledger.archive.way(channel);
    if (way !== undefined && way.times >= 2) return { mostElsewhere: { rows: way.mostRows, windows: way.times } };
  }
  return {};
}

/** Studies of the window that should be there. */
function shouldBeThere({ ledger }: RoundDeps, window: DueWindow['window']): ReadonlyMap<string, KeptStudy> {
  return new Map(ledger.archive.ofWindow(window).map((study) => [study.StudyInstanceUID, study]));
}

/** Lists one window, with controls before anything is said to be absent, and writes down what it proves. */
export async function listWindow(tools: ListingTools, due: DueWindow): Promise<Listed> {
  const { deps, misses } = tools;
  const { window, round } = due;
  const collected = await collect(tools, due);
  const channel = collected.channels.join('+') || (collected.silent?.channel ?? '');
  const miss = (why: NotMeasured, detail: string, whole: boolean): void =>
    misses.say({ round, why, channel, ...(whole ? {} : { window }), ...because(detail) });
  if (collected.channels.length === 0) {
    const why = collected.silent?.why ?? 'not-supported';
    miss(why, collected.silent?.detail ?? '', isAway(why));
    return { kind: isAway(why) ? 'halt' : 'unanswered' };
  }
  await enterUnknown(tools, due, collected);
  let controls = 0;
  if ([...shouldBeThere(deps, window).keys()].some((uid) => !collected.rows.has(uid))) {
    if (collected.silent !== undefined) {
      miss(collected.silent.why, collected.silent.detail, isAway(collected.silent.why));
      return { kind: isAway(collected.silent.why) ? 'halt' : 'unanswered' };
    }
    const verdict = await askControls(tools, 'window');
    if (verdict.kind === 'not-measured') {
      misses.say({ round, why: verdict.why, channel: verdict.channel, ...because(verdict.detail) });
      // Other windows are listed all the same: they are what controls are taken from.
      return verdict.why === 'no-controls' ? { kind: 'not-measured', ask: [] } : { kind: 'halt' };
    }
    controls = verdict.controls;
  }
  // From here to the writing nothing is waited for: what is known of the window is what the list is held against.
  const known = shouldBeThere(deps, window);
  const at = deps.now();
  const last = deps.ledger.archive.lastListing(window);
  const judged = judgeListing(
    {
      rows: new Map([...collected.rows].map(([uid, { row }]) => [uid, row.objects])),
      known: new Map([...known].map(([uid, study]) => [uid, study.objects === 0 ? undefined : study.objects])),
      ...(last === undefined ? {} : { lastRows: last.rows }),
      ...mostElsewhere(deps, collected.channels),
      limits: collected.channels.flatMap((each) => deps.limits.get(each) ?? []),
      controls: Array.from({ length: controls }, (_, index) => ({ StudyInstanceUID: String(index), found: true })),
    },
    deps.parameters,
  );
  if (judged.kind === 'not-measured') {
    miss(judged.why, judged.detail, false);
    return { kind: 'not-measured', ask: judged.ask };
  }
  deps.ledger.archive.apply(listedObservation(deps, due, collected, judged, at, channel));
  deps.changed();
  return { kind: 'measured', unlisted: judged.unlisted };
}

function listedObservation(
  { ledger }: RoundDeps,
  { round, window }: DueWindow,
  { rows }: Collected,
  judged: Extract<ReturnType<typeof judgeListing>, { kind: 'measured' }>,
  at: Instant,
  channel: string,
): ArchiveObservation {
  // Explained or lost, and there after all.
  const found = judged.unknown.filter((uid) => ledger.archive.study(uid) !== undefined);
  return {
    kind: 'listed',
    at,
    channel,
    round,
    window,
    rows: rows.size,
    controls: judged.controls,
    unlisted: judged.unlisted,
    counts: judged.counts,
    ...(found.length === 0 ? {} : { found }),
  };
}

/** Studies that the archive has and nobody has told of are known from now on, with all their objects. */
async function enterUnknown({ deps }: ListingTools, { window }: DueWindow, { rows }: Collected): Promise<void> {
  const { ledger, keys } = deps;
  if (window !== 'undated' && daysBetween(window.from, calendarDateAt(deps.now())) < liveDays) return;
  const unknown = [...rows.values()].filter(({ row }) => ledger.archive.study(row.StudyInstanceUID) === undefined);
  const byChannel = new Map<string, StudySight[]>();
  for (const { row, pacs } of unknown.slice(0, mostUnknown)) {
    const listed = await objectsIn(pacs, row.StudyInstanceUID, 'audit', deps.signal);
    if (listed.kind === 'not-measured') break;
    const before = byChannel.get(listed.channel) ?? [];
    byChannel.set(listed.channel, [...before, listedSight(keys, row, listed.value)]);
  }
  const at = deps.now();
  const seen = [...byChannel].map(([channel, studies]): ArchiveObservation => ({ kind: 'seen', at, channel, studies }));
  if (seen.length > 0) ledger.archive.applyAll(seen);
}
