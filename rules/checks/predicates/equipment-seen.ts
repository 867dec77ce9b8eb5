import type { DeviceId, Observed } from '@center/contract';
import { seen } from './verdicts.ts';

/** Which thing it is, by the center's own short name and by the device register. Of what is on no card there is only the latter. */
export function equipmentSeen({
  equipmentId,
  deviceId,
}: {
  readonly equipmentId?: string;
  readonly deviceId?: DeviceId;
}): readonly Observed[] {
  return seen({
    ...(equipmentId === undefined ? {} : { equipmentId }),
    ...(deviceId === undefined ? {} : { deviceId }),
  });
}
