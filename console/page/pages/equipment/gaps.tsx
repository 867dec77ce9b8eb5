import { AsOf, CsvLink } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { witnessQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { CenterSelect } from '../../parts/center-select.tsx';
import { oneOf, useFilters } from '../../parts/filters.ts';
import { GapsPanel } from '../../parts/gaps-panel.tsx';
import { Shown } from '../../parts/shown.tsx';

const periods = ['7', '30', '90', '365'] as const;

/** Whether agents tell of all the time in which they did not watch. */
export function Gaps() {
  const { t } = useTranslation();
  const { filters, setFilters } = useFilters();
  const { facility } = filters;
  const days = oneOf(filters['days'], periods) ?? '30';
  const query = useQuery(witnessQuery({ facility, days }));
  return (
    <>
      <p className="dp-quiet">{t('equipment.gapsAbout')}</p>
      <div className="filters">
        <CenterSelect value={facility} onChange={(next) => setFilters({ facility: next })} />
        <Segmented
          aria-label={t('equipment.gapsDays')}
          value={days}
          options={periods.map((value) => ({ value, label: t('equipment.gapsPeriod', { n: value }) }))}
          onChange={(next) => setFilters({ days: next })}
        />
        <CsvLink kind="xlsx" href={withQuery('/api/exports/equipment.xlsx', { facility })} />
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>{(data) => <GapsPanel data={data} withCenter />}</Shown>
    </>
  );
}
