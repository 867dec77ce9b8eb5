import type { StationFindings } from '@center/contract/station-api';
import { AsOf, CsvLink, inLanguage, Title, useDisplay, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { findingsQuery } from '../api/queries.ts';
import { withQuery } from '../api/request.ts';
import { type Filters, useFilters, usePaging } from '../parts/filters.ts';
import { FindingTable } from '../parts/finding-table.tsx';
import { Shown } from '../parts/shown.tsx';

const states = ['open', 'confirmed', 'dismissed', 'closed'] as const;
const severities = ['critical', 'major', 'minor'] as const;

function Rows({ data, set }: { readonly data: StationFindings; readonly set: (changes: Filters) => void }) {
  const { t } = useTranslation();
  return <FindingTable rows={data.rows} none={t('finding.none')} pagination={usePaging(data, set)} />;
}

/** Findings with identity, by state, severity, rule, accession number. */
export function FindingsPage() {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { language } = useDisplay();
  const [filters, set] = useFilters();
  const { state = 'live', severity, rule, text, page } = filters;
  const asked = { state: state === 'all' ? undefined : state, severity, rule, text };
  const query = useQuery(findingsQuery({ ...asked, page, pageSize: 25 }));
  const csv = withQuery('/api/findings.csv', { ...asked, lang: language === 'en' ? 'en' : 'zh' });
  return (
    <>
      <Title title={t('finding.title')}>
        <AsOf at={query.data?.asOf} />
        <CsvLink href={csv} />
      </Title>
      <div className="filters">
        <Select
          value={state}
          aria-label={t('finding.state')}
          style={{ width: 150 }}
          onChange={(value) => set({ state: value })}
          options={[
            { value: 'live', label: t('finding.live') },
            { value: 'all', label: t('common.all') },
            ...states.map((value) => ({ value, label: words.finding[value] })),
          ]}
        />
        <Select
          allowClear
          {...(severity === undefined ? {} : { value: severity })}
          aria-label={t('finding.severity')}
          placeholder={t('finding.severity')}
          style={{ width: 120 }}
          onChange={(value?: string) => set({ severity: value })}
          options={severities.map((value) => ({ value, label: words.severity[value] }))}
        />
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          {...(rule === undefined ? {} : { value: rule })}
          aria-label={t('finding.rule')}
          placeholder={t('finding.rule')}
          style={{ width: 300 }}
          onChange={(value?: string) => set({ rule: value })}
          options={(query.data?.rules ?? []).map(({ ruleId, title }) => ({
            value: ruleId,
            label: inLanguage(title, language),
          }))}
        />
        <Input.Search
          allowClear
          defaultValue={text}
          placeholder={t('finding.find')}
          aria-label={t('finding.find')}
          style={{ width: 260 }}
          onSearch={(value) => set({ text: value.trim() })}
        />
      </div>
      <Shown query={query}>{(data) => <Rows data={data} set={set} />}</Shown>
    </>
  );
}
