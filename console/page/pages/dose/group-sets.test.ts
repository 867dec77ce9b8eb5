import type { ConsoleDoseGroup } from '@center/contract';
import { expect, test } from 'vitest';
import { type FindingPoint, groupKey, groupSets, pointsOfGroup } from './group-sets.ts';

const quartiles = { p25: 1, median: 2, p75: 3 };
const group = (facilityId: string, deviceId: string, examClass: string): ConsoleDoseGroup =>
  ({ facilityId, deviceId, examClass, ageBand: 'adult', measure: 'CTDIvol', quartiles }) as unknown as ConsoleDoseGroup;

const rows = [group('a', 'd1', 'head'), group('a', 'd1', 'chest'), group('b', 'd9', 'head'), group('b', 'd9', '')];

test('devices of several centers stand in one set, in the order of the rows', () => {
  expect(groupSets(rows).shown.map(({ id, rows: found }) => [id, found.map(groupKey)])).toEqual([
    ['head/adult/CTDIvol', ['a/d1/head/adult/CTDIvol', 'b/d9/head/adult/CTDIvol']],
    ['chest/adult/CTDIvol', ['a/d1/chest/adult/CTDIvol']],
    ['/adult/CTDIvol', ['b/d9//adult/CTDIvol']],
  ]);
});

test('a point of a finding goes to its own center’s device and class, and to no other', () => {
  const point = { ...rows[0], subject: 's' } as unknown as FindingPoint;
  const nowhere = { ...point, deviceId: null };
  expect(rows.map((row) => pointsOfGroup([point, nowhere], row).length)).toEqual([1, 0, 0, 0]);
});

test('groups of sets that are too small to be shown stand apart', () => {
  const some = rows.map((row) => (row.examClass === 'head' ? { ...row, quartiles: null } : row));
  const { shown, small } = groupSets(some);
  expect(shown.map(({ first }) => first.examClass)).toEqual(['chest', '']);
  expect(small.map(({ facilityId }) => facilityId)).toEqual(['a', 'b']);
});
