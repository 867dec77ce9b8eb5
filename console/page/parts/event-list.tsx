import type { ConsoleEventRow } from '@center/contract';
import { EventTable } from '@center/display';
import type { TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

type Shown = ConsoleEventRow['event'] & {
  readonly id: string;
  readonly maybeOver: boolean;
  readonly row: ConsoleEventRow;
};

const shown = (row: ConsoleEventRow): Shown => ({
  ...row.event,
  id: `${row.facilityId}/${row.event.eventId}`,
  maybeOver: row.standing === 'unknown',
  row,
});

/** Episodes as the centers told them, with the thing and, across centers, the center that they are of. */
export function EventList({
  rows,
  withCenter,
  pagination = false,
}: {
  readonly rows: readonly ConsoleEventRow[];
  readonly withCenter: boolean;
  readonly pagination?: TablePaginationConfig | false;
}) {
  const { t } = useTranslation();
  return (
    <EventTable<Shown>
      events={rows.map(shown)}
      pagination={pagination}
      nameOf={({ row }) => (
        <span className="lines">
          {withCenter ? <Link to={`/centers/${row.facilityId}/devices`}>{row.facilityName}</Link> : null}
          <span>{row.name || row.event.equipmentId}</span>
          {row.name === '' ? <span className="small dp-quiet">{t('equipment.cardGone')}</span> : null}
        </span>
      )}
    />
  );
}
