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
      scroll={{ x: 860 }}
      columns={[
        ...(withPatient
          ? [
              {
                title: t('patient.name'),
                width: 190,
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
            </span>
          ),
        },
        {
          title: t('record.signedAt'),
          width: 150,
          render: (_, record) => <span className="dp-num">{formatDateTime(record.signedAt)}</span>,
        },
        {
          title: t('record.enteredAt'),
          width: 150,
          render: (_, record) => (
            <span className="lines">
              <span className="dp-num">{formatDateTime(record.enteredAt)}</span>
              <span className="dp-quiet">{record.enteredBy}</span>
            </span>
          ),
        },
        { title: t('record.entry'), width: 150, render: (_, record) => <EntryTag record={record} /> },
        {
          title: t('record.page'),
          width: 130,
          render: (_, { pageSha256 }) =>
            pageSha256 === null ? (
              <span className="dp-quiet">{t('record.noPage')}</span>
            ) : (
              <span className="lines">
                <a href={`/api/pages/${pageSha256}`} download>
                  {t('record.download')}
                </a>
                <HashText hash={pageSha256} />
              </span>
            ),
        },
        { title: t('common.actions'), width: 190, render: (_, record) => <RecordActions record={record} /> },
      ]}
    />
  );
}
