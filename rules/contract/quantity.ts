/** UCUM units used inside the product; every number is converted to one of them once, by table, when it is read. */
export const units = [
  'mGy',
  'mGy.cm',
  'Gy.m2',
  'Gy',
  'mSv',
  's',
  'ms',
  'min',
  'h',
  'd',
  'mo',
  'a',
  'wk',
  'kV',
  'mA',
  'mA.s',
  'MBq',
  'mm',
  'mm2',
  'cm3',
  'N',
  'kPa',
  'deg',
  '%',
  '1',
  '{ratio}',
  '{events}',
  '{pulse}/s',
  'kg',
  'm',
  '[working_d]',
  'By',
  'dB',
] as const;
export type Unit = (typeof units)[number];

export function isUnit(text: string): text is Unit {
  return (units as readonly string[]).includes(text);
}

/** A finite amount in one UCUM unit. Comparing two units, or a unit with a bare number, does not compile. Use `<`, `<=`, `>`, `>=`, never `===`. */
export class Quantity<U extends Unit = Unit> {
  readonly value: number;
  readonly unit: U;

  constructor(value: number, unit: U) {
    if (!Number.isFinite(value)) throw new RangeError(`not a finite amount of ${unit}`);
    this.value = value;
    this.unit = unit;
    Object.freeze(this);
  }

  valueOf(): number {
    return this.value;
  }

  toJSON(): { value: number; unit: U } {
    return { value: this.value, unit: this.unit };
  }
}

export function quantity<U extends Unit>(value: number, unit: U): Quantity<U> {
  return new Quantity(value, unit);
}

export const mGy = (value: number): Quantity<'mGy'> => new Quantity(value, 'mGy');
export const mGyCm = (value: number): Quantity<'mGy.cm'> => new Quantity(value, 'mGy.cm');
export const gyM2 = (value: number): Quantity<'Gy.m2'> => new Quantity(value, 'Gy.m2');
export const gy = (value: number): Quantity<'Gy'> => new Quantity(value, 'Gy');
export const megaBecquerel = (value: number): Quantity<'MBq'> => new Quantity(value, 'MBq');

const shown: Partial<Record<Unit, string>> = {
  'mGy.cm': 'mGy·cm',
  'Gy.m2': 'Gy·m²',
  'mA.s': 'mAs',
  mm2: 'mm²',
  cm3: 'cm³',
  deg: '°',
  '1': '',
  '{ratio}': '',
  '{events}': '',
  '{pulse}/s': '/s',
  By: 'B',
};

/** The unit as a person reads it: `mGy·cm`, `Gy·m²`. */
export function unitAsShown(unit: Unit): string {
  return shown[unit] ?? unit;
}
