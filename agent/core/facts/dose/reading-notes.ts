import type { Damage } from '../damage.ts';

/** Most kinds of departure that one report's reading names; more of them say nothing new. */
const most = 100;

/** What was unusual in one reading: each code, place and detail once. */
export class ReadingNotes {
  readonly #seen = new Map<Damage['code'], Map<string, Set<string>>>();
  readonly #all: Damage[] = [];

  add(code: Damage['code'], where: string, detail = ''): void {
    let places = this.#seen.get(code);
    if (places === undefined) this.#seen.set(code, (places = new Map<string, Set<string>>()));
    let details = places.get(where);
    if (details === undefined) places.set(where, (details = new Set<string>()));
    if (details.has(detail) || this.#all.length >= most) return;
    details.add(detail);
    this.#all.push({ code, where, ...(detail === '' ? {} : { detail }) });
  }

  all(): readonly Damage[] {
    return this.#all;
  }
}
