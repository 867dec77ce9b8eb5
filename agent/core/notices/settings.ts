import type { NoticeUrgency } from './alarm.ts';

/** When people are told, and who. Times in milliseconds. */
export interface NoticeRules {
  /** An alarm is told when it has lasted so long; one that ends earlier is told to nobody, unless it comes twice. */
  readonly groupWaitMs: number;
  /** Shortest time between two messages of alarms that are not critical, to one receiver. */
  readonly groupIntervalMs: number;
  /** An alarm that lasts and that nobody took up is told again after so long. */
  readonly repeatMs: number;
  /** More begins of one alarm within an hour than this are told no more: it flaps, and that is told once. */
  readonly flapping: number;
  /** Messages to one receiver within an hour; what is critical may be told twice as often. What was held back is told together afterwards. */
  readonly mostAnHour: number;
  /** Local hours in which only critical alarms are told: minutes after midnight, the end on the next day when it is not later. */
  readonly quiet?: { readonly from: number; readonly to: number; readonly zone: string };
  /** Who is told when, counted from the first telling; the first step is at once. */
  readonly chain: readonly EscalationStep[];
}

export interface EscalationStep {
  readonly afterMs: number;
  readonly receivers: readonly string[];
  /** Alarms below it are not told on this step. */
  readonly from: NoticeUrgency;
}

export const usualNoticeRules: Omit<NoticeRules, 'chain'> = {
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatMs: 4 * 3_600_000,
  flapping: 6,
  mostAnHour: 12,
};
