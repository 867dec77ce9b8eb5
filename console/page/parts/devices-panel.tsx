import type { ConsoleDevices } from '@center/contract';
import { AsOf, EmptyBlock, formatDate, formatNumber, RateText } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { devicesQuery } from '../api/queries.ts';
import { CenterSelect } from './center-select.tsx';
import { findingsLink, useFilters } from './filters.ts';
import { Shown } from './shown.tsx';

type Row = ConsoleDevices['rows'][number];

function DevicesTable({ rows, withCenter }: { readonly rows: readonly Row[]; readonly withCenter: boolean }) {
  const { t } = useTranslation();
  return (
    <Table<Row>
      size="small"
      rowKey={(row) => `${row.facilityId}/${row.device.deviceId}`}
      dataSource={[...rows]}
      pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      tableLayout="fixed"
      scroll={{ x: 1180 }}
      locale={{ emptyText: <EmptyBlock text={t('devices.none')} /> }}
    >
      <Table.Column<Row>
        title={t('devices.model')}
        render={(_, { facilityId, device }) => (
          <div className="lines">
            <Link to={findingsLink({ facility: facilityId, device: device.deviceId, state: 'live' })}>
              {[device.Manufacturer, device.ManufacturerModelName].filter((x) => x !== '').join(' ') ||
                device.deviceId.slice(0, 12)}
            </Link>
            {device.name === undefined ? null : <span className="small">{device.name}</span>}
            <span className="small dp-quiet dp-code">{device.deviceId.slice(0, 12)}</span>
          </div>
        )}
      />
      {withCenter ? (
        <Table.Column<Row>
          title={t('common.center')}
          width={170}
          render={(_, row) => <Link to={`/centers/${row.facilityId}/devices`}>{row.facilityName}</Link>}
        />
      ) : null}
      <Table.Column<Row>
        title={t('devices.serial')}
        width={130}
        render={(_, { device }) => (
          <div className="lines">
            <span className="dp-code">{device.DeviceSerialNumber === '' ? '–' : device.DeviceSerialNumber}</span>
            <span className="small dp-quiet">{device.StationName}</span>
          </div>
        )}
      />
      <Table.Column<Row>
        title={t('devices.modalities')}
        width={100}
        render={(_, { device }) => device.modalities.join(', ')}
      />
      <Table.Column<Row>
        title={t('devices.registered')}
        width={110}
        render={(_, { device }) => (
          <span className={`dp-tag ${device.registered ? 'dp-green dp-soft' : 'dp-red dp-outline'}`}>
            {t(device.registered ? 'devices.yes' : 'devices.no')}
          </span>
        )}
      />
      <Table.Column<Row>
        title={t('devices.doseRecord')}
        width={140}
        render={(_, { device }) =>
          device.doseRecord === undefined ? (
            <span className="dp-quiet">{t('devices.noCard')}</span>
          ) : (
            t(`devices.dose.${device.doseRecord}`)
          )
        }
      />
      <Table.Column<Row>
        title={t('devices.coverage')}
        width={140}
        render={(_, { dose }) =>
          dose === null ? (
            <span className="dp-quiet">{t('devices.notPromised')}</span>
          ) : (
            <RateText part={dose.present} whole={dose.expected} none={t('devices.notPromised')} />
          )
        }
      />
      <Table.Column<Row>
        title={t('devices.studies')}
        width={80}
        align="right"
        render={(_, { device }) => <span className="dp-num">{formatNumber(device.studies)}</span>}
      />
      <Table.Column<Row>
        title={t('devices.seen')}
        width={150}
        render={(_, { device, receivedAt }) => (
          <div className="lines small">
            <span>{device.firstSeen === undefined ? '–' : formatDate(device.firstSeen)}</span>
            <span>{device.lastSeen === undefined ? '–' : formatDate(device.lastSeen)}</span>
            <span className="dp-quiet">
              <AsOf at={receivedAt} />
            </span>
          </div>
        )}
      />
    </Table>
  );
}

/** Devices as their objects and their cards name them; on a center's own page that center is fixed. */
export function DevicesPanel({ facilityId }: { readonly facilityId?: string }) {
  const { filters, setFilters } = useFilters();
  const query = useQuery(devicesQuery(facilityId ?? filters['facility']));
  return (
    <Card size="small">
      <div className="filters">
        {facilityId === undefined ? (
          <CenterSelect
            value={filters['facility']}
            onChange={(facility) => {
              setFilters({ facility });
            }}
          />
        ) : null}
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>{(data) => <DevicesTable rows={data.rows} withCenter={facilityId === undefined} />}</Shown>
    </Card>
  );
}
