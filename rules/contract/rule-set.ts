import type { Sha256 } from './ids.ts';
import type { CalendarDate } from './instant.ts';

/** A parameter of a rule, with where the number comes from: a printed text (`seed`), an outside standard (`law`) or our own default. */
export interface RuleParameter {
  readonly value: number | string | readonly string[] | boolean;
  readonly unit?: string;
  readonly source: { readonly kind: 'seed' | 'law' | 'default'; readonly text: string };
}

export interface ManifestRule {
  readonly id: string;
  readonly version: number;
  readonly enabled: boolean;
  /** Runs for measuring only: shown as 仅记录, opens no finding. */
  readonly informational: boolean;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
}

/** Immutable: published once, never edited; a change of a number is a new manifest. Identified by the SHA-256 of its canonical bytes. */
export interface RuleSetManifest {
  readonly kind: 'rule-set-manifest/1';
  readonly version: string;
  readonly effectiveFrom: CalendarDate;
  readonly notes: { readonly zh: string; readonly en: string };
  readonly rules: readonly ManifestRule[];
}

/** A manifest together with the hash that pins it. */
export interface PinnedRuleSet {
  readonly manifest: RuleSetManifest;
  readonly sha256: Sha256;
}
