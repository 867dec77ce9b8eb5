import type { StationRecord } from '@center/contract/station-api';
import { EmptyBlock, formatDateTime, HashText } from '@center/display';
import { Table, type TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PatientText } from './patient-text.tsx';
import { EntryTag, RecordActions, RecordContent } from './record-text.tsx';

export interface RecordTableProps {
  readonly rows: readonly StationRecord[];
  readonly pagination?: TablePaginationConfig;
  /** Left out where the rows all belong to the study beside them. */
  readonly withPatient?: boolean;
  readonly none: string;
}

function SignedPage({ sha256 }: { readonly sha256: string | null }) {
  const { t } = useTranslation();
  return (
    <span className="dp-quiet small">
      {t('record.page')}{' '}
      {sha256 === null ? (
        t('record.noPage')
      ) : (
        <>
          <a href={`/api/pages/${sha256}`} download>
            {t('record.download')}
          </a>{' '}
          <HashText hash={sha256} />
        </>
      )}
    </span>
  );
}

/** Records with who, what, when signed, when entered, the page and what can be done with them. */
export function RecordTable({ rows, pagination, withPatient = true, none }: RecordTableProps) {
  const { t } = useTranslation();
  return (
    <Table<StationRecord>
      size="small"
      rowKey="recordId"
      dataSource={[...rows]}
      pagination={pagination ?? false}
      locale={{ emptyText: <EmptyBlock text={none} /> }}
      scroll={{ x: withPatient ? 780 : 620 }}
      columns={[
        ...(withPatient
          ? [
              {
                title: t('patient.name'),
                width: 150,
                render: (_: unknown, record: StationRecord) => (
                  <span className="lines">
                    {record.patient === null ? null : <PatientText patient={record.patient} />}
                    {record.StudyInstanceUID === null ? (
                      <span className="dp-code">{record.AccessionNumber}</span>
                    ) : (
                      <Link className="dp-code" to={`/studies/${encodeURIComponent(record.StudyInstanceUID)}`}>
                        {record.AccessionNumber === '' ? record.StudyInstanceUID : record.AccessionNumber}
                      </Link>
                    )}
                  </span>
                ),
              },
            ]
          : []),
        {
          title: t('record.content'),
          render: (_, record) => (
            <span className="lines">
              <b>{t(`record.${record.content.kind}`)}</b>
              <RecordContent content={record.content} />
              <SignedPage sha256={record.pageSha256} />
            </span>
          ),
        },
        {
          title: `${t('record.signedAt')} · ${t('record.enteredAt')}`,
          width: 190,
          render: (_, { signedAt, enteredAt, enteredBy }) => (
            <span className="lines">
              <span>
                <span className="dp-quiet">{t('record.signedAt')}</span>{' '}
                <span className="dp-num">{formatDateTime(signedAt)}</span>
              </span>
              <span>
                <span className="dp-quiet">{t('record.enteredAt')}</span>{' '}
                <span className="dp-num">{formatDateTime(enteredAt)}</span>
              </span>
              <span className="dp-quiet">{enteredBy}</span>
            </span>
          ),
        },
        { title: t('record.entry'), width: 130, render: (_, record) => <EntryTag record={record} /> },
        { title: t('common.actions'), width: 170, render: (_, record) => <RecordActions record={record} /> },
      ]}
    />
  );
}
