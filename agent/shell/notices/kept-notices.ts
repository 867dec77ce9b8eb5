import type { Instant } from '@center/contract';
import { fromJson, type Ledger } from '../ledger/index.ts';
import type { Alarm, Notices } from './notice.ts';

const rank = { info: 0, warning: 1, critical: 2 } as const;

/** Graver than it was, or ten times as many. What was told, and taken up, was less. */
function isWorse(alarm: Alarm, before: Alarm): boolean {
  const decades = ({ values }: Alarm): number => String(values['count'] ?? 0).length;
  return rank[alarm.urgency] > rank[before.urgency] || decades(alarm) > decades(before);
}

/**
 * Alarms kept in the ledger from their raising to their clearing, so that a restart knows which of them last, and what was told of them. `changed` is told of each that begins, changes
 * or ends.
 */
export function keptNotices(ledger: Ledger, now: () => Instant, changed?: () => void): Notices {
  return {
    raise(alarm) {
      ledger.transaction(() => {
        const standing = ledger.notices.openIncident(alarm.key);
        if (standing !== undefined && isWorse(alarm, fromJson<Alarm>(standing.alarm)))
          ledger.notices.tellAnew(alarm.key);
      });
      if (ledger.notices.raise(alarm.key, JSON.stringify(alarm), now())) changed?.();
    },
    clear(key, at) {
      if (ledger.notices.clear(key, at)) changed?.();
    },
    standing: () => ledger.notices.open().map(({ alarm }) => fromJson<Alarm>(alarm)),
  };
}
