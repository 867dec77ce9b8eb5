import { ageBands, type DoseMeasure, doseMeasures, type GroupAgeBand } from '@center/contract';
import type { StationDoseGroup, StationDoseGroups } from '@center/contract/station-api';

/** Groups that are compared with each other: the devices of one class, band and measure. */
export interface GroupSet {
  readonly id: string;
  readonly examClass: string;
  readonly ageBand: StationDoseGroup['ageBand'];
  readonly measure: DoseMeasure;
  readonly unit: string;
  readonly rows: readonly StationDoseGroup[];
}

export interface GroupFilter {
  readonly device: string | undefined;
  /** '' asks for exams without a class. */
  readonly examClass: string | undefined;
  readonly ageBand: string | undefined;
  readonly measure: string | undefined;
}

/** The measure asked for if there is a group of it, else the first that there is: one chart holds one measure. */
export function measureShown(rows: readonly StationDoseGroup[], asked: string | undefined): DoseMeasure | undefined {
  const there = new Set(rows.map(({ measure }) => measure));
  return (
    doseMeasures.find((measure) => measure === asked && there.has(measure)) ??
    doseMeasures.find((measure) => there.has(measure))
  );
}

/** Most exams are of adults, and levels are theirs. */
const bandOrder: readonly GroupAgeBand[] = [...ageBands.toReversed(), 'unknown', 'all'];

/** A handful of exams says nothing of a device: such sets stand after the others. */
const isSmall = ({ rows }: GroupSet): boolean => rows.every(({ n }) => n < 5);

/** Sets that fit the filter; those of a handful of exams last: classes of the register in its order, exams without a class last; adults first, then from the oldest. */
export function groupSets(
  { rows, classes }: Pick<StationDoseGroups, 'rows' | 'classes'>,
  filter: GroupFilter,
): GroupSet[] {
  const measure = measureShown(rows, filter.measure);
  if (measure === undefined) return [];
  const order = new Map(classes.map(({ id }, at) => [id, at]));
  const sets = new Map<string, StationDoseGroup[]>();
  for (const row of rows) {
    if (row.measure !== measure) continue;
    if (filter.device !== undefined && row.deviceId !== filter.device) continue;
    if (filter.examClass !== undefined && row.examClass !== filter.examClass) continue;
    if (filter.ageBand !== undefined && row.ageBand !== filter.ageBand) continue;
    const id = `${row.examClass}/${row.ageBand}/${measure}`;
    sets.set(id, [...(sets.get(id) ?? []), row]);
  }
  const place = ({ examClass }: GroupSet): number =>
    examClass === '' ? order.size + 1 : (order.get(examClass) ?? order.size);
  return [...sets]
    .flatMap(([id, found]): GroupSet[] => {
      const [first] = found;
      if (first === undefined) return [];
      const { examClass, ageBand, unit } = first;
      return [{ id, examClass, ageBand, measure, unit, rows: found }];
    })
    .toSorted((a, b) => {
      const small = Number(isSmall(a)) - Number(isSmall(b));
      if (small !== 0) return small;
      const classes = place(a) - place(b);
      return classes === 0 ? bandOrder.indexOf(a.ageBand) - bandOrder.indexOf(b.ageBand) : classes;
    });
}
