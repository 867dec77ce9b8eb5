import type { StationDoseGroup } from '@center/contract/station-api';
import { expect, test } from 'vitest';
import { groupSets, measureShown } from './group-sets.ts';

const group = (examClass: string, ageBand: string, measure: string, deviceId = 'd1'): StationDoseGroup =>
  ({
    key: `${deviceId}/${examClass}/${ageBand}/${measure}`,
    deviceId,
    examClass,
    ageBand,
    measure,
    unit: 'mGy',
    n: 30,
  }) as unknown as StationDoseGroup;

const rows = [
  group('', 'adult', 'CTDIvol'),
  group('chest', 'adult', 'CTDIvol'),
  group('chest', 'adult', 'CTDIvol', 'd2'),
  group('chest', '1-<5', 'CTDIvol'),
  group('head', 'adult', 'CTDIvol'),
  group('head', 'adult', 'DLP'),
];
const classes = ['head', 'chest'].map((id) => ({ id, title: { zh: id, en: id }, Modality: 'CT', hasLevel: true }));
const all = { device: undefined, examClass: undefined, ageBand: undefined, measure: undefined };

test('devices of one class and band stand together; the register orders the classes, exams without a class come last', () => {
  expect(groupSets({ rows, classes }, all).map(({ id, rows: found }) => [id, found.length])).toEqual([
    ['head/adult/CTDIvol', 1],
    ['chest/adult/CTDIvol', 2],
    ['chest/1-<5/CTDIvol', 1],
    ['/adult/CTDIvol', 1],
  ]);
});

test('filters take away, and the empty class can be asked for', () => {
  const ids = (filter: object): string[] => groupSets({ rows, classes }, { ...all, ...filter }).map(({ id }) => id);
  expect(ids({ examClass: '' })).toEqual(['/adult/CTDIvol']);
  expect(ids({ device: 'd2' })).toEqual(['chest/adult/CTDIvol']);
  expect(ids({ ageBand: '1-<5' })).toEqual(['chest/1-<5/CTDIvol']);
  expect(ids({ measure: 'DLP' })).toEqual(['head/adult/DLP']);
});

test('a measure that nothing was measured by gives way to one that is there', () => {
  expect(measureShown(rows, 'DoseRP')).toBe('CTDIvol');
  expect(measureShown([], 'DLP')).toBeUndefined();
});

test('sets of a handful of exams stand last', () => {
  const some = rows.map((row) => (row.examClass === 'head' ? { ...row, n: 4 } : row));
  expect(groupSets({ rows: some, classes }, all).map(({ examClass }) => examClass)).toEqual([
    'chest',
    'chest',
    '',
    'head',
  ]);
});
