import { EmptyBlock } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { equipmentCardsQuery } from '../api/equipment-queries.ts';
import { Shown } from '../parts/shown.tsx';
import { DevicePage } from './equipment/device.tsx';
import { PlacePage } from './equipment/place.tsx';

/** One thing that is watched, by the short name on its card: a device by how its time is counted, a UPS or a room by what it measures. */
export function WatchedPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const query = useQuery(equipmentCardsQuery);
  return (
    <Shown query={query}>
      {({ rows }) => {
        const card = rows.find((row) => row.card.id === id)?.card;
        if (card === undefined) return <EmptyBlock text={t('equipment.noSuchCard')} />;
        return card.kind === 'ups' || card.kind === 'room' ? (
          <PlacePage key={id} card={card} />
        ) : (
          <DevicePage key={id} card={card} />
        );
      }}
    </Shown>
  );
}
