import { EmptyBlock, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Badge, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { boardQuery } from '../api/equipment-queries.ts';
import { Alarms } from './equipment/alarms.tsx';
import { Board } from './equipment/board.tsx';
import { Calendars } from './equipment/calendars.tsx';
import { Daily } from './equipment/daily.tsx';
import { Faults } from './equipment/faults.tsx';
import { Maintenance } from './equipment/maintenance.tsx';
import { Power } from './equipment/power.tsx';
import { Registered } from './equipment/registered.tsx';
import { Report } from './equipment/report.tsx';
import { WatchCards } from './equipment/watch-cards.tsx';

const parts = {
  board: Board,
  daily: Daily,
  faults: Faults,
  maintenance: Maintenance,
  calendar: Calendars,
  power: Power,
  alarms: Alarms,
  report: Report,
  watched: WatchCards,
  registered: Registered,
} as const;
const tabs = [
  'board',
  'daily',
  'faults',
  'maintenance',
  'calendar',
  'power',
  'alarms',
  'report',
  'watched',
  'registered',
] as const;
type DeviceTab = (typeof tabs)[number];

/** How many things behind a tab wait for people. */
function useWaiting(): (tab: DeviceTab) => number {
  const { data } = useQuery(boardQuery);
  if (data === undefined) return () => 0;
  const { waiting, alarms } = data;
  const counts: Partial<Record<DeviceTab, number>> = {
    daily: waiting.dailyOverdue,
    faults: waiting.unclassified,
    maintenance: waiting.maintenanceOverdue,
    alarms: alarms.filter(({ causedBy, urgency }) => causedBy === null && urgency !== 'info').length,
  };
  return (tab) => counts[tab] ?? 0;
}

/** Devices, power and rooms: how they stand, what people write down of them, by what they are counted, and which cards there are. */
export function DevicesPage() {
  const { t } = useTranslation();
  const { tab: asked } = useParams();
  const navigate = useNavigate();
  const waiting = useWaiting();
  const tab = tabs.find((each) => each === asked);
  if (tab === undefined) return <EmptyBlock text={t('notFound')} />;
  const Part = parts[tab];
  return (
    <>
      <Title title={t('devices.title')} />
      <Tabs
        activeKey={tab}
        onChange={(key) => void navigate(`/devices/${key}`)}
        items={tabs.map((key) => ({
          key,
          label: (
            <>
              {t(`equipment.tab.${key}`)} <Badge count={waiting(key)} size="small" overflowCount={999} />
            </>
          ),
        }))}
      />
      <p className="dp-quiet note">{t(`equipment.about.${tab}`)}</p>
      <Part />
    </>
  );
}
