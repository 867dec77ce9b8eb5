import { addDays, calendarDateAt, type RetrievalLimits, retrievalLimitsOf } from '@center/contract';
import { normalisedMs } from '../../core/index.ts';
import type { StationDeps } from './deps.ts';

/** Days that a retrieve stays on the list of slow ones. */
const slowDays = 90;

const today = ({ now, facility }: StationDeps) => calendarDateAt(now(), facility.zoneOffsetMinutes);

export function retrievalLimits(deps: StationDeps): RetrievalLimits {
  return retrievalLimitsOf(deps.ledger.ruleSets.inForce(today(deps)).manifest);
}

/** Studies whose last timed retrieve of the last 90 days was beyond a limit, the latest first. Slow is not lost, and not offline. */
export function slowStudies(deps: StationDeps): string[] {
  const { firstImageSeconds, wholeSeconds } = retrievalLimits(deps);
  const latest = new Map<string, { at: number; slow: boolean }>();
  for (const row of deps.ledger.archive.retrievals(addDays(today(deps), -slowDays))) {
    const before = latest.get(row.StudyInstanceUID);
    if (before !== undefined && before.at > row.at) continue;
    const slowFirst = row.firstImageMs !== undefined && row.firstImageMs > firstImageSeconds * 1000;
    const slowWhole = row.wholeMs !== undefined && normalisedMs(row.wholeMs, row.bytes) > wholeSeconds * 1000;
    latest.set(row.StudyInstanceUID, { at: row.at, slow: slowFirst || slowWhole });
  }
  return [...latest]
    .filter(([, { slow }]) => slow)
    .sort(([, a], [, b]) => b.at - a.at)
    .map(([uid]) => uid);
}
