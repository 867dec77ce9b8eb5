import type { Observed, UpsFacts } from '@center/contract';
import { equipmentSeen } from './equipment-seen.ts';
import { seen } from './verdicts.ts';

/** How well the UPS is proven, and what speaks against it. */
export function upsSeen(ups: UpsFacts): readonly Observed[] {
  const { grade, against, provedOn, silentSince } = ups;
  return [
    ...equipmentSeen(ups),
    ...seen({
      upsGrade: grade,
      ...(against.length === 0 ? {} : { against: against.join(' ') }),
      ...(provedOn === undefined ? {} : { provedOn }),
      ...(silentSince === undefined ? {} : { silentSince }),
    }),
  ];
}
