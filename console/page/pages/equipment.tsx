import { EmptyBlock, Title } from '@center/display';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { withQuery } from '../api/request.ts';
import { oneOf, useFilters } from '../parts/filters.ts';
import { Availability } from './equipment/availability.tsx';
import { Events } from './equipment/events.tsx';
import { Gaps } from './equipment/gaps.tsx';
import { Rooms } from './equipment/rooms.tsx';
import { UpsGrades } from './equipment/ups.tsx';

const tabs = ['availability', 'ups', 'events', 'rooms', 'gaps'] as const;

/** How devices, power and rooms of all centers fare that one sees, and whether agents tell of all their gaps. */
export function EquipmentPage() {
  const { t } = useTranslation();
  const { tab: asked } = useParams();
  const navigate = useNavigate();
  const { filters } = useFilters();
  const tab = oneOf(asked, tabs);
  if (tab === undefined) return <EmptyBlock text={t('common.notFound')} />;
  return (
    <>
      <Title title={t('equipment.title')} />
      <Tabs
        activeKey={tab}
        // The center stays; the other filters mean another thing on each screen.
        onChange={(key) => void navigate(withQuery(`/equipment/${key}`, { facility: filters['facility'] }))}
        items={tabs.map((key) => ({ key, label: t(`equipment.tab.${key}`) }))}
      />
      {tab === 'availability' ? <Availability /> : null}
      {tab === 'ups' ? <UpsGrades /> : null}
      {tab === 'events' ? <Events /> : null}
      {tab === 'rooms' ? <Rooms /> : null}
      {tab === 'gaps' ? <Gaps /> : null}
    </>
  );
}
