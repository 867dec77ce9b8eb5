import type { ConsoleFinding } from '@center/contract';
import {
  AsOf,
  ClauseText,
  FindingTag,
  formatDateTime,
  inLanguage,
  SeverityTag,
  Title,
  useDisplay,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { findingQuery } from '../api/queries.ts';
import { findingsLink } from '../parts/filters.ts';
import { FindingFacts } from '../parts/finding-facts.tsx';
import { FindingHistory } from '../parts/finding-history.tsx';
import { FindingProof } from '../parts/finding-proof.tsx';
import { Shown } from '../parts/shown.tsx';

function Finding({ data }: { readonly data: ConsoleFinding }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const { finding, rule } = data;
  return (
    <>
      <Title
        title={
          <span className="pieces">
            {inLanguage(finding.ruleTitle, language)}
            <FindingTag display={finding.display} finding={finding.state} />
            <SeverityTag severity={finding.severity} />
          </span>
        }
      >
        <Link to={`/centers/${finding.facilityId}/summary`}>{finding.facilityName}</Link>
        <span className="dp-quiet">
          {t('findings.openedAt')} {formatDateTime(finding.openedAt)}
        </span>
        <AsOf at={data.asOf} />
      </Title>
      {rule.unknownHere ? <Alert className="dp-gap" type="warning" showIcon title={t('finding.unknownRule')} /> : null}
      <div className="finding-grid">
        <div className="stack">
          <Card size="small" title={t('finding.what')}>
            <FindingFacts data={data} />
          </Card>
          <Card size="small" title={t('finding.todo')}>
            <p>{inLanguage(rule.whatToDo, language)}</p>
            <p className="dp-quiet">
              <b>{t('finding.cannotTell')}</b> {inLanguage(rule.cannotTell, language)}
            </p>
            <div className="pieces">
              <Link to={findingsLink({ facility: finding.facilityId, rule: rule.ruleId, state: 'live' })}>
                {t('finding.more')}
              </Link>
              {data.device === null ? null : (
                <Link to={findingsLink({ facility: finding.facilityId, device: data.device.deviceId, state: 'live' })}>
                  {t('finding.sameDevice')}
                </Link>
              )}
            </div>
          </Card>
        </div>
        <div className="stack">
          <Card
            size="small"
            title={t('finding.which')}
            extra={<span className="small dp-quiet">{t('finding.frozen')}</span>}
          >
            <ClauseText law={data.law} />
          </Card>
          <Card size="small" title={t('finding.proof')}>
            <FindingProof data={data} />
          </Card>
        </div>
      </div>
      <Card size="small" title={t('finding.history')} className="finding-history">
        <FindingHistory history={data.history} />
      </Card>
    </>
  );
}

/** One finding on one screen: what happened, which text, what proves it, what to do, how it came about. */
export function FindingPage() {
  const { facilityId = '', findingId = '' } = useParams();
  const query = useQuery(findingQuery(facilityId, findingId));
  return <Shown query={query}>{(data) => <Finding data={data} />}</Shown>;
}
