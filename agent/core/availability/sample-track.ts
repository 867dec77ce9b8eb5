import { type Instant, instant } from '@center/contract';
import type { EvidenceGrade, ProbeSpan, Sample, SampleRule } from './evidence.ts';

/*
 * How samples of one probe become spans.
 * - A sample speaks for the time back to its predecessor when the gap is at most `gapFactor` intervals, else for one interval if it succeeded and for none if it failed; after the agent was away for none.
 * - Up ends at the first failing sample, down at the first success; both only once confirmed. What is suspected counts as before until it is resolved, and as unknown when nobody stays to resolve it.
 * - Elapsed time is that of the boot clock. Where the wall clock went another way it was set: everything ends on the old clock, a new epoch begins on the new one, as long before the sample as time
 *   really passed. Time of an epoch that an earlier one has already had is doubtful.
 */

interface OpenStretch {
  readonly state: ProbeSpan['state'];
  readonly start: Instant;
  /** Up to where samples speak for it. */
  readonly end: Instant;
  readonly stage: string;
  readonly code: string;
  readonly samples: number;
}

/** Samples in a row that say otherwise and do not yet suffice. */
interface Suspicion {
  readonly outcome: 'ok' | 'fail';
  readonly count: number;
  readonly firstBootMs: number;
  /** Where it begins if it is confirmed. */
  readonly from: Instant;
  readonly stage: string;
  readonly code: string;
}

/** Where one probe stands between two samples: plain JSON, kept so that a restart of the agent goes on with it. */
export interface ProbeTrack {
  readonly probe: string;
  readonly grade: EvidenceGrade;
  readonly clockEpoch: number;
  /** Latest moment of earlier epochs. */
  readonly reached: Instant | null;
  readonly last: Pick<Sample, 'at' | 'bootId' | 'bootMs'>;
  /** The agent was away since `last`. */
  readonly interrupted: boolean;
  /** How long the last sample speaks for what comes after it while its successor is not overdue. */
  readonly holdMs: number;
  readonly open: OpenStretch | null;
  readonly suspicion: Suspicion | null;
  /** What was confirmed last, also across gaps. */
  readonly confirmed: 'up' | 'down' | null;
}

export interface TrackStep {
  readonly track: ProbeTrack;
  /** Spans that ended with this sample, oldest first: they never change again. */
  readonly closed: readonly ProbeSpan[];
  /** It is confirmed up or down, and was not so before; `at` is dated back. A draft is opened by `down` and hears of its end by `up`. */
  readonly change?: { readonly to: 'up' | 'down'; readonly at: Instant };
}

/** Differences of wall and boot clock below this, and a thousandth of the time between, are drift. */
const driftMs = 2_000;

/** How a sample hangs together with the one before it. */
interface Link {
  /** Begin of the time that it speaks for, at most. */
  readonly from: Instant;
  readonly contiguous: boolean;
  readonly stepped: boolean;
}

function linkOf({ last, interrupted }: ProbeTrack, sample: Sample, { everyMs, gapFactor }: SampleRule): Link {
  const sameBoot = last.bootId === sample.bootId;
  const wallMs = sample.at - last.at;
  const elapsedMs = sameBoot ? Math.round(sample.bootMs - last.bootMs) : Math.max(wallMs, 0);
  const stepped = wallMs <= 0 || Math.abs(wallMs - elapsedMs) > driftMs + elapsedMs / 1000;
  if (interrupted || !sameBoot) return { from: sample.at, contiguous: false, stepped };
  if (elapsedMs > gapFactor * everyMs) return { from: instant(sample.at - everyMs), contiguous: false, stepped };
  return { from: stepped ? instant(sample.at - elapsedMs) : last.at, contiguous: true, stepped };
}

/**
 * One sample more. One that is not later than the last one of the same boot came twice or too late and changes nothing. The spans of a list are those of its samples one by one.
 */
export function stepSamples(track: ProbeTrack | undefined, sample: Sample, rule: SampleRule): TrackStep {
  if (track === undefined) return takeSample(begin(sample, rule), sample, rule, sample.at, []);
  const { last } = track;
  if (last.bootId === sample.bootId && sample.bootMs <= last.bootMs) return { track, closed: [] };
  const link = linkOf(track, sample, rule);
  const closed: ProbeSpan[] = [];
  let now = { ...track, grade: rule.grade, holdMs: rule.gapFactor * rule.everyMs, interrupted: false };
  if (!link.contiguous) now = broken(now, closed);
  if (link.stepped) now = onNewClock(now, link, closed);
  // What could not be measured speaks for nothing but the time to its predecessor.
  const from = sample.outcome === 'invalid' && !link.contiguous ? sample.at : link.from;
  return takeSample(now, sample, rule, from, closed);
}

function begin(sample: Sample, { grade, gapFactor, everyMs }: SampleRule): ProbeTrack {
  return {
    probe: sample.probe,
    grade,
    clockEpoch: 0,
    reached: null,
    last: lastOf(sample),
    interrupted: false,
    holdMs: gapFactor * everyMs,
    open: null,
    suspicion: null,
    confirmed: null,
  };
}

function lastOf({ at, bootId, bootMs }: Sample): ProbeTrack['last'] {
  return { at, bootId, bootMs };
}

/** What is open ends where samples spoke for it; what was suspected is left unknown. */
function broken<T extends ProbeTrack>(track: T, closed: ProbeSpan[]): T {
  closed.push(...spanOf(track, track.open));
  return { ...track, open: null, suspicion: null };
}

function onNewClock<T extends ProbeTrack>(track: T, { from }: Link, closed: ProbeSpan[]): T {
  closed.push(...spanOf(track, track.open));
  const { open, suspicion, reached, last, clockEpoch } = track;
  return {
    ...track,
    clockEpoch: clockEpoch + 1,
    reached: reached === null || last.at > reached ? last.at : reached,
    open: open === null ? null : { ...open, start: from, end: from },
    suspicion: suspicion === null ? null : { ...suspicion, from },
  };
}

/** Nothing where it would be empty. */
function spanOf({ probe, grade, clockEpoch, reached }: ProbeTrack, open: OpenStretch | null): ProbeSpan[] {
  if (open === null || open.end <= open.start) return [];
  const doubtful = reached !== null && open.start < reached;
  const span = { ...open, probe, grade, clockEpoch, doubtful };
  if (!doubtful || open.end <= reached) return [span];
  return [
    { ...span, end: reached },
    { ...span, start: reached, doubtful: false },
  ];
}

function takeSample(
  track: ProbeTrack,
  sample: Sample,
  rule: SampleRule,
  from: Instant,
  closed: ProbeSpan[],
): TrackStep {
  const here = { ...track, last: lastOf(sample) };
  switch (sample.outcome) {
    case 'unsupported':
      return { track: broken(here, closed), closed };
    case 'invalid':
      return { track: notMeasured(here, sample, from, closed), closed };
    case 'ok':
    case 'fail':
      return told(here, { ...sample, outcome: sample.outcome }, rule, from, closed);
  }
}

function notMeasured(track: ProbeTrack, sample: Sample, from: Instant, closed: ProbeSpan[]): ProbeTrack {
  if (track.open?.state === 'unknown' && track.suspicion === null)
    return { ...track, open: { ...track.open, end: sample.at, samples: track.open.samples + 1 } };
  const { stage, code, at } = sample;
  return { ...broken(track, closed), open: { state: 'unknown', start: from, end: at, stage, code, samples: 1 } };
}

type Telling = Omit<Sample, 'outcome'> & { readonly outcome: 'ok' | 'fail' };

function told(track: ProbeTrack, sample: Telling, rule: SampleRule, from: Instant, closed: ProbeSpan[]): TrackStep {
  const { open, suspicion } = track;
  const agrees = open !== null && open.state === (sample.outcome === 'ok' ? 'up' : 'down');
  if (agrees) {
    const samples = open.samples + 1 + (suspicion?.count ?? 0);
    return { track: { ...track, suspicion: null, open: { ...open, end: sample.at, samples } }, closed };
  }
  const doubt = suspicion?.outcome === sample.outcome ? suspicion : undefined;
  const next: Suspicion = doubt === undefined ? suspect(track, sample, from) : { ...doubt, count: doubt.count + 1 };
  // What was known speaks up to the first sample that says otherwise.
  const known = open !== null && open.state !== 'unknown' && doubt === undefined ? { ...open, end: sample.at } : open;
  if (!suffices(next, sample, rule)) return { track: { ...track, open: known, suspicion: next }, closed };
  return confirm({ ...track, open: known }, sample, next, closed);
}

function suspect({ open }: ProbeTrack, { outcome, at, bootMs, stage, code }: Telling, from: Instant): Suspicion {
  const wasKnown = open !== null && open.state !== 'unknown';
  // A success after nothing was known speaks back to its predecessor; every other turn is at the sample itself.
  const begins = outcome === 'ok' && !wasKnown ? from : at;
  return { outcome, count: 1, firstBootMs: bootMs, from: begins, stage, code };
}

function suffices({ outcome, count, firstBootMs }: Suspicion, { bootMs }: Telling, rule: SampleRule): boolean {
  return outcome === 'ok'
    ? count >= rule.successes
    : count >= rule.failures && bootMs - firstBootMs >= rule.failuresSpanMs;
}

function confirm(track: ProbeTrack, { at }: Telling, suspicion: Suspicion, closed: ProbeSpan[]): TrackStep {
  const { from, stage, code, count } = suspicion;
  const to = suspicion.outcome === 'ok' ? 'up' : 'down';
  closed.push(...spanOf(track, track.open));
  const open: OpenStretch = { state: to, start: from, end: at, stage, code, samples: count };
  const turned = { ...track, open, suspicion: null };
  if (track.confirmed === to) return { track: turned, closed };
  return {
    track: { ...turned, confirmed: to },
    closed,
    change: { to, at: from },
  };
}

/** The span that is not closed yet, as it stands at `now`: the last sample speaks on while its successor is not overdue. Later it may turn out shorter, when that never comes. */
export function openSpan(track: ProbeTrack, now: Instant): ProbeSpan | undefined {
  const { open, last, holdMs, interrupted, reached } = track;
  if (open === null) return undefined;
  const speaks = !interrupted && now >= last.at && now - last.at <= holdMs;
  const suspected = track.suspicion !== null && open.state !== 'unknown' ? last.at : open.end;
  const end = speaks && !(open.state === 'unknown' && track.suspicion !== null) ? now : suspected;
  if (end <= open.start) return undefined;
  const { probe, grade, clockEpoch } = track;
  return { ...open, end, probe, grade, clockEpoch, doubtful: reached !== null && open.start < reached };
}

/** The agent was away: nothing is covered from the last sample to the next one. Called once for each track at the start of the program, and after the host slept or the agent stalled. */
export function interruptTrack(track: ProbeTrack): TrackStep {
  const closed: ProbeSpan[] = [];
  return { track: { ...broken(track, closed), interrupted: true }, closed };
}
