/** How sure a sampled year is, in the parts of a sentence: "0 of 312 sampled studies of 2019 lost; loss below 1.0 %". */
export interface LossStatement {
  readonly sampled: number;
  readonly lost: number;
  /** Share (0…1) that the loss lies below with 95 % confidence; null when nothing was sampled. */
  readonly bound: number | null;
  /** `bound` in percent, one decimal, rounded up: what is printed never promises more than was shown. Null as `bound`. */
  readonly below: string | null;
  /** `three-over-n`: the rule of thumb for no loss, never below the exact bound. `exact`: Clopper and Pearson. */
  readonly basis: 'three-over-n' | 'exact' | 'none';
}

/** Probability of at most k losses among n when each is lost with probability p, 0 < p < 1. */
function atMost(k: number, n: number, p: number): number {
  // Term by term from the largest, so that no power of a small number is lost.
  const logTerms: number[] = [];
  let log = n * Math.log1p(-p);
  for (let i = 0; i <= k; i += 1) {
    logTerms.push(log);
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
  }
  const largest = logTerms.reduce((a, b) => Math.max(a, b));
  return Math.exp(largest) * logTerms.reduce((total, term) => total + Math.exp(term - largest), 0);
}

/**
 * One-sided upper bound of Clopper and Pearson: the loss rate p at which at most k losses among n samples have a probability of 1 − confidence. For k = 0 that is
 * 1 − (1 − confidence)^(1/n). 0…1; 1 when every sample was lost. Throws unless 0 ≤ k ≤ n and n ≥ 1, whole numbers.
 */
export function lossBound(lost: number, sampled: number, confidence = 0.95): number {
  if (!Number.isSafeInteger(lost) || !Number.isSafeInteger(sampled) || lost < 0 || sampled < 1 || lost > sampled)
    throw new RangeError('lost and sampled are whole numbers, and no more is lost than was sampled');
  if (lost === sampled) return 1;
  const alpha = 1 - confidence;
  if (lost === 0) return -Math.expm1(Math.log(alpha) / sampled);
  let [low, high] = [lost / sampled, 1];
  for (let i = 0; i < 100 && high - low > 1e-12; i += 1) {
    const middle = (low + high) / 2;
    if (middle >= 1 || atMost(lost, sampled, middle) <= alpha) high = middle;
    else low = middle;
  }
  return high;
}

const percentUp = (share: number): string => (Math.ceil(share * 1000 - 1e-9) / 10).toFixed(1);

/** The bound that is printed beside a verdict. Without a loss it is 3/n (domain: "below 3/n with 95 % confidence"), which lies above the exact one; with losses the exact one. */
export function lossStatement(sampled: number, lost: number): LossStatement {
  if (sampled === 0) return { sampled, lost, bound: null, below: null, basis: 'none' };
  const bound = lost === 0 ? Math.min(1, 3 / sampled) : lossBound(lost, sampled);
  return { sampled, lost, bound, below: percentUp(bound), basis: lost === 0 ? 'three-over-n' : 'exact' };
}
