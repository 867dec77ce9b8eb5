import { addMonths, type CalendarDate, type Instant, monthOf } from '@center/contract';
import { localDate, monthClosesAt, monthPeriod, monthRevision } from '../../core/index.ts';
import { accountOf, policyOf, zoneOf } from './account-of.ts';
import type { FigureDeps } from './standing-contract.ts';

/** Late edits are looked for in so many closed months. */
const monthsBack = 13;

/**
 * Closes every month of each imaging device whose closing day has come, and appends a revision to a closed one whose figures have changed since. Doing it again changes nothing. Returns the revisions that
 * it wrote.
 */
export function closeMonths(deps: FigureDeps, supervisionStart: CalendarDate, now: Instant): number {
  const { ledger } = deps;
  let written = 0;
  for (const card of ledger.equipment.cards()) {
    if (card.kind !== 'imaging') continue;
    const zone = zoneOf(ledger, card);
    const today = localDate(zone, now);
    const first = monthOf(supervisionStart > card.inServiceFrom ? supervisionStart : card.inServiceFrom);
    for (let back = monthsBack; back >= 1; back -= 1) {
      const month = monthOf(addMonths(today, -back));
      if (month < first || (card.inServiceTo !== undefined && month > monthOf(card.inServiceTo))) continue;
      if (monthClosesAt(month, zone, policyOf(deps)) > now) continue;
      written += closeMonth(deps, card.id, month, zone, now);
    }
  }
  return written;
}

function closeMonth(deps: FigureDeps, equipmentId: string, month: string, zone: string, now: Instant): number {
  const { ledger } = deps;
  const figures = accountOf(deps, equipmentId, monthPeriod(month, zone), now)?.figures;
  if (figures === undefined) return 0;
  const closed = ledger.uptimeMonths.last(equipmentId, month, now);
  // A basis that is another while every figure stayed corrects nothing.
  const changed = closed === undefined ? undefined : monthRevision(closed.figures, figures)?.changed;
  if (closed !== undefined && (changed ?? []).every((member) => member === 'basisSha256')) return 0;
  ledger.uptimeMonths.close(equipmentId, month, figures, now);
  return 1;
}
