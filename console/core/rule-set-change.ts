import { canonicalJson, type RuleSetManifest } from '@center/contract';
import { wordsOfRule } from './catalogue.ts';

/** What differs between two manifests, one line each; empty when they judge alike. */
export function ruleSetChanges(before: RuleSetManifest | undefined, after: RuleSetManifest): string[] {
  if (before === undefined) return [];
  const lines: string[] = [];
  const old = new Map(before.rules.map((rule) => [rule.id, rule]));
  for (const rule of after.rules) {
    const was = old.get(rule.id);
    old.delete(rule.id);
    if (was === undefined) {
      lines.push(`${rule.id}: new`);
      continue;
    }
    if (was.version !== rule.version) lines.push(`${rule.id}: version ${was.version} → ${rule.version}`);
    if (was.enabled !== rule.enabled) lines.push(`${rule.id}: ${rule.enabled ? 'enabled' : 'disabled'}`);
    if (was.informational !== rule.informational)
      lines.push(`${rule.id}: ${rule.informational ? 'for the record only' : 'counts'}`);
    for (const name of new Set([...Object.keys(was.parameters), ...Object.keys(rule.parameters)])) {
      const [from, to] = [was.parameters[name], rule.parameters[name]];
      if (canonicalJson(from ?? null) !== canonicalJson(to ?? null))
        lines.push(`${rule.id}.${name}: ${canonicalJson(from?.value ?? null)} → ${canonicalJson(to?.value ?? null)}`);
    }
  }
  for (const id of old.keys()) lines.push(`${id}: removed`);
  return lines;
}

/** Why a manifest cannot be published here; empty when it can. A rule that agents do not know would be `rule-fault` at every center. */
export function ruleSetProblems(
  published: readonly { readonly version: string }[],
  current: RuleSetManifest | undefined,
  next: RuleSetManifest,
): string[] {
  const problems: string[] = [];
  if (published.some((set) => set.version === next.version))
    problems.push(`version ${next.version} has been published before; a change is a new version`);
  if (current !== undefined && ruleSetChanges(current, next).length === 0)
    problems.push('nothing differs from the rule set in force');
  const seen = new Set<string>();
  for (const rule of next.rules) {
    if (seen.has(rule.id)) problems.push(`${rule.id} stands twice`);
    seen.add(rule.id);
    const words = wordsOfRule(rule.id);
    if (words === undefined) problems.push(`${rule.id} is in no catalogue`);
    else if (words.version !== rule.version)
      problems.push(`${rule.id} has version ${words.version}, not ${rule.version}`);
    const was = current?.rules.find((candidate) => candidate.id === rule.id);
    for (const [name, parameter] of Object.entries(was?.parameters ?? {})) {
      const to = rule.parameters[name];
      if (to === undefined) problems.push(`${rule.id}.${name} is missing`);
      else if (typeof to.value !== typeof parameter.value || Array.isArray(to.value) !== Array.isArray(parameter.value))
        problems.push(`${rule.id}.${name} is another kind of value`);
      else if (to.unit !== parameter.unit)
        problems.push(`${rule.id}.${name} changes its unit from ${parameter.unit ?? 'none'}`);
    }
  }
  return problems;
}
