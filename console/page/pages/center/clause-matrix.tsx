import { type ConsoleClauses, severities } from '@center/contract';
import { AsOf, CoverageText, CsvLink, StateTag, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { clausesQuery } from '../../api/queries.ts';
import { withQuery } from '../../api/request.ts';
import { oneOf, useFilters } from '../../parts/filters.ts';
import { MonthBox } from '../../parts/month-box.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { SelectFilter } from '../../parts/select-filter.tsx';
import { Shown } from '../../parts/shown.tsx';
import { type ClauseFilter, clauseGroupNames, clauseStatesShown, fittingClauses } from './clause-rows.ts';
import { ClauseTable } from './clause-table.tsx';

const wantedStates = [...clauseGroupNames, ...clauseStatesShown] as const;

interface MatrixProps {
  readonly data: ConsoleClauses;
  readonly filter: ClauseFilter;
  readonly onState: (state: string | undefined) => void;
}

function Matrix({ data, filter, onState }: MatrixProps) {
  const { t } = useTranslation();
  const own = fittingClauses(data.own, filter);
  const others = fittingClauses(data.others, filter);
  return (
    <div className="stack">
      <Card
        size="small"
        title={t('clauses.own')}
        extra={
          <span className="pieces">
            <span>{t('clauses.clausesShown', { shown: own.length, all: data.own.length })}</span>
            <CoverageText {...data.coverage} />
            <AsOf at={data.asOf} />
          </span>
        }
      >
        <div className="filters">
          {data.states
            .filter(({ clauses }) => clauses > 0)
            .toSorted((a, b) => clauseStatesShown.indexOf(a.state) - clauseStatesShown.indexOf(b.state))
            .map(({ state, clauses }) => (
              <Button
                key={state}
                size="small"
                type={filter.state === state ? 'primary' : 'text'}
                ghost={filter.state === state}
                aria-pressed={filter.state === state}
                onClick={() => {
                  onState(filter.state === state ? undefined : state);
                }}
              >
                <StateTag state={state} count={clauses} />
              </Button>
            ))}
        </div>
        <ClauseTable clauses={own} facilityId={data.facilityId} />
      </Card>
      <Card
        size="small"
        title={t('clauses.others')}
        extra={t('clauses.clausesShown', { shown: others.length, all: data.others.length })}
      >
        <ClauseTable clauses={others} facilityId={data.facilityId} outside />
      </Card>
    </div>
  );
}

/** Every clause of the center with its state and counts; the authority's and agencies' rows apart, outside coverage. */
export function ClauseMatrix({ facilityId }: { readonly facilityId: string }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { filters, setFilters } = useFilters();
  const period = { from: filters['from'], to: filters['to'] };
  const query = useQuery(clausesQuery(facilityId, period));
  const filter: ClauseFilter = {
    state: oneOf(filters['state'], wantedStates),
    severity: oneOf(filters['severity'], severities),
    text: filters['q'],
  };
  return (
    <>
      <div className="filters">
        <SelectFilter
          name={t('common.state')}
          value={filter.state}
          options={wantedStates.map((value) => {
            const group = oneOf(value, clauseGroupNames);
            const state = oneOf(value, clauseStatesShown);
            const label = group === undefined ? '' : t(`clauses.group.${group}`);
            return { value, label: state === undefined ? label : words.state[state] };
          })}
          onChange={(state) => {
            setFilters({ state });
          }}
        />
        <SelectFilter
          name={t('common.severity')}
          value={filter.severity}
          options={severities.map((value) => ({ value, label: words.severity[value] }))}
          onChange={(severity) => {
            setFilters({ severity });
          }}
        />
        <SearchBox
          hint={t('clauses.text')}
          value={filters['q']}
          onChange={(q) => {
            setFilters({ q });
          }}
        />
        <MonthBox
          name={t('common.from')}
          value={filters['from']}
          onChange={(from) => {
            setFilters({ from });
          }}
        />
        <MonthBox
          name={t('common.to')}
          value={filters['to']}
          onChange={(to) => {
            setFilters({ to });
          }}
        />
        <CsvLink href={withQuery('/api/exports/clauses.csv', { facility: facilityId, ...period })} />
      </div>
      <Shown query={query}>
        {(data) => (
          <Matrix
            data={data}
            filter={filter}
            onState={(state) => {
              setFilters({ state });
            }}
          />
        )}
      </Shown>
    </>
  );
}
