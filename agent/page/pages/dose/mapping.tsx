import type { StationMapping, StationMappingRow, StationUnmapped } from '@center/contract/station-api';
import { EmptyBlock, formatDateTime, inLanguage, RateText, useDisplay } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Segmented, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mappingQuery, unmappedQuery } from '../../api/dose-queries.ts';
import { ReasonDialog } from '../../parts/reason-dialog.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useSession } from '../../session.ts';
import { MappingDialog, type MappingStart } from './mapping-dialog.tsx';

type Unmapped = StationUnmapped['rows'][number];

interface UnmappedTableProps {
  readonly data: StationUnmapped;
  readonly onMap: ((start: MappingStart) => void) | undefined;
}

function UnmappedTable({ data, onMap }: UnmappedTableProps) {
  const { t } = useTranslation();
  return (
    <>
      <p className="note">
        {t('dose.unmappedCount')} <RateText part={data.studies} whole={data.ofStudies} none={t('dose.noStudies')} />
      </p>
      <Table<Unmapped>
        size="small"
        rowKey={({ keyword, text, Modality }) => `${Modality} ${keyword} ${text}`}
        dataSource={[...data.rows]}
        pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: <EmptyBlock text={t('dose.allMapped')} /> }}
        scroll={{ x: 620 }}
        columns={[
          { title: t('patient.modality'), dataIndex: 'Modality', width: 90 },
          {
            title: t('dose.text'),
            render: (_, { text }) => (text === '' ? <span className="dp-quiet">{t('dose.noText')}</span> : text),
          },
          {
            title: t('dose.keyword'),
            width: 210,
            render: (_, { keyword }) => <span className="dp-code">{keyword}</span>,
          },
          { title: t('devices.studies'), dataIndex: 'studies', align: 'right', width: 90 },
          ...(onMap === undefined
            ? []
            : [
                {
                  title: t('common.actions'),
                  width: 100,
                  render: (_: unknown, { keyword, text, Modality }: Unmapped) =>
                    text === '' ? null : (
                      <Button size="small" onClick={() => onMap({ keyword, pattern: text, Modality })}>
                        {t('dose.map')}
                      </Button>
                    ),
                },
              ]),
        ]}
      />
    </>
  );
}

interface MappingTableProps {
  readonly data: StationMapping;
  readonly onWithdraw: ((row: StationMappingRow) => void) | undefined;
}

function MappingTable({ data, onWithdraw }: MappingTableProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  const [origin, setOrigin] = useState<StationMappingRow['origin']>('center');
  const classOf = (id: string): string => {
    if (id === '') return t('dose.compareNothing');
    const known = data.classes.find((each) => each.id === id);
    return known === undefined ? id : inLanguage(known.title, language);
  };
  const rows = data.rows.filter((row) => row.origin === origin);
  return (
    <>
      <Segmented<StationMappingRow['origin']>
        className="dp-gap"
        value={origin}
        onChange={setOrigin}
        options={(['center', 'shipped'] as const).map((value) => ({
          value,
          label: `${t(`dose.origin.${value}`)} (${String(data.rows.filter((row) => row.origin === value).length)})`,
        }))}
      />
      <Table<StationMappingRow>
        size="small"
        rowKey="id"
        dataSource={rows}
        pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: <EmptyBlock text={t('dose.noOwnRows')} /> }}
        scroll={{ x: 760 }}
        columns={[
          { title: t('patient.modality'), dataIndex: 'Modality', width: 80 },
          {
            title: t('dose.keyword'),
            width: 190,
            render: (_, { keyword }) => <span className="dp-code">{keyword}</span>,
          },
          { title: t('dose.pattern'), dataIndex: 'pattern' },
          { title: t('dose.examClass'), width: 170, render: (_, { examClass }) => classOf(examClass) },
          ...(origin === 'shipped'
            ? []
            : [
                {
                  title: t('common.reason'),
                  width: 260,
                  render: (_: unknown, row: StationMappingRow) => <RowReason row={row} />,
                },
              ]),
          ...(origin === 'shipped' || onWithdraw === undefined
            ? []
            : [
                {
                  title: t('common.actions'),
                  width: 90,
                  render: (_: unknown, row: StationMappingRow) =>
                    row.withdrawnAt === null ? (
                      <Button size="small" type="text" danger onClick={() => onWithdraw(row)}>
                        {t('record.withdraw')}
                      </Button>
                    ) : null,
                },
              ]),
        ]}
      />
    </>
  );
}

/** Who entered a row and why; who withdrew it. */
function RowReason({ row }: { readonly row: StationMappingRow }) {
  const { t } = useTranslation();
  return (
    <span className="lines">
      <span>{row.reason}</span>
      <span className="dp-quiet small">
        {row.enteredBy} {row.enteredAt === null ? '' : formatDateTime(row.enteredAt)}
      </span>
      {row.withdrawnAt === null ? null : (
        <span>
          <Tag color="warning">{t('dose.withdrawn')}</Tag>
          <span className="small">
            {row.withdrawnReason} · {row.withdrawnBy} {formatDateTime(row.withdrawnAt)}
          </span>
        </span>
      )}
    </span>
  );
}

/** Exams without a class, and the rows by which exams get one. */
export function Mapping() {
  const { t } = useTranslation();
  const unmapped = useQuery(unmappedQuery);
  const mapping = useQuery(mappingQuery);
  const mayEdit = useSession().role === 'administrator';
  const [start, setStart] = useState<MappingStart>();
  const [withdrawing, setWithdrawing] = useState<StationMappingRow>();
  return (
    <div className="stack">
      <p className="dp-quiet note">{t(mayEdit ? 'dose.mappingAbout' : 'dose.mappingReadOnly')}</p>
      <Card size="small" title={t('dose.unmappedTitle')}>
        <Shown query={unmapped}>{(data) => <UnmappedTable data={data} onMap={mayEdit ? setStart : undefined} />}</Shown>
      </Card>
      <Card
        size="small"
        title={t('dose.mappingTitle')}
        extra={
          mayEdit ? (
            <Button size="small" type="primary" onClick={() => setStart({})}>
              {t('dose.addRow')}
            </Button>
          ) : null
        }
      >
        <Shown query={mapping}>
          {(data) => (
            <>
              <MappingTable data={data} onWithdraw={mayEdit ? setWithdrawing : undefined} />
              {start === undefined ? null : (
                <MappingDialog start={start} classes={data.classes} onClose={() => setStart(undefined)} />
              )}
            </>
          )}
        </Shown>
      </Card>
      {withdrawing === undefined ? null : (
        <ReasonDialog
          title={t('record.withdraw')}
          hint={t('dose.withdrawHint')}
          danger
          change={(reason) => ({
            method: 'POST',
            path: `/api/dose/mapping/${encodeURIComponent(withdrawing.id)}/withdraw`,
            body: { reason },
          })}
          onClose={() => setWithdrawing(undefined)}
        />
      )}
    </div>
  );
}
