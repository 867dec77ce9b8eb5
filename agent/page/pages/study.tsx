import type { StationJudgement, StationStudy } from '@center/contract/station-api';
import {
  AsOf,
  EmptyBlock,
  formatDate,
  inLanguage,
  SeverityTag,
  StateTag,
  Title,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { studyQuery } from '../api/queries.ts';
import { HeaderTable, ObservedList } from '../parts/evidence.tsx';
import { NoteText } from '../parts/note-text.tsx';
import { StudyPairs } from '../parts/patient-text.tsx';
import { RecordTable } from '../parts/record-table.tsx';
import { Shown } from '../parts/shown.tsx';
import { StudyDoseCard } from '../parts/study-dose.tsx';
import { StudyDriftCard } from '../parts/study-drift.tsx';

function Verdicts({ judgements }: { readonly judgements: readonly StationJudgement[] }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const words = useDisplayWords();
  return (
    <Table<StationJudgement>
      size="small"
      rowKey="ruleId"
      dataSource={[...judgements]}
      pagination={false}
      locale={{ emptyText: <EmptyBlock text={t('patient.arriving')} /> }}
      expandable={{
        expandedRowRender: (judgement) => (
          <>
            <b>{t('study.observed')}</b>
            <ObservedList observed={judgement.observed} />
            {judgement.missing.length === 0 ? null : (
              <p>
                <b>{t('finding.missing')}</b> <span className="dp-code">{judgement.missing.join(' · ')}</span>
              </p>
            )}
          </>
        ),
      }}
      columns={[
        { title: t('finding.severity'), width: 90, render: (_, { severity }) => <SeverityTag severity={severity} /> },
        {
          title: t('finding.state'),
          width: 170,
          render: (_, { display, findingState }) => (
            <span className="lines">
              <span data-testid="verdict">
                <StateTag state={display} />
              </span>
              {findingState === null ? null : <span className="dp-quiet small">{words.finding[findingState]}</span>}
            </span>
          ),
        },
        {
          title: t('finding.rule'),
          render: (_, { ruleId, title, clause, findingId, note, heldBy }) => (
            <span className="lines" data-rule={ruleId}>
              {findingId === null ? (
                <span>{inLanguage(title, language)}</span>
              ) : (
                <Link to={`/findings/${findingId}`}>{inLanguage(title, language)}</Link>
              )}
              <span className="dp-quiet">
                <span className="dp-code">{clause}</span> <NoteText note={note} />
                {heldBy === null ? null : ` ${t('study.held')}`}
              </span>
            </span>
          ),
        },
      ]}
    />
  );
}

function Detail({ data }: { readonly data: StationStudy }) {
  const { t } = useTranslation();
  const target = `?study=${encodeURIComponent(data.study.StudyInstanceUID)}`;
  const { sealedAt } = data.study;
  return (
    <div className="stack">
      {sealedAt === null ? null : <p className="dp-quiet note">{t('study.sealed', { at: formatDate(sealedAt) })}</p>}
      <div className="study-grid">
        <Card size="small" title={t('study.verdicts')}>
          <Verdicts judgements={data.judgements} />
        </Card>
        <Card size="small" title={t('study.title')}>
          <StudyPairs study={data.study} />
        </Card>
      </div>
      <StudyDriftCard drift={data.drift} />
      {sealedAt === null ? <StudyDoseCard uid={data.study.StudyInstanceUID} /> : null}
      <Card
        size="small"
        title={t('study.records')}
        extra={
          <div className="pieces">
            <Link to={`/consent/new${target}`}>
              <Button size="small">{t('study.addConsent')}</Button>
            </Link>
            <Link to={`/exceptions${target}`}>
              <Button size="small">{t('study.addException')}</Button>
            </Link>
          </div>
        }
      >
        <RecordTable rows={data.records} withPatient={false} none={t('study.noRecords')} />
      </Card>
      {sealedAt === null ? (
        <Card size="small" title={t('finding.headers')}>
          <HeaderTable headers={data.headers} />
        </Card>
      ) : null}
    </div>
  );
}

/** One study: every rule's verdict, its dose, what people wrote down, what the headers say. */
export function StudyPage() {
  const { t } = useTranslation();
  const { uid = '' } = useParams();
  const query = useQuery(studyQuery(uid));
  const patient = query.data?.study.patient;
  return (
    <>
      <Title title={patient === undefined || patient.name === '' ? t('study.title') : patient.name}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <Shown query={query}>{(data) => <Detail data={data} />}</Shown>
    </>
  );
}
