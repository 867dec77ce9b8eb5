import type { StationEquipmentCards } from '@center/contract/station-api';
import { EmptyBlock, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Popconfirm, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { equipmentCardsQuery } from '../../api/equipment-queries.ts';
import { useChange } from '../../api/queries.ts';
import { EquipmentLink } from '../../parts/equipment/record-table.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useSession } from '../../session.ts';
import { probesExample } from './probes-example.ts';
import { type CardStart, WatchCardDialog } from './watch-card-dialog.tsx';

type Row = StationEquipmentCards['rows'][number];

/** How a card and the probes of the configuration come together. */
function HowToConnect() {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t('equipment.connect.title')}>
      <ol className="plain-list">
        <li>{t('equipment.connect.card')}</li>
        <li>{t('equipment.connect.calendar')}</li>
        <li>{t('equipment.connect.probe')}</li>
        <li>{t('equipment.connect.restart')}</li>
        <li>{t('equipment.connect.board')}</li>
      </ol>
      <pre className="config dp-code">{probesExample}</pre>
      <p className="dp-quiet">{t('equipment.connect.grades')}</p>
    </Card>
  );
}

function Orphans({ orphans }: { readonly orphans: StationEquipmentCards['orphans'] }) {
  const { t } = useTranslation();
  if (orphans.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('equipment.connect.orphans')}
      description={orphans.map(({ name, type, of }) => (
        <div key={name}>
          <span className="dp-code">{name}</span> ({type}) → <span className="dp-code">{of}</span>
        </div>
      ))}
    />
  );
}

/** Devices of the register that nothing watches yet. */
function Unlinked({
  data,
  onMake,
}: {
  readonly data: StationEquipmentCards;
  readonly onMake: (start: CardStart) => void;
}) {
  const { t } = useTranslation();
  const administers = useSession().role === 'administrator';
  if (data.unlinked.length === 0) return null;
  return (
    <Card size="small" title={t('equipment.card.unlinked')}>
      <p className="dp-quiet">{t('equipment.card.unlinkedAbout')}</p>
      <div className="pieces">
        {data.unlinked.map((device) => (
          <Button
            key={device.deviceId}
            size="small"
            disabled={!administers}
            onClick={() => onMake({ kind: 'device', device })}
          >
            {device.name} · {device.DeviceSerialNumber}
          </Button>
        ))}
      </div>
    </Card>
  );
}

function Cards({
  data,
  onEdit,
}: {
  readonly data: StationEquipmentCards;
  readonly onEdit: (start: CardStart) => void;
}) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const administers = useSession().role === 'administrator';
  const { mutate, error } = useChange<StationEquipmentCards>();
  const calendars = new Map(data.calendars.map(({ id, name }) => [id, name]));
  return (
    <>
      <Refusal error={error} />
      <Table<Row>
        size="small"
        rowKey={({ card }) => card.id}
        dataSource={data.rows}
        pagination={false}
        scroll={{ x: 900 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.card.none')} /> }}
        columns={[
          {
            title: t('equipment.device'),
            render: (_, { card }) => (
              <span className="lines">
                <EquipmentLink id={card.id} />
                <span className="dp-quiet small">
                  {equipment.kind[card.kind]} · <span className="dp-code">{card.id}</span>
                </span>
              </span>
            ),
          },
          {
            title: t('equipment.card.asset'),
            render: (_, { card }) => (
              <span className="lines small">
                <span>
                  {card.Manufacturer} {card.ManufacturerModelName}
                </span>
                <span className="dp-code">{card.DeviceSerialNumber}</span>
              </span>
            ),
          },
          {
            title: t('equipment.card.calendar'),
            width: 150,
            render: (_, { card }) =>
              card.calendarId === undefined ? (
                card.kind === 'imaging' ? (
                  <span className="differ">{t('equipment.noCalendar')}</span>
                ) : (
                  <span className="dp-quiet">–</span>
                )
              ) : (
                <Link to="/devices/calendar">{calendars.get(card.calendarId) ?? card.calendarId}</Link>
              ),
          },
          {
            title: t('equipment.card.inService'),
            width: 120,
            render: (_, { card }) => (
              <span className="lines small dp-num">
                <span>{card.inServiceFrom}</span>
                {card.inServiceTo === undefined ? null : <span>– {card.inServiceTo}</span>}
              </span>
            ),
          },
          {
            title: t('equipment.probes'),
            width: 180,
            render: (_, { probes }) =>
              probes.length === 0 ? (
                <span className="dp-quiet">{t('equipment.noProbe')}</span>
              ) : (
                <span className="lines small">
                  {probes.map(({ name, type }) => (
                    <span key={name}>
                      <span className="dp-code">{name}</span> <span className="dp-quiet">{type}</span>
                    </span>
                  ))}
                </span>
              ),
          },
          {
            title: t('common.actions'),
            width: 150,
            render: (_, { card }) =>
              administers ? (
                <span className="pieces">
                  <Button size="small" onClick={() => onEdit({ kind: 'card', card })}>
                    {t('equipment.card.edit')}
                  </Button>
                  <Popconfirm
                    title={t('equipment.card.removeAsk')}
                    description={<span className="confirm">{t('equipment.card.removeHint')}</span>}
                    okText={t('equipment.calendar.remove')}
                    cancelText={t('common.cancel')}
                    onConfirm={() =>
                      mutate({ method: 'DELETE', path: `/api/equipment/cards/${encodeURIComponent(card.id)}` })
                    }
                  >
                    <Button size="small" type="text" danger>
                      {t('equipment.calendar.remove')}
                    </Button>
                  </Popconfirm>
                </span>
              ) : null,
          },
        ]}
      />
    </>
  );
}

/** Which things are watched, by whose name, and how a probe finds its card. */
export function WatchCards() {
  const { t } = useTranslation();
  const query = useQuery(equipmentCardsQuery);
  const administers = useSession().role === 'administrator';
  const [editing, setEditing] = useState<CardStart>();
  return (
    <div className="stack">
      {administers ? (
        <span>
          <Button type="primary" onClick={() => setEditing({ kind: 'new' })}>
            {t('equipment.card.add')}
          </Button>
        </span>
      ) : (
        <span className="dp-quiet">{t('equipment.administratorsOnly')}</span>
      )}
      <Shown query={query}>
        {(data) => (
          <>
            <Orphans orphans={data.orphans} />
            <Cards data={data} onEdit={setEditing} />
            <Unlinked data={data} onMake={setEditing} />
            {editing === undefined ? null : (
              <WatchCardDialog start={editing} data={data} onClose={() => setEditing(undefined)} />
            )}
          </>
        )}
      </Shown>
      <HowToConnect />
    </div>
  );
}
