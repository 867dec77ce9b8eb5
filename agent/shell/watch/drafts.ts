import {
  type EquipmentCard,
  type EquipmentRecord,
  type FaultRecord,
  type Instant,
  type Interval,
  instant,
} from '@center/contract';
import { account, type CountedSpan, intersect, type ProbeSpan } from '../../core/index.ts';
import { sha256Hex } from '../ledger/index.ts';
import { availabilityInputOf, probeSpansOf } from './account-of.ts';
import type { FigureDeps } from './standing-contract.ts';
import { agentWords } from './words.ts';

/** Spans of so long ago are looked at: a fault that lasts longer has its draft. */
const lookBackMs = 100 * 86_400_000;

/** From the first span in which a probe failed to the first in which it was answered again; time that nobody knows between them ends nothing. */
interface FailingEpisode {
  readonly probe: string;
  readonly clockEpoch: number;
  readonly start: Instant;
  readonly downs: readonly ProbeSpan[];
  readonly upAt?: Instant;
}

/** Confirmed failings of each probe, oldest first. */
function failingEpisodes(spans: readonly ProbeSpan[]): FailingEpisode[] {
  const episodes: FailingEpisode[] = [];
  for (const probe of new Set(spans.map((span) => span.probe))) {
    const own = spans
      .filter((span) => span.probe === probe)
      .sort((a, b) => (a.clockEpoch === b.clockEpoch ? a.start - b.start : a.clockEpoch - b.clockEpoch));
    let downs: ProbeSpan[] = [];
    const end = (upAt?: Instant): void => {
      const [first] = downs;
      if (first !== undefined)
        episodes.push({
          probe,
          clockEpoch: first.clockEpoch,
          start: first.start,
          downs,
          ...(upAt === undefined ? {} : { upAt }),
        });
      downs = [];
    };
    for (const span of own) {
      if (span.state === 'down') downs.push(span);
      else if (span.state === 'up') end(span.start);
    }
    end();
  }
  return episodes.sort((a, b) => a.start - b.start);
}

/** The same failing gives the same id, whoever looks, and when. */
const draftId = (equipmentId: string, { probe, clockEpoch, start }: FailingEpisode): string =>
  `draft-${sha256Hex(`${equipmentId}\n${probe}\n${String(clockEpoch)}\n${String(start)}`).slice(0, 32)}`;

/** Ids of episodes that are over and owed no draft: they need not be counted again. Lives with the process. */
export type SettledEpisodes = Set<string>;

/**
 * Opens a draft for each confirmed failing of a device that touches its opening hours (after the warm-up) and that no record explains yet, and notes in it when the probe was answered again. One for
 * an episode, also when it is looked at twice, after a restart, or by several probes. What people have written into a draft meanwhile stays. Returns how many records it wrote.
 */
export function draftFaults(deps: FigureDeps, card: EquipmentCard, now: Instant, settled: SettledEpisodes): number {
  const { ledger } = deps;
  const period = { start: instant(now - lookBackMs), end: instant(now + 1) };
  const episodes = failingEpisodes(probeSpansOf(ledger, card.id, period, now));
  let written = 0;
  for (const episode of episodes) {
    const id = draftId(card.id, episode);
    if (settled.has(id)) continue;
    const before = ledger.equipmentRecords.get(id);
    if (before === undefined) written += openDraft(deps, card, episode, id, now, settled);
    else if (episode.upAt !== undefined) {
      if (isFault(before) && before.withdrawn === undefined && before.body.probeSawUpAt === undefined) {
        const body = { ...before.body, probeSawUpAt: episode.upAt };
        ledger.equipmentRecords.revise(id, { body, reason: agentWords.sawUp }, agentWords.who, now);
        written += 1;
      }
      settled.add(id);
    }
  }
  return written;
}

function isFault(record: EquipmentRecord): record is EquipmentRecord<FaultRecord> & EquipmentRecord {
  return record.body.kind === 'fault';
}

function openDraft(
  deps: FigureDeps,
  card: EquipmentCard,
  episode: FailingEpisode,
  id: string,
  now: Instant,
  settled: SettledEpisodes,
): number {
  const failing = countedFailing(deps, card, episode, now);
  if (failing === undefined || isTold(deps, card.id, failing)) {
    // While it lasts, opening hours may still come.
    if (episode.upAt !== undefined) settled.add(id);
    return 0;
  }
  const [first] = episode.downs;
  deps.ledger.equipmentRecords.add(
    {
      id,
      body: {
        kind: 'fault',
        equipmentId: card.id,
        start: failing.start,
        openedBy: 'probe',
        probe: episode.probe,
        degraded: false,
        description: `${first?.stage ?? ''} ${first?.code ?? ''}`.trim(),
        ...(episode.upAt === undefined ? {} : { probeSawUpAt: episode.upAt }),
      },
    },
    agentWords.who,
    now,
  );
  return 1;
}

/** The part of a failing that is counted against the device, or is unknown because of it: from its first such instant to its last. Undefined: none, since it was closed, starting, in maintenance, or exams went on. */
function countedFailing(
  deps: FigureDeps,
  card: EquipmentCard,
  { downs }: FailingEpisode,
  now: Instant,
): Interval | undefined {
  const start = Math.min(...downs.map((span) => span.start));
  const end = Math.min(now, Math.max(...downs.map((span) => span.end)));
  if (end <= start) return undefined;
  const input = availabilityInputOf(deps, card.id, { start: instant(start), end: instant(end) }, now);
  if (input?.calendar === undefined) return undefined;
  const touched = intersect(account(input).spans.filter(isFailing), downs);
  const [first] = touched;
  const last = touched.at(-1);
  return first === undefined || last === undefined ? undefined : { start: first.start, end: last.end };
}

const isFailing = ({ state, because }: CountedSpan): boolean =>
  (state === 'down' || state === 'unknown') && because !== 'warm-up';

/** What a probe opened and no person has classified. */
const isDraft = ({ openedBy, faultClass }: FaultRecord): boolean => openedBy === 'probe' && faultClass === undefined;

/**
 * Writes into each draft that still waits for its probe's answer that this probe is not configured any more, and takes it back where it is again. Called once, at the start. Claims no end. Returns how many
 * records it wrote.
 */
export function noteGoneProbes(
  { ledger }: FigureDeps,
  probes: readonly { readonly name: string; readonly of: string }[],
  now: Instant,
): number {
  let written = 0;
  const asked = new Set(probes.map(({ name, of }) => `${of}\n${name}`));
  for (const { id, body } of ledger.equipmentRecords.ofKind('fault')) {
    const { probe, probeGoneAt, ...rest } = body;
    if (!isDraft(body) || probe === undefined || body.end !== undefined || body.probeSawUpAt !== undefined) continue;
    const gone = !asked.has(`${body.equipmentId}\n${probe}`);
    if (gone === (probeGoneAt !== undefined)) continue;
    const reason = gone ? agentWords.gone(probe) : agentWords.askedAgain(probe);
    const said = { ...rest, probe, ...(gone ? { probeGoneAt: now } : {}) };
    ledger.equipmentRecords.revise(id, { body: said, reason }, agentWords.who, now);
    written += 1;
  }
  return written;
}

/** A fault that stands already tells of the same time: another probe's draft, or a person's record. */
function isTold({ ledger }: FigureDeps, equipmentId: string, failing: Interval): boolean {
  return ledger.equipmentRecords.ofKind('fault', { equipmentId }).some(({ body }) => {
    const end =
      body.end ?? body.probeSawUpAt ?? (isDraft(body) ? body.probeGoneAt : undefined) ?? Number.POSITIVE_INFINITY;
    return body.start < failing.end && end > failing.start;
  });
}
