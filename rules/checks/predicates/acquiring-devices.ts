import type { SeenDevice, StudyFacts } from '@center/contract';

/** Devices that made acquired images of the study; workstations, AI and report objects have none. Ordered as in the facts. */
export function acquiringDevices({ devices, objects }: Pick<StudyFacts, 'devices' | 'objects'>): readonly SeenDevice[] {
  const acquiring = new Set(
    objects.flatMap(({ acquired, deviceId }) => (acquired && deviceId !== undefined ? [deviceId] : [])),
  );
  return devices.filter(({ deviceId }) => acquiring.has(deviceId));
}
