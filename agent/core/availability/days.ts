import type { CalendarDate, DailyStatus } from '@center/contract';
import type { Account, AvailabilityInput } from './evidence.ts';

/**
 * What makes a device day a fault day: `half`, down time at least the policy's share of its scheduled time (the headline); `any-15-minutes`, one stretch down of fifteen minutes;
 * `daily-status`, the status in the daily record.
 */
export const faultDayRules = ['half', 'any-15-minutes', 'daily-status'] as const;
export type FaultDayRule = (typeof faultDayRules)[number];

/**
 * 完好 · 故障 · 检修 (wholly in maintenance) · 外部 (wholly external) · 未知 (less than half of it known) · closed · suspended or not in service.
 */
export const dayKinds = ['good', 'fault', 'overhaul', 'external', 'unknown', 'closed', 'not-in-service'] as const;
export type DayKind = (typeof dayKinds)[number];

/** One local day of one device, up to the moment of asking. Members ending in `Ms` are whole milliseconds of its scheduled time. */
export interface DeviceDay {
  readonly date: CalendarDate;
  readonly scheduledMs: number;
  readonly requiredMs: number;
  readonly upMs: number;
  readonly downMs: number;
  readonly unknownMs: number;
  readonly maintenanceMs: number;
  readonly externalMs: number;
  readonly longestDownMs: number;
  readonly dailyStatus?: DailyStatus;
  readonly kinds: Readonly<Record<FaultDayRule, DayKind>>;
}

/** Each local day that the period touches up to the moment of asking, oldest first. */
export function deviceDays(_account: Account, _input: AvailabilityInput): DeviceDay[] {
  throw new Error('being written');
}
