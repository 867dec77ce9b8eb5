import type { Basis, IndeterminateReason, Observed, ObservedValue, Quantity, Verdict } from '@center/contract';

/** What a rule looked at, in the order in which it is shown. A value of `undefined` stands for "not there" and is said so. */
export function seen(facts: Readonly<Record<string, ObservedValue | undefined>>): readonly Observed[] {
  return Object.entries(facts).map(([fact, value]) => ({ fact, value: value ?? 'absent' }));
}

/** A remark beside a verdict, Chinese first. */
export function remark(zh: string, en: string): string {
  return `${zh} / ${en}`;
}

interface More {
  readonly basis?: Basis;
  readonly note?: string | undefined;
  readonly limit?: Quantity;
  /** Of what conforms: its due date or level is near. */
  readonly dueSoon?: boolean;
}

function noted(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}

/** The fact is there and the condition holds; `measured` unless said otherwise. */
export function conforms(observed: readonly Observed[], more: More = {}): Verdict {
  return {
    kind: 'conforms',
    basis: more.basis ?? 'measured',
    observed,
    ...(more.dueSoon === true ? { dueSoon: true } : {}),
    ...noted(more.note),
  };
}

/** The fact is there and the condition does not hold; `measured` unless said otherwise. */
export function deviates(observed: readonly Observed[], more: More = {}): Verdict {
  return {
    kind: 'deviates',
    basis: more.basis ?? 'measured',
    observed,
    ...(more.limit === undefined ? {} : { limit: more.limit }),
    ...noted(more.note),
  };
}

function undecided(
  reason: IndeterminateReason,
  observed: readonly Observed[],
  missing: readonly string[],
  note?: string,
): Verdict {
  return { kind: 'indeterminate', reason, observed, missing, ...noted(note) };
}

/** Evidence is required and not there; `missing` names it by DICOM keyword, or by the name of the record. */
export function evidenceMissing(
  missing: readonly string[],
  observed: readonly Observed[] = [],
  note?: string,
): Verdict {
  return undecided('evidence-missing', observed, missing, note);
}

/** Evidence is there and cannot be read; `unreadable` names it. */
export function evidenceUnreadable(
  unreadable: readonly string[],
  observed: readonly Observed[],
  note?: string,
): Verdict {
  return undecided('evidence-unreadable', observed, unreadable, note);
}

export function unitUnknown(which: readonly string[], observed: readonly Observed[]): Verdict {
  return undecided('unit-unknown', observed, which);
}

export function sourceSilent(observed: readonly Observed[], missing: readonly string[], note?: string): Verdict {
  return undecided('source-silent', observed, missing, note);
}

/** Nobody's move yet. */
export function notYetRun(observed: readonly Observed[], missing: readonly string[], note?: string): Verdict {
  return undecided('not-yet-run', observed, missing, note);
}

/** A person must decide. */
export function awaitingReview(observed: readonly Observed[], note: string): Verdict {
  return undecided('awaiting-review', observed, [], note);
}

export function ruleFault(note: string): Verdict {
  return undecided('rule-fault', [], [], note);
}

/** The applicability predicate is false; the fact that decided it is kept. */
export function notApplicable(fact: string, value: ObservedValue): Verdict {
  return { kind: 'notApplicable', because: { fact, value } };
}
