import type { StationSeenPeople } from '@center/contract/station-api';
import { AsOf, EmptyBlock, formatNumber, type StateLook, WordTag } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { seenPeopleQuery } from '../../api/archive-queries.ts';
import { Shown } from '../../parts/shown.tsx';

type Person = StationSeenPeople['rows'][number];

const looks: Readonly<Record<Person['match'], StateLook>> = {
  listed: { mark: 'tick', tone: 'green', surface: 'soft' },
  unknown: { mark: 'cross', tone: 'red', surface: 'soft' },
  unlike: { mark: 'question', tone: 'grey', surface: 'hatched' },
  'no-list': { mark: 'dots', tone: 'grey', surface: 'hatched' },
};

/** Operators and reporting physicians whom images and reports name, held against the staff list. Names stay here. */
export function SeenPeople() {
  const { t } = useTranslation();
  const query = useQuery(seenPeopleQuery);
  const known: Readonly<Record<string, string>> = {
    physician: t('registers.posts.physician'),
    technologist: t('registers.posts.technologist'),
    nurse: t('registers.posts.nurse'),
    physicist: t('registers.posts.physicist'),
    other: t('registers.posts.other'),
  };
  return (
    <Shown query={query}>
      {({ asOf, rows }) => (
        <>
          <div className="filters">
            <AsOf at={asOf} />
          </div>
          <Table<Person>
            size="small"
            rowKey="name"
            dataSource={[...rows]}
            pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
            scroll={{ x: 720 }}
            locale={{ emptyText: <EmptyBlock text={t('registers.noPeople')} /> }}
            columns={[
              { title: t('registers.name'), render: (_, { name }) => <b>{name}</b> },
              {
                title: t('registers.roles'),
                render: (_, { roles }) => <span className="dp-code small">{roles.join(' · ')}</span>,
              },
              {
                title: t('registers.match'),
                render: (_, { match, posts }) => (
                  <span className="lines">
                    <WordTag
                      look={looks[match]}
                      word={t(`registers.matches.${match}`)}
                      meaning={t(`registers.matchMeaning.${match}`)}
                    />
                    <span className="dp-quiet small">{posts.map((post) => known[post] ?? post).join(' · ')}</span>
                  </span>
                ),
              },
              {
                title: t('registers.days'),
                align: 'right',
                render: (_, { days }) => <span className="dp-num">{formatNumber(days)}</span>,
              },
              {
                title: t('registers.seen'),
                width: 210,
                render: (_, { firstSeen, lastSeen }) => (
                  <span className="dp-num">
                    {firstSeen} – {lastSeen}
                  </span>
                ),
              },
            ]}
          />
        </>
      )}
    </Shown>
  );
}
