import { AsOf } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadsQuery } from '../api/queries.ts';
import { usePermissions } from '../session.ts';
import { BuildDialog } from './build-dialog.tsx';
import { CenterSelect } from './center-select.tsx';
import { oneOf, pageNumber, useFilters } from './filters.ts';
import { MonthBox } from './month-box.tsx';
import { usePaging } from './paging.ts';
import { Shown } from './shown.tsx';
import { UploadStateTag, uploadStates } from './upload-state-tag.tsx';
import { UploadsTable } from './uploads-table.tsx';

/** Packages for the regulator with filters; on a center's own page that center is fixed. */
export function UploadsPanel({ facilityId }: { readonly facilityId?: string }) {
  const { t } = useTranslation();
  const { mayAct } = usePermissions();
  const { filters, setFilters } = useFilters();
  const [building, setBuilding] = useState(false);
  const state = oneOf(filters['state'], uploadStates);
  const query = useQuery(
    uploadsQuery({
      facility: facilityId ?? filters['facility'],
      month: filters['month'],
      state,
      page: pageNumber(filters['page']),
      pageSize: 50,
    }),
  );
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 50 }, setFilters);
  return (
    <Card
      size="small"
      title={<span className="dp-quiet">{t('uploads.explain')}</span>}
      extra={
        <span className="pieces">
          <AsOf at={query.data?.asOf} />
          {mayAct ? (
            <Button
              type="primary"
              size="small"
              onClick={() => {
                setBuilding(true);
              }}
            >
              {t('uploads.build')}
            </Button>
          ) : null}
        </span>
      }
    >
      <div className="filters">
        {facilityId === undefined ? (
          <CenterSelect
            value={filters['facility']}
            onChange={(facility) => {
              setFilters({ facility });
            }}
          />
        ) : null}
        <MonthBox
          name={t('common.month')}
          value={filters['month']}
          onChange={(month) => {
            setFilters({ month });
          }}
        />
        {(query.data?.states ?? [])
          .filter(({ packages }) => packages > 0)
          .map((each) => (
            <Button
              key={each.state}
              size="small"
              type={each.state === state ? 'primary' : 'text'}
              ghost={each.state === state}
              aria-pressed={each.state === state}
              onClick={() => {
                setFilters({ state: each.state === state ? undefined : each.state });
              }}
            >
              <UploadStateTag state={each.state} /> <span className="dp-num">{each.packages}</span>
            </Button>
          ))}
      </div>
      <Shown query={query}>
        {(data) => (
          <UploadsTable
            rows={data.rows}
            loading={query.isPlaceholderData}
            pagination={paging}
            withCenter={facilityId === undefined}
          />
        )}
      </Shown>
      {building ? (
        <BuildDialog
          facilityId={facilityId ?? filters['facility']}
          onClose={() => {
            setBuilding(false);
          }}
        />
      ) : null}
    </Card>
  );
}
