import type { Instant } from '@center/contract';

/**
 * What people are told of. One alarm has one key as long as it lasts: told when it begins, again when it ends, and not between, but for reminders and escalation.
 */
export const noticeKinds = [
  'device-down',
  'ups-on-battery',
  'ups-low-battery',
  'ups-fault',
  'ups-silent',
  'room-climate',
  'room-smoke',
  'sensor-fault',
  'site-network',
  'agent-gap',
  'clock-step',
  'fault-unclassified',
  'daily-record-overdue',
  'maintenance-overdue',
  'must-be-back',
  'calendar-ends',
  'archive-lost',
  'disk-full',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];
export type NoticeUrgency = 'info' | 'warning' | 'critical';

export interface Alarm {
  /** Stable while it lasts: `device-down:ct-1`. */
  readonly key: string;
  readonly kind: NoticeKind;
  readonly urgency: NoticeUrgency;
  readonly equipmentId?: string;
  readonly since: Instant;
  /** Key of the alarm that explains it: told inside that one's message, never by itself. */
  readonly causedBy?: string;
  /** Values for the sentence of its kind (names, times, figures); words are in the resources. No patient identity. */
  readonly values: Readonly<Record<string, string | number>>;
}
