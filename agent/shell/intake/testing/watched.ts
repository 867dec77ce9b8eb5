// A device, a UPS and a room as a center keeps them, and what probes saw of the device, for tests.
import {
  type EquipmentCard,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  type ServiceCalendar,
} from '@center/contract';
import { type ProbeOutcome, type ProbeTrack, stepSamples, usualSampleRule } from '../../../core/index.ts';
import type { Ledger } from '../../ledger/index.ts';

const everyMs = 600_000;

export const usualHours: ServiceCalendar = {
  id: 'usual',
  name: '常规',
  zone: 'Asia/Shanghai',
  patterns: [
    {
      effectiveFrom: must(parseCalendarDate('2020-01-01')),
      days: Array.from({ length: 7 }, () => [{ from: '08:00', to: '18:00' }]),
    },
  ],
  onHolidays: 'as-usual',
  overrides: [],
};

export function equipmentCard(
  id: string,
  kind: EquipmentCard['kind'],
  change: Partial<EquipmentCard> = {},
): EquipmentCard {
  return {
    id,
    kind,
    name: id,
    Manufacturer: 'ACME',
    ManufacturerModelName: 'M1',
    DeviceSerialNumber: `SN-${id}`,
    inServiceFrom: must(parseCalendarDate('2024-01-01')),
    warmUpMinutes: 0,
    reachabilityIsAll: false,
    ...change,
  };
}

export const ctCard = (change: Partial<EquipmentCard> = {}): EquipmentCard =>
  equipmentCard('ct-1', 'imaging', { calendarId: 'usual', ...change });

/** Every ten minutes one outcome, as the probe's spans and its track; goes on where it stopped. */
export function seeDevice(
  ledger: Ledger,
  equipmentId: string,
  from: Instant,
  to: Instant,
  outcome: (at: Instant) => ProbeOutcome,
): void {
  const number = ledger.watch.probe({ name: `${equipmentId}-echo`, equipmentId, type: 'dimse-echo', grade: 'service' });
  let track: ProbeTrack | undefined = ledger.watch
    .probesOf(equipmentId)
    .find((probe) => probe.number === number)?.track;
  ledger.transaction(() => {
    for (let at = from; at < to; at = instant(at + everyMs)) {
      const sample = {
        probe: `${equipmentId}-echo`,
        at,
        bootId: 'boot',
        bootMs: at,
        outcome: outcome(at),
        stage: 'echo',
        code: '0',
        latencyMs: 5,
      };
      ledger.watch.addSample(number, sample);
      const step = stepSamples(track, sample, { ...usualSampleRule, everyMs, grade: 'service' });
      track = step.track;
      if (step.closed.length > 0)
        ledger.watch.addSpans(
          step.closed.map((span) => ({ probe: number, span })),
          at,
        );
    }
    if (track !== undefined) ledger.watch.setTrack(number, track);
  });
}
