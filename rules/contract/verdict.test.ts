import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addCounts,
  displayState,
  displayStates,
  indeterminateReasons,
  type Judged,
  measureCounts,
  type StateCounts,
  verdictKinds,
  worstFirst,
  worstState,
} from './verdict.ts';

const counts: fc.Arbitrary<StateCounts> = fc.dictionary(
  fc.constantFrom(...displayStates),
  fc.integer({ min: 0, max: 10_000 }),
);
const judged: fc.Arbitrary<Judged> = fc.record({
  kind: fc.constantFrom(...verdictKinds),
  reason: fc.constantFrom(...indeterminateReasons, undefined),
  basis: fc.constantFrom('measured' as const, 'attested' as const, undefined),
  informational: fc.boolean(),
  waived: fc.boolean(),
  dueSoon: fc.boolean(),
});

describe('what a person sees', () => {
  test.for([
    ['a measured conformity', { kind: 'conforms', basis: 'measured' }, 'compliant'],
    ['a person’s word', { kind: 'conforms', basis: 'attested' }, 'attested'],
    ['a due date near', { kind: 'conforms', basis: 'attested', dueSoon: true }, 'due-soon'],
    ['a deviation', { kind: 'deviates', basis: 'measured' }, 'non-compliant'],
    ['a waived deviation', { kind: 'deviates', waived: true }, 'waived'],
    ['missing evidence', { kind: 'indeterminate', reason: 'evidence-missing' }, 'evidence-missing'],
    ['unreadable evidence', { kind: 'indeterminate', reason: 'evidence-unreadable' }, 'evidence-missing'],
    ['waived missing evidence', { kind: 'indeterminate', reason: 'evidence-missing', waived: true }, 'waived'],
    ['a silent source', { kind: 'indeterminate', reason: 'source-silent' }, 'stale'],
    ['a unit outside the table', { kind: 'indeterminate', reason: 'unit-unknown' }, 'check-error'],
    ['a rule that threw', { kind: 'indeterminate', reason: 'rule-fault' }, 'check-error'],
    ['no reason at all', { kind: 'indeterminate' }, 'check-error'],
    ['not yet run', { kind: 'indeterminate', reason: 'not-yet-run' }, 'not-yet-run'],
    ['awaiting review', { kind: 'indeterminate', reason: 'awaiting-review' }, 'awaiting-review'],
    ['not applicable', { kind: 'notApplicable' }, 'not-applicable'],
    ['informational whatever it says', { kind: 'deviates', informational: true }, 'informational'],
  ] as const)('%s', ([, verdict, state]) => {
    expect(displayState(verdict)).toBe(state);
  });
  test('nothing undecided and no deviation is ever green', () => {
    fc.assert(
      fc.property(
        judged,
        (each) => each.kind === 'conforms' || !['compliant', 'attested', 'due-soon'].includes(displayState(each)),
      ),
    );
  });
});

describe('folding', () => {
  test('the order names every state once', () => {
    expect([...worstFirst].toSorted()).toEqual([...displayStates].toSorted());
  });
  test('one bad subject in ten thousand shows, and the counts stay', () => {
    const cell = addCounts({ compliant: 9_999 }, { 'non-compliant': 1 });
    expect(worstState(cell)).toBe('non-compliant');
    expect(cell).toEqual({ compliant: 9_999, 'non-compliant': 1 });
    expect(worstState({})).toBeUndefined();
    expect(worstState({ compliant: 0 })).toBeUndefined();
  });
  test('adding is free of order and grouping', () => {
    fc.assert(
      fc.property(counts, counts, counts, (a, b, c) => {
        const n = (sum: StateCounts): readonly number[] => displayStates.map((state) => sum[state] ?? 0);
        expect(n(addCounts(a, b))).toEqual(n(addCounts(b, a)));
        expect(n(addCounts(addCounts(a, b), c))).toEqual(n(addCounts(a, addCounts(b, c))));
      }),
    );
  });
  test('met + deviating ≤ judged ≤ applicable; nothing applies where all is informational or not applicable', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const { applicable, judged: decided, met, deviating } = measureCounts(all);
        return met + deviating <= decided && decided <= applicable;
      }),
    );
    expect(measureCounts({ informational: 5, 'not-applicable': 7 })).toEqual({
      applicable: 0,
      judged: 0,
      met: 0,
      deviating: 0,
    });
    expect(
      measureCounts({ compliant: 3, attested: 2, 'evidence-missing': 1, waived: 1, stale: 4, 'awaiting-review': 2 }),
    ).toEqual({ applicable: 13, judged: 7, met: 5, deviating: 1 });
  });
});
