import type { StationMaintenancePlan } from '@center/contract/station-api';
import { EmptyBlock, RateText, type StateLook, WordTag } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { equipmentRecordsQuery, maintenancePlanQuery } from '../../api/equipment-queries.ts';
import { MaintenanceDialog } from '../../parts/equipment/maintenance-dialog.tsx';
import { EquipmentLink, EquipmentRecordTable } from '../../parts/equipment/record-table.tsx';
import { useFilters, usePaging } from '../../parts/filters.ts';
import { Shown } from '../../parts/shown.tsx';
import { EquipmentFilter } from './faults.tsx';

type Row = StationMaintenancePlan['rows'][number];

const looks: Readonly<Record<Row['standing'], StateLook>> = {
  'no-plan': { mark: 'question', tone: 'red', surface: 'outline' },
  'in-time': { mark: 'tick', tone: 'green', surface: 'soft' },
  'due-soon': { mark: 'triangle', tone: 'amber', surface: 'soft' },
  overdue: { mark: 'bang', tone: 'red', surface: 'soft' },
};

type Writing = { readonly equipmentId?: string; readonly plannedFor?: string };

function Plan({ rows, onWrite }: { readonly rows: readonly Row[]; readonly onWrite: (what: Writing) => void }) {
  const { t } = useTranslation();
  return (
    <Table<Row>
      size="small"
      rowKey="equipmentId"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 820 }}
      locale={{ emptyText: <EmptyBlock text={t('equipment.daily.noDevices')} /> }}
      columns={[
        { title: t('equipment.device'), render: (_, { equipmentId }) => <EquipmentLink id={equipmentId} /> },
        {
          title: t('equipment.maintenance.standing'),
          width: 130,
          render: (_, { standing }) => (
            <WordTag look={looks[standing]} word={t(`equipment.planStanding.${standing}`)} />
          ),
        },
        {
          title: t('equipment.maintenance.every'),
          width: 110,
          render: (_, { everyMonths }) =>
            everyMonths === null ? '–' : t('equipment.maintenance.months', { n: everyMonths }),
        },
        {
          title: t('equipment.maintenance.last'),
          width: 150,
          render: (_, { lastOn, lastAccepted }) =>
            lastOn === null ? (
              <span className="dp-quiet">{t('equipment.maintenance.never')}</span>
            ) : (
              <span className="lines">
                <span className="dp-num">{lastOn}</span>
                {lastAccepted ? null : <span className="small differ">{t('equipment.maintenance.notAccepted')}</span>}
              </span>
            ),
        },
        {
          title: t('equipment.maintenance.due'),
          width: 120,
          render: (_, { dueOn }) => <span className="dp-num">{dueOn ?? '–'}</span>,
        },
        {
          title: t('equipment.maintenance.year'),
          width: 140,
          render: (_, { planned, done }) => (
            <RateText part={done} whole={planned} none={t('equipment.maintenance.nonePlanned')} />
          ),
        },
        {
          title: t('common.actions'),
          width: 110,
          render: (_, { equipmentId, dueOn }) => (
            <Button
              size="small"
              onClick={() => onWrite({ equipmentId, ...(dueOn === null ? {} : { plannedFor: dueOn }) })}
            >
              {t('equipment.maintenance.write')}
            </Button>
          ),
        },
      ]}
    />
  );
}

/** Planned maintenance: what is due, and what was done. */
export function Maintenance() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const plan = useQuery(maintenancePlanQuery);
  const records = useQuery(
    equipmentRecordsQuery({
      kind: 'maintenance',
      equipmentId: filters['device'],
      page: filters['page'],
      pageSize: 25,
    }),
  );
  const [writing, setWriting] = useState<Writing>();
  const paging = usePaging(records.data ?? { total: 0, page: 1, pageSize: 25 }, set);
  return (
    <div className="stack">
      <Card size="small" title={t('equipment.maintenance.plan')}>
        <Shown query={plan}>{({ rows }) => <Plan rows={rows} onWrite={setWriting} />}</Shown>
      </Card>
      <div>
        <div className="filters">
          <Button type="primary" onClick={() => setWriting({})}>
            {t('equipment.maintenance.add')}
          </Button>
          <EquipmentFilter />
        </div>
        <Shown query={records}>
          {({ rows }) => (
            <EquipmentRecordTable rows={rows} none={t('equipment.maintenance.none')} pagination={paging} />
          )}
        </Shown>
      </div>
      {writing === undefined ? null : <MaintenanceDialog {...writing} onClose={() => setWriting(undefined)} />}
    </div>
  );
}
