import { type DoseEvent, type DoseReport, type DoseValue, Quantity, type Unit } from '@center/contract';

type Values = DoseEvent['values'];

/** The amount in the one unit of its concept. A value in another unit, of an unknown unit or that is no number is none. */
export function amountIn<U extends Unit>(value: DoseValue | undefined, unit: U): Quantity<U> | undefined {
  return value?.kind === 'quantity' && value.quantity.unit === unit
    ? new Quantity(value.quantity.value, unit)
    : undefined;
}

/** CTDIvol of one event: the mean that a report gives (113830), or that of an image header. */
export function ctdivolOf(values: Values): DoseValue | undefined {
  return values.MeanCTDIvol ?? values.CTDIvol;
}

/** Localiser (constant angle) and bolus tracking (stationary) of CT take no diagnostic picture. */
const notDiagnostic: ReadonlySet<string> = new Set(['ConstantAngleAcquisition', 'StationaryAcquisition']);

/** Events of CT series that are read: those with a CTDIvol, without localiser and bolus tracking. */
export function diagnosticCt<E extends DoseEvent>(events: readonly E[]): readonly E[] {
  return events.filter(
    ({ type, values }) => ctdivolOf(values) !== undefined && !(type !== undefined && notDiagnostic.has(type)),
  );
}

/** Names of the concepts whose values have a unit outside the table, out of those asked for. */
export function unknownUnitsOf(events: readonly { readonly values: Values }[], names: ReadonlySet<string>): string[] {
  const found = events.flatMap(({ values }) =>
    Object.entries(values).flatMap(([name, value]) =>
      names.has(name) && value.kind === 'unit-unknown' ? [`${name} ${value.rawUnit}`.trim()] : [],
    ),
  );
  return [...new Set(found)].toSorted();
}

const doseName = /dose|CTDI|DLP|AreaProduct|AdministeredActivity/i;

/** At least one amount of dose stands there; items without a value, zeros that nobody measured, technique and times do not count. */
export function holdsDose(values: Values): boolean {
  return Object.entries(values).some(
    ([name, value]) => doseName.test(name) && value.kind === 'quantity' && value.quantity.value > 0,
  );
}

/** Amounts of dose below zero, which nothing can have given. */
export function dosesBelowZero(told: readonly { readonly values: Values }[]): readonly (readonly [string, Quantity])[] {
  return told.flatMap(({ values }) =>
    Object.entries(values).flatMap(([name, value]) =>
      doseName.test(name) && value.kind === 'quantity' && value.quantity.value < 0
        ? [[name, value.quantity] as const]
        : [],
    ),
  );
}

/** The report tells something that was measured, be it of dose or of time, in whatever unit; one of empty items and zeros records nothing. */
export function tellsAnything({ events, totals }: DoseReport): boolean {
  return [...events, ...totals].some(({ values }) =>
    Object.values(values).some(
      (value) => value.kind === 'unit-unknown' || (value.kind === 'quantity' && value.quantity.value > 0),
    ),
  );
}

/** The report tells at least one amount of dose. */
export function tellsDose({ events, totals }: DoseReport): boolean {
  return [...events, ...totals].some(({ values }) => holdsDose(values));
}
