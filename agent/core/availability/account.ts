import {
  canonicalJson,
  type Instant,
  type Interval,
  instant,
  type UptimeFigures,
  uptimeBudgetMs,
  uptimeDefinition,
} from '@center/contract';
import { cut, intersect, lengthMs, subtract } from './algebra.ts';
import type { Account, AvailabilityInput, CountedSpan } from './evidence.ts';
import { type Frame, frameOf } from './frame.ts';
import { windowOccurrences } from './maintenance-windows.ts';
import { type Mark, overlay, within } from './marks.ts';
import { type PeopleEvidence, peopleEvidence } from './people-evidence.ts';
import { type ProbeEvidence, probeEvidence } from './probe-evidence.ts';

/**
 * Counts one piece of equipment over one period by uptime-def/1. At each instant of scheduled time the first that applies decides: approved maintenance within its cap; approved external cause; a fault
 * of a person's record (带病运行 counts as down); a countersigned word that it worked; a countersigned explanation of what probes saw; the warm-up after opening; the best grade of evidence that says
 * something; the daily record of that day; else nobody knows. Records and spans may come in any order.
 */
export function account(input: AvailabilityInput): Account {
  const { period, now } = input;
  const horizon = instant(Math.max(period.start, Math.min(now, period.end)));
  const past: Interval = { start: period.start, end: horizon };
  const probes = probeEvidence(input, past);
  const frame = frameOf(input, [
    ...downAtSuspension(input, past),
    ...probes.decided.filter(({ state }) => state === 'down'),
  ]);
  const people = peopleEvidence(input, past);
  const layers = layersOf(frame, probes, people, horizon);
  const watched = input.probes ?? new Set(input.spans.map(({ probe }) => probe)).size;
  const unknown = {
    state: 'unknown',
    because: watched === 0 ? 'record-due' : 'nobody-knows',
    ref: '',
    degraded: false,
  } as const;
  const spans = withDoubt(overlay(layers, cut(frame.scheduled, past), unknown), probes.doubtful);
  const figures = figuresOf(input, frame, spans);
  const requiredFuture = subtract(cut(frame.scheduled, frame.future), [...frame.maintenance, ...frame.external]);
  const requiredWholeMs = figures.requiredMs + lengthMs(requiredFuture);
  const budget = uptimeBudgetMs(requiredWholeMs);
  const budgetLeftMs = budget - figures.downMs;
  const worstBudgetLeftMs = budgetLeftMs - figures.unknownMs;
  const downNow = now <= period.end && isDownAt(layers, instant(now - 1), past);
  const backBy = downNow ? lastMoment(requiredFuture, budgetLeftMs) : undefined;
  const worstBackBy = downNow ? lastMoment(requiredFuture, worstBudgetLeftMs) : undefined;
  return {
    spans,
    figures,
    requiredWholeMs,
    budgetLeftMs,
    worstBudgetLeftMs,
    ...(backBy === undefined ? {} : { mustBeBackBy: backBy }),
    ...(worstBackBy === undefined ? {} : { worstMustBeBackBy: worstBackBy }),
    downNow,
    ...(figures.nothingRequired === undefined ? {} : { nothingRequired: figures.nothingRequired }),
  };
}

/** What probes said of the begin of suspensions that lie before the period: one that is void then is void in every month. */
function downAtSuspension(input: AvailabilityInput, { start }: Interval): Mark[] {
  return input.records.suspensions.flatMap(({ body, firstEntered }) => {
    const end = instant(Math.min(start, Math.max(body.from, firstEntered.at) + 1));
    return body.from >= start
      ? []
      : probeEvidence(input, { start: body.from, end }).decided.filter(({ state }) => state === 'down');
  });
}

function layersOf(frame: Frame, probes: ProbeEvidence, people: PeopleEvidence, horizon: Instant): (readonly Mark[])[] {
  const failing = people.explained.length === 0 ? [] : probes.decided.filter(isFailing);
  return [
    frame.maintenance,
    frame.external,
    people.faults,
    people.degraded,
    people.disputes,
    within(people.explained, failing),
    warmingUp(frame.warmUps, probes.decided, horizon),
    probes.decided,
    people.daily,
    probes.heard,
  ];
}

function isFailing({ state, because }: Mark): boolean {
  return state === 'down' || because === 'record-due';
}

/**
 * What fails in the minutes after opening and is up before they are over was starting, which is up. While they are not over, nobody knows yet. What does not come up was down from the beginning.
 */
function warmingUp(warmUps: readonly Interval[], decided: readonly Mark[], horizon: Instant): Mark[] {
  const found: Mark[] = [];
  const saying = { because: 'warm-up', ref: '', degraded: false } as const;
  let from = 0;
  for (const { start, end } of warmUps) {
    if (start >= horizon) break;
    while ((decided[from]?.end ?? Number.POSITIVE_INFINITY) <= start) from += 1;
    const marks: Mark[] = [];
    for (let index = from; ; index += 1) {
      const mark = decided[index];
      if (mark === undefined || mark.start > end) break;
      marks.push(mark);
    }
    const cameUp = marks.findLast(({ state }) => state === 'up')?.start ?? Number.NEGATIVE_INFINITY;
    for (const mark of marks) {
      if (!isFailing(mark)) continue;
      const piece = { start: later(mark.start, start), end: earlier(mark.end, end) };
      if (piece.end <= piece.start) continue;
      if (piece.start < cameUp) found.push({ ...saying, ...piece, state: 'up' });
      else if (horizon < end) found.push({ ...saying, ...piece, state: 'unknown' });
    }
  }
  return found;
}

function earlier(one: Instant, other: Instant): Instant {
  return one < other ? one : other;
}
function later(one: Instant, other: Instant): Instant {
  return one > other ? one : other;
}

function withDoubt(marks: readonly Mark[], doubtful: readonly Interval[]): CountedSpan[] {
  if (doubtful.length === 0) return marks.map((mark) => ({ ...mark, doubtful: false }));
  const [first] = doubtful;
  const last = doubtful.at(-1);
  return marks.flatMap((mark): CountedSpan[] => {
    if (first === undefined || last === undefined || mark.end <= first.start || last.end <= mark.start)
      return [{ ...mark, doubtful: false }];
    const inDoubt = intersect([mark], doubtful).map(({ start, end }) => ({ ...mark, start, end, doubtful: true }));
    const sure = subtract([mark], doubtful).map(({ start, end }) => ({ ...mark, start, end, doubtful: false }));
    return [...inDoubt, ...sure].sort((a, b) => a.start - b.start);
  });
}

function figuresOf(input: AvailabilityInput, frame: Frame, spans: readonly CountedSpan[]): UptimeFigures {
  const ms = { up: 0, down: 0, unknown: 0, maintenance: 0, external: 0 };
  let [silentMs, degradedMs, doubtfulMs, transitions] = [0, 0, 0, 0];
  let before: CountedSpan['state'] | undefined;
  for (const { start, end, state, because, degraded, doubtful } of spans) {
    const length = end - start;
    ms[state] += length;
    if (because === 'nobody-knows') silentMs += length;
    if (state === 'down' && degraded) degradedMs += length;
    if (state === 'down' && doubtful) doubtfulMs += length;
    if (state !== 'up' && state !== 'down') continue;
    if (before !== undefined && before !== state) transitions += 1;
    before = state;
  }
  const requiredMs = ms.up + ms.down + ms.unknown;
  return {
    definition: uptimeDefinition,
    period: frame.past,
    scheduledMs: requiredMs + ms.maintenance + ms.external,
    maintenanceMs: ms.maintenance,
    externalMs: ms.external,
    requiredMs,
    upMs: ms.up,
    downMs: ms.down,
    unknownMs: ms.unknown,
    silentMs,
    degradedMs,
    doubtfulMs,
    transitions,
    sampleMs: input.sampleMs ?? (input.spans.length === 0 ? 0 : 60_000),
    ...(requiredMs > 0 ? {} : { nothingRequired: frame.nothing(ms.maintenance, ms.external) }),
    calendarCovers: frame.covers,
    basisSha256: input.digest(basisText(input, frame)),
  };
}

/**
 * What the denominator of the period up to now rests on, canonical, so that two reports with one hash were counted on one basis: open hours and windows as they fall into it. What is settled of other times
 * moves no hash.
 */
function basisText({ records, policy, card }: AvailabilityInput, { zone, past, open }: Frame): string {
  const windows = records.windows
    .filter(({ body }) => body.equipmentIds.includes(card.id))
    .flatMap((record) => windowOccurrences(record, zone, past))
    // Windows are few; by record and begin each has its place.
    .sort((a, b) => (a.ref === b.ref ? a.start - b.start : a.ref < b.ref ? -1 : 1));
  const { inServiceFrom, inServiceTo, warmUpMinutes, reachabilityIsAll } = card;
  return canonicalJson({
    definition: uptimeDefinition,
    zone,
    open: open.map(({ start, end }) => [start, end]),
    windows: windows.map(({ ref, start, end, standing }) => ({ ref, start, end, standing })),
    policy,
    card: { inServiceFrom, inServiceTo, warmUpMinutes, reachabilityIsAll },
  });
}

/** As counted, but also outside of opening hours: a fault does not end with the working day. */
function isDownAt(layers: readonly (readonly Mark[])[], at: Instant, { start, end }: Interval): boolean {
  if (at < start || at >= end) return false;
  for (const marks of layers) {
    const mark = marks.find((each) => each.start <= at && at < each.end);
    if (mark !== undefined) return mark.state === 'down';
  }
  return false;
}

/** Until when required time may pass as down before more than `leftMs` of it has; undefined: it has already, or all of it may. */
function lastMoment(required: readonly Interval[], leftMs: number): Instant | undefined {
  if (leftMs < 0) return undefined;
  let left = leftMs;
  for (const each of required) {
    const length = each.end - each.start;
    if (left < length) return instant(each.start + left);
    left -= length;
  }
  return undefined;
}
