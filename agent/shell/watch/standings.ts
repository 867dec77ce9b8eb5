import { type Instant, instant } from '@center/contract';
import { openSpan, type RoomStanding, roomStanding, type UpsStanding, upsStanding } from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { accountOf, heardTrack } from './account-of.ts';
import type { EquipmentStanding, FigureDeps, ProbeStanding } from './standing-contract.ts';
import { roomPolicyOf, roomTrackOf, upsTrackOf } from './track-keys.ts';

/** How far back a standing looks for its begin. */
const lookBackMs = 7 * 86_400_000;
const sampleLookMs = 86_400_000;

/** Every probe that ever watched the equipment, as the ledger has it. */
export function probeStandings({ ledger }: FigureDeps, equipmentId: string, now: Instant): ProbeStanding[] {
  return ledger.watch.probesOf(equipmentId).map((probe) => {
    const { track } = probe;
    const open = track === undefined ? undefined : openSpan(heardTrack(ledger, probe.number, track, now), now);
    const last = lastSampleOf(ledger, probe.number, now);
    return {
      probe,
      ...(track === undefined ? {} : { track }),
      ...(open === undefined ? {} : { open }),
      ...(last === undefined ? {} : { last }),
    };
  });
}

function lastSampleOf(ledger: Ledger, probe: number, now: Instant): ProbeStanding['last'] {
  return ledger.watch.lastSample(probe, instant(now - sampleLookMs));
}

/** Everything that is watched, by id, as it stands at `now` by the ledger alone. */
export function equipmentStandings(deps: FigureDeps, now: Instant): EquipmentStanding[] {
  return deps.ledger.equipment.cards().map((card) => {
    const { now: state, since } = stateOf(deps, card.id, now);
    const faults = deps.ledger.equipmentRecords.of(card.id, { start: now, end: instant(now + 1) }).faults;
    return {
      card,
      now: state,
      ...(since === undefined ? {} : { since }),
      openFault: faults.some(({ body }) => body.end === undefined),
      unclassified: deps.ledger.equipmentRecords
        .ofKind('fault', { equipmentId: card.id })
        .filter(({ body }) => body.openedBy === 'probe' && body.faultClass === undefined).length,
      probes: probeStandings(deps, card.id, now),
      readings: deps.ledger.watch.latest(card.id),
    };
  });
}

function stateOf(deps: FigureDeps, equipmentId: string, now: Instant): Pick<EquipmentStanding, 'now' | 'since'> {
  // A little beyond the moment of asking, so that the span which holds it ends with it.
  const counted = accountOf(deps, equipmentId, { start: instant(now - lookBackMs), end: instant(now + 1) }, now);
  if (counted === undefined) return { now: 'unknown' };
  const { spans, figures } = counted;
  const last = spans.at(-1);
  if (last === undefined || last.end < now)
    return figures.nothingRequired === 'no-calendar' ? { now: 'unknown' } : { now: 'not-required' };
  let since = last.start;
  for (let index = spans.length - 2; index >= 0; index -= 1) {
    const before = spans[index];
    if (before === undefined || before.state !== last.state || before.end !== since) break;
    since = before.start;
  }
  // Where the look back begins nothing did: since when it is so lies before, and is not known here.
  return since <= now - lookBackMs ? { now: last.state } : { now: last.state, since };
}

/** A UPS as it stands; undefined: it was never asked. */
export function upsStandingOf({ ledger }: FigureDeps, equipmentId: string, _now: Instant): UpsStanding | undefined {
  const track = upsTrackOf(ledger, equipmentId);
  return track === undefined ? undefined : upsStanding(track);
}

/** A room as it stands; undefined: no sensor of it was ever heard. */
export function roomStandingOf({ ledger }: FigureDeps, equipmentId: string, now: Instant): RoomStanding | undefined {
  const track = roomTrackOf(ledger, equipmentId);
  return track === undefined ? undefined : roomStanding(track, now, roomPolicyOf(ledger, equipmentId));
}
