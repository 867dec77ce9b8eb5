import type { ConsoleEnrolmentCode, ConsoleEnrolmentCodes } from '@center/contract';
import { EmptyBlock, formatDateTime } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codesQuery, useChange } from '../api/queries.ts';
import { CenterSelect } from './center-select.tsx';
import { Refusal } from './refusal.tsx';
import { SecretDialog } from './secret-dialog.tsx';
import { Shown } from './shown.tsx';

type Code = ConsoleEnrolmentCodes['rows'][number];

const looks: Readonly<Record<Code['state'], string>> = {
  waiting: 'dp-amber dp-soft',
  used: 'dp-green dp-outline',
  expired: 'dp-plain dp-dotted',
};

function CodesTable({ rows }: { readonly rows: readonly Code[] }) {
  const { t } = useTranslation();
  return (
    <Table<Code>
      size="small"
      rowKey="codeId"
      dataSource={[...rows]}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      tableLayout="fixed"
      scroll={{ x: 860 }}
      locale={{ emptyText: <EmptyBlock text={t('agents.noCodes')} /> }}
    >
      <Table.Column<Code>
        title={t('common.state')}
        width={120}
        render={(_, row) => <span className={`dp-tag ${looks[row.state]}`}>{t(`agents.codeState.${row.state}`)}</span>}
      />
      <Table.Column<Code> title={t('common.center')} dataIndex="facilityName" />
      <Table.Column<Code>
        title={t('agents.createdBy')}
        render={(_, row) => `${row.createdBy} · ${formatDateTime(row.createdAt)}`}
      />
      <Table.Column<Code> title={t('agents.expires')} width={150} render={(_, row) => formatDateTime(row.expiresAt)} />
      <Table.Column<Code>
        title={t('agents.usedBy')}
        render={(_, row) =>
          row.usedByAgent === null || row.usedAt === null ? (
            '–'
          ) : (
            <span>
              <span className="dp-code">{row.usedByAgent}</span> · {formatDateTime(row.usedAt)}
            </span>
          )
        }
      />
    </Table>
  );
}

/** One-time codes by which a center's agent enrols; the code itself is shown once. */
export function EnrolmentCodes({ facilityId }: { readonly facilityId: string | undefined }) {
  const { t } = useTranslation();
  const query = useQuery(codesQuery);
  const [chosen, setChosen] = useState<string>();
  const [issued, setIssued] = useState<ConsoleEnrolmentCode>();
  const { mutate, isPending, error } = useChange<ConsoleEnrolmentCode>();
  const wanted = facilityId ?? chosen;
  return (
    <Card
      size="small"
      title={t('agents.codes')}
      extra={
        <span className="pieces">
          {facilityId === undefined ? <CenterSelect value={chosen} onChange={setChosen} allowAll={false} /> : null}
          <Button
            type="primary"
            size="small"
            loading={isPending}
            disabled={wanted === undefined}
            onClick={() => {
              mutate(
                { method: 'POST', path: '/api/enrolment-codes', body: { facilityId: wanted } },
                { onSuccess: setIssued },
              );
            }}
          >
            {t('agents.newCode')}
          </Button>
        </span>
      }
    >
      <p className="dp-quiet">{t('agents.newCodeHint')}</p>
      <Refusal error={error} />
      <Shown query={query}>
        {(data) => (
          <CodesTable rows={data.rows.filter((row) => facilityId === undefined || row.facilityId === facilityId)} />
        )}
      </Shown>
      {issued === undefined ? null : (
        <SecretDialog
          title={t('agents.codeFor', { name: issued.facilityId })}
          secret={issued.code}
          hint={`${t('agents.expires')} ${formatDateTime(issued.expiresAt)}`}
          onClose={() => {
            setIssued(undefined);
          }}
        />
      )}
    </Card>
  );
}
