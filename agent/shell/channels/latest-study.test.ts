import { type Instant, instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { findLatestStudy, type StudyRow, type StudyTimes } from './latest-study.ts';

const at = (text: string): Instant => instant(Date.parse(`${text}+08:00`));
const row = (uid: string, time: string, modalities = ['CT'], date = '20261126'): StudyRow => ({
  uid,
  date,
  time,
  modalities,
});
const noon = { modality: 'CT', since: at('2026-11-26T11:45:00'), until: at('2026-11-26T12:00:00') };

async function find(
  rows: readonly StudyRow[],
  wish: Parameters<typeof findLatestStudy>[0],
  stations: Record<string, string[]> = {},
) {
  const asked: StudyTimes[] = [];
  const looked: string[] = [];
  const found = await findLatestStudy(wish, {
    studies: (times) => {
      asked.push(times);
      return Promise.resolve({ kind: 'answered', value: rows });
    },
    stations: (uid) => {
      looked.push(uid);
      return Promise.resolve({ kind: 'answered', value: stations[uid] ?? [] });
    },
  });
  return { found, asked, looked };
}

describe('the newest study', () => {
  it('is the latest begin of its modality within the time', async () => {
    const rows = [
      row('1', '114600'),
      row('2', '115830.5'),
      row('3', '115900', ['MR']),
      row('4', '080000'),
      row('5', ''),
      row('6', '11:59:30', ['CT'], '20261125'),
    ];
    const { found, asked } = await find(rows, noon);
    expect(found).toEqual({ kind: 'answered', value: at('2026-11-26T11:58:30') });
    expect(asked).toEqual([{ from: '2026-11-26', to: '2026-11-26', time: '114500-235959' }]);
  });

  it('over midnight is asked for by days alone', async () => {
    const wish = { modality: 'CT', since: at('2026-11-25T23:50:00'), until: at('2026-11-26T00:05:00') };
    const { found, asked } = await find([row('1', '235500', ['CT'], '20261125'), row('2', '000100')], wish);
    expect(asked).toEqual([{ from: '2026-11-25', to: '2026-11-26' }]);
    expect(found).toEqual({ kind: 'answered', value: at('2026-11-26T00:01:00') });
  });

  it('a clock that is a little ahead is believed, one that is an hour ahead is not', async () => {
    expect((await find([row('1', '120500')], noon)).found).toEqual({
      kind: 'answered',
      value: at('2026-11-26T12:05:00'),
    });
    expect((await find([row('1', '130000')], noon)).found).toEqual({ kind: 'answered', value: undefined });
  });

  it('of an archive that tells no modality is not known', async () => {
    expect((await find([row('1', '115900', [])], noon)).found).toMatchObject({ why: 'not-supported' });
  });

  it('of one station is looked for in the series, newest first', async () => {
    const rows = [row('1', '115000'), row('2', '115900'), row('3', '114700')];
    const wish = { ...noon, stationName: 'CT02' };
    const { found, looked } = await find(rows, wish, { 1: ['CT02', 'CT02'], 2: ['CT01'] });
    expect(found).toEqual({ kind: 'answered', value: at('2026-11-26T11:50:00') });
    expect(looked).toEqual(['2', '1']);
    const none = await find(rows, wish, { 1: ['CT01'], 2: ['CT01'], 3: ['CT01'] });
    expect(none.found).toEqual({ kind: 'answered', value: undefined });
    const untold = await find(rows, wish, { 1: [''], 2: [''], 3: [''] });
    expect(untold.found).toMatchObject({ kind: 'not-measured', why: 'not-supported' });
  });
});
