import { type CodedConcept, conceptKey, type DoseEvent, type DoseSource, doseSources } from '@center/contract';
import {
  accumulatedIn,
  always,
  amountsOf,
  isWhole,
  leastOf,
  listsFluoroscopy,
  named,
  overReports,
  sumOf,
} from './dose-amount.ts';
import { countedEvents, type DoseUnit, tellingsOf } from './dose-unit.ts';

const doseAtPoint = named('DoseRP');
const atPointTotals = {
  whole: ['DoseRPTotal', 'DoseRP'],
  halves: ['FluoroDoseRPTotal', 'AcquisitionDoseRPTotal'],
} as const;

/** A dose at one reference point, Gy. */
interface AtPoint {
  readonly value: number;
  readonly source: DoseSource;
  readonly point?: CodedConcept;
}

function pointKey(plane: DoseEvent['plane'], point: CodedConcept | undefined): string {
  const where = plane === 'A' || plane === 'B' ? plane : '';
  return `${where} ${point === undefined ? '' : `${conceptKey(point)} ${point.CodeValue === '' ? (point.CodeMeaning ?? '') : ''}`}`;
}

/** Accumulated doses at a reference point as one source tells them. */
function pointTotals(unit: DoseUnit, source: DoseSource): readonly AtPoint[] | 'not-known' {
  const totals = tellingsOf(unit, source).flatMap(({ report }) =>
    report.totals.flatMap((total) => {
      const amount = accumulatedIn(total, atPointTotals);
      return amount === undefined ? [] : [{ report, total, amount }];
    }),
  );
  if (totals.some(({ amount }) => amount === 'not-known')) return 'not-known';
  return [...Map.groupBy(totals, ({ total }) => pointKey(total.plane, total.referencePoint)).values()].map((group) => {
    const point = group[0]?.total.referencePoint;
    const told = group.flatMap(({ report, amount }) => (typeof amount === 'number' ? [{ report, amount }] : []));
    return { value: overReports(told) ?? 0, source, ...(point === undefined ? {} : { point }) };
  });
}

/** Doses at a reference point add up in one plane and at one point only; accumulated values stand in where events do not tell them, or tell them only in part. */
export function atPoints(unit: DoseUnit): readonly AtPoint[] | 'not-known' {
  const events = countedEvents(unit, (event) => doseAtPoint(event) !== undefined);
  const [best] = events;
  if (best === undefined)
    return (
      doseSources.map((source) => pointTotals(unit, source)).find((told) => told === 'not-known' || told.length > 0) ??
      []
    );
  const sums = [...Map.groupBy(events, ({ plane, referencePoint }) => pointKey(plane, referencePoint)).values()].map(
    (group) => {
      const amounts = amountsOf(group.flatMap((event) => doseAtPoint(event) ?? []));
      const point = group[0]?.referencePoint;
      const source = leastOf(group.map((event) => event.source));
      return amounts === 'not-known'
        ? undefined
        : { value: sumOf(amounts), source, ...(point === undefined ? {} : { point }) };
    },
  );
  const known = sums.filter((sum) => sum !== undefined);
  const whole =
    isWhole(unit, best.source, { ofEvent: doseAtPoint, expected: always }) &&
    listsFluoroscopy(unit, best.source, atPointTotals.halves[0]);
  const totals = whole ? [] : pointTotals(unit, best.source);
  if (known.length < sums.length) return totals === 'not-known' || totals.length === 0 ? 'not-known' : totals;
  return totals === 'not-known' ? known : [...known, ...totals];
}
