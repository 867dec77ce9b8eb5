import type { StationRecord } from '@center/contract/station-api';
import { formatDateTime } from '@center/display';
import { App, Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../api/queries.ts';
import { useSession } from '../session.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { Refusal } from './refusal.tsx';

/** What is written in a record, in words. */
export function RecordContent({ content }: { readonly content: StationRecord['content'] }) {
  const { t } = useTranslation();
  switch (content.kind) {
    case 'inquiry':
      return (
        <span>
          {t(`answer.${content.answer}`)}
          {content.lastMenstrualDate === undefined
            ? null
            : ` · ${t('consent.lastMenstrualDate')} ${content.lastMenstrualDate}`}
          {content.ultrasoundConceptionDays === undefined
            ? null
            : ` · ${t('consent.ultrasound')} ${String(content.ultrasoundConceptionDays)}`}
        </span>
      );
    case 'harm-explained':
      return (
        <span>
          {t('consent.explainedBy')} {content.explainedBy}
        </span>
      );
    case 'consent':
      return (
        <span>
          {t(content.patientConsents ? 'consent.herConsent' : 'consent.noConsent')} ·{' '}
          {content.signers.length === 0
            ? t('common.none')
            : content.signers.map((relation) => t(`relation.${relation}`)).join(' · ')}
        </span>
      );
    case 'special-need':
      return (
        <span>
          {content.reason} · {t('consent.approvedBy')} {content.approvedBy}
        </span>
      );
    case 'identity-exception':
      return (
        <span>
          {t(`exceptions.${content.exception}`)} · {t('exceptions.resolveBy')} {content.resolveBy}
        </span>
      );
    case 'imported':
      return <span>{content.fromInstitution}</span>;
    case 'archive-explanation':
      return (
        <span>
          {t(`archive.reason.${content.reason}`)} · {content.note}
          {content.otherUID === undefined ? null : <span className="dp-code"> {content.otherUID}</span>}
        </span>
      );
  }
}

const entryColors = {
  'in-time': 'default',
  'late-unreviewed': 'warning',
  'late-reviewed': 'success',
  'no-images': 'default',
} as const;

export function EntryTag({ record }: { readonly record: StationRecord }) {
  const { t } = useTranslation();
  const { reviewedBy, reviewedAt, withdrawnBy, withdrawnReason, entry } = record;
  if (withdrawnBy !== null) {
    return (
      <span className="dp-quiet">{t('record.withdrawn', { reason: withdrawnReason ?? '', who: withdrawnBy })}</span>
    );
  }
  return (
    <span className="lines">
      <span>
        <Tag color={entryColors[entry]}>{t(`record.entryState.${entry}`)}</Tag>
      </span>
      {reviewedBy === null ? null : (
        <span className="dp-quiet small">
          {t('record.reviewed', { who: reviewedBy, at: reviewedAt === null ? '' : formatDateTime(reviewedAt) })}
        </span>
      )}
    </span>
  );
}

/** Accepting as a second person, and withdrawing. */
export function RecordActions({ record }: { readonly record: StationRecord }) {
  const { t } = useTranslation();
  const { login } = useSession();
  const { mutate, isPending, error } = useChange<unknown>();
  const [withdrawing, setWithdrawing] = useState(false);
  const { modal } = App.useApp();
  if (record.withdrawnBy !== null) return null;
  const path = `/api/records/${record.recordId}`;
  const own = record.enteredBy === login;
  const askToAccept = (): void => {
    modal.confirm({
      title: t('record.accept'),
      content: (
        <span className="lines">
          <b>{t(`record.${record.content.kind}`)}</b>
          <RecordContent content={record.content} />
        </span>
      ),
      okText: t('record.accept'),
      cancelText: t('common.cancel'),
      onOk: () => mutate({ method: 'POST', path: `${path}/accept` }),
    });
  };
  const acceptable = record.reviewedBy === null && record.content.kind !== 'imported';
  return (
    <div className="pieces">
      <Refusal error={error} />
      {acceptable && own ? <span className="dp-quiet small">{t('record.ownEntry')}</span> : null}
      {acceptable && !own ? (
        <Button size="small" type="primary" loading={isPending} onClick={askToAccept}>
          {t('record.accept')}
        </Button>
      ) : null}
      <Button size="small" type="text" onClick={() => setWithdrawing(true)}>
        {t('record.withdraw')}
      </Button>
      {withdrawing ? (
        <ReasonDialog
          title={t('record.withdraw')}
          hint={t('record.withdrawHint')}
          danger
          change={(reason) => ({ method: 'POST', path: `${path}/withdraw`, body: { reason } })}
          onClose={() => setWithdrawing(false)}
        />
      ) : null}
    </div>
  );
}
