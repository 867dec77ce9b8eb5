import {
  type ConsoleDoseGroup,
  type ConsoleDoseGroups,
  type GroupMeasure,
  groupAgeBands,
  groupComparisons,
  groupMeasures,
} from '@center/contract';
import {
  AsOf,
  bandWords,
  CsvLink,
  EmptyBlock,
  inLanguage,
  type ScaleMode,
  ScaleSwitch,
  scaleModes,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import { doseGroupsQuery, dosePointsQuery } from '../../api/dose-queries.ts';
import { type Query, withQuery } from '../../api/request.ts';
import { CenterSelect } from '../../parts/center-select.tsx';
import { oneOf, pageNumber, useFilters } from '../../parts/filters.ts';
import { MonthBox } from '../../parts/month-box.tsx';
import { SelectFilter } from '../../parts/select-filter.tsx';
import { Shown } from '../../parts/shown.tsx';
import { type FindingPoint, groupSets } from './group-sets.ts';
import { GroupTable, SetCard } from './set-card.tsx';

const pageSize = 100;

interface Asked {
  readonly query: Query;
  readonly measure: GroupMeasure;
  readonly scale: ScaleMode;
}

/** What the address asks for. One measure at a time: one axis holds one unit. */
function useAsked(facilityId: string | undefined): Asked {
  const { filters } = useFilters();
  const month = filters['month'];
  const measure = oneOf(filters['measure'], groupMeasures) ?? 'CTDIvol';
  return {
    measure,
    scale: oneOf(filters['scale'], scaleModes) ?? 'auto',
    query: {
      facility: facilityId ?? filters['facility'],
      measure,
      examClass: filters['class'],
      ageBand: oneOf(filters['band'], groupAgeBands),
      comparison: oneOf(filters['comparison'], groupComparisons),
      ...(month === undefined ? {} : { span: 'month', month }),
    },
  };
}

interface FilterBarProps {
  readonly asked: Asked;
  readonly data: ConsoleDoseGroups | undefined;
  readonly facilityId: string | undefined;
}

function FilterBar({ asked: { query, measure, scale }, data, facilityId }: FilterBarProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { language } = useDisplay();
  const { filters, setFilters } = useFilters();
  return (
    <div className="filters">
      {facilityId === undefined ? (
        <CenterSelect value={filters['facility']} onChange={(facility) => setFilters({ facility })} />
      ) : null}
      <SelectFilter
        name={t('dose.measure')}
        value={measure}
        options={groupMeasures.map((value) => ({ value, label: words.dose.measure[value] }))}
        onChange={(value) => setFilters({ measure: value })}
      />
      <SelectFilter
        name={t('dose.examClass')}
        value={filters['class']}
        options={(data?.classes ?? [])
          .filter(({ id }) => id !== '')
          .map(({ id, title }) => ({ value: id, label: inLanguage(title, language) }))}
        onChange={(value) => setFilters({ class: value })}
      />
      <SelectFilter
        name={t('dose.band')}
        value={oneOf(filters['band'], groupAgeBands)}
        options={groupAgeBands.map((value) => ({ value, label: bandWords(words, value) }))}
        onChange={(band) => setFilters({ band })}
      />
      <SelectFilter
        name={t('dose.comparison')}
        value={oneOf(filters['comparison'], groupComparisons)}
        options={groupComparisons.map((value) => ({ value, label: words.dose.comparison[value] }))}
        onChange={(comparison) => setFilters({ comparison })}
      />
      <MonthBox name={t('dose.oneMonth')} value={filters['month']} onChange={(month) => setFilters({ month })} />
      <ScaleSwitch value={scale} onChange={(mode) => setFilters({ scale: mode === 'auto' ? undefined : mode })} />
      <CsvLink href={withQuery('/api/exports/dose.csv', query)} />
      <CsvLink kind="xlsx" href={withQuery('/api/exports/dose.xlsx', query)} />
      <AsOf at={data?.asOf} />
    </div>
  );
}

interface CardsProps {
  readonly data: ConsoleDoseGroups;
  readonly points: readonly FindingPoint[];
  readonly scale: ScaleMode;
  readonly withCenter: boolean;
}

/** What a group is of: class, or all of them where the measure knows none, and band. */
function useGroupName(): (group: ConsoleDoseGroup) => string {
  const words = useDisplayWords();
  const { language } = useDisplay();
  return ({ examClass, examClassTitle, ageBand, measure }) => {
    const none = words.dose[measure === 'DeviationIndex' ? 'allClasses' : 'unmapped'];
    return `${examClass === '' ? none : inLanguage(examClassTitle, language)} · ${bandWords(words, ageBand)}`;
  };
}

function Cards({ data, points, scale, withCenter }: CardsProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { setFilters } = useFilters();
  const nameOf = useGroupName();
  const { shown, small } = groupSets(data.rows);
  if (data.rows.length === 0) return <EmptyBlock text={t('dose.none')} />;
  return (
    <div className="stack">
      {shown.map((set) => (
        <SetCard
          key={set.id}
          set={set}
          title={`${nameOf(set.first)} · ${words.dose.measure[set.first.measure]}`}
          points={points}
          scale={scale}
          withCenter={withCenter}
        />
      ))}
      {small.length === 0 ? null : (
        <Card size="small" title={t('dose.smallGroups')}>
          <GroupTable rows={small} scale={scale} withCenter={withCenter} nameOf={nameOf} />
        </Card>
      )}
      <Pagination
        size="small"
        hideOnSinglePage
        showSizeChanger={false}
        current={data.page}
        pageSize={data.pageSize}
        total={data.total}
        showTotal={(n) => t('common.rows', { n })}
        onChange={(page) => setFilters({ page: String(page) })}
      />
    </div>
  );
}

/** Medians and quartiles that the centers computed, by exam class, band and measure; of single studies only those of findings, by pseudonym. */
export function DoseGroups({ facilityId }: { readonly facilityId?: string }) {
  const { t } = useTranslation();
  const { filters } = useFilters();
  const asked = useAsked(facilityId);
  const query = useQuery(doseGroupsQuery({ ...asked.query, page: pageNumber(filters['page']), pageSize }));
  const { facility, examClass, ageBand, measure } = asked.query;
  const points = useQuery({
    ...dosePointsQuery({ facility, examClass, ageBand, measure }),
    enabled: asked.measure !== 'DeviationIndex',
  });
  return (
    <>
      <FilterBar asked={asked} data={query.data} facilityId={facilityId} />
      <p className="dp-quiet">{t(filters['month'] === undefined ? 'dose.aboutYear' : 'dose.aboutMonth')}</p>
      <Shown query={query}>
        {(data) => (
          <Cards
            data={data}
            points={points.data?.rows ?? []}
            scale={asked.scale}
            withCenter={facilityId === undefined}
          />
        )}
      </Shown>
    </>
  );
}
