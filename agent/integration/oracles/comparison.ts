import { attributes } from '../../core/facts/attributes.ts';

/** One value that two readers read differently. */
export interface Difference {
  readonly path: string;
  readonly keyword: string;
  readonly theirs: unknown;
  readonly ours: unknown;
}

type Values = Readonly<Record<string, unknown>>;
const table: Readonly<Record<string, readonly string[]>> = attributes;

/** Trailing padding says nothing, and several values of which none is there are no value. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[ \0]+$/, '');
  if (!Array.isArray(value)) return value;
  const all: readonly unknown[] = value;
  return all.length === 0 ? '' : all.map(plain);
}

function isItems(value: unknown): value is readonly Values[] {
  return (
    Array.isArray(value) && value.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))
  );
}

/** Field by field, sequences item by item; of the per-frame groups ours keeps the first. `count` is told of every field compared. */
export function compare(path: string, theirs: Values, ours: Values, count: () => void, prefix = ''): Difference[] {
  return Object.entries(table).flatMap(([keyword, [, vr]]) => {
    const [one, other] = [theirs[keyword], ours[keyword]];
    if (one === undefined && other === undefined) return [];
    const name = `${prefix}${keyword}`;
    if (vr === 'SQ' && isItems(one) && isItems(other)) {
      const kept = keyword === 'PerFrameFunctionalGroupsSequence' ? one.slice(0, other.length) : one;
      if (kept.length !== other.length) return [{ path, keyword: name, theirs: kept.length, ours: other.length }];
      return kept.flatMap((item, index) => compare(path, item, other[index] ?? {}, count, `${name}.`));
    }
    count();
    const same = JSON.stringify(plain(one)) === JSON.stringify(plain(other));
    return same ? [] : [{ path, keyword: name, theirs: one, ours: other }];
  });
}

/** A header value as dcmdump prints it, for those that it prints as they stand. */
export function asPrinted(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return undefined;
  const all: readonly unknown[] = value;
  const parts = all.map(asPrinted);
  return parts.every((part) => part !== undefined) ? parts.join('\\') : undefined;
}
