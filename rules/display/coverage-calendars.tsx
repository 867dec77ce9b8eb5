import { Card } from 'antd';
import { EmptyBlock } from './blocks.tsx';
import { CalendarLegend, DayCalendar } from './charts/day-calendar.tsx';
import { useDisplayWords } from './display-context.ts';
import { RateText } from './figures.tsx';
import { fill } from './words/shape.ts';

export interface CoverageCalendarsProps {
  /** `YYYY-MM` */
  readonly month: string;
  readonly devices: readonly {
    readonly deviceId: string;
    readonly name: string;
    readonly expected: number;
    readonly present: number;
    readonly days: readonly { readonly date: string; readonly expected: number; readonly present: number }[];
  }[];
}

/** A month of dose records, device by device; a device without a study in it is left out. */
export function CoverageCalendars({ month, devices }: CoverageCalendarsProps) {
  const words = useDisplayWords();
  const shown = devices.filter(({ days }) => days.length > 0);
  if (shown.length === 0) return <EmptyBlock text={fill(words.dose.noCoverage, { month })} />;
  return (
    <>
      <CalendarLegend />
      <div className="dp-calendars">
        {shown.map(({ deviceId, name, expected, present, days }) => (
          <Card key={deviceId} size="small">
            <DayCalendar name={name} month={month} days={days.map(({ date, ...day }) => ({ day: date, ...day }))} />
            <div className="dp-covered">
              {words.dose.covered} <RateText part={present} whole={expected} none={words.dose.nothingPromised} />
            </div>
          </Card>
        ))}
      </div>
    </>
  );
}
