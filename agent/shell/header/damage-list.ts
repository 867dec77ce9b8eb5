import type { Damage, DamageCode } from '../../core/facts/damage.ts';

/** More damages than this in one object say nothing new. */
const most = 100;

/** Collects damages; the same one at the same place is noted once. */
export class DamageList {
  readonly #seen = new Map<string, Damage>();

  get size(): number {
    return this.#seen.size;
  }

  add(code: DamageCode, where?: string, detail?: string): void {
    const key = `${code} ${where ?? ''}`;
    if (this.#seen.has(key) || this.#seen.size >= most) return;
    this.#seen.set(key, {
      code,
      ...(where === undefined ? {} : { where }),
      ...(detail === undefined ? {} : { detail }),
    });
  }

  has(code: DamageCode): boolean {
    return this.toArray().some((damage) => damage.code === code);
  }

  toArray(): readonly Damage[] {
    return [...this.#seen.values()];
  }
}

/** `(gggg,eeee)` */
export function tagText(tag: number): string {
  const hex = (tag >>> 0).toString(16).padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}
