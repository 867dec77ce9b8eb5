/** Numbers in rising order; the input stays as it is. */
export function sorted(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}

/** The quantile of values in rising order, straight between neighbours (what spreadsheets call QUARTILE.INC); undefined of none. */
export function quantile(rising: readonly number[], share: number): number | undefined {
  if (rising.length === 0) return undefined;
  const at = (rising.length - 1) * Math.min(1, Math.max(0, share));
  const below = rising[Math.floor(at)];
  const above = rising[Math.ceil(at)];
  if (below === undefined || above === undefined) return undefined;
  return below + (above - below) * (at - Math.floor(at));
}

/** What a box shows. The whiskers end at the outermost values within 1.5 × the height of the box; values beyond stand as points of their own. */
export interface BoxFigures {
  readonly n: number;
  readonly low: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly high: number;
}

/** Box of some values in any order; undefined of none. */
export function boxOf(values: readonly number[]): BoxFigures | undefined {
  const rising = sorted(values);
  const p25 = quantile(rising, 0.25);
  const p50 = quantile(rising, 0.5);
  const p75 = quantile(rising, 0.75);
  if (p25 === undefined || p50 === undefined || p75 === undefined) return undefined;
  const reach = 1.5 * (p75 - p25);
  const low = rising.find((value) => value >= p25 - reach) ?? p25;
  const high = rising.findLast((value) => value <= p75 + reach) ?? p75;
  return { n: rising.length, low: Math.min(low, p25), p25, p50, p75, high: Math.max(high, p75) };
}

/** A number in [-1, 1] that depends on a text alone (FNV-1a): a point stands at the same height whenever the page is drawn. */
export function scatterOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) {
    hash ^= id.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  // The last bits of FNV-1a of like texts are alike; one more turn spreads them.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 13;
  return ((hash >>> 0) / 0xffffffff) * 2 - 1;
}
