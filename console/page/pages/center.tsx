import type { ConsoleFacility } from '@center/contract';
import { AsOf, EmptyBlock, formatDate, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { facilityQuery } from '../api/queries.ts';
import { AgentsPanel } from '../parts/agents-panel.tsx';
import { findingsLink, oneOf } from '../parts/filters.ts';
import { FindingsList } from '../parts/findings-list.tsx';
import { LightTag } from '../parts/light-tag.tsx';
import { NumbersStrip } from '../parts/numbers-strip.tsx';
import { Shown } from '../parts/shown.tsx';
import { UploadsPanel } from '../parts/uploads-panel.tsx';
import { CenterArchive } from './center/archive.tsx';
import { ClauseMatrix } from './center/clause-matrix.tsx';
import { CenterEquipment } from './center/equipment.tsx';
import { CenterSummary } from './center/summary.tsx';
import { DoseGroups } from './dose/dose-groups.tsx';

const tabs = ['summary', 'clauses', 'findings', 'archive', 'dose', 'devices', 'uploads', 'agents'] as const;
type CenterTab = (typeof tabs)[number];

function content(tab: CenterTab, data: ConsoleFacility): ReactNode {
  const { facilityId } = data.facility;
  switch (tab) {
    case 'summary':
      return <CenterSummary data={data} />;
    case 'clauses':
      return <ClauseMatrix facilityId={facilityId} />;
    case 'findings':
      return (
        <Card size="small">
          <FindingsList facilityId={facilityId} />
        </Card>
      );
    case 'archive':
      return <CenterArchive facilityId={facilityId} />;
    case 'dose':
      return <DoseGroups facilityId={facilityId} />;
    case 'devices':
      return <CenterEquipment facilityId={facilityId} />;
    case 'uploads':
      return <UploadsPanel facilityId={facilityId} />;
    case 'agents':
      return <AgentsPanel facilityId={facilityId} />;
  }
}

function Center({ data, tab }: { readonly data: ConsoleFacility; readonly tab: CenterTab }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { facility } = data;
  const base = `/centers/${facility.facilityId}`;
  return (
    <>
      <Title
        title={
          <>
            {facility.name} <LightTag light={facility.light} />
          </>
        }
      >
        <span className="dp-quiet small">
          <span className="dp-code">{facility.facilityId}</span>
          {facility.licenceNumber === null ? null : ` · ${facility.licenceNumber}`}
          {facility.divisionCode === null ? null : ` · ${facility.divisionCode}`}
          {` · ${t('center.createdAt', { at: formatDate(data.createdAt) })}`}
        </span>
        <AsOf at={facility.asOf} />
      </Title>
      <NumbersStrip
        numbers={facility.numbers}
        asOf={facility.asOf}
        links={{
          openCritical: findingsLink({ facility: facility.facilityId, severity: 'critical', state: 'live' }),
          metRate: `${base}/clauses?state=judged`,
          coverage: `${base}/clauses?state=not-judged`,
          onTime: `${base}/uploads`,
        }}
      />
      <Tabs
        activeKey={tab}
        onChange={(key) => {
          void navigate(`${base}/${key}`);
        }}
        items={tabs.map((key) => ({ key, label: t(`center.tabs.${key}`) }))}
      />
      {content(tab, data)}
    </>
  );
}

/** One center: its standing above, and a tab for each kind of rows behind it. */
export function CenterPage() {
  const { facilityId = '', tab } = useParams();
  const { t } = useTranslation();
  const query = useQuery(facilityQuery(facilityId));
  const known = oneOf(tab, tabs);
  if (known === undefined) return <EmptyBlock text={t('common.notFound')} />;
  return <Shown query={query}>{(data) => <Center data={data} tab={known} />}</Shown>;
}
