import { shippedHolidays } from '@center/register';
import { describe, expect, it } from 'vitest';
import { joinHolidays, parseHolidaySet } from './holiday-set.ts';
import { day } from './testing/records.ts';
import { addWorkingDays } from './working-days.ts';

const later = `日期,kind,name
2027-01-01,假,元旦
2027-01-02,off,元旦
2027-01-04,班,
2027-10-01,holiday,国庆节
`;
const kinds = (text: string): string[] => {
  const parsed = parseHolidaySet(text, 'file');
  return parsed.ok ? [] : parsed.problems.map(({ kind, row }) => `${kind}@${row}`);
};

describe('a holiday set that a person brings in', () => {
  it('as CSV, with the whole years of its days covered', () => {
    const parsed = parseHolidaySet(later, 'notice 2027');
    expect(parsed).toMatchObject({
      ok: true,
      value: { source: 'notice 2027', coversFrom: '2027-01-01', coversTo: '2027-12-31', workdays: ['2027-01-04'] },
    });
    expect(parsed.ok ? parsed.value.holidays[0] : undefined).toEqual({ date: '2027-01-01', name: '元旦' });
  });
  it('as CSV that says what it covers, from a spreadsheet with its marks', () => {
    const text = '\uFEFFcovers;2027-02-01;2027-02-28\r\n"2027-02-05";"holiday";"春节"\r\n\r\n20270206;work\r\n';
    expect(parseHolidaySet(text, 's')).toMatchObject({
      ok: true,
      value: { coversFrom: '2027-02-01', coversTo: '2027-02-28' },
    });
  });
  it('as JSON, back and forth', () => {
    const parsed = parseHolidaySet(JSON.stringify(shippedHolidays), 'x');
    expect(parsed.ok && [parsed.value.source, parsed.value.holidays.length, parsed.value.workdays.length]).toEqual([
      shippedHolidays.source,
      shippedHolidays.holidays.length,
      shippedHolidays.workdays.length,
    ]);
  });
  it.each([
    ['', ['no-rows@0']],
    ['{', ['no-such-form@0']],
    ['{"holidays":[]}', ['no-such-form@0']],
    ['{"holidays":[],"workdays":[]}', ['bad-coverage@0']],
    ['{"holidays":[],"workdays":[],"coversFrom":"2027-01-01","coversTo":"2027-12-31"}', ['no-rows@0']],
    ['2027-02-30,holiday,x', ['bad-date@1']],
    ['covers,2027-01-01,2027-12-31\n2027-02-05,feast,x\nnonsense,holiday,x', ['bad-kind@2', 'bad-date@3']],
    ['covers,2027-01-01,2027-12-31\n2027-02-05,holiday\n2027-02-05,work', ['twice@3']],
    ['covers,2027-12-31,2027-01-01\n2027-02-05,holiday', ['bad-coverage@0']],
    ['covers,2027-01-01,2027-01-31\n2027-02-05,holiday', ['outside-coverage@0']],
    ['2027-01-01,holiday,元旦', ['incomplete-year@0']],
    ['2027-01-01,holiday\n2027-10-01,holiday\n2029-01-01,holiday\n2029-10-01,holiday', ['incomplete-year@0']],
  ])('%s is refused, with all that is wrong', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });
  it('more than a set is refused', () => {
    expect(kinds('x'.repeat(1_000_001))).toEqual(['too-many@0']);
    expect(kinds(`covers,2000-01-01,2020-01-01\n${'2010-01-01,holiday\n'.repeat(4_001)}`)).toEqual(['too-many@0']);
  });
});

describe('two sets as one', () => {
  const parsed = parseHolidaySet(later, 'notice 2027');
  if (!parsed.ok) throw new Error('unread');
  it('cover both when they touch', () => {
    const joined = joinHolidays(shippedHolidays, parsed.value);
    expect(joined).toMatchObject({ coversFrom: '2025-01-01', coversTo: '2027-12-31' });
    expect(joined.holidays).toHaveLength(shippedHolidays.holidays.length + 3);
  });
  it('the later one alone counts where it settles', () => {
    const corrected = {
      ...parsed.value,
      coversFrom: day('2026-10-01'),
      holidays: [{ date: day('2026-10-01'), name: '国庆节' }],
    };
    const joined = joinHolidays(shippedHolidays, corrected);
    expect(joined.holidays.filter(({ date }) => date >= '2026-10-01').map(({ date }) => date)).toEqual(['2026-10-01']);
  });
  it('with days between that nobody settles cover only what the later one does', () => {
    const far = { ...parsed.value, coversFrom: day('2028-01-01'), coversTo: day('2028-12-31') };
    expect(joinHolidays(shippedHolidays, far)).toMatchObject({ coversFrom: '2028-01-01', coversTo: '2028-12-31' });
  });
});

describe('working days by a holiday set', () => {
  it.each([
    ['2026-09-30', 1, '2026-10-08', true],
    ['2026-10-08', 2, '2026-10-10', true],
    ['2026-11-06', 3, '2026-11-11', true],
    ['2026-12-31', 1, '2027-01-01', false],
    ['2026-11-06', 0, '2026-11-06', true],
  ])('%s and %d are %s', (from, count, date, settled) => {
    expect(addWorkingDays(day(from), count, shippedHolidays)).toEqual({ date, settled });
  });
  it('are counted in whole numbers', () => {
    expect(() => addWorkingDays(day('2026-11-06'), 1.5, shippedHolidays)).toThrow(RangeError);
  });
});
