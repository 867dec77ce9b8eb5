import {
  canonicalJson,
  type Finding,
  isUnit,
  must,
  type Observed,
  type ObservedValue,
  PatientAttribute,
  parseSha256,
  patientAttribute,
  Quantity,
  type Sha256,
  type Verdict,
} from '@center/contract';

/** Text of our own hand → value of the type it was written from. */
export function fromJson<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this program from a value of that type, in the same transaction as its entry
  return JSON.parse(text) as T;
}

/** A row's text that this program wrote as an id, back under its brand. */
export function branded<Id extends string>(text: string): Id {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the column is only ever written from a value of that brand
  return text as Id;
}

export function knownSha256(text: string): Sha256 {
  return must(parseSha256(text));
}

type StoredValue =
  | string
  | number
  | boolean
  | { readonly value: number; readonly unit: string }
  | { readonly identity: string };
interface StoredObserved {
  readonly fact: string;
  readonly value: StoredValue;
}

/** The ledger is one of the few places that reveal identity, on purpose: the center's people must see whom a finding is about. */
function storedValue(value: ObservedValue): StoredValue {
  if (value instanceof PatientAttribute) return { identity: value.reveal() };
  if (value instanceof Quantity) return value.toJSON();
  return value;
}

function revivedValue(value: StoredValue): ObservedValue {
  if (typeof value !== 'object') return value;
  if ('identity' in value) return patientAttribute(value.identity);
  if (!isUnit(value.unit)) throw new TypeError(`a stored quantity has the unknown unit ${value.unit}`);
  return new Quantity(value.value, value.unit);
}

const stored = (observed: Observed): StoredObserved => ({ fact: observed.fact, value: storedValue(observed.value) });
const revived = (observed: StoredObserved): Observed => ({ fact: observed.fact, value: revivedValue(observed.value) });

type StoredVerdict = {
  readonly kind: Verdict['kind'];
  readonly observed?: readonly StoredObserved[];
  readonly because?: StoredObserved;
  readonly limit?: StoredValue;
};

function storedVerdict(verdict: Verdict): unknown {
  if (verdict.kind === 'notApplicable') return { kind: verdict.kind, because: stored(verdict.because) };
  const observed = verdict.observed.map(stored);
  if (verdict.kind === 'deviates') return { ...verdict, observed, limit: verdict.limit?.toJSON() };
  return { ...verdict, observed };
}

function revivedVerdict(raw: StoredVerdict): Verdict {
  const verdict = {
    ...raw,
    ...(raw.observed === undefined ? {} : { observed: raw.observed.map(revived) }),
    ...(raw.because === undefined ? {} : { because: revived(raw.because) }),
    ...(raw.limit === undefined ? {} : { limit: revivedValue(raw.limit) }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the members were written by storedVerdict from a Verdict
  return verdict as Verdict;
}

export const verdictText = (verdict: Verdict): string => canonicalJson(storedVerdict(verdict));
export const verdictOf = (text: string): Verdict => revivedVerdict(fromJson<StoredVerdict>(text));

/** What a verdict rests on, as text: two verdicts on the same observations have the same. */
export function observedText(verdict: Verdict): string {
  return canonicalJson(verdict.kind === 'notApplicable' ? [stored(verdict.because)] : verdict.observed.map(stored));
}

export function findingText(finding: Finding): string {
  return canonicalJson({ ...finding, verdict: storedVerdict(finding.verdict), evidence: finding.evidence.map(stored) });
}

export function findingOf(text: string): Finding {
  const raw = fromJson<Omit<Finding, 'verdict' | 'evidence'> & { verdict: StoredVerdict; evidence: StoredObserved[] }>(
    text,
  );
  return { ...raw, verdict: revivedVerdict(raw.verdict), evidence: raw.evidence.map(revived) };
}
