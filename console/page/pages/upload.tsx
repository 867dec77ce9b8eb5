import type { ConsoleUpload, ConsoleUploadRow } from '@center/contract';
import { AsOf, formatDate, formatDateTime, formatNumber, HashText, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { App, Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { uploadQuery } from '../api/queries.ts';
import { ReasonDialog } from '../parts/reason-dialog.tsx';
import { Shown } from '../parts/shown.tsx';
import { SummaryTable } from '../parts/summary-table.tsx';
import { UploadAttempts } from '../parts/upload-attempts.tsx';
import { UploadStateTag } from '../parts/upload-state-tag.tsx';
import { UploadsTable } from '../parts/uploads-table.tsx';
import { usePermissions } from '../session.ts';

const resendable: readonly ConsoleUploadRow['state'][] = ['rejected', 'dead-letter', 'accepted', 'receipted'];

function Receipt({ receipt }: { readonly receipt: ConsoleUpload['receipt'] }) {
  const { t } = useTranslation();
  if (receipt === null) return <span className="dp-quiet">{t('uploads.noReceipt')}</span>;
  return (
    <>
      <p>
        <b className="dp-code">{receipt.parsed?.receiptNumber ?? ''}</b>{' '}
        <span className="dp-quiet">{formatDateTime(receipt.receivedAt)}</span>
      </p>
      <p className="dp-quiet">{t('uploads.receiptRaw')}</p>
      <pre className="raw dp-code">{receipt.raw}</pre>
    </>
  );
}

function Upload({ data }: { readonly data: ConsoleUpload }) {
  const { t } = useTranslation();
  const { mayAct } = usePermissions();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { upload, summary } = data;
  const newest = data.versions.every((row) => row.version <= upload.version);
  const close = (): void => {
    setAsking(false);
  };
  return (
    <div className="stack">
      <div>
        <Title
          title={
            <span className="pieces">
              {upload.facilityName} · {upload.month} · {t('uploads.version')} {upload.version}
              <UploadStateTag state={upload.state} />
            </span>
          }
        >
          <Link to={`/centers/${upload.facilityId}/uploads`}>{upload.facilityName}</Link>
          <AsOf at={data.asOf} />
          {mayAct && newest && resendable.includes(upload.state) ? (
            <Button
              type="primary"
              size="small"
              onClick={() => {
                setAsking(true);
              }}
            >
              {t('uploads.resend')}
            </Button>
          ) : null}
        </Title>
        <p className="dp-quiet">
          {t(`uploads.statesMeaning.${upload.state}`)}
          {data.resentBy === null ? null : ` · ${t('uploads.resentBy', { name: data.resentBy })}`}
          {summary.supersedes === null
            ? null
            : ` · ${t('uploads.supersedes', { n: summary.supersedes.version, reason: summary.supersedes.reason })}`}
        </p>
        {upload.reason === null ? null : <p className="differ">{upload.reason}</p>}
      </div>
      <div className="columns">
        <Card size="small" title={t('uploads.packageId')}>
          <dl className="dp-pairs">
            {(
              [
                [
                  t('uploads.packageId'),
                  <span key="id" className="dp-code">
                    {upload.packageId}
                  </span>,
                ],
                [t('uploads.target'), upload.targetName],
                [t('uploads.dueOn'), formatDate(upload.dueOn)],
                [t('uploads.timeliness'), t(`uploads.timelinessWords.${upload.timeliness}`)],
                [t('uploads.builtAt'), formatDateTime(upload.builtAt)],
                [t('uploads.bytes'), formatNumber(upload.bytes)],
                [t('uploads.body'), <HashText key="hash" hash={upload.bodySha256} />],
                [
                  t('uploads.signedBy'),
                  <span key="key" className="dp-code">
                    {data.signedBy}
                  </span>,
                ],
              ] as const
            ).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </Card>
        <Card size="small" title={t('uploads.receiptTitle')}>
          <Receipt receipt={data.receipt} />
        </Card>
      </div>
      <Card size="small" title={t('uploads.tries')}>
        <UploadAttempts attempts={data.attempts} />
      </Card>
      {data.versions.length > 1 ? (
        <Card size="small" title={t('uploads.versions')}>
          <UploadsTable rows={data.versions.toReversed()} pagination={false} withCenter={false} />
        </Card>
      ) : null}
      <Card
        size="small"
        title={t('uploads.summary')}
        extra={
          <span className="pieces small">
            <span className="dp-quiet">{t('uploads.small')}</span>
            <AsOf at={summary.asOf} />
          </span>
        }
      >
        <SummaryTable summary={summary} />
      </Card>
      {asking ? (
        <ReasonDialog<ConsoleUploadRow>
          title={t('uploads.resend')}
          hint={t('uploads.resendHint')}
          action={t('uploads.resend')}
          change={(reason) => ({
            method: 'POST',
            path: `/api/uploads/${encodeURIComponent(upload.packageId)}/${upload.version}/resend`,
            body: { reason },
          })}
          onDone={(row) => {
            void message.success(t('uploads.resent', { n: row.version }));
            close();
            void navigate(`/uploads/${row.packageId}/${row.version}`);
          }}
          onClose={close}
        />
      ) : null}
    </div>
  );
}

/** One package: state, receipt, attempts, versions and what it says. */
export function UploadPage() {
  const { packageId = '', version = '' } = useParams();
  const query = useQuery(uploadQuery(packageId, version));
  return <Shown query={query}>{(data) => <Upload data={data} />}</Shown>;
}
