import type { StationRecords } from '@center/contract/station-api';
import { AsOf, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { recordsQuery } from '../api/queries.ts';
import { type Filters, useFilters, usePaging } from '../parts/filters.ts';
import { RecordTable } from '../parts/record-table.tsx';
import { Shown } from '../parts/shown.tsx';

function Rows({ data, set }: { readonly data: StationRecords; readonly set: (changes: Filters) => void }) {
  const { t } = useTranslation();
  return <RecordTable rows={data.rows} none={t('consent.none')} pagination={usePaging(data, set)} />;
}

/** The consent register: what was asked, explained, consented to, newest entry first. */
export function ConsentPage() {
  const { t } = useTranslation();
  const [{ accession, page }, set] = useFilters();
  const query = useQuery(recordsQuery({ register: 'consent', accession, page, pageSize: 25 }));
  return (
    <>
      <Title title={t('consent.title')}>
        <AsOf at={query.data?.asOf} />
        <Link to="/consent/new">
          <Button type="primary">{t('consent.add')}</Button>
        </Link>
      </Title>
      <div className="filters">
        <Input.Search
          allowClear
          defaultValue={accession}
          placeholder={t('consent.accession')}
          aria-label={t('consent.accession')}
          style={{ width: 260 }}
          onSearch={(value) => set({ accession: value.trim() })}
        />
      </div>
      <Shown query={query}>{(data) => <Rows data={data} set={set} />}</Shown>
    </>
  );
}
