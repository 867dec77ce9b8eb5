import type { PatientAttribute } from './identity.ts';
import type { Quantity } from './quantity.ts';

/** What a rule says of one subject. Four, never two: missing evidence is `indeterminate`, never `notApplicable` and never green. */
export const verdictKinds = ['conforms', 'deviates', 'indeterminate', 'notApplicable'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/**
 * Why a verdict is indeterminate, a closed list.
 * - `evidence-missing`: evidence is required and absent or expired. Not: the rule does not apply.
 * - `evidence-unreadable`: evidence is there and cannot be read.
 * - `unit-unknown`: a number came with a unit outside the table. Ours to mend.
 * - `source-silent`: the source has not spoken for longer than the rule's freshness. Not: nothing happened.
 * - `not-yet-run`: inside the first-run window, or the study has not been quiet long enough. Nobody's move yet.
 * - `awaiting-review`: a person must decide (a suspect, an unclassified origin, a late entry 补录).
 * - `rule-fault`: the rule threw or the version is unknown here. Ours to mend, loud.
 */
export const indeterminateReasons = [
  'evidence-missing',
  'evidence-unreadable',
  'unit-unknown',
  'source-silent',
  'not-yet-run',
  'awaiting-review',
  'rule-fault',
] as const;
export type IndeterminateReason = (typeof indeterminateReasons)[number];

/** `measured`: decided from machine evidence. `attested`: rests on a person's word (consent register, review decision). */
export type Basis = 'measured' | 'attested';

export type ObservedValue = string | number | boolean | Quantity | PatientAttribute;

/** One thing the rule looked at: the name of the fact (a DICOM keyword where it is one) and what stood there. Identity stays wrapped. */
export interface Observed {
  readonly fact: string;
  readonly value: ObservedValue;
}

export type Verdict =
  | {
      readonly kind: 'conforms';
      readonly basis: Basis;
      readonly observed: readonly Observed[];
      /** It holds, but its due date or its level is near. Not: it holds no more. */
      readonly dueSoon?: true;
      readonly note?: string;
    }
  | {
      readonly kind: 'deviates';
      readonly basis: Basis;
      readonly observed: readonly Observed[];
      readonly limit?: Quantity;
      readonly note?: string;
    }
  | {
      readonly kind: 'indeterminate';
      readonly reason: IndeterminateReason;
      readonly observed: readonly Observed[];
      readonly missing: readonly string[];
      readonly note?: string;
    }
  | { readonly kind: 'notApplicable'; readonly because: Observed };

/** What a person sees; derived, stored nowhere. zh: 符合 已声明 预警 不符合 缺证据 数据过期 检测失败 待检 待核实 不适用 豁免 仅记录 */
export const displayStates = [
  'compliant',
  'attested',
  'due-soon',
  'non-compliant',
  'evidence-missing',
  'stale',
  'check-error',
  'not-yet-run',
  'awaiting-review',
  'not-applicable',
  'waived',
  'informational',
] as const;
export type DisplayState = (typeof displayStates)[number];

/** The stored parts from which the display state is derived. */
export interface Judged {
  readonly kind: VerdictKind;
  readonly reason?: IndeterminateReason | undefined;
  readonly basis?: Basis | undefined;
  /** The rule runs for measuring only, or the study lies before supervision start. */
  readonly informational?: boolean | undefined;
  /** An approved, unexpired waiver covers it. */
  readonly waived?: boolean | undefined;
  /** It holds, but its due date or level is near. */
  readonly dueSoon?: boolean | undefined;
}

/** The parts of a verdict from which its display state follows. */
export function judgedOf(verdict: Verdict, informational = false): Judged {
  switch (verdict.kind) {
    case 'notApplicable':
      return { kind: verdict.kind, informational };
    case 'indeterminate':
      return { kind: verdict.kind, reason: verdict.reason, informational };
    case 'deviates':
      return { kind: verdict.kind, basis: verdict.basis, informational };
    case 'conforms':
      return { kind: verdict.kind, basis: verdict.basis, dueSoon: verdict.dueSoon, informational };
  }
}

export function displayState(judged: Judged): DisplayState {
  if (judged.informational === true) return 'informational';
  switch (judged.kind) {
    case 'notApplicable':
      return 'not-applicable';
    case 'conforms':
      if (judged.dueSoon === true) return 'due-soon';
      return judged.basis === 'attested' ? 'attested' : 'compliant';
    case 'deviates':
      return judged.waived === true ? 'waived' : 'non-compliant';
    case 'indeterminate':
      return indeterminateState(judged);
  }
}

function indeterminateState(judged: Judged): DisplayState {
  switch (judged.reason) {
    case 'evidence-missing':
    case 'evidence-unreadable':
      return judged.waived === true ? 'waived' : 'evidence-missing';
    case 'source-silent':
      return 'stale';
    case 'not-yet-run':
      return 'not-yet-run';
    case 'awaiting-review':
      return 'awaiting-review';
    case 'unit-unknown':
    case 'rule-fault':
    case undefined:
      return 'check-error';
  }
}

/** Worst first (domain: deviates, evidence-missing, rule-fault, source-silent, not-yet-run, due soon, attested, conforms). Awaiting review stands after evidence-missing: a person's decision may still make it a deviation. */
export const worstFirst: readonly DisplayState[] = [
  'non-compliant',
  'evidence-missing',
  'awaiting-review',
  'check-error',
  'stale',
  'not-yet-run',
  'due-soon',
  'waived',
  'attested',
  'compliant',
  'informational',
  'not-applicable',
];

/** How often each display state occurs among the subjects of a cell. Absent means zero. */
export type StateCounts = Readonly<Partial<Record<DisplayState, number>>>;

/** The worst state that occurs; undefined when nothing was counted. */
export function worstState(counts: StateCounts): DisplayState | undefined {
  return worstFirst.find((state) => (counts[state] ?? 0) > 0);
}

export function addCounts(a: StateCounts, b: StateCounts): StateCounts {
  const sum: Partial<Record<DisplayState, number>> = { ...a };
  for (const state of displayStates) {
    const more = b[state] ?? 0;
    if (more > 0) sum[state] = (sum[state] ?? 0) + more;
  }
  return sum;
}

/** Coverage and met rate of counted subjects: applicable leaves out not-applicable and informational; judged are those with a decision (met, deviating, evidence missing, waived). */
export function measureCounts(counts: StateCounts): {
  applicable: number;
  judged: number;
  met: number;
  deviating: number;
} {
  const n = (state: DisplayState): number => counts[state] ?? 0;
  const met = n('compliant') + n('attested') + n('due-soon');
  const deviating = n('non-compliant') + n('evidence-missing');
  const judged = met + deviating + n('waived');
  return {
    applicable: judged + n('awaiting-review') + n('check-error') + n('stale') + n('not-yet-run'),
    judged,
    met,
    deviating,
  };
}
