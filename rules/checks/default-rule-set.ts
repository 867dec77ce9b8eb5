import {
  canonicalJson,
  type ManifestRule,
  must,
  parseCalendarDate,
  parseSha256,
  type RuleSetManifest,
  type Sha256,
} from '@center/contract';
import { ruleCatalogue } from './catalogue.ts';
import type { RuleDefinition } from './define-rule.ts';

function entryOf(rule: RuleDefinition): ManifestRule {
  return {
    id: rule.id,
    version: rule.version,
    enabled: true,
    informational: rule.measuresOnly,
    parameters: rule.parameters,
  };
}

/** The rule set that rules while no console has signed another: every rule with its own parameters. */
export const defaultRuleSet: RuleSetManifest = Object.freeze({
  kind: 'rule-set-manifest/1',
  version: '1.0.0',
  // Before the oldest study that a retention of ten years can still ask for: the default rule set has no predecessor.
  effectiveFrom: must(parseCalendarDate('2000-01-01')),
  notes: {
    zh: '随程序发布的默认规则集。CT 剂量参考水平尚未与标准原文核对，相应规则仅作记录。',
    en: 'The default rule set shipped with the program. The CT reference levels are not yet compared with the official text: that rule is for the record only.',
  },
  rules: ruleCatalogue.map(entryOf),
});

/** The bytes of a manifest, as text: canonical JSON, the same on every machine. */
export function ruleSetBytes(manifest: RuleSetManifest): string {
  return canonicalJson(manifest);
}

/** SHA-256 of `ruleSetBytes(defaultRuleSet)` in UTF-8. A literal, so that a changed number cannot pass unseen; the test computes it again. */
export const defaultRuleSetSha256: Sha256 = must(
  parseSha256('d621a60b07b6107f2a76c0257929c2f85365b1cf0abeb69691cf059ad01d2acb'),
);

/** Rules that a manifest names and this program does not have; the shells refuse to pin such a manifest. */
export function unknownRules(manifest: RuleSetManifest): readonly string[] {
  const known = new Set<string>(ruleCatalogue.map(({ id }) => id));
  return manifest.rules.map(({ id }) => id).filter((id) => !known.has(id));
}
