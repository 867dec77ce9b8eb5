import type { Observed, UpsFacts } from '@center/contract';
import { seen } from './verdicts.ts';

/** How well the UPS is proven, and what speaks against it. */
export function upsSeen({ grade, against, provedOn, silentSince }: UpsFacts): readonly Observed[] {
  return seen({
    upsGrade: grade,
    ...(against.length === 0 ? {} : { against: against.join(' ') }),
    ...(provedOn === undefined ? {} : { provedOn }),
    ...(silentSince === undefined ? {} : { silentSince }),
  });
}
