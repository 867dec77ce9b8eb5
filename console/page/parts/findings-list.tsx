import { displayStates, type FindingState, findingStates, severities } from '@center/contract';
import { AsOf, CsvLink, formatDateTime, useDisplayWords } from '@center/display';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { findingsQuery } from '../api/queries.ts';
import { type Query, withQuery } from '../api/request.ts';
import { CenterSelect } from './center-select.tsx';
import { oneOf, pageNumber, useFilters } from './filters.ts';
import { FindingsTable } from './findings-table.tsx';
import { usePaging } from './paging.ts';
import { SearchBox } from './search-box.tsx';
import { SelectFilter } from './select-filter.tsx';
import { Shown } from './shown.tsx';

const states = ['live', ...findingStates, 'all'] as const satisfies readonly (FindingState | 'live' | 'all')[];
const sorts = ['severity', 'changedAt', 'openedAt', 'studyDate', 'rule', 'facility'] as const;

/** Findings with filters, pages and export; on a center's own page that center is fixed. */
export function FindingsList({ facilityId }: { readonly facilityId?: string }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { filters, setFilters } = useFilters();
  // What is over stays out of sight until it is asked for.
  const state = oneOf(filters['state'], states) ?? 'live';
  const asked: Query = {
    facility: facilityId ?? filters['facility'],
    state: state === 'all' ? undefined : state,
    severity: oneOf(filters['severity'], severities),
    display: oneOf(filters['display'], displayStates),
    clause: filters['clause'],
    rule: filters['rule'],
    device: filters['device'],
    changedSince: filters['changedSince'],
    q: filters['q'],
    sort: oneOf(filters['sort'], sorts),
  };
  const query = useQuery({
    ...findingsQuery({ ...asked, page: pageNumber(filters['page']), pageSize: 50 }),
    placeholderData: keepPreviousData,
  });
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 50 }, setFilters);
  const narrowed: readonly (readonly [string, string])[] = [
    ...(filters['clause'] === undefined ? [] : [['clause', `${t('common.clause')} ${filters['clause']}`] as const]),
    ...(filters['rule'] === undefined ? [] : [['rule', t('findings.ruleFilter', { id: filters['rule'] })] as const]),
    ...(filters['device'] === undefined
      ? []
      : [['device', t('findings.deviceFilter', { id: filters['device'].slice(0, 12) })] as const]),
    ...(filters['changedSince'] === undefined
      ? []
      : [['changedSince', t('findings.changedSince', { at: formatDateTime(filters['changedSince']) })] as const]),
  ];
  return (
    <>
      <div className="filters">
        {facilityId === undefined ? (
          <CenterSelect
            value={filters['facility']}
            onChange={(facility) => {
              setFilters({ facility });
            }}
          />
        ) : null}
        <SelectFilter
          name={t('common.state')}
          value={state}
          options={states.map((value) => ({
            value,
            label: value === 'live' ? t('findings.live') : value === 'all' ? t('common.all') : words.finding[value],
          }))}
          onChange={(value) => {
            setFilters({ state: value });
          }}
        />
        <SelectFilter
          name={t('common.severity')}
          value={oneOf(filters['severity'], severities)}
          options={severities.map((value) => ({ value, label: words.severity[value] }))}
          onChange={(severity) => {
            setFilters({ severity });
          }}
        />
        <SelectFilter
          name={t('findings.display')}
          value={oneOf(filters['display'], displayStates)}
          options={displayStates.map((value) => ({ value, label: words.state[value] }))}
          onChange={(display) => {
            setFilters({ display });
          }}
        />
        <SelectFilter
          name={t('findings.sort')}
          value={oneOf(filters['sort'], sorts)}
          options={sorts.map((value) => ({ value, label: t(`findings.sorts.${value}`) }))}
          onChange={(sort) => {
            setFilters({ sort });
          }}
        />
        <SearchBox
          hint={t('findings.searchHint')}
          value={filters['q']}
          onChange={(q) => {
            setFilters({ q });
          }}
        />
        {narrowed.map(([key, text]) => (
          <Tag
            key={key}
            closable
            onClose={() => {
              setFilters({ [key]: undefined });
            }}
          >
            {text}
          </Tag>
        ))}
        <Button
          type="link"
          size="small"
          onClick={() => {
            setFilters(Object.fromEntries(Object.keys(filters).map((key) => [key, undefined])));
          }}
        >
          {t('common.clear')}
        </Button>
        <CsvLink href={withQuery('/api/exports/findings.csv', asked)} />
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>
        {(data) => (
          <FindingsTable
            rows={data.rows}
            loading={query.isPlaceholderData}
            pagination={paging}
            withCenter={facilityId === undefined}
          />
        )}
      </Shown>
    </>
  );
}
