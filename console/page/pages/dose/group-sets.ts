import type { ConsoleDoseGroup, ConsoleDosePoints } from '@center/contract';

/** Groups that are compared with each other: devices of one class, band and measure, whatever their center. */
export interface GroupSet {
  readonly id: string;
  readonly first: ConsoleDoseGroup;
  readonly rows: readonly ConsoleDoseGroup[];
}

export interface GroupSets {
  /** Sets with at least one group that is large enough to be shown, in the order in which the console gives them. */
  readonly shown: readonly GroupSet[];
  /** Groups of the other sets: too few exams for a figure to leave its center. */
  readonly small: readonly ConsoleDoseGroup[];
}

export function groupSets(rows: readonly ConsoleDoseGroup[]): GroupSets {
  const sets = new Map<string, ConsoleDoseGroup[]>();
  for (const row of rows) {
    const id = `${row.examClass}/${row.ageBand}/${row.measure}`;
    sets.set(id, [...(sets.get(id) ?? []), row]);
  }
  const shown: GroupSet[] = [];
  const small: ConsoleDoseGroup[] = [];
  for (const [id, found] of sets) {
    const [first] = found;
    if (first !== undefined && found.some(({ quartiles }) => quartiles !== null))
      shown.push({ id, first, rows: found });
    else small.push(...found);
  }
  return { shown, small };
}

/** Key of a row in a table and a chart. */
export function groupKey({ facilityId, deviceId, examClass, ageBand, measure }: ConsoleDoseGroup): string {
  return [facilityId, deviceId, examClass, ageBand, measure].join('/');
}

export type FindingPoint = ConsoleDosePoints['rows'][number];

/** Studies of findings that belong to a group. */
export function pointsOfGroup(points: readonly FindingPoint[], group: ConsoleDoseGroup): FindingPoint[] {
  return points.filter(
    (point) =>
      point.facilityId === group.facilityId &&
      point.deviceId === group.deviceId &&
      point.examClass === group.examClass &&
      point.ageBand === group.ageBand &&
      point.measure === group.measure,
  );
}
