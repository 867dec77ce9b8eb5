import type { StationDailyDay, StationDailyDue } from '@center/contract/station-api';
import { AsOf, EmptyBlock, formatDateTime, formatNumber, type StateLook, WordTag } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dailyDueQuery, dailyQuery } from '../../api/equipment-queries.ts';
import { DayField } from '../../parts/day-field.tsx';
import { DailyDialog } from '../../parts/equipment/daily-dialog.tsx';
import { RecordMarks, RecordSays, Signatures } from '../../parts/equipment/record-says.tsx';
import { RecordSteps } from '../../parts/equipment/record-steps.tsx';
import { EquipmentLink, HistoryDialog } from '../../parts/equipment/record-table.tsx';
import { useFilters } from '../../parts/filters.ts';
import { Shown } from '../../parts/shown.tsx';

type Row = StationDailyDay['rows'][number];

const looks: Readonly<Record<Row['standing'], StateLook>> = {
  done: { mark: 'tick', tone: 'green', surface: 'soft' },
  'done-late': { mark: 'pen', tone: 'green', surface: 'outline' },
  due: { mark: 'hourglass', tone: 'amber', surface: 'soft' },
  'not-yet-due': { mark: 'dots', tone: 'plain', surface: 'outline' },
  overdue: { mark: 'bang', tone: 'red', surface: 'soft' },
  'not-open': { mark: 'dash', tone: 'plain', surface: 'dotted' },
};

function Day({ data }: { readonly data: StationDailyDay }) {
  const { t } = useTranslation();
  const [written, setWritten] = useState<Row>();
  const [history, setHistory] = useState<string>();
  return (
    <>
      <Table<Row>
        size="small"
        rowKey="equipmentId"
        dataSource={data.rows}
        pagination={false}
        scroll={{ x: 860 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.daily.noDevices')} /> }}
        columns={[
          {
            title: t('equipment.device'),
            width: 150,
            render: (_, { equipmentId }) => <EquipmentLink id={equipmentId} />,
          },
          {
            title: t('equipment.daily.standing'),
            width: 150,
            render: (_, { standing, dueAt }) => (
              <span className="lines">
                <span>
                  <WordTag look={looks[standing]} word={t(`equipment.dailyStanding.${standing}`)} />
                </span>
                {dueAt === null ? null : (
                  <span className="dp-quiet small dp-num">
                    {t('equipment.daily.dueAt', { at: formatDateTime(dueAt).slice(11) })}
                  </span>
                )}
              </span>
            ),
          },
          {
            title: t('equipment.content'),
            render: (_, { record, prefill }) =>
              record === null ? (
                <span className="dp-quiet">
                  {prefill.status === null
                    ? t('equipment.daily.nothingPrefilled')
                    : t('equipment.daily.prefilled', { status: t(`equipment.dailyStatus.${prefill.status}`) })}
                </span>
              ) : (
                <span className="lines">
                  <RecordSays says={record.says} />
                  <RecordMarks record={record} />
                </span>
              ),
          },
          {
            title: t('equipment.signatures'),
            width: 210,
            render: (_, { record }) => (record === null ? null : <Signatures record={record} />),
          },
          {
            title: t('common.actions'),
            width: 160,
            render: (_, row) =>
              row.record === null ? (
                <Button
                  size="small"
                  {...(row.standing === 'due' || row.standing === 'overdue' ? { type: 'primary' as const } : {})}
                  onClick={() => setWritten(row)}
                >
                  {t('equipment.daily.write')}
                </Button>
              ) : (
                <span className="lines">
                  <RecordSteps record={row.record} />
                  <span>
                    <Button size="small" type="link" onClick={() => setHistory(row.record?.id)}>
                      {t('equipment.history')}
                    </Button>
                  </span>
                </span>
              ),
          },
        ]}
      />
      {written === undefined ? null : (
        <DailyDialog row={written} date={data.date} onClose={() => setWritten(undefined)} />
      )}
      {history === undefined ? null : <HistoryDialog id={history} onClose={() => setHistory(undefined)} />}
    </>
  );
}

/** What is owed of the last thirty-one days, with the way to each day; and how each device did over them. */
function Owed({ data, onDay }: { readonly data: StationDailyDue; readonly onDay: (date: string) => void }) {
  const { t } = useTranslation();
  const days = [...new Set(data.rows.map(({ date }) => date))];
  return (
    <Card size="small" title={t('equipment.daily.owed')}>
      {days.length === 0 ? (
        <p className="dp-quiet">{t('equipment.daily.nothingOwed')}</p>
      ) : (
        <p className="pieces">
          {days.map((date) => {
            const rows = data.rows.filter((row) => row.date === date);
            return (
              <Button
                key={date}
                size="small"
                danger={rows.some(({ overdue }) => overdue)}
                title={rows.map(({ name }) => name).join(', ')}
                onClick={() => onDay(date)}
              >
                <span className="dp-num">{date}</span> · {rows.length}
              </Button>
            );
          })}
        </p>
      )}
      <Table<StationDailyDue['devices'][number]>
        size="small"
        rowKey="equipmentId"
        dataSource={data.devices}
        pagination={false}
        scroll={{ x: 620 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.daily.noDevices')} /> }}
        columns={[
          { title: t('equipment.device'), render: (_, { equipmentId }) => <EquipmentLink id={equipmentId} /> },
          ...(['due', 'inTime', 'late', 'missing', 'contradicting'] as const).map((key) => ({
            title: t(`equipment.daily.count.${key}`),
            width: 110,
            align: 'right' as const,
            render: (_: unknown, row: StationDailyDue['devices'][number]) => (
              <span
                className={row[key] > 0 && (key === 'missing' || key === 'contradicting') ? 'dp-num differ' : 'dp-num'}
              >
                {formatNumber(row[key])}
              </span>
            ),
          })),
        ]}
      />
    </Card>
  );
}

/** Daily records: one a device and scheduled day, prefilled by what machines saw, signed by a person. */
export function Daily() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const asked = filters['date'];
  const date = asked !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined;
  const query = useQuery(dailyQuery(date));
  const owed = useQuery(dailyDueQuery);
  return (
    <div className="stack">
      <div>
        <div className="filters">
          <DayField
            value={date ?? query.data?.date}
            label={t('equipment.daily.day')}
            onChange={(day) => set({ date: day })}
          />
          <AsOf at={query.data?.asOf} />
        </div>
        <Shown query={query}>{(data) => <Day data={data} />}</Shown>
      </div>
      <Shown query={owed}>{(data) => <Owed data={data} onDay={(day) => set({ date: day })} />}</Shown>
    </div>
  );
}
