import { reviewOf } from '../center/care-records.ts';
import { attestedConforming, attestedDeviating } from '../manifest.ts';
import type { CaseDefinition } from './case-definition.ts';

type Told = Pick<CaseDefinition, 'name' | 'fault'>;

/** A case that waits for a person's word, and the same study after either word of two persons: found in order, and confirmed. */
export function withDecisions(waiting: CaseDefinition, inOrder: Told, confirmed: Told): readonly CaseDefinition[] {
  const { rule, expected } = waiting;
  return [
    waiting,
    {
      ...waiting,
      ...inOrder,
      records: (plan) => reviewOf(plan, rule, 'dismissed'),
      expected: { ...expected, [rule]: attestedConforming },
    },
    {
      ...waiting,
      ...confirmed,
      records: (plan) => reviewOf(plan, rule, 'confirmed'),
      expected: { ...expected, [rule]: attestedDeviating },
    },
  ];
}
