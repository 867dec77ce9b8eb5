import { AsOf, CsvLink, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { facilitiesQuery } from '../api/queries.ts';
import { withQuery } from '../api/request.ts';
import { CenterDialog } from '../parts/center-dialog.tsx';
import { CentersTable } from '../parts/centers-table.tsx';
import { oneOf, pageNumber, useFilters } from '../parts/filters.ts';
import { LightTag, lights } from '../parts/light-tag.tsx';
import { usePaging } from '../parts/paging.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { SelectFilter } from '../parts/select-filter.tsx';
import { Shown } from '../parts/shown.tsx';
import { usePermissions } from '../session.ts';

const sorts = ['standing', 'name', 'openCritical', 'metRate', 'coverage', 'asOf'] as const;

/** The league list of centers, red first. */
export function CentersPage() {
  const { t } = useTranslation();
  const { mayAdminister } = usePermissions();
  const { filters, setFilters } = useFilters();
  const [adding, setAdding] = useState(false);
  const light = oneOf(filters['light'], lights);
  const sort = oneOf(filters['sort'], sorts) ?? 'standing';
  const asked = { q: filters['q'], light, sort };
  const query = useQuery(facilitiesQuery({ ...asked, page: pageNumber(filters['page']), pageSize: 50 }));
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 50 }, setFilters);
  const sortWords: Readonly<Record<(typeof sorts)[number], string>> = {
    standing: t('common.state'),
    name: t('centers.name'),
    openCritical: t('numbers.openCritical'),
    metRate: t('numbers.metRate'),
    coverage: t('numbers.coverage'),
    asOf: t('centers.asOf'),
  };
  return (
    <>
      <Title title={t('centers.title')}>
        <AsOf at={query.data?.asOf} />
        <CsvLink href={withQuery('/api/exports/facilities.csv', asked)} />
        {mayAdminister ? (
          <Button
            type="primary"
            size="small"
            onClick={() => {
              setAdding(true);
            }}
          >
            {t('centers.add')}
          </Button>
        ) : null}
      </Title>
      <Card size="small">
        <div className="filters">
          <SearchBox
            hint={t('centers.searchHint')}
            value={filters['q']}
            onChange={(q) => {
              setFilters({ q });
            }}
          />
          <SelectFilter
            name={t('findings.sort')}
            value={sort}
            options={sorts.map((value) => ({ value, label: sortWords[value] }))}
            onChange={(value) => {
              setFilters({ sort: value });
            }}
          />
          {lights.map((each) => (
            <Button
              key={each}
              size="small"
              type={each === light ? 'primary' : 'default'}
              ghost={each === light}
              aria-pressed={each === light}
              onClick={() => {
                setFilters({ light: each === light ? undefined : each });
              }}
            >
              <LightTag light={each} />
            </Button>
          ))}
        </div>
        <Shown query={query}>
          {(data) => (
            <CentersTable
              rows={data.rows}
              empty={
                data.total === 0 && filters['q'] === undefined && light === undefined
                  ? t('overview.noCenters')
                  : t('centers.none')
              }
              loading={query.isPlaceholderData}
              pagination={paging}
            />
          )}
        </Shown>
      </Card>
      {adding ? (
        <CenterDialog
          onClose={() => {
            setAdding(false);
          }}
        />
      ) : null}
    </>
  );
}
