import { type IndeterminateReason, indeterminateReasons, type Verdict } from '@center/contract';

/** Order in which reasons outweigh each other when several parts of one study are undecided. */
const gravest: readonly IndeterminateReason[] = [
  'evidence-missing',
  'evidence-unreadable',
  'awaiting-review',
  'unit-unknown',
  'rule-fault',
  'source-silent',
  'not-yet-run',
];

function weight(verdict: Verdict): number {
  switch (verdict.kind) {
    case 'deviates':
      return 100;
    case 'indeterminate':
      return 50 + indeterminateReasons.length - gravest.indexOf(verdict.reason);
    case 'conforms':
      return verdict.basis === 'attested' ? 20 : 10;
    case 'notApplicable':
      return 0;
  }
}

/** Worst first, as cells fold: one bad number or device decides for the study. Undefined for an empty list. */
export function worstOf(verdicts: readonly Verdict[]): Verdict | undefined {
  return verdicts.toSorted((a, b) => weight(b) - weight(a))[0];
}
