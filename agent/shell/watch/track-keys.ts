import type { RoomTrack, UpsTrack } from '../../core/index.ts';
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
