/** A count as it may leave: itself, `<5` (one to four subjects), or `withheld` (it would give a small count away by subtraction). */
export type Shown = number | '<5' | 'withheld';

/** Fewer subjects than this are not published. */
const smallestShown = 5;

const small = (n: number): boolean => n > 0 && n < smallestShown;

/** One count that no other published count adds up with. */
export function shownAlone(n: number): Shown {
  return small(n) ? '<5' : n;
}

/**
 * A total with one named part of it; the rest follows by subtraction. A small total hides its part; a small part hides itself, and with it the rest; a small
 * rest hides the part.
 */
export function shownPart(total: number, part: number): { readonly total: Shown; readonly part: Shown } {
  if (small(total)) return { total: '<5', part: '<5' };
  if (small(part)) return { total, part: '<5' };
  return { total, part: small(total - part) ? 'withheld' : part };
}

export interface ClauseFigures {
  readonly applicable: number;
  readonly judged: number;
  readonly met: number;
  readonly deviating: number;
}

/**
 * The four published counts of a clause. They form two sums: applicable = judged + undecided, and judged = met + deviating + waived. Whenever a part of a sum,
 * published or implied, is small, one more member of that sum is withheld, so that the small one cannot be worked out.
 */
export function shownClause({ applicable, judged, met, deviating }: ClauseFigures): {
  applicable: Shown;
  judged: Shown;
  met: Shown;
  deviating: Shown;
} {
  if (small(applicable)) return { applicable: '<5', judged: '<5', met: '<5', deviating: '<5' };
  // With a judged count that is small, its parts are small too; a part that is zero would say as much as the others.
  if (small(judged))
    return {
      applicable: small(applicable - judged) ? 'withheld' : applicable,
      judged: '<5',
      met: '<5',
      deviating: '<5',
    };
  const whole: Shown = small(applicable - judged) ? 'withheld' : applicable;
  const waived = judged - met - deviating;
  const anySmall = small(met) || small(deviating) || small(waived);
  if (!anySmall) return { applicable: whole, judged, met, deviating };
  return {
    applicable: whole,
    judged,
    met: small(met) ? '<5' : 'withheld',
    deviating: small(deviating) ? '<5' : small(met) ? 'withheld' : deviating,
  };
}
