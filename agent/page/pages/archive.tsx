import { AsOf, EmptyBlock, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Badge, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { archiveQuery } from '../api/archive-queries.ts';
import { Shown } from '../parts/shown.tsx';
import { Asking } from './archive/asking.tsx';
import { Standing } from './archive/standing.tsx';
import { KeptStudies } from './archive/studies.tsx';

const tabs = ['standing', 'studies', 'asking'] as const;
type ArchiveTab = (typeof tabs)[number];

/** What the archive of the center keeps: how far that is proven, which studies a person should look at, and who is asked and how. */
export function ArchivePage() {
  const { t } = useTranslation();
  const { tab: asked } = useParams();
  const navigate = useNavigate();
  const query = useQuery(archiveQuery);
  const tab = tabs.find((each) => each === asked);
  if (tab === undefined) return <EmptyBlock text={t('notFound')} />;
  const urgent = (query.data?.lists ?? [])
    .filter(({ list }) => list === 'lost' || list === 'missing')
    .reduce((sum, { total }) => sum + total, 0);
  return (
    <>
      <Title title={t('archive.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <Tabs
        activeKey={tab}
        onChange={(key) => void navigate(`/archive/${key}`)}
        items={tabs.map((key) => ({
          key,
          label: (
            <>
              {t(`archive.tab.${key}`)}{' '}
              {key === 'studies' ? <Badge count={urgent} size="small" overflowCount={999} /> : null}
            </>
          ),
        }))}
      />
      <Shown query={query}>
        {(data) => (
          <div className="stack">
            {data.asked ? null : (
              <Alert
                type="info"
                showIcon
                title={t('archive.neverAsked')}
                description={t(data.asksAny ? 'archive.neverAskedYet' : 'archive.neverAskedNoWay')}
              />
            )}
            {part(tab, data)}
          </div>
        )}
      </Shown>
    </>
  );
}

function part(tab: ArchiveTab, data: Parameters<typeof Standing>[0]['data']) {
  switch (tab) {
    case 'standing':
      return <Standing data={data} />;
    case 'studies':
      return <KeptStudies archive={data} />;
    case 'asking':
      return <Asking data={data} />;
  }
}
