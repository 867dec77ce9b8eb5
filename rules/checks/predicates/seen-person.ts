import type { Observed, PersonRole, SeenPersonFacts } from '@center/contract';
import { seen } from './verdicts.ts';

/** Who was seen in which roles; the name stays wrapped. */
export function personSeen(
  { name, roles, days, firstSeen, lastSeen, staff }: SeenPersonFacts,
  wanted: readonly PersonRole[],
): readonly Observed[] {
  return seen({
    staffName: name,
    roles: roles.filter((role) => wanted.includes(role)).join(' '),
    daysSeen: days,
    firstSeen,
    lastSeen,
    staffEntries: staff.length,
  });
}

/** Entries that were in force on the day on which the name was seen last. */
export function inForceWhenSeen({ staff, lastSeen }: SeenPersonFacts): SeenPersonFacts['staff'] {
  return staff.filter(
    ({ validFrom, validTo }) => validFrom <= lastSeen && (validTo === undefined || lastSeen <= validTo),
  );
}
