import { Fragment, type ReactNode } from 'react';
import { useDisplayWords } from '../display-context.ts';
import type { Mark } from '../state-look.ts';
import { StateMark } from '../state-mark.tsx';
import { fill } from '../words/shape.ts';
import { coverOf, type DayCover, weeksOf } from './month.ts';

export interface CalendarDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly expected: number;
  readonly present: number;
}

export interface DayCalendarProps {
  /** What is covered: a device. */
  readonly name: string;
  /** `YYYY-MM` */
  readonly month: string;
  readonly days: readonly CalendarDay[];
}

const marks: Readonly<Record<DayCover, Mark>> = {
  whole: 'tick',
  part: 'triangle',
  nothing: 'cross',
  'none-expected': 'dash',
};

/** One month of days, each with how much of what was expected is there: number, sign and colour. A day that nothing is known of is empty. */
export function DayCalendar({ name, month, days }: DayCalendarProps) {
  const known = new Map(days.map((day) => [day.day, day]));
  return (
    <MonthGrid name={name} month={month}>
      {(day) => <Day day={day} cover={known.get(day)} />}
    </MonthGrid>
  );
}

export interface MonthGridProps {
  readonly name: string;
  /** `YYYY-MM` */
  readonly month: string;
  /** The cell of a day, a `td`. */
  readonly children: (day: string) => ReactNode;
}

/** Weeks of a month below each other, from Monday to Sunday. */
export function MonthGrid({ name, month, children }: MonthGridProps) {
  const words = useDisplayWords();
  return (
    <table className="dp-calendar">
      <caption>
        {name} <span className="dp-quiet dp-num">{month}</span>
      </caption>
      <thead>
        <tr>
          {weekdayKeys.map((key) => (
            <th key={key} scope="col">
              {words.chart.weekday[key]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week.find((day) => day !== undefined)}>
            {week.map((day, at) => (
              <Fragment key={weekdayKeys[at]}>{day === undefined ? <td /> : children(day)}</Fragment>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const weekdayKeys = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

function Day({ day, cover }: { readonly day: string; readonly cover: CalendarDay | undefined }) {
  const words = useDisplayWords();
  const number = <span className="dp-day-number">{Number(day.slice(8))}</span>;
  if (cover === undefined) return <td className="dp-day">{number}</td>;
  const kind = coverOf(cover.expected, cover.present);
  const said = fill(words.chart.daySaid, {
    day,
    cover: words.chart.cover[kind],
    present: cover.present,
    expected: cover.expected,
  });
  return (
    <td className={`dp-day dp-day-${kind}`} title={said} aria-label={said}>
      {number}
      <span className="dp-day-cover">
        <StateMark mark={marks[kind]} />
        {cover.expected === 0 && cover.present === 0 ? null : `${cover.present}/${cover.expected}`}
      </span>
    </td>
  );
}

/** What the signs of a calendar mean. */
export function CalendarLegend() {
  const words = useDisplayWords();
  return (
    <ul className="dp-calendar-legend">
      {(['whole', 'part', 'nothing', 'none-expected'] as const).map((kind) => (
        <li key={kind} className={`dp-day-${kind}`}>
          <StateMark mark={marks[kind]} /> {words.chart.cover[kind]}
        </li>
      ))}
    </ul>
  );
}
