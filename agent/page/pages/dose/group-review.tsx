import type { StationGroupReview } from '@center/contract/station-api';
import { inLanguage, StateTag, useDisplay } from '@center/display';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DecisionText } from '../../parts/decision.tsx';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';

type Decision = 'confirmed' | 'dismissed';
const offered: readonly Decision[] = ['confirmed', 'dismissed'];

/** What a rule says of a group's median, and the physicist's decision on it. */
export function GroupReview({ groupKey, review }: { readonly groupKey: string; readonly review: StationGroupReview }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const [asking, setAsking] = useState<Decision>();
  const { ruleId, title, display, since, findingId, decision, decidable } = review;
  const name = inLanguage(title, language);
  return (
    <span className="pieces">
      <StateTag state={display} />
      {findingId === null ? <span>{name}</span> : <Link to={`/findings/${findingId}`}>{name}</Link>}
      {since === null ? null : <span className="dp-quiet dp-num">{t('dose.since', { day: since })}</span>}
      {decision === null ? null : <DecisionText decision={decision} />}
      {decidable
        ? offered.map((each) => (
            <Button key={each} size="small" onClick={() => setAsking(each)}>
              {t(`dose.review.${each}`)}
            </Button>
          ))
        : null}
      {asking === undefined ? null : (
        <ReasonDialog
          title={t(`dose.review.${asking}`)}
          hint={t(`dose.reviewHint.${asking}`)}
          change={(reason) => ({
            method: 'POST',
            path: '/api/dose/reviews',
            body: { key: groupKey, ruleId, decision: asking, reason },
          })}
          onClose={() => setAsking(undefined)}
        />
      )}
    </span>
  );
}
