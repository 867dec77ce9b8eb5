import { EmptyBlock, Title } from '@center/display';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { SeenPeople } from './registers/people.tsx';
import { Permits } from './registers/permits.tsx';
import { Staff } from './registers/staff.tsx';
import { StopOrders } from './registers/stop-orders.tsx';
import { Uploads } from './registers/uploads.tsx';

const parts = {
  permits: Permits,
  staff: Staff,
  'stop-orders': StopOrders,
  uploads: Uploads,
  people: SeenPeople,
} as const;
const tabs = ['permits', 'staff', 'stop-orders', 'uploads', 'people'] as const;

/** Registers of the center's people, held against what images name: permits, staff, stop orders, receipts of the regional platform. */
export function RegistersPage() {
  const { t } = useTranslation();
  const { tab: asked } = useParams();
  const navigate = useNavigate();
  const tab = tabs.find((each) => each === asked);
  if (tab === undefined) return <EmptyBlock text={t('notFound')} />;
  const Part = parts[tab];
  return (
    <>
      <Title title={t('registers.title')} />
      <Tabs
        activeKey={tab}
        onChange={(key) => void navigate(`/registers/${key}`)}
        items={tabs.map((key) => ({ key, label: t(`registers.tab.${key}`) }))}
      />
      <p className="dp-quiet note">{t(`registers.about.${tab}`)}</p>
      <Part />
    </>
  );
}
