import type { DoseEvent, DoseReport, DoseTotal, DoseValue } from '@center/contract';
import { ageConflicts, readAge } from '../core/facts/age.ts';
import type { Damage } from '../core/facts/damage.ts';
import type { Header } from '../core/facts/header.ts';
import { doseOf, type HeaderReading, type ReadableHeader } from './header/index.ts';

/** An amount in the concept's one unit; several values of one concept stay together. An unknown unit keeps the raw text and says so. */
export interface PrintedValue {
  readonly value: number | string | readonly (number | string)[];
  readonly unit: string;
  readonly problem?: 'unit-unknown' | 'not-a-number';
}
interface PrintedValues {
  readonly values: Readonly<Record<string, PrintedValue>>;
}

/** What `facts` prints for one file. */
export interface FactsLine {
  readonly path: string;
  readonly kind: HeaderReading['kind'];
  readonly reason?: string;
  readonly damage?: readonly Damage[];
  readonly object?: 'directory';
  readonly transferSyntaxUID?: string;
  readonly header?: Header;
  readonly age?: {
    readonly years: number;
    readonly days?: number;
    readonly source: string;
    readonly conflict: boolean;
  };
  readonly dose?: {
    readonly source: DoseReport['source'];
    readonly events: readonly (Pick<DoseEvent, 'IrradiationEventUID' | 'type' | 'plane' | 'laterality'> &
      PrintedValues)[];
    readonly totals: readonly (Pick<DoseTotal, 'plane' | 'laterality'> & PrintedValues)[];
  };
}

function printed(value: DoseValue): PrintedValue {
  switch (value.kind) {
    case 'quantity':
      return { value: value.quantity.value, unit: value.quantity.unit };
    case 'unit-unknown':
    case 'not-a-number':
      return { value: value.rawValue, unit: value.rawUnit, problem: value.kind };
  }
}

/** Several values share the unit of the first; one that could not be converted stands alone under its own unit only when it is the only one. */
function printedAll(values: readonly DoseValue[]): PrintedValue {
  const all = values.map(printed);
  const [first] = all;
  if (first === undefined) throw new RangeError('a concept without a value');
  const problem = all.find((each) => each.problem !== undefined)?.problem;
  return {
    value: all.flatMap((each) => each.value),
    unit: first.unit,
    ...(problem === undefined ? {} : { problem }),
  };
}

function valuesOf({ values, several }: Pick<DoseEvent, 'values' | 'several'>): Readonly<Record<string, PrintedValue>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const all = several?.[name];
      return [name, all === undefined ? printed(value) : printedAll(all)];
    }),
  );
}

function printedDose(dose: DoseReport): NonNullable<FactsLine['dose']> {
  return {
    source: dose.source,
    events: dose.events.map((event) => ({
      ...(event.IrradiationEventUID === undefined ? {} : { IrradiationEventUID: event.IrradiationEventUID }),
      ...(event.type === undefined ? {} : { type: event.type }),
      ...(event.plane === undefined ? {} : { plane: event.plane }),
      ...(event.laterality === undefined ? {} : { laterality: event.laterality }),
      values: valuesOf(event),
    })),
    totals: dose.totals.map((total) => ({
      ...(total.plane === undefined ? {} : { plane: total.plane }),
      ...(total.laterality === undefined ? {} : { laterality: total.laterality }),
      values: valuesOf(total),
    })),
  };
}

function ageOf(header: Header): Pick<FactsLine, 'age'> {
  const age = readAge(header);
  if (age.years === undefined) return {};
  return {
    age: {
      years: age.years,
      ...(age.days === undefined ? {} : { days: age.days }),
      source: age.source,
      conflict: ageConflicts(age),
    },
  };
}

function doseIn(reading: ReadableHeader): Pick<FactsLine, 'dose'> {
  const dose = doseOf(reading);
  return dose === undefined ? {} : { dose: printedDose(dose) };
}

/** The printed form of one reading. */
export function factsLine(path: string, reading: HeaderReading): FactsLine {
  switch (reading.kind) {
    case 'not-dicom':
      return { path, kind: reading.kind, reason: reading.reason };
    case 'unreadable':
      return { path, kind: reading.kind, reason: reading.reason, damage: reading.damage };
    case 'readable':
      return {
        path,
        kind: reading.kind,
        damage: reading.damage,
        ...(reading.object === 'directory' ? { object: reading.object } : {}),
        transferSyntaxUID: reading.transferSyntaxUID,
        header: reading.header,
        ...ageOf(reading.header),
        ...doseIn(reading),
      };
  }
}
