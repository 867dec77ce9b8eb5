/**
 * A raw patient attribute (name, identity number, birth date, accession number). It is an object with a private value, so it is assignable to no wire
 * field (all of which are strings, numbers or booleans), it prints as a mark, and turning it into JSON throws: identity cannot leave by mistake.
 * Only the ledger, the station and the rules reveal it, by name.
 */
export class PatientAttribute<T extends string = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    Object.freeze(this);
  }

  /** The raw value. Callers stay inside the center: ledger, station, rules. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return '[patient identity]';
  }

  toJSON(): never {
    throw new TypeError('patient identity was about to be serialised; reveal it deliberately or leave it out');
  }
}

export function patientAttribute<T extends string>(value: T): PatientAttribute<T> {
  return new PatientAttribute(value);
}
