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
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object') return hasJsonForm(value) ? canonicalJson(value.toJSON()) : objectText(value);
  throw new TypeError(`a ${typeof value} has no JSON form`);
}

function hasJsonForm(value: object): value is { toJSON: () => unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Every header, fact and verdict passes here; text is added to text, because lists of parts cost as much as the parts. */
function objectText(value: object): string {
  let text = '';
  for (const [key, member] of Object.entries(value).sort(byKey)) {
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
