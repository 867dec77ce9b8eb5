import {
  type DoseCalibration,
  type DoseCheck,
  type DoseEvent,
  type DoseReport,
  type DoseTotal,
  type DoseValue,
  isUnit,
  Quantity,
} from '@center/contract';

function revivedValue(value: DoseValue): DoseValue {
  if (value.kind !== 'quantity') return value;
  // Read back from JSON the quantity is a plain object: it becomes an amount again here.
  const { value: amount, unit } = value.quantity;
  if (!isUnit(unit)) throw new TypeError(`a stored dose has the unknown unit ${String(unit)}`);
  return { ...value, quantity: new Quantity(amount, unit) };
}

type Values = Readonly<Record<string, DoseValue>>;
type Several = Readonly<Record<string, readonly DoseValue[]>>;

function revivedValues(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([concept, value]) => [concept, revivedValue(value)]));
}

function revivedSeveral(several: Several): Several {
  return Object.fromEntries(Object.entries(several).map(([concept, values]) => [concept, values.map(revivedValue)]));
}

function amounts<T extends { readonly values: Values; readonly several?: Several }>(each: T): T {
  return {
    ...each,
    values: revivedValues(each.values),
    ...(each.several === undefined ? {} : { several: revivedSeveral(each.several) }),
  };
}

/** A dose report read back from the ledger, every amount in it under its unit again. */
export function reviveDose(report: DoseReport): DoseReport {
  return {
    ...report,
    events: report.events.map((each: DoseEvent) => amounts(each)),
    totals: report.totals.map((each: DoseTotal) => amounts(each)),
    ...(report.calibrations === undefined
      ? {}
      : { calibrations: report.calibrations.map((each: DoseCalibration) => amounts(each)) }),
    ...(report.doseChecks === undefined
      ? {}
      : { doseChecks: report.doseChecks.map((each: DoseCheck) => amounts(each)) }),
  };
}
