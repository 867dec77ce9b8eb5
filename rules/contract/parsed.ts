/** What every border parser of this room returns: the value, or one clear sentence on what was wrong and what would be right. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

export function accepted<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused<T>(problem: string): Parsed<T> {
  return { ok: false, problem };
}

/** Unwraps a parse whose failure would be a broken invariant (a literal in our own code, a row we wrote ourselves). Throws otherwise. */
export function must<T>(parsed: Parsed<T>): T {
  if (!parsed.ok) throw new TypeError(parsed.problem);
  return parsed.value;
}
