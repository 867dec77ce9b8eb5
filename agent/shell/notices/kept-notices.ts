import type { Instant } from '@center/contract';
import { fromJson, type Ledger } from '../ledger/index.ts';
import type { Alarm, Notices } from './notice.ts';

/**
 * Alarms kept in the ledger from their raising to their clearing, so that a restart knows which of them last, and what was told of them. `changed` is told of each that begins, changes
 * or ends.
 */
export function keptNotices(ledger: Ledger, now: () => Instant, changed?: () => void): Notices {
  return {
    raise(alarm) {
      if (ledger.notices.raise(alarm.key, JSON.stringify(alarm), now())) changed?.();
    },
    clear(key, at) {
      if (ledger.notices.clear(key, at)) changed?.();
    },
    standing: () => ledger.notices.open().map(({ alarm }) => fromJson<Alarm>(alarm)),
  };
}
