import type {
  Basis,
  CalendarDate,
  ConsentRecord,
  DeviceCard,
  HarmExplained,
  IdentityException,
  IndeterminateReason,
  Instant,
  PregnancyInquiry,
  ReviewDecision,
  SpecialNeed,
  VerdictKind,
} from '@center/contract';
import { informationalRules, type JudgedRule, judgedRules, registerlessRules } from './rules-judged.ts';

/** What a rule must say of a study; `basis` where it is met or not met, `reason` where it cannot be decided. */
export interface Expectation {
  readonly kind: VerdictKind;
  readonly reason?: IndeterminateReason;
  readonly basis?: Basis;
}

export type Expectations = Readonly<Record<JudgedRule, Expectation>>;

/** A contract record as JSON: its instants are ISO 8601 texts. */
type Iso<T> = { readonly [Key in keyof T]: T[Key] extends Instant ? string : T[Key] };

/** What the center's people wrote down for a study. */
export interface FixtureRecords {
  readonly inquiry?: Iso<PregnancyInquiry>;
  readonly harmExplained?: Iso<HarmExplained>;
  readonly consent?: Iso<ConsentRecord>;
  readonly specialNeed?: Iso<SpecialNeed>;
  readonly identityException?: IdentityException;
  readonly importedBy?: { readonly recordId: string; readonly fromInstitution: string };
  readonly reviews?: readonly Iso<ReviewDecision>[];
}

/** A study of the archive and everything that must be said of it. */
export interface FixtureStudy {
  readonly name: string;
  readonly study: string;
  /** Paths below the archive's folder, with `/`. */
  readonly files: readonly string[];
  readonly records?: FixtureRecords;
  readonly expected: Expectations;
  /** The rules that must open a finding, and no other may. */
  readonly findings: readonly JudgedRule[];
}

/** A study with one named fault, or with the one circumstance that a verdict needs. */
export interface FixtureCase extends FixtureStudy {
  readonly rule: JudgedRule;
  readonly clause: string;
  readonly fault: string;
  /** Why a second rule cannot help answering too. */
  readonly also?: string;
}

/** A file that is no readable object of a study. */
export interface UnreadableFile {
  readonly file: string;
  readonly kind: 'unreadable' | 'not-dicom';
  readonly why: string;
}

/** A verdict that no file, record or card can bring about. */
export interface VerdictNotFromFiles {
  readonly rule: JudgedRule;
  readonly kind: VerdictKind;
  readonly reason?: IndeterminateReason;
  readonly why: string;
}

export interface FixtureManifest {
  readonly kind: 'fixture-manifest/1';
  readonly seed: string;
  /** The day of judging for which the expectations hold. */
  readonly asOf: CalendarDate;
  /** The earliest study date. */
  readonly supervisionStart: CalendarDate;
  readonly institutionName: string;
  readonly devices: readonly DeviceCard[];
  readonly cases: readonly FixtureCase[];
  readonly baseline: readonly FixtureStudy[];
  readonly unreadable: readonly UnreadableFile[];
  readonly notFromFiles: readonly VerdictNotFromFiles[];
}

export const conforming: Expectation = { kind: 'conforms', basis: 'measured' };
export const attestedConforming: Expectation = { kind: 'conforms', basis: 'attested' };
export const notApplicable: Expectation = { kind: 'notApplicable' };
export const deviating: Expectation = { kind: 'deviates', basis: 'measured' };
export const attestedDeviating: Expectation = { kind: 'deviates', basis: 'attested' };
export function indeterminate(reason: IndeterminateReason): Expectation {
  return { kind: 'indeterminate', reason };
}

/** Deviations and every reason but those of nobody's move open a finding; a rule that only measures opens none, and what a register lacks is no finding of the study. */
export function findingsOf(expected: Expectations): readonly JudgedRule[] {
  const rules = Object.keys(judgedRules).filter((rule): rule is JudgedRule => rule in judgedRules);
  return rules.filter((rule) => {
    const { kind, reason } = expected[rule];
    if (informationalRules.has(rule)) return false;
    if (registerlessRules.has(rule) && reason === 'evidence-missing') return false;
    return kind === 'deviates' || (kind === 'indeterminate' && reason !== 'not-yet-run' && reason !== 'source-silent');
  });
}
