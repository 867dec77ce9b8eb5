import type { StationDevice, StationDevices } from '@center/contract/station-api';
import { AsOf, EmptyBlock } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { devicesQuery, useChange } from '../../api/queries.ts';
import { CardDialog } from '../../parts/card-dialog.tsx';
import { InstitutionNames } from '../../parts/institution-names.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { Shown } from '../../parts/shown.tsx';

function CardText({ device }: { readonly device: StationDevice }) {
  const { t } = useTranslation();
  const { card } = device;
  if (card === null) return <Tag color="warning">{t('devices.unregistered')}</Tag>;
  return (
    <span className="lines">
      <span>
        <Tag color="success">{t('devices.registered')}</Tag> {card.name}
      </span>
      <span className="dp-quiet small">
        {card.modality} · {t(`devices.dose.${card.doseRecord}`)}
        {card.permitNumber === undefined ? null : ` · ${card.permitNumber}`}
      </span>
      <span className="dp-quiet small dp-num">
        {card.validFrom} – {card.validTo ?? ''}
      </span>
    </span>
  );
}

function Devices({
  data,
  onEdit,
}: {
  readonly data: StationDevices;
  readonly onEdit: (device: StationDevice) => void;
}) {
  const { t } = useTranslation();
  const { mutate, error } = useChange<StationDevices>();
  return (
    <>
      <Refusal error={error} />
      <Table<StationDevice>
        size="small"
        rowKey="deviceId"
        dataSource={data.rows}
        pagination={false}
        locale={{ emptyText: <EmptyBlock text={t('devices.none')} /> }}
        scroll={{ x: 740 }}
        columns={[
          {
            title: t('devices.device'),
            render: (
              _,
              { Manufacturer, ManufacturerModelName, DeviceSerialNumber, StationName, modalities, AETitles },
            ) => (
              <span className="lines">
                <span>
                  {Manufacturer} {ManufacturerModelName}
                </span>
                <span className="dp-quiet">
                  {modalities.join(' ')} {StationName} ·{' '}
                  {DeviceSerialNumber === '' ? (
                    t('devices.noSerial')
                  ) : (
                    <span className="dp-code" title={t('devices.serial')}>
                      {DeviceSerialNumber}
                    </span>
                  )}
                </span>
                {AETitles.length === 0 ? null : (
                  <span className="dp-quiet small" title={t('devices.aeTitlesSeen')}>
                    {t('devices.aeTitles')}{' '}
                    <span className="dp-code">{AETitles.map(({ title }) => title).join(' · ')}</span>
                  </span>
                )}
              </span>
            ),
          },
          {
            title: t('devices.seen'),
            width: 112,
            render: (_, { firstSeen, lastSeen }) =>
              firstSeen === null ? (
                <span className="dp-quiet">{t('devices.notSeen')}</span>
              ) : (
                <span className="lines dp-num">
                  <span>{firstSeen}</span>
                  <span>{lastSeen}</span>
                </span>
              ),
          },
          { title: t('devices.studies'), dataIndex: 'studies', align: 'right', width: 80 },
          { title: t('devices.card'), width: 220, render: (_, device) => <CardText device={device} /> },
          {
            title: t('common.actions'),
            width: 170,
            render: (_, device) => (
              <span className="pieces">
                <Button
                  size="small"
                  {...(device.card === null ? { type: 'primary' as const } : {})}
                  disabled={device.DeviceSerialNumber === ''}
                  onClick={() => onEdit(device)}
                >
                  {t(device.card === null ? 'devices.make' : 'devices.edit')}
                </Button>
                {device.card === null ? null : (
                  <Popconfirm
                    title={t('devices.withdraw')}
                    description={t('devices.withdrawHint')}
                    okText={t('devices.withdraw')}
                    cancelText={t('common.cancel')}
                    onConfirm={() => mutate({ method: 'DELETE', path: `/api/devices/cards/${device.deviceId}` })}
                  >
                    <Button size="small" type="text" danger>
                      {t('record.withdraw')}
                    </Button>
                  </Popconfirm>
                )}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

type Editing = { readonly device: StationDevice | undefined };

/** Devices that were seen, cards that were made, and the names by which own images are known. */
export function Registered() {
  const { t } = useTranslation();
  const query = useQuery(devicesQuery);
  const [editing, setEditing] = useState<Editing>();
  return (
    <>
      <div className="filters">
        <Button type="primary" onClick={() => setEditing({ device: undefined })}>
          {t('devices.add')}
        </Button>
        <AsOf at={query.data?.asOf} />
      </div>
      <div className="stack">
        <Shown query={query}>{(data) => <Devices data={data} onEdit={(device) => setEditing({ device })} />}</Shown>
        <InstitutionNames />
      </div>
      {editing === undefined ? null : <CardDialog device={editing.device} onClose={() => setEditing(undefined)} />}
    </>
  );
}
