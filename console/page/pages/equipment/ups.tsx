import type { UpsAttention } from '@center/contract';
import { AsOf, CsvLink } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { upsQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { AttentionChoices } from '../../parts/attention-choices.tsx';
import { CenterSelect } from '../../parts/center-select.tsx';
import { UpsTag } from '../../parts/equipment-tags.tsx';
import { oneOf, useFilters } from '../../parts/filters.ts';
import { Shown } from '../../parts/shown.tsx';
import { UpsTable } from '../../parts/ups-table.tsx';

const attentions = [
  'absent',
  'endangered',
  'doubted',
  'none-told',
  'silent',
  'attested',
  'hosted',
  'measured',
] as const satisfies readonly UpsAttention[];

/** Independent UPS across centers (MIDC-3.12b): by grade, what is missing for the next, and centers that told of none. */
export function UpsGrades() {
  const { t } = useTranslation();
  const { filters, setFilters } = useFilters();
  const { facility } = filters;
  const attention = oneOf(filters['attention'], attentions);
  const query = useQuery(upsQuery({ facility }));
  return (
    <>
      <p className="dp-quiet">{t('equipment.upsAbout')}</p>
      <div className="filters">
        <CenterSelect value={facility} onChange={(next) => setFilters({ facility: next })} />
        <CsvLink kind="xlsx" href={withQuery('/api/exports/equipment.xlsx', { facility })} />
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>
        {({ rows }) => (
          <>
            <AttentionChoices
              total={rows.length}
              counts={attentions.map((value) => ({
                value,
                count: rows.filter((row) => row.attention === value).length,
              }))}
              chosen={attention}
              onChoose={(next) => setFilters({ attention: next })}
              tagOf={(value, count) => <UpsTag attention={value} count={count} />}
            />
            <UpsTable withCenter rows={rows.filter((row) => attention === undefined || row.attention === attention)} />
          </>
        )}
      </Shown>
    </>
  );
}
