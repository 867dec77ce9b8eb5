import type { ConsoleRoomRow, RoomItem } from '@center/contract';
import { EmptyBlock, EventTag, RoomTiles, spanText, useDisplayWords, usualBands } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RoomTag } from './equipment-tags.tsx';

/** What sensors said before their agent fell silent is not how the room is. */
const asHeard = (room: RoomItem, speaks: boolean): RoomItem =>
  speaks ? room : { ...room, temperatureC: null, humidityPct: null, smoke: 'unknown' };

/** Rooms with their climate now, the part of the month out of the band, and smoke. */
export function RoomsTable({
  rows,
  withCenter,
}: {
  readonly rows: readonly ConsoleRoomRow[];
  readonly withCenter: boolean;
}) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <Table<ConsoleRoomRow>
      size="small"
      rowKey={(row) => `${row.agentId}/${row.room.equipmentId}`}
      dataSource={[...rows]}
      pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <EmptyBlock text={t('equipment.roomsNone')} /> }}
      scroll={{ x: 900 }}
      columns={[
        {
          title: t('equipment.room'),
          width: 190,
          render: (_, row) => (
            <span className="lines">
              {withCenter ? <Link to={`/centers/${row.facilityId}/devices`}>{row.facilityName}</Link> : null}
              <span>{row.name || row.room.equipmentId}</span>
              <span className="small dp-quiet">{t(`equipment.roomPurpose.${row.room.purpose}`)}</span>
              <span>
                <RoomTag attention={row.attention} />
              </span>
            </span>
          ),
        },
        {
          title: t('equipment.roomNow'),
          width: 360,
          render: (_, { room, speaks }) => (
            <RoomTiles
              room={asHeard(room, speaks)}
              bands={{
                temperatureC: room.temperatureBand ?? usualBands.temperatureC,
                humidityPct: room.humidityBand ?? usualBands.humidityPct,
              }}
            />
          ),
        },
        {
          title: t('equipment.roomOpen'),
          width: 160,
          render: (_, { openEvents }) =>
            openEvents.length === 0 ? (
              <span className="dp-quiet">–</span>
            ) : (
              <span className="pieces">
                {openEvents.map((kind) => (
                  <EventTag key={kind} kind={kind} />
                ))}
              </span>
            ),
        },
        {
          title: t('equipment.roomOutsideTitle'),
          width: 190,
          render: (_, { room }) => (
            <span className="lines">
              <span className="small dp-quiet">{room.month}</span>
              {room.measuredS === 0 ? (
                <span className="dp-quiet">{t('equipment.roomNotMeasured')}</span>
              ) : (
                <span className="dp-num">
                  {t('equipment.roomOutside', {
                    outside: spanText(room.outsideS * 1000, words),
                    measured: spanText(room.measuredS * 1000, words),
                  })}
                </span>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}
