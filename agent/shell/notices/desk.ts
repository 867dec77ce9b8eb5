import type { Instant } from '@center/contract';
import type { NoticeRepository } from '../ledger/index.ts';

/** One message as the station shows it. `failed`: tried, and waiting for the next try. */
export interface NoticeDelivery {
  readonly id: string;
  readonly at: Instant;
  /** Name of the receiver. */
  readonly channel: string;
  readonly subject: string;
  readonly state: 'waiting' | 'sent' | 'failed' | 'given-up';
  readonly attempts: number;
  readonly problem?: string;
}

/** What the station needs of those who tell people. */
export interface NoticeDesk {
  /** At least one receiver is configured. */
  readonly sending: boolean;
  /** Who took up a standing alarm. */
  acknowledged(key: string): { readonly by: string; readonly at: Instant; readonly note: string } | undefined;
  /** Durable when it returns; whoever was first stays. */
  acknowledge(key: string, note: string, who: string, at: Instant): void;
  /** Newest first. */
  deliveries(limit: number): readonly NoticeDelivery[];
}

export function noticeDesk(notices: NoticeRepository, sending: boolean): NoticeDesk {
  return {
    sending,
    acknowledged: (key) => notices.openIncident(key)?.acknowledged,
    acknowledge: (key, note, who, at) => void notices.acknowledge(key, who, note, at),
    deliveries: (limit) =>
      notices.latest(limit).map(({ id, madeAt, receiver, subject, state, attempts, problem }) => ({
        id,
        at: madeAt,
        channel: receiver,
        subject,
        state: state === 'waiting' && problem !== undefined ? 'failed' : state,
        attempts,
        ...(problem === undefined ? {} : { problem }),
      })),
  };
}
