import { type Instant, type Interval, instant } from '@center/contract';
import { intersect, normalise, subtract, union } from './algebra.ts';
import type { AvailabilityInput, EvidenceGrade, ProbeSpan } from './evidence.ts';
import { layer, type Mark, marked, overlay } from './marks.ts';

/** What probes and exams say of a device, before people have their word. */
export interface ProbeEvidence {
  /** Up, down, or suspected (unknown until somebody classifies it): at each instant by the best grade that says something. */
  readonly decided: readonly Mark[];
  /** A probe spoke, and what it said decides nothing: an address that answers is no device that works. */
  readonly heard: readonly Mark[];
  /** 时间可疑: the clock was set, and time was lived twice. */
  readonly doubtful: readonly Interval[];
}

/** Within the range, before `now`. */
export function probeEvidence(input: AvailabilityInput, range: Interval): ProbeEvidence {
  const { card, exposures, policy } = input;
  const spans = input.spans.filter(({ start, end }) => start < range.end && range.start < end && start < end);
  const byProbe = Map.groupBy(spans, ({ probe }) => probe);
  const said = { up: gradeLists(), down: gradeLists() };
  const doubts: Interval[] = spans.filter(({ doubtful }) => doubtful);
  for (const ofProbe of byProbe.values()) {
    const { settled, overlapping } = oneTime(ofProbe);
    doubts.push(...overlapping);
    for (const span of settled) if (span.state !== 'unknown') said[span.state][span.grade].push(span);
  }
  const exams = exposures
    .filter((at) => at < range.end && at + policy.useCoversMs > range.start)
    .map((at) => ({ start: at, end: instant(at + policy.useCoversMs) }));
  const up = (list: readonly ProbeSpan[], because: 'exam' | 'probe-up'): Mark[] => probeMarks(list, 'up', because);
  const down = (list: readonly ProbeSpan[]): Mark[] => probeMarks(list, 'down', 'probe-down');
  const reachable = card.reachabilityIsAll
    ? [down(said.down.reachability), up(said.up.reachability, 'probe-up')]
    : [probeMarks(said.down.reachability, 'unknown', 'record-due')];
  const layers = [
    // Exams prove that it works. That none arrive proves nothing: a use probe never says down.
    marked(normalise(exams), { state: 'up', because: 'exam', ref: 'exam', degraded: false }),
    up(said.up.use, 'exam'),
    down(said.down.service),
    up(said.up.service, 'probe-up'),
    ...reachable,
  ];
  const heard = [...said.down.use, ...said.up.reachability];
  return {
    decided: overlay(layers, [range]),
    heard: probeMarks(heard, 'unknown', 'record-due'),
    doubtful: normalise(doubts),
  };
}

function gradeLists(): Record<EvidenceGrade, ProbeSpan[]> {
  return { use: [], service: [], reachability: [] };
}

function probeMarks(spans: readonly ProbeSpan[], state: Mark['state'], because: Mark['because']): Mark[] {
  return layer(spans.map(({ start, end, probe }) => ({ start, end, state, because, ref: probe, degraded: false })));
}

/** Spans of one probe with time that lies in two epochs of its clock told once, as the worse: down, unknown, up. An epoch reaches from its first span to its last. */
function oneTime(spans: readonly ProbeSpan[]): { settled: readonly ProbeSpan[]; overlapping: readonly Interval[] } {
  const epochs = [...Map.groupBy(spans, ({ clockEpoch }) => clockEpoch).values()];
  if (epochs.length < 2) return { settled: spans, overlapping: [] };
  const hulls = epochs.map(hullOf);
  const overlapping = union(
    ...hulls.flatMap((one, index) => hulls.slice(index + 1).map((other) => intersect([one], [other]))),
  );
  if (overlapping.length === 0) return { settled: spans, overlapping };
  const settled = spans.flatMap((span) =>
    subtract([span], overlapping).map(({ start, end }): ProbeSpan => ({ ...span, start, end })),
  );
  const inside = spans.filter((span) => intersect([span], overlapping).length > 0);
  const down = inside.filter(({ state }) => state === 'down');
  // Up is what every epoch that reaches here says.
  const notUp = epochs.map((ofEpoch, index) => {
    const hull = hulls[index];
    return hull === undefined
      ? []
      : subtract(
          [hull],
          ofEpoch.filter(({ state }) => state === 'up'),
        );
  });
  const ups = inside.filter(({ state }) => state === 'up');
  const pieces = (list: readonly ProbeSpan[], away: readonly Interval[]): ProbeSpan[] =>
    list.flatMap((span) =>
      subtract(intersect([span], overlapping), away).map(({ start, end }): ProbeSpan => ({ ...span, start, end })),
    );
  settled.push(...pieces(down, []), ...pieces(ups, union(...notUp)));
  return { settled, overlapping };
}

function hullOf(spans: readonly Interval[]): Interval {
  return {
    start: spans.reduce<Instant>((least, { start }) => (start < least ? start : least), spans[0]?.start ?? instant(0)),
    end: spans.reduce<Instant>((most, { end }) => (end > most ? end : most), spans[0]?.end ?? instant(0)),
  };
}
