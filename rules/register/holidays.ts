import { addDays, type CalendarDate, type HolidaySet, must, parseCalendarDate } from '@center/contract';

/** What the General Office of the State Council announced for one year. */
export interface HolidayNotice {
  readonly year: string;
  readonly title: string;
  readonly number: string;
  /** Date of the notice. */
  readonly issued: CalendarDate;
  /** First and last day of each holiday, inclusive. */
  readonly off: readonly { readonly name: string; readonly from: CalendarDate; readonly to: CalendarDate }[];
  /** Saturdays and Sundays that are worked (调休). */
  readonly worked: readonly CalendarDate[];
}

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const off = (name: string, from: string, to: string): HolidayNotice['off'][number] => ({
  name,
  from: day(from),
  to: day(to),
});

/** Public facts of the yearly notices, one entry a year, oldest first and without a year left out. A year is added when its notice is out, in the autumn before. */
export const holidayNotices: readonly HolidayNotice[] = [
  {
    year: '2025',
    title: '国务院办公厅关于2025年部分节假日安排的通知',
    number: '国办发明电〔2024〕12号',
    issued: day('2024-11-12'),
    off: [
      off('元旦', '2025-01-01', '2025-01-01'),
      off('春节', '2025-01-28', '2025-02-04'),
      off('清明节', '2025-04-04', '2025-04-06'),
      off('劳动节', '2025-05-01', '2025-05-05'),
      off('端午节', '2025-05-31', '2025-06-02'),
      off('国庆节、中秋节', '2025-10-01', '2025-10-08'),
    ],
    worked: ['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'].map(day),
  },
  {
    year: '2026',
    title: '国务院办公厅关于2026年部分节假日安排的通知',
    number: '国办发明电〔2025〕7号',
    issued: day('2025-11-04'),
    off: [
      off('元旦', '2026-01-01', '2026-01-03'),
      off('春节', '2026-02-15', '2026-02-23'),
      off('清明节', '2026-04-04', '2026-04-06'),
      off('劳动节', '2026-05-01', '2026-05-05'),
      off('端午节', '2026-06-19', '2026-06-21'),
      off('中秋节', '2026-09-25', '2026-09-27'),
      off('国庆节', '2026-10-01', '2026-10-07'),
    ],
    worked: ['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map(day),
  },
];

/** Each day of a holiday. */
export function daysOff({ off: holidays }: HolidayNotice): { readonly date: CalendarDate; readonly name: string }[] {
  return holidays.flatMap(({ name, from, to }) => {
    const days: { date: CalendarDate; name: string }[] = [];
    for (let date = from; date <= to; date = addDays(date, 1)) days.push({ date, name });
    return days;
  });
}

/** Holidays and swapped workdays of mainland China as far as they are announced. What lies beyond `coversTo` nobody knows yet; a center brings a later set in as a file. */
export const shippedHolidays: HolidaySet = {
  source: holidayNotices.map(({ number }) => number).join(' · '),
  coversFrom: day(`${holidayNotices[0]?.year ?? ''}-01-01`),
  coversTo: day(`${holidayNotices.at(-1)?.year ?? ''}-12-31`),
  holidays: holidayNotices.flatMap(daysOff),
  workdays: holidayNotices.flatMap(({ worked }) => worked),
};
