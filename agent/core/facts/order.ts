/** Texts in the order of their code units: one order on every machine, whatever its language. */
export function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function byKey<T>(keyOf: (each: T) => string): (a: T, b: T) => number {
  return (a, b) => compared(keyOf(a), keyOf(b));
}
