import type { Instant } from '@center/contract';
import { fromJson, type Ledger } from '../ledger/index.ts';
import type { Alarm, Notices } from './notice.ts';

const key = 'archive-lost';

/** Studies that the archive has lost before their term: raised when the first is found, told anew in number as it grows, cleared when each is found again or explained. */
export function settleArchiveAlarm(ledger: Ledger, notices: Notices, now: Instant): void {
  const { total } = ledger.archive.list('lost', 0, 0);
  const standing = ledger.notices.openIncident(key);
  if (total === 0) {
    if (standing !== undefined) notices.clear(key, now);
    return;
  }
  const since = standing === undefined ? now : fromJson<Alarm>(standing.alarm).since;
  notices.raise({ key, kind: 'archive-lost', urgency: 'critical', since, values: { count: total } });
}
