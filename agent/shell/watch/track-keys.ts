import { type RoomPolicy, type RoomTrack, type UpsTrack, usualRoomPolicy } from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';

export const upsKey = (equipmentId: string): string => `ups:${equipmentId}`;
export const roomKey = (equipmentId: string): string => `room:${equipmentId}`;

/** What is remembered of a UPS from look to look; undefined: it was never asked. */
export function upsTrackOf(ledger: Ledger, equipmentId: string): UpsTrack | undefined {
  return ledger.watch.step<UpsTrack>(upsKey(equipmentId));
}

export function roomTrackOf(ledger: Ledger, equipmentId: string): RoomTrack | undefined {
  return ledger.watch.step<RoomTrack>(roomKey(equipmentId));
}

const staleKey = (equipmentId: string): string => `room-stale:${equipmentId}`;

/** How the sensors of a room are trusted: silent is what was not heard for two and a half of its slowest probe's intervals, and never less than usual. */
export function roomPolicyOf(ledger: Ledger, equipmentId: string): RoomPolicy {
  const kept = ledger.watch.step<{ readonly staleMs: number }>(staleKey(equipmentId));
  return { ...usualRoomPolicy, staleMs: Math.max(usualRoomPolicy.staleMs, kept?.staleMs ?? 0) };
}

/** Notes the interval of the slowest probe that watches a room, so that everybody trusts its sensors alike. */
export function noteRoomInterval(ledger: Ledger, equipmentId: string, slowestMs: number): void {
  const staleMs = Math.round(2.5 * slowestMs);
  if (ledger.watch.step<{ readonly staleMs: number }>(staleKey(equipmentId))?.staleMs !== staleMs)
    ledger.watch.setStep(staleKey(equipmentId), { staleMs });
}
