import { EmptyBlock, Title } from '@center/display';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { withQuery } from '../api/request.ts';
import { oneOf, useFilters } from '../parts/filters.ts';
import { DoseCoverage } from './dose/dose-coverage.tsx';
import { DoseGroups } from './dose/dose-groups.tsx';

const tabs = ['distributions', 'coverage'] as const;

/** Doses of all centers one sees: what the centers computed over their exams, and how many exams have a dose record at all. */
export function DosePage() {
  const { t } = useTranslation();
  const { tab: asked } = useParams();
  const navigate = useNavigate();
  const { filters } = useFilters();
  const tab = oneOf(asked, tabs);
  if (tab === undefined) return <EmptyBlock text={t('common.notFound')} />;
  return (
    <>
      <Title title={t('dose.title')} />
      <Tabs
        activeKey={tab}
        // The center stays; a month means another thing on each screen.
        onChange={(key) => void navigate(withQuery(`/dose/${key}`, { facility: filters['facility'] }))}
        items={tabs.map((key) => ({ key, label: t(`dose.tab.${key}`) }))}
      />
      {tab === 'coverage' ? <DoseCoverage /> : <DoseGroups />}
    </>
  );
}
