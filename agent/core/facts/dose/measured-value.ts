import { type DoseValue, quantity } from '@center/contract';
import { type DoseConcept, describe, measureByMeaning } from './concepts.ts';
import type { ReadingNotes } from './reading-notes.ts';
import type { SrItem } from './sr-item.ts';
import { isDose, type KnownUnit, scaled, type WrittenUnit, writtenUnit } from './units.ts';

/** A number of a report under its concept. */
export interface Measured {
  readonly concept: DoseConcept;
  readonly values: readonly DoseValue[];
  readonly byMeaning: boolean;
}

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** More numbers than a device writes into one value: then the text is none. */
const mostNumbers = 1000;

/** The numbers of a text that holds several where one belongs: `10.50/ 15.00`, `70\71\72`. Fewer than two, or anything else between them: none. */
export function numbersIn(raw: string): readonly number[] {
  const parts = raw.split(/[\\/;]/).map((part) => part.replaceAll('\0', ' ').trim());
  return parts.length > 1 && parts.length <= mostNumbers && parts.every((part) => numberForm.test(part))
    ? parts.map(Number)
    : [];
}

function unitFor({ known }: WrittenUnit, concept: DoseConcept): (KnownUnit & { standard: boolean }) | undefined {
  for (const unit of known) if (unit.dimension === concept.target.dimension) return unit;
  return undefined;
}

/** A unit that is spelt right and is not the template's: read by itself, and named. */
function otherUnit(raw: string, { told }: DoseConcept): string {
  return `${raw} for ${told[0] ?? ''}`;
}

/** Counts have no other unit: a missing one is a spelling, no doubt. */
const missingCount = { dimension: 'count', factor: 1, standard: false } as const;

/** A number in the concept's own unit. The unit beside it decides, whatever the concept says about the usual one. */
function valueOf(number: number, raw: string, unit: WrittenUnit, concept: DoseConcept, notes: ReadingNotes): DoseValue {
  const known =
    unitFor(unit, concept) ?? (unit.raw === '' && concept.target.dimension === 'count' ? missingCount : undefined);
  const value = known === undefined ? Number.NaN : scaled(number, known, concept.target);
  if (known === undefined || !Number.isFinite(value)) {
    notes.add('unit-unknown', concept.name, unit.shown);
    return { kind: 'unit-unknown', rawValue: raw, rawUnit: unit.raw };
  }
  if (!known.standard) notes.add('unit-spelling', concept.name, unit.shown === '' ? 'no unit' : unit.shown);
  else if (concept.told.length > 0 && !concept.told.includes(unit.raw))
    notes.add('unit-spelling', concept.name, otherUnit(unit.raw, concept));
  return {
    kind: 'quantity',
    quantity: quantity(value, concept.unit),
    rawUnit: unit.raw,
    standardSpelling: known.standard,
  };
}

function valuesOf(measured: NonNullable<SrItem['measured']>, concept: DoseConcept, notes: ReadingNotes): DoseValue[] {
  const { raw, number } = measured;
  const unit = writtenUnit(measured.unit);
  if (number !== undefined) return [valueOf(number, raw, unit, concept, notes)];
  const several = measured.numbers ?? numbersIn(raw);
  if (several.length === 0 || several.length > mostNumbers) {
    notes.add('number-unreadable', concept.name);
    return [{ kind: 'not-a-number', rawValue: raw, rawUnit: unit.raw }];
  }
  notes.add('number-form', concept.name, several.length > 4 ? `${several.length} numbers in one value` : raw);
  const values = several.map((each) => valueOf(each, String(each), unit, concept, notes));
  return isDose(concept.target) ? [{ kind: 'not-a-number', rawValue: raw, rawUnit: unit.raw }, ...values] : values;
}

/**
 * Reads a NUM item under the concept that its code names. A device may write another concept's code: when the unit fits only the concept that the meaning names, that
 * one is read. `undefined`: no measured concept, or a measurement without a value.
 */
export function readMeasured(item: SrItem, notes: ReadingNotes): Measured | undefined {
  const { concept: name, measured } = item;
  if (name === undefined || (measured === undefined && item.valueType !== 'NUM')) return undefined;
  const about = describe(name);
  const coded = about.measure;
  if (coded === undefined) return undefined;
  if (measured === undefined) {
    notes.add('measurement-empty', coded.name);
    return undefined;
  }
  const unit = writtenUnit(measured.unit);
  if (unitFor(unit, coded) === undefined) {
    const named = measureByMeaning(about);
    if (named !== undefined && named !== coded && unitFor(unit, named) !== undefined) {
      notes.add('concept-code-wrong', named.name, `${about.concept.CodeValue} for ${named.name}`);
      return { concept: named, values: valuesOf(measured, named, notes), byMeaning: true };
    }
  }
  if (about.byMeaning) notes.add('concept-by-meaning', coded.name);
  return { concept: coded, values: valuesOf(measured, coded, notes), byMeaning: about.byMeaning };
}

/** Values by concept name: the first under `values`, and all of them under `several` where a concept has more than one (pulses, tubes). */
export class DoseValues {
  readonly values: Record<string, DoseValue> = {};
  #several: Record<string, DoseValue[]> | undefined;
  #byMeaning: Set<string> | undefined;

  /** A value known by its meaning only stands in for one known by its code, never beside it. */
  add({ concept: { name }, values, byMeaning }: Measured): void {
    const [first] = values;
    if (first === undefined) return;
    const before = this.values[name];
    const beforeByMeaning = this.#byMeaning?.has(name) ?? false;
    if (before !== undefined && byMeaning && !beforeByMeaning) return;
    if (before === undefined || (beforeByMeaning && !byMeaning)) {
      this.values[name] = first;
      if (this.#several !== undefined) delete this.#several[name];
      if (byMeaning) (this.#byMeaning ??= new Set()).add(name);
      else this.#byMeaning?.delete(name);
      if (values.length > 1) (this.#several ??= {})[name] = [...values];
      return;
    }
    const all = ((this.#several ??= {})[name] ??= [before]);
    for (const value of values) all.push(value);
  }

  get empty(): boolean {
    for (const _ in this.values) return false;
    return true;
  }

  parts(): { values: Record<string, DoseValue>; several?: Record<string, readonly DoseValue[]> } {
    const several = this.#several;
    return several === undefined || Object.keys(several).length === 0
      ? { values: this.values }
      : { values: this.values, several };
  }
}
