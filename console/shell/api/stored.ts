import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

/** A stored value as its contract type; anything else is a fault of ours, for nothing is stored unchecked. */
export function stored<T extends TSchema>(schema: T): (value: unknown) => Static<T> {
  const validator = Compile(schema);
  return (value) => {
    if (!validator.Check(value)) throw new Error('a stored value lost its form');
    return value;
  };
}
