import { type ConsoleEvents, equipmentEventKinds } from '@center/contract';
import { AsOf, CsvLink, EventTag, formatNumber, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useTranslation } from 'react-i18next';
import { eventsQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { EventTimeline } from '../../charts/event-timeline.tsx';
import { CenterSelect } from '../../parts/center-select.tsx';
import { Choices } from '../../parts/choices.tsx';
import { EventList } from '../../parts/event-list.tsx';
import { oneOf, pageNumber, useFilters } from '../../parts/filters.ts';
import { usePaging } from '../../parts/paging.ts';
import { SelectFilter } from '../../parts/select-filter.tsx';
import { Shown } from '../../parts/shown.tsx';

const ended = ['yes', 'no'] as const;

const dayIn = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text) ? text : undefined;

function DayBox({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: string | undefined;
  readonly onChange: (day: string | undefined) => void;
}) {
  return (
    <DatePicker
      aria-label={name}
      placeholder={name}
      value={value === undefined ? null : dayjs(value)}
      onChange={(day) => onChange(day === null ? undefined : day.format('YYYY-MM-DD'))}
    />
  );
}

/** Episodes of power and of rooms across centers: along time, and as a list. */
export function Events() {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { filters, setFilters } = useFilters();
  const { facility } = filters;
  const kind = oneOf(filters['kind'], equipmentEventKinds);
  const open = oneOf(filters['open'], ended);
  const from = dayIn(filters['from']);
  const to = dayIn(filters['to']);
  const query = useQuery(
    eventsQuery({ facility, kind, open, from, to, page: pageNumber(filters['page']), pageSize: 50 }),
  );
  return (
    <>
      <p className="dp-quiet">{t('equipment.eventsAbout')}</p>
      <div className="filters">
        <CenterSelect value={facility} onChange={(next) => setFilters({ facility: next })} />
        <SelectFilter
          name={t('equipment.eventKind')}
          value={kind}
          options={equipmentEventKinds.map((value) => ({ value, label: words.equipment.event[value] }))}
          onChange={(next) => setFilters({ kind: next })}
        />
        <SelectFilter
          name={t('equipment.eventOpen')}
          value={open}
          options={ended.map((value) => ({ value, label: t(`equipment.eventOpenIs.${value}`) }))}
          onChange={(next) => setFilters({ open: next })}
        />
        <DayBox name={t('equipment.eventFrom')} value={from} onChange={(next) => setFilters({ from: next })} />
        <DayBox name={t('equipment.eventTo')} value={to} onChange={(next) => setFilters({ to: next })} />
        <CsvLink kind="xlsx" href={withQuery('/api/exports/equipment.xlsx', { facility })} />
        <AsOf at={query.data?.asOf} />
        {query.data === undefined || from !== undefined ? null : (
          <span className="dp-quiet">{t('equipment.eventsSince', { day: query.data.from })}</span>
        )}
      </div>
      <Shown query={query}>{(data) => <Found data={data} kind={kind} />}</Shown>
    </>
  );
}

function Found({
  data,
  kind,
}: {
  readonly data: ConsoleEvents;
  readonly kind: (typeof equipmentEventKinds)[number] | undefined;
}) {
  const { t } = useTranslation();
  const { setFilters } = useFilters();
  const paging = usePaging(data, setFilters);
  return (
    <div className="stack">
      <Choices
        chosen={kind}
        onChoose={(next) => setFilters({ kind: next })}
        choices={[
          {
            value: undefined,
            content: (
              <>
                {t('equipment.all')}{' '}
                <b className="dp-num">{formatNumber(data.kinds.reduce((sum, { events }) => sum + events, 0))}</b>
              </>
            ),
          },
          ...data.kinds.map((each) => ({
            value: each.kind,
            content: (
              <>
                <EventTag kind={each.kind} /> <b className="dp-num">{formatNumber(each.events)}</b>
              </>
            ),
          })),
        ]}
      />
      {data.rows.length === 0 ? null : (
        <Card size="small">
          <EventTimeline rows={data.rows} asOf={data.asOf} />
        </Card>
      )}
      <EventList rows={data.rows} withCenter pagination={paging} />
    </div>
  );
}
