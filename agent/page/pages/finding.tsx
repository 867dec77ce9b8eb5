import type { StationFinding } from '@center/contract/station-api';
import {
  AsOf,
  ClauseText,
  FindingTag,
  formatDateTime,
  HashText,
  inLanguage,
  QuantityText,
  SeverityTag,
  StateTag,
  Title,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Timeline } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { findingQuery } from '../api/queries.ts';
import { DecideCard } from '../parts/decide-card.tsx';
import { HeaderTable, ObservedList, ParameterList } from '../parts/evidence.tsx';
import { NoteText } from '../parts/note-text.tsx';
import { StudyPairs } from '../parts/patient-text.tsx';
import { Shown } from '../parts/shown.tsx';
import { useSubjectTitle, WideSubject } from '../parts/wide-subject.tsx';

function WhatHappened({ data }: { readonly data: StationFinding }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { finding, observed, missing, limit } = data;
  const { reason } = finding;
  return (
    <Card size="small" title={t('finding.whatHappened')}>
      <p className="pieces">
        <FindingTag display={finding.display} finding={finding.state} />
        {reason === null ? null : <span>{words.reason[reason]}</span>}
        <NoteText note={finding.note} />
      </p>
      {missing.length === 0 ? null : (
        <p>
          <b>{t('finding.missing')}</b> <span className="dp-code">{missing.join(' · ')}</span>
        </p>
      )}
      {limit === null ? null : (
        <p>
          <b>{t('finding.limit')}</b> <QuantityText value={limit.value} unit={limit.unit} />
        </p>
      )}
      <ObservedList observed={observed} />
    </Card>
  );
}

function Subject({ data }: { readonly data: StationFinding }) {
  const { t } = useTranslation();
  const { study } = data.finding;
  const title = useSubjectTitle(data.finding);
  if (study === null) {
    return (
      <Card size="small" title={title}>
        <WideSubject {...data.finding} />
        <p className="dp-quiet dp-code small">{data.finding.subjectKey}</p>
      </Card>
    );
  }
  return (
    <Card
      size="small"
      title={t('study.title')}
      extra={<Link to={`/studies/${encodeURIComponent(study.StudyInstanceUID)}`}>{t('finding.openStudy')}</Link>}
    >
      <StudyPairs study={study} />
    </Card>
  );
}

function Proof({ data }: { readonly data: StationFinding }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t('finding.proof')}>
      <dl className="dp-pairs">
        <div>
          <dt>{t('finding.id')}</dt>
          <dd>
            <HashText hash={data.finding.id} />
          </dd>
        </div>
        <div>
          <dt>{t('finding.ruleSet')}</dt>
          <dd>
            <HashText hash={data.ruleSetSha256} />
          </dd>
        </div>
        <div>
          <dt>{t('finding.facts')}</dt>
          <dd>
            <HashText hash={data.factSha256} />
          </dd>
        </div>
      </dl>
      <p className="dp-quiet">{t('finding.version', { n: data.rule.version })}</p>
      <b>{t('finding.parameters')}</b>
      <ParameterList parameters={data.rule.parameters} />
    </Card>
  );
}

function History({ data }: { readonly data: StationFinding }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <Card size="small" title={t('finding.history')}>
      <Timeline
        items={data.history.toReversed().map((revision) => ({
          key: revision.revision,
          content: (
            <span className="lines">
              <span className="pieces">
                <span className="dp-num">{formatDateTime(revision.at)}</span>
                <StateTag state={revision.display} />
                <span>{words.finding[revision.state]}</span>
                <span className="dp-quiet">{t('finding.revision', { n: revision.revision })}</span>
              </span>
              <NoteText note={revision.note} />
            </span>
          ),
        }))}
      />
    </Card>
  );
}

function Detail({ data }: { readonly data: StationFinding }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  return (
    <div className="stack">
      <div className="finding-grid">
        <div className="stack">
          <WhatHappened data={data} />
          <Card size="small" title={t('finding.whatToDo')}>
            <p>{inLanguage(data.rule.whatToDo, language)}</p>
            <p className="dp-quiet">
              <b>{t('finding.cannotTell')}</b> {inLanguage(data.rule.cannotTell, language)}
            </p>
          </Card>
          <DecideCard data={data} />
          <Subject data={data} />
        </div>
        <div className="stack">
          <Card size="small" title={t('finding.lawText')}>
            {data.law === null ? <Alert type="warning" title={t('finding.noLaw')} /> : <ClauseText law={data.law} />}
          </Card>
          <Proof data={data} />
          <History data={data} />
        </div>
      </div>
      {data.headers.length === 0 ? null : (
        <Card size="small" title={t('finding.headers')}>
          <HeaderTable headers={data.headers} />
        </Card>
      )}
    </div>
  );
}

/** One finding: what happened, which law, what proves it, what to do, what people decided. */
export function FindingPage() {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const { id = '' } = useParams();
  const query = useQuery(findingQuery(id));
  const finding = query.data?.finding;
  return (
    <>
      <Title
        title={
          finding === undefined ? (
            t('finding.title')
          ) : (
            <span className="pieces">
              {inLanguage(finding.title, language)} <SeverityTag severity={finding.severity} />
            </span>
          )
        }
      >
        {finding === undefined ? null : (
          <span className="dp-quiet">
            {t('finding.opened')} {formatDateTime(finding.openedAt)} ·{' '}
            {t('finding.timesOpened', { n: finding.timesOpened })}
          </span>
        )}
        <AsOf at={query.data?.asOf} />
      </Title>
      <Shown query={query}>{(data) => <Detail data={data} />}</Shown>
    </>
  );
}
