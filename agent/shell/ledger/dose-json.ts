import { type DoseEvent, type DoseReport, type DoseTotal, type DoseValue, isUnit, Quantity } from '@center/contract';

function revivedValue(value: DoseValue): DoseValue {
  if (value.kind !== 'quantity') return value;
  // Read back from JSON the quantity is a plain object: it becomes an amount again here.
  const { value: amount, unit } = value.quantity;
  if (!isUnit(unit)) throw new TypeError(`a stored dose has the unknown unit ${String(unit)}`);
  return { ...value, quantity: new Quantity(amount, unit) };
}

function revivedValues(values: Readonly<Record<string, DoseValue>>): Record<string, DoseValue> {
  return Object.fromEntries(Object.entries(values).map(([concept, value]) => [concept, revivedValue(value)]));
}

/** A dose report read back from the ledger, its amounts under their units again. */
export function reviveDose(report: DoseReport): DoseReport {
  const event = (each: DoseEvent): DoseEvent => ({ ...each, values: revivedValues(each.values) });
  const total = (each: DoseTotal): DoseTotal => ({ ...each, values: revivedValues(each.values) });
  return { ...report, events: report.events.map(event), totals: report.totals.map(total) };
}
