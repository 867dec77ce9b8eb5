import type { ConsoleAvailability, ConsoleAvailabilityRow, EquipmentItem } from '@center/contract';
import { AsOf, CsvLink, EmptyBlock, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Segmented, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { availabilityQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { AttentionChoices } from '../../parts/attention-choices.tsx';
import { CenterSelect } from '../../parts/center-select.tsx';
import { NowText, UptimeTag, uptimeAttentions } from '../../parts/equipment-tags.tsx';
import { oneOf, pageNumber, useFilters } from '../../parts/filters.ts';
import { usePaging } from '../../parts/paging.ts';
import { SelectFilter } from '../../parts/select-filter.tsx';
import { Shown } from '../../parts/shown.tsx';
import { BudgetCell, FleetStrip, UptimeCell } from '../../parts/uptime-cells.tsx';

const kinds = ['imaging', 'pacs', 'ups', 'room', 'network', 'host'] as const satisfies readonly EquipmentItem['kind'][];
const spans = ['year', 'month'] as const;

function Rows({ data }: { readonly data: ConsoleAvailability }) {
  const { t } = useTranslation();
  const { setFilters } = useFilters();
  return (
    <Table<ConsoleAvailabilityRow>
      size="small"
      rowKey={(row) => `${row.agentId}/${row.equipment.equipmentId}`}
      dataSource={data.rows}
      pagination={usePaging(data, setFilters)}
      locale={{ emptyText: <EmptyBlock text={t('equipment.none')} /> }}
      scroll={{ x: 1220 }}
      columns={[
        {
          title: t('equipment.device'),
          width: 210,
          render: (_, row) => (
            <span className="lines">
              <Link to={`/centers/${row.facilityId}/devices`}>{row.equipment.name || row.equipment.equipmentId}</Link>
              <span className="small">{row.facilityName}</span>
              <span className="small dp-quiet dp-code">{row.equipment.equipmentId}</span>
            </span>
          ),
        },
        { title: t('equipment.year'), width: 290, render: (_, row) => <UptimeCell uptime={row.year} /> },
        { title: data.month, width: 290, render: (_, row) => <UptimeCell uptime={row.month} /> },
        {
          title: t('equipment.budget', { month: data.month }),
          width: 230,
          render: (_, row) => <BudgetCell uptime={row.month} />,
        },
        {
          title: t('equipment.now'),
          width: 170,
          render: (_, row) => <NowText equipment={row.equipment} speaks={row.speaks} />,
        },
      ]}
    />
  );
}

/** Devices of all centers, those under 95 % or undecided first, by the year that judges or by the month that warns. */
export function Availability() {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { filters, setFilters } = useFilters();
  const attention = oneOf(filters['attention'], uptimeAttentions);
  const kind = oneOf(filters['kind'], kinds);
  const span = oneOf(filters['span'], spans) ?? 'year';
  const { facility, month } = filters;
  const query = useQuery(
    availabilityQuery({ facility, month, kind, span, attention, page: pageNumber(filters['page']), pageSize: 50 }),
  );
  return (
    <>
      <p className="dp-quiet">{t('equipment.about')}</p>
      <div className="filters">
        <CenterSelect value={facility} onChange={(next) => setFilters({ facility: next })} />
        <SelectFilter
          name={t('equipment.kind')}
          value={kind ?? 'imaging'}
          options={kinds.map((value) => ({ value, label: words.equipment.kind[value] }))}
          onChange={(next) => setFilters({ kind: next })}
        />
        <Segmented
          aria-label={t('equipment.span')}
          value={span}
          options={spans.map((value) => ({ value, label: t(`equipment.spans.${value}`) }))}
          onChange={(next) => setFilters({ span: next, attention: undefined })}
        />
        <SelectFilter
          name={t('common.month')}
          value={month ?? query.data?.month}
          options={[
            ...new Set([...(query.data === undefined ? [] : [query.data.month]), ...(query.data?.months ?? [])]),
          ]
            .toSorted((a, b) => b.localeCompare(a))
            .map((value) => ({ value, label: value }))}
          onChange={(next) => setFilters({ month: next })}
        />
        <CsvLink href={withQuery('/api/exports/availability.csv', { facility, month, kind })} />
        <CsvLink kind="xlsx" href={withQuery('/api/exports/equipment.xlsx', { facility, month, kind })} />
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>
        {(data) => (
          <div className="stack">
            <FleetStrip month={data.month} pooled={data.pooled} days={data.days} />
            <div>
              <AttentionChoices
                total={data.attention.reduce((sum, { devices }) => sum + devices, 0)}
                counts={data.attention.map((each) => ({ value: each.attention, count: each.devices }))}
                chosen={attention}
                onChoose={(next) => setFilters({ attention: next })}
                tagOf={(value, count) => <UptimeTag attention={value} count={count} />}
              />
              <Rows data={data} />
            </div>
          </div>
        )}
      </Shown>
    </>
  );
}
