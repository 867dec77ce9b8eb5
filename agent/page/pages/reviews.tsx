import type { StationReviewItem, StationReviews } from '@center/contract/station-api';
import { AsOf, EmptyBlock, inLanguage, SeverityTag, Title, useDisplay } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Badge, Button, Table, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { reviewsQuery, useChange } from '../api/queries.ts';
import { DecisionText } from '../parts/decision.tsx';
import { useFilters } from '../parts/filters.ts';
import { FindingTable } from '../parts/finding-table.tsx';
import { NoteText } from '../parts/note-text.tsx';
import { ExamText, PatientText } from '../parts/patient-text.tsx';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Shown } from '../parts/shown.tsx';
import { useSession } from '../session.ts';

interface Asking {
  readonly item: StationReviewItem;
  readonly decision: 'confirmed' | 'dismissed';
}

function Decide({ item, onAsk }: { readonly item: StationReviewItem; readonly onAsk: (asking: Asking) => void }) {
  const { t } = useTranslation();
  const { login } = useSession();
  const { mutate, isPending, error } = useChange<StationReviews>();
  const { decision } = item;
  const second = decision?.needsSecond === true;
  return (
    <div className="stack">
      {decision === null ? null : <DecisionText decision={decision} />}
      <Refusal error={error} />
      <div className="pieces">
        {second && decision.decidedBy !== login ? (
          <Button
            size="small"
            type="primary"
            loading={isPending}
            onClick={() =>
              mutate({
                method: 'POST',
                path: '/api/reviews/second',
                body: { study: item.study.StudyInstanceUID, ruleId: item.ruleId },
              })
            }
          >
            {t('decide.agree')}
          </Button>
        ) : null}
        {second && decision.decidedBy === login ? <span className="dp-quiet small">{t('decide.fourEyes')}</span> : null}
        <Button size="small" onClick={() => onAsk({ item, decision: 'confirmed' })}>
          {t('reviews.founded')}
        </Button>
        <Button size="small" onClick={() => onAsk({ item, decision: 'dismissed' })}>
          {t('reviews.unfounded')}
        </Button>
      </div>
    </div>
  );
}

function ItemTable({ rows, none }: { readonly rows: readonly StationReviewItem[]; readonly none: string }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const [asking, setAsking] = useState<Asking>();
  return (
    <>
      <Table<StationReviewItem>
        size="small"
        rowKey={({ study, ruleId }) => `${study.StudyInstanceUID} ${ruleId}`}
        dataSource={[...rows]}
        pagination={{ pageSize: 20, size: 'small', showSizeChanger: false, hideOnSinglePage: true }}
        locale={{ emptyText: <EmptyBlock text={none} /> }}
        scroll={{ x: 760 }}
        columns={[
          { title: t('finding.severity'), width: 84, render: (_, { severity }) => <SeverityTag severity={severity} /> },
          {
            title: t('finding.rule'),
            render: (_, { title, clause, note, findingId }) => (
              <span className="lines">
                {findingId === null ? (
                  <span>{inLanguage(title, language)}</span>
                ) : (
                  <Link to={`/findings/${findingId}`}>{inLanguage(title, language)}</Link>
                )}
                <span className="dp-quiet">
                  <span className="dp-code">{clause}</span> <NoteText note={note} />
                </span>
              </span>
            ),
          },
          {
            title: t('patient.name'),
            width: 236,
            render: (_, { study }) => (
              <span className="lines">
                <PatientText patient={study.patient} />
                <ExamText study={study} />
              </span>
            ),
          },
          { title: t('reviews.decision'), width: 220, render: (_, item) => <Decide item={item} onAsk={setAsking} /> },
        ]}
      />
      {asking === undefined ? null : (
        <ReasonDialog
          title={t(asking.decision === 'confirmed' ? 'reviews.founded' : 'reviews.unfounded')}
          hint={`${t(asking.decision === 'confirmed' ? 'reviews.foundedHint' : 'reviews.unfoundedHint')} ${asking.item.fourEyes ? t('decide.fourEyes') : ''}`}
          change={(reason) => ({
            method: 'POST',
            path: '/api/reviews',
            body: {
              study: asking.item.study.StudyInstanceUID,
              ruleId: asking.item.ruleId,
              decision: asking.decision,
              reason,
            },
          })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

function Queue({ data }: { readonly data: StationReviews }) {
  const { t } = useTranslation();
  const [{ tab = 'awaiting' }, set] = useFilters();
  const label = (name: 'awaiting' | 'records' | 'second' | 'deviations') => (
    <span>
      {t(`reviews.${name}`)} <Badge count={data[name].total} overflowCount={999} size="small" showZero color="blue" />
    </span>
  );
  const cut = (name: 'awaiting' | 'records' | 'second' | 'deviations') =>
    data[name].total > data[name].rows.length ? <p className="dp-quiet">{t('reviews.firstHundred')}</p> : null;
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) => set({ tab: key })}
      items={[
        {
          key: 'awaiting',
          label: label('awaiting'),
          children: (
            <>
              {cut('awaiting')}
              <ItemTable rows={data.awaiting.rows} none={t('reviews.noneAwaiting')} />
            </>
          ),
        },
        {
          key: 'records',
          label: label('records'),
          children: (
            <>
              <p className="dp-quiet">{t('reviews.recordsHint')}</p>
              {cut('records')}
              <RecordTable rows={data.records.rows} none={t('reviews.noneRecords')} />
            </>
          ),
        },
        {
          key: 'second',
          label: label('second'),
          children: <ItemTable rows={data.second.rows} none={t('reviews.noneSecond')} />,
        },
        {
          key: 'deviations',
          label: label('deviations'),
          children: (
            <>
              {cut('deviations')}
              <FindingTable rows={data.deviations.rows} none={t('reviews.noneDeviations')} />
            </>
          ),
        },
      ]}
    />
  );
}

/** Everything that waits for a person, in four lists. */
export function ReviewsPage() {
  const { t } = useTranslation();
  const query = useQuery(reviewsQuery);
  return (
    <>
      <Title title={t('reviews.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <Shown query={query}>{(data) => <Queue data={data} />}</Shown>
    </>
  );
}
