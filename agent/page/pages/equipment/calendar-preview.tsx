import type { StationCalendarPreview } from '@center/contract/station-api';
import { clockText, MonthGrid, MsText, WordTag } from '@center/display';
import { useTranslation } from 'react-i18next';

type Day = StationCalendarPreview['days'][number];

const tones: Readonly<Record<Day['because'], string>> = {
  pattern: '',
  holiday: 'dp-day-part',
  'swapped-workday': 'dp-day-whole',
  override: 'dp-day-whole',
  beyond: '',
};

/** An end at midnight belongs to the day that it ends. */
function endText(from: string, to: string): string {
  const text = clockText(Date.parse(to));
  return text === '00:00' && Date.parse(to) > Date.parse(from) ? '24:00' : text;
}

function DayCell({ day, date }: { readonly day: Day | undefined; readonly date: string }) {
  const { t } = useTranslation();
  const number = <span className="dp-day-number">{Number(date.slice(8))}</span>;
  if (day === undefined) return <td className="dp-day">{number}</td>;
  const why = day.because === 'pattern' ? '' : t(`equipment.calendar.because.${day.because}`);
  return (
    <td className={`dp-day ${tones[day.because]}`} title={day.note ?? why}>
      {number} <span className="day-why">{why}</span>
      <span className="day-hours dp-num">
        {day.open.length === 0 ? (
          <span className="dp-quiet">{t('equipment.calendar.closed')}</span>
        ) : (
          day.open.map(({ from, to }) => (
            <span key={from}>
              {clockText(Date.parse(from))}
              <wbr />–{endText(from, to)}
            </span>
          ))
        )}
      </span>
    </td>
  );
}

/** A calendar over one month: the hours of each day and why they are so, what is required in all, and how much of it may be lost. */
export function PreviewMonth({ preview }: { readonly preview: StationCalendarPreview }) {
  const { t } = useTranslation();
  const days = new Map(preview.days.map((day) => [day.date, day]));
  return (
    <div className="preview">
      <MonthGrid name={t('equipment.calendar.preview')} month={preview.month}>
        {(date) => <DayCell date={date} day={days.get(date)} />}
      </MonthGrid>
      <dl className="dp-pairs">
        <div>
          <dt>{t('equipment.calendar.openMs')}</dt>
          <dd>
            <MsText ms={preview.openMs} />
          </dd>
        </div>
        <div>
          <dt>{t('equipment.calendar.budgetMs')}</dt>
          <dd>
            <MsText ms={preview.budgetMs} />
          </dd>
        </div>
        <div>
          <dt>{t('equipment.calendar.coversTo')}</dt>
          <dd className="pieces">
            <span className="dp-num">{preview.coversTo}</span>
            {preview.covers ? null : (
              <WordTag
                look={{ mark: 'question', tone: 'amber', surface: 'outline' }}
                word={t('equipment.calendar.notCovered')}
              />
            )}
          </dd>
        </div>
      </dl>
    </div>
  );
}
