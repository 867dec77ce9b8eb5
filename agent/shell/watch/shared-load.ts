import { type Instant, type Interval, instant } from '@center/contract';
import { type LoadMemory, loadInStep, rememberLoad } from '../../core/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { upsTrackOf } from './track-keys.ts';

/** Exposures of so short a time ago may still be on their way here. */
const arrivesMs = 3_600_000;
const beforeMs = 60_000;

const keyOf = (equipmentId: string): string => `load:${equipmentId}`;

/** Holds the loads of each UPS against the exposures of all imaging devices; to be called at least every two hours. Twice is as good as once. */
export function rememberLoads(ledger: Ledger, now: Instant): void {
  const cards = ledger.equipment.cards();
  for (const { id, kind } of cards) {
    const track = kind === 'ups' ? upsTrackOf(ledger, id) : undefined;
    if (track === undefined) continue;
    const samples = track.loads.map(([at, loadPct]) => ({ at, loadPct }));
    const before = ledger.watch.step<LoadMemory>(keyOf(id));
    const [first] = samples;
    if (first === undefined) continue;
    const since = before === undefined ? first.at : before.until;
    const period: Interval = { start: instant(since - beforeMs), end: now };
    const exposures = cards
      .flatMap(({ deviceId }) => (deviceId === undefined ? [] : ledger.exposures.between(deviceId, period)))
      .sort((a, b) => a - b);
    ledger.watch.setStep(keyOf(id), rememberLoad(before, samples, exposures, instant(now - arrivesMs)));
  }
}

/** Whether the load of a UPS moves in step with exams; undefined: not known yet. */
export function loadInStepOf(ledger: Ledger, equipmentId: string): boolean | undefined {
  const memory = ledger.watch.step<LoadMemory>(keyOf(equipmentId));
  return memory === undefined ? undefined : loadInStep(memory);
}
