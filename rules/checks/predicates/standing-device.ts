import type { DeviceStandingFacts, Observed } from '@center/contract';
import { seen } from './verdicts.ts';

/** Which device, and when the archive's images name it. */
export function deviceSeen({
  Manufacturer,
  ManufacturerModelName,
  DeviceSerialNumber,
  StationName,
  seen: sighting,
}: DeviceStandingFacts): readonly Observed[] {
  return seen({
    Manufacturer,
    ManufacturerModelName,
    DeviceSerialNumber,
    StationName,
    ...(sighting === undefined
      ? { studies: 0 }
      : { studies: sighting.studies, firstSeen: sighting.first, lastSeen: sighting.last }),
  });
}
