import type { Observed, PersonRole, SeenPersonFacts, Verdict } from '@center/contract';
import { awaitingReview, remark, seen } from './verdicts.ts';

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

/** No entry can be held against the name: a person must look. */
export function notComparable(observed: readonly Observed[]): Verdict {
  return awaitingReview(
    observed,
    remark(
      '名册中没有该文字写法的姓名，无法比对。',
      'The staff list holds no name in this script: they cannot be compared.',
    ),
  );
}

/** Entries that were in force on the day on which the name was seen last. */
export function inForceWhenSeen({ staff, lastSeen }: SeenPersonFacts): SeenPersonFacts['staff'] {
  return staff.filter(
    ({ validFrom, validTo }) => validFrom <= lastSeen && (validTo === undefined || lastSeen <= validTo),
  );
}
