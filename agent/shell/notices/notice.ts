import type { Instant } from '@center/contract';
import type { Alarm } from '../../core/index.ts';

export type { Alarm, NoticeKind, NoticeUrgency } from '../../core/index.ts';

/** What the rest of the agent sees of the room: raise and clear are durable when they return, and may come twice. */
export interface Notices {
  raise(alarm: Alarm): void;
  clear(key: string, at: Instant): void;
  /** Alarms that last now. */
  standing(): readonly Alarm[];
}
