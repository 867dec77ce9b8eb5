import { AsOf, CsvLink, EmptyBlock, Title, useDisplay } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { doseGroupsQuery } from '../api/dose-queries.ts';
import { withQuery } from '../api/request.ts';
import { Shown } from '../parts/shown.tsx';
import { Coverage } from './dose/coverage.tsx';
import { Deviation } from './dose/deviation.tsx';
import { Distributions } from './dose/distributions.tsx';
import { useDoseFilters } from './dose/dose-filters.tsx';
import { Mapping } from './dose/mapping.tsx';
import { Medians } from './dose/medians.tsx';

const tabs = ['distributions', 'medians', 'deviation', 'coverage', 'mapping'] as const;
type DoseTab = (typeof tabs)[number];
const groupTabs = { distributions: Distributions, medians: Medians, deviation: Deviation } as const;

/** What is told by groups of exams. */
function GroupTab({ tab }: { readonly tab: keyof typeof groupTabs }) {
  const filters = useDoseFilters();
  const query = useQuery(doseGroupsQuery(filters.period));
  const Part = groupTabs[tab];
  return <Shown query={query}>{(data) => <Part data={data} filters={filters} />}</Shown>;
}

function content(tab: DoseTab) {
  switch (tab) {
    case 'coverage':
      return <Coverage />;
    case 'mapping':
      return <Mapping />;
    case 'distributions':
    case 'medians':
    case 'deviation':
      return <GroupTab tab={tab} />;
  }
}

/** Files of the exams that the filters leave. */
function Exports() {
  const { language } = useDisplay();
  const { period, group } = useDoseFilters();
  const asked = { lang: language === 'en' ? 'en' : 'zh', ...period, ...group };
  // Exams without a class are asked for by an empty class, which is no missing one.
  const href = (kind: string): string =>
    `${withQuery(`/api/dose/export.${kind}`, asked)}${group.examClass === '' ? '&examClass=' : ''}`;
  return (
    <>
      <CsvLink href={href('csv')} />
      <CsvLink kind="xlsx" href={href('xlsx')} />
    </>
  );
}

/** The physicist's page: distributions, medians over time, deviation index, coverage by day, the mapping of exams to classes. */
export function DosePage() {
  const { t } = useTranslation();
  const { tab: asked } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const { period } = useDoseFilters();
  const { data } = useQuery(doseGroupsQuery(period));
  const tab = tabs.find((each) => each === asked);
  if (tab === undefined) return <EmptyBlock text={t('notFound')} />;
  return (
    <>
      <Title title={t('dose.title')}>
        <AsOf at={data?.asOf} />
        <Exports />
      </Title>
      <Tabs
        activeKey={tab}
        // The filters stay: a class chosen among distributions is looked at over time.
        onChange={(key) => void navigate(`/dose/${key}${search}`)}
        items={tabs.map((key) => ({ key, label: t(`dose.tab.${key}`) }))}
      />
      {content(tab)}
    </>
  );
}
