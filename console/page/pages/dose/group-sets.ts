import type { ConsoleDoseGroup, ConsoleDosePoints } from '@center/contract';

/** Groups that are compared with each other: devices of one class, band and measure, whatever their center. */
export interface GroupSet {
  readonly id: string;
  readonly first: ConsoleDoseGroup;
  readonly rows: readonly ConsoleDoseGroup[];
}

/** In the order in which the console gives the groups; sets of which no group is large enough to be shown come last. */
export function groupSets(rows: readonly ConsoleDoseGroup[]): GroupSet[] {
  const sets = new Map<string, ConsoleDoseGroup[]>();
  for (const row of rows) {
    const id = `${row.examClass}/${row.ageBand}/${row.measure}`;
    sets.set(id, [...(sets.get(id) ?? []), row]);
  }
  const all = [...sets].flatMap(([id, found]) => {
    const [first] = found;
    return first === undefined ? [] : [{ id, first, rows: found }];
  });
  const isShown = ({ rows: found }: GroupSet): boolean => found.some(({ quartiles }) => quartiles !== null);
  return [...all.filter(isShown), ...all.filter((set) => !isShown(set))];
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
