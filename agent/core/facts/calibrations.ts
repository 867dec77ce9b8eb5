import { type CalendarDate, type CalibrationFact, type DeviceId, parseCalendarDate } from '@center/contract';
import { textsOf } from './header.ts';
import type { ObservedObject } from './observed-object.ts';
import { byKey } from './order.ts';

/**
 * The latest calibration of each device and kind: DateOfLastCalibration (0018,1200) of the device, DateOfLastDetectorCalibration (0018,700C) of its detector, and that
 * of its dose meter as dose reports tell it (113723). A date in the future stays, for a person to look at; what is no date is dropped.
 */
export function calibrationFacts(
  objects: readonly ObservedObject[],
  deviceIdOfObject: (object: ObservedObject) => DeviceId | undefined,
): readonly CalibrationFact[] {
  const latest = new Map<string, CalibrationFact>();
  const offer = (deviceId: DeviceId | undefined, what: CalibrationFact['what'], raw: string): void => {
    const date = parseCalendarDate(raw.trim().slice(0, 8));
    if (!date.ok) return;
    const key = `${deviceId ?? ''}|${what}`;
    const before: CalendarDate | undefined = latest.get(key)?.on;
    if (before !== undefined && before >= date.value) return;
    latest.set(key, { ...(deviceId === undefined ? {} : { deviceId }), what, on: date.value });
  };
  for (const object of objects) {
    const { header, dose } = object;
    const device = textsOf(header, 'DateOfLastCalibration') ?? [];
    const detector = textsOf(header, 'DateOfLastDetectorCalibration') ?? [];
    const meter = dose?.calibrations ?? [];
    if (device.length + detector.length + meter.length === 0) continue;
    const deviceId = deviceIdOfObject(object);
    for (const raw of device) offer(deviceId, 'device', raw);
    for (const raw of detector) offer(deviceId, 'detector', raw);
    for (const { on } of meter) if (on !== undefined) offer(deviceId, 'dose-meter', on);
  }
  return [...latest].toSorted(byKey(([key]) => key)).map(([, fact]) => fact);
}
