import type { Ledger } from '../ledger/index.ts';
import { fromJson } from '../ledger/index.ts';
import type { Alarm, Notices } from './notice.ts';

/** Alarms kept in the ledger, so that a restart knows which of them last. `changed` is told of each that begins, changes or ends. */
export function standingNotices(ledger: Ledger, changed?: () => void): Notices {
  const standing = (): Alarm[] => ledger.standingAlarms.list().map((body) => fromJson<Alarm>(body));
  return {
    raise(alarm) {
      if (ledger.standingAlarms.put(alarm.key, JSON.stringify(alarm), alarm.since)) changed?.();
    },
    clear(key) {
      if (ledger.standingAlarms.remove(key)) changed?.();
    },
    standing,
  };
}
