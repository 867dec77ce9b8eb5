import type { ConsoleRuleSet } from '@center/contract';

export type Manifest = ConsoleRuleSet['manifest'];
export type ManifestRule = Manifest['rules'][number];
export type Parameter = ManifestRule['parameters'][string];
export type ParameterValue = Parameter['value'];

/** A value as it stands in a text box; several texts stand one a line. */
export function valueText(value: ParameterValue): string {
  return Array.isArray(value) ? value.join('\n') : String(value);
}

/** The text as a value of the same kind as before; undefined when it is none. */
export function valueFrom(text: string, before: ParameterValue): ParameterValue | undefined {
  if (Array.isArray(before))
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  if (typeof before === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (typeof before === 'string') return text.trim() === '' ? undefined : text.trim();
  const number = Number(text.trim());
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}

export function withRule(manifest: Manifest, id: string, change: (rule: ManifestRule) => ManifestRule): Manifest {
  return { ...manifest, rules: manifest.rules.map((rule) => (rule.id === id ? change(rule) : rule)) };
}

export function withParameter(manifest: Manifest, id: string, name: string, value: ParameterValue): Manifest {
  return withRule(manifest, id, (rule) => {
    const parameter = rule.parameters[name];
    return parameter === undefined
      ? rule
      : { ...rule, parameters: { ...rule.parameters, [name]: { ...parameter, value } } };
  });
}

/** How many values, switches and marks differ between two manifests with the same rules. */
export function differences(before: Manifest, after: Manifest): number {
  let count = 0;
  for (const rule of after.rules) {
    const former = before.rules.find((each) => each.id === rule.id);
    if (former === undefined) continue;
    if (former.enabled !== rule.enabled) count += 1;
    if (former.informational !== rule.informational) count += 1;
    for (const [name, parameter] of Object.entries(rule.parameters))
      if (JSON.stringify(former.parameters[name]?.value) !== JSON.stringify(parameter.value)) count += 1;
  }
  return count;
}

/** The next version by its last number, without a mark behind it. */
export function nextVersion(version: string): string {
  const [major = '0', minor = '0', patch = '0'] = version.replace(/-.*$/, '').split('.');
  return `${major}.${minor}.${Number(patch) + 1}`;
}
