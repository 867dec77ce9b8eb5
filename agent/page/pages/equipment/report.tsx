import type { StationClosings, StationFleet, StationGaps } from '@center/contract/station-api';
import {
  AsOf,
  CountedTag,
  CoverageGauge,
  EmptyBlock,
  formatDateTime,
  formatNumber,
  HashText,
  percentText,
  SpanText,
  UptimeRate,
  UptimeTable,
  UptimeVerdictTag,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { closingsQuery, fleetQuery, gapsQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { EquipmentLink } from '../../parts/equipment/record-table.tsx';
import { budgetOf } from '../../parts/equipment/uptime-rows.ts';
import { useFilters } from '../../parts/filters.ts';
import { MonthField, monthOf } from '../../parts/month-field.tsx';
import { Shown } from '../../parts/shown.tsx';

const days = ['good', 'fault', 'overhaul', 'external', 'unknown', 'closed', 'not-in-service'] as const;
type ByDays = StationFleet['byDays'][number];

/** A share of days with what it is a share of, and its bounds. */
function DayRate({ rate }: { readonly rate: ByDays['calendar'] }) {
  const { t } = useTranslation();
  const { base, good, low, high } = rate;
  if (low === null || high === null) return <span className="dp-quiet">–</span>;
  return (
    <span className="lines">
      <b className="dp-num">{low === high ? percentText(low) : `${percentText(low)} – ${percentText(high)}`}</b>
      <span className="dp-quiet small dp-num">{t('equipment.fleet.daysOf', { good, base })}</span>
    </span>
  );
}

/** Device days by each rule of what a fault day is. */
function Days({ rows }: { readonly rows: readonly ByDays[] }) {
  const { t } = useTranslation();
  return (
    <Table<ByDays>
      size="small"
      rowKey="rule"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 940 }}
      columns={[
        { title: t('equipment.fleet.rule'), render: (_, { rule }) => t(`equipment.fleet.rules.${rule}`) },
        { title: t('equipment.fleet.byOpenDays'), width: 160, render: (_, { open }) => <DayRate rate={open} /> },
        {
          title: t('equipment.fleet.byCalendarDays'),
          width: 160,
          render: (_, { calendar }) => <DayRate rate={calendar} />,
        },
        ...days.map((key) => ({
          title: t(`equipment.fleet.day.${key}`),
          width: 76,
          align: 'right' as const,
          render: (_: unknown, row: ByDays) => <span className="dp-num">{formatNumber(row.days[key])}</span>,
        })),
      ]}
    />
  );
}

/** Devices together: their time is added up, and their days and their number beside it. */
function Fleet({ data }: { readonly data: StationFleet }) {
  const { t } = useTranslation();
  const { count } = data;
  return (
    <Card size="small" title={t('equipment.fleet.title', { n: data.devices })}>
      <p className="dp-quiet">{t('equipment.fleet.about')}</p>
      <div className="fleet dp-gap">
        <div className="lines">
          <h3 className="part">{t('equipment.fleet.byTime')}</h3>
          <UptimeVerdictTag verdict={data.verdict} />
          <UptimeRate rates={data} />
          <CoverageGauge coverage={data.coverage} />
        </div>
        <div className="lines">
          <h3 className="part">{t('equipment.fleet.byCount')}</h3>
          <b className="dp-num">{count.rate === null ? '–' : percentText(count.rate)}</b>
          <span className="pieces">
            <CountedTag state="up" count={count.good} />
            <CountedTag state="down" count={count.down} />
            <CountedTag state="unknown" count={count.unknown} />
          </span>
          {count.oneFailsAll ? (
            <span className="dp-quiet small">{t('equipment.fleet.oneFailsAll', { n: count.inService })}</span>
          ) : null}
        </div>
      </div>
      <h3 className="part">{t('equipment.fleet.byDay')}</h3>
      <Days rows={data.byDays} />
    </Card>
  );
}

type Closing = StationClosings['rows'][number];

function Closings({ rows }: { readonly rows: readonly Closing[] }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  return (
    <Card size="small" title={t('equipment.closing.title')}>
      <p className="dp-quiet">{t('equipment.closing.about')}</p>
      <Table<Closing>
        size="small"
        rowKey={({ month, equipmentId, revision }) => `${month} ${equipmentId} ${String(revision)}`}
        dataSource={[...rows]}
        pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 860 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.closing.none')} /> }}
        columns={[
          { title: t('equipment.month'), width: 90, render: (_, { month }) => <span className="dp-num">{month}</span> },
          { title: t('equipment.device'), render: (_, { equipmentId }) => <EquipmentLink id={equipmentId} /> },
          {
            title: t('equipment.closing.revision'),
            width: 110,
            render: (_, { revision }) =>
              revision === 1 ? t('equipment.closing.first') : t('equipment.closing.later', { n: revision }),
          },
          {
            title: equipment.verdictName,
            width: 130,
            render: (_, { figures }) => <UptimeVerdictTag verdict={figures.verdict} />,
          },
          { title: equipment.rate, width: 200, render: (_, { figures }) => <UptimeRate rates={figures} /> },
          {
            title: t('equipment.closing.closedAt'),
            width: 160,
            render: (_, { closedAt, by }) => (
              <span className="lines small">
                <span className="dp-num">{formatDateTime(closedAt)}</span>
                {by === null ? null : <span className="dp-quiet">{by}</span>}
              </span>
            ),
          },
          {
            title: t('equipment.closing.basis'),
            width: 150,
            render: (_, { basisSha256 }) => <HashText hash={basisSha256} />,
          },
        ]}
      />
    </Card>
  );
}

type Gap = StationGaps['rows'][number];

/** When the agent itself did not watch; nobody's time, and told to the console. */
function Gaps() {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const query = useQuery(gapsQuery);
  const causes: Readonly<Record<string, string>> = equipment.gapCause;
  return (
    <Card size="small" title={t('equipment.gap.title')}>
      <p className="dp-quiet">{t('equipment.gap.about')}</p>
      <Shown query={query}>
        {({ rows }) => (
          <Table<Gap>
            size="small"
            rowKey="from"
            dataSource={rows}
            pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 620 }}
            locale={{ emptyText: <EmptyBlock text={t('equipment.gap.none')} /> }}
            columns={[
              {
                title: equipment.from,
                width: 150,
                render: (_, { from }) => <span className="dp-num">{formatDateTime(from)}</span>,
              },
              {
                title: equipment.to,
                width: 150,
                render: (_, { to }) => <span className="dp-num">{formatDateTime(to)}</span>,
              },
              {
                title: equipment.lasts,
                width: 130,
                render: (_, { from, to }) => <SpanText ms={Date.parse(to) - Date.parse(from)} />,
              },
              {
                title: t('equipment.gap.cause'),
                render: (_, { cause, stepMs }) => (
                  <span>
                    {causes[cause] ?? cause}
                    {stepMs === null ? null : (
                      <>
                        {' '}
                        <SpanText ms={stepMs} />
                      </>
                    )}
                  </span>
                ),
              },
            ]}
          />
        )}
      </Shown>
    </Card>
  );
}

/** The monthly report: all devices together and each by itself, months as they were closed, and the files to print and sign. */
export function Report() {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const [filters, set] = useFilters();
  const month = monthOf(filters['month']);
  const query = useQuery(fleetQuery(month));
  const closings = useQuery(closingsQuery(month));
  const shown = month ?? query.data?.month;
  const lang = language === 'en' ? 'en' : 'zh';
  return (
    <div className="stack">
      <div className="filters">
        <MonthField
          value={shown}
          label={t('equipment.month')}
          allowClear={false}
          onChange={(next) => set({ month: next })}
        />
        {shown === undefined ? null : (
          <>
            <Button type="primary" href={withQuery('/api/equipment/report.pdf', { month: shown, lang })} download>
              {t('equipment.report.pdf')}
            </Button>
            <Button href={withQuery('/api/equipment/report.xlsx', { month: shown, lang })} download>
              {t('equipment.report.xlsx')}
            </Button>
          </>
        )}
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>
        {(data) => (
          <>
            <Fleet data={data} />
            <UptimeTable
              first={t('equipment.device')}
              rows={data.rows.flatMap(({ equipmentId, figures }) =>
                figures === null
                  ? []
                  : [
                      {
                        key: equipmentId,
                        label: <EquipmentLink id={equipmentId} />,
                        figures,
                        span: 'month' as const,
                        budget: budgetOf(figures),
                      },
                    ],
              )}
            />
          </>
        )}
      </Shown>
      <Shown query={closings}>{({ rows }) => <Closings rows={rows} />}</Shown>
      <Gaps />
    </div>
  );
}
