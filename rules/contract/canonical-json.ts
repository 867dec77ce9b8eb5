/**
 * JSON with sorted keys and no blanks: the same value gives the same bytes on every machine, so that hashes of facts and manifests agree.
 * `undefined` members are left out; a value that JSON cannot hold (function, bigint, non-finite number) throws.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('a non-finite number has no JSON form');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return arrayText(value);
  if (typeof value === 'object') return hasJsonForm(value) ? canonicalJson(value.toJSON()) : objectText(value);
  throw new TypeError(`a ${typeof value} has no JSON form`);
}

function hasJsonForm(value: object): value is { toJSON: () => unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Every header, fact and verdict passes here; text is added to text, because lists of parts cost as much as the parts. */
function objectText(value: object): string {
  let text = '';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- read by its own keys only
  const members = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(value).sort()) {
    const member = members[key];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function arrayText(items: readonly unknown[]): string {
  let text = '';
  for (let at = 0; at < items.length; at += 1) text += `${at === 0 ? '' : ','}${canonicalJson(items[at] ?? null)}`;
  return `[${text}]`;
}
