/** A part of a stacked bar: from `start` to `end`, in pixels. */
export interface Stacked<K extends string> {
  readonly key: K;
  readonly count: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Lays counts side by side over `room` pixels, `whole` filling it. A single case keeps `least` pixels; what that takes is taken from the larger parts, so that the bar
 * ends where it should.
 */
export function stackOf<K extends string>(
  parts: readonly { readonly key: K; readonly count: number }[],
  whole: number,
  room: number,
  least = 5,
): Stacked<K>[] {
  const shown = parts.filter(({ count }) => count > 0);
  const total = shown.reduce((sum, { count }) => sum + count, 0);
  if (total === 0 || whole <= 0 || room <= 0) return [];
  const length = Math.max(room * Math.min(1, total / whole), shown.length * least);
  // Those that get the least are set aside until what is left is dealt out fairly among the others; some always remain, for the whole has room for all.
  const small = new Set<K>();
  const share = (count: number): number => {
    const sum = shown.reduce((n, part) => n + (small.has(part.key) ? 0 : part.count), 0);
    return ((length - small.size * least) * count) / sum;
  };
  for (;;) {
    const under = shown.filter(({ key, count }) => !small.has(key) && share(count) < least - 1e-9);
    if (under.length === 0) break;
    for (const { key } of under) small.add(key);
  }
  let at = 0;
  return shown.map(({ key, count }) => {
    const start = at;
    at += small.has(key) ? least : share(count);
    return { key, count, start, end: at };
  });
}
