import type { StationEquipmentRecord } from '@center/contract/station-api';
import { EmptyBlock, formatDateTime } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Modal, Table, type TablePaginationConfig } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { recordHistoryQuery } from '../../api/equipment-queries.ts';
import { Shown } from '../shown.tsx';
import { useEquipmentNames } from './fields.tsx';
import { RecordMarks, RecordSays, Signatures, spanOf } from './record-says.tsx';
import { RecordSteps } from './record-steps.tsx';

/** Every revision of a record, the newest first, with why it was written. */
export function HistoryDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const query = useQuery(recordHistoryQuery(id));
  return (
    <Modal open width={640} title={t('equipment.history')} footer={null} onCancel={onClose}>
      <p className="dp-quiet">{t('equipment.historyAbout')}</p>
      <Shown query={query}>
        {({ revisions }) => (
          <ol className="alarms">
            {revisions.map((each) => (
              <li key={each.revision} className="lines revision">
                <span className="dp-quiet small">
                  {t('equipment.revisionBy', {
                    n: each.revision,
                    who: each.entered.by,
                    at: formatDateTime(each.entered.at),
                  })}
                </span>
                {each.reason === '' ? null : <i>{each.reason}</i>}
                <span className="dp-num small">{spanOf(each.says)}</span>
                <RecordSays says={each.says} />
                <RecordMarks record={each} />
              </li>
            ))}
          </ol>
        )}
      </Shown>
    </Modal>
  );
}

/** The thing by its name, with the way to its page. */
export function EquipmentLink({ id }: { readonly id: string }) {
  const nameOf = useEquipmentNames();
  return <Link to={`/devices/at/${encodeURIComponent(id)}`}>{nameOf(id)}</Link>;
}

export interface EquipmentRecordTableProps {
  readonly rows: readonly StationEquipmentRecord[];
  readonly none: string;
  /** The kind of a record is told where kinds are mixed. */
  readonly kinds?: boolean;
  readonly pagination?: TablePaginationConfig | false;
}

/** Records of people with what may be done next, and their history. */
export function EquipmentRecordTable({ rows, none, kinds = false, pagination = false }: EquipmentRecordTableProps) {
  const { t } = useTranslation();
  const [history, setHistory] = useState<string>();
  return (
    <>
      <Table<StationEquipmentRecord>
        size="small"
        rowKey="id"
        dataSource={[...rows]}
        pagination={pagination}
        scroll={{ x: 940 }}
        locale={{ emptyText: <EmptyBlock text={none} /> }}
        columns={[
          {
            title: t('equipment.device'),
            width: 140,
            render: (_, { equipmentIds, says }) => (
              <span className="lines">
                {kinds ? <span className="dp-quiet small">{t(`equipment.recordKind.${says.kind}`)}</span> : null}
                {equipmentIds.map((id) => (
                  <EquipmentLink key={id} id={id} />
                ))}
              </span>
            ),
          },
          {
            title: t('equipment.time'),
            width: 170,
            render: (_, { says }) => <span className="span-text">{spanOf(says)}</span>,
          },
          {
            title: t('equipment.content'),
            render: (_, record) => (
              <span className="lines">
                <RecordSays says={record.says} />
                <RecordMarks record={record} />
              </span>
            ),
          },
          { title: t('equipment.signatures'), width: 220, render: (_, record) => <Signatures record={record} /> },
          {
            title: t('common.actions'),
            width: 170,
            render: (_, record) => (
              <span className="lines">
                <RecordSteps record={record} />
                <span>
                  <Button size="small" type="link" onClick={() => setHistory(record.id)}>
                    {t('equipment.history')}
                  </Button>
                </span>
              </span>
            ),
          },
        ]}
      />
      {history === undefined ? null : <HistoryDialog id={history} onClose={() => setHistory(undefined)} />}
    </>
  );
}
