import type { RoomAttention } from '@center/contract';
import { AsOf, CsvLink } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { roomsQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { AttentionChoices } from '../../parts/attention-choices.tsx';
import { CenterSelect } from '../../parts/center-select.tsx';
import { RoomTag } from '../../parts/equipment-tags.tsx';
import { oneOf, useFilters } from '../../parts/filters.ts';
import { RoomsTable } from '../../parts/rooms-table.tsx';
import { Shown } from '../../parts/shown.tsx';

const attentions = [
  'smoke',
  'outside',
  'smoke-fault',
  'silent',
  'not-measured',
  'was-outside',
  'quiet',
] as const satisfies readonly RoomAttention[];

/** Rooms across centers (MIDC-3.12c, 3.12d): smoke, climate out of its band, and those that are silent. */
export function Rooms() {
  const { t } = useTranslation();
  const { filters, setFilters } = useFilters();
  const { facility } = filters;
  const attention = oneOf(filters['attention'], attentions);
  const query = useQuery(roomsQuery({ facility }));
  return (
    <>
      <p className="dp-quiet">{t('equipment.roomsAbout')}</p>
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
              tagOf={(value, count) => <RoomTag attention={value} count={count} />}
            />
            <RoomsTable
              withCenter
              rows={rows.filter((row) => attention === undefined || row.attention === attention)}
            />
          </>
        )}
      </Shown>
    </>
  );
}
