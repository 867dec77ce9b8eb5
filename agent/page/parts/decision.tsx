import type { StationDecision } from '@center/contract/station-api';
import { formatDateTime } from '@center/display';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';

/** What a person has decided, why, and whether a second one has agreed. */
export function DecisionText({ decision }: { readonly decision: StationDecision }) {
  const { t } = useTranslation();
  const { decidedBy, decidedAt, secondBy, secondAt, needsSecond } = decision;
  return (
    <div className="lines">
      <span>
        <b>{t(`decide.${decision.decision}`)}</b>{' '}
        <span className="dp-quiet">{t('decide.by', { who: decidedBy, at: formatDateTime(decidedAt) })}</span>
      </span>
      <span>{decision.reason}</span>
      {secondBy === null ? null : (
        <span>{t('decide.agreed', { who: secondBy, at: secondAt === null ? '' : formatDateTime(secondAt) })}</span>
      )}
      {needsSecond ? <Alert type="warning" showIcon title={t('decide.waiting')} /> : null}
    </div>
  );
}
