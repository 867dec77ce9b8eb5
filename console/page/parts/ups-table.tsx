import type { ConsoleUpsRow, UpsItem } from '@center/contract';
import { EmptyBlock, formatDate, UpsBadge, UpsGradeText } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { UpsTag } from './equipment-tags.tsx';

const grades = [0, 1, 2, 3, 4, 5] as const;

/** What a UPS said before its agent fell silent is not what it says now. */
const asHeard = (ups: UpsItem, speaks: boolean): UpsItem => (speaks ? ups : { ...ups, state: 'unknown', marks: [] });

/** That the PACS stands elsewhere, or that there is no UPS, is told under a name of the program. */
const isNoThing = ({ name, ups }: ConsoleUpsRow): boolean =>
  name === '' && (ups?.hosted === true || ups?.against.includes('established-absent') === true);

function Now({ row }: { readonly row: ConsoleUpsRow }) {
  const { t } = useTranslation();
  const { ups, speaks } = row;
  if (ups === null) return <span className="dp-quiet">–</span>;
  return (
    <span className="lines">
      {isNoThing(row) ? <span className="dp-quiet">–</span> : <UpsBadge ups={asHeard(ups, speaks)} />}
      {ups.selfTestOn === null && ups.batteryDate === null ? null : (
        <span className="small dp-quiet dp-num">
          {[
            ups.selfTestOn === null ? undefined : t('equipment.selfTest', { on: formatDate(ups.selfTestOn) }),
            ups.batteryDate === null ? undefined : t('equipment.battery', { on: formatDate(ups.batteryDate) }),
          ]
            .filter((text) => text !== undefined)
            .join(' · ')}
        </span>
      )}
    </span>
  );
}

function Missing({ row: { ups, missing } }: { readonly row: ConsoleUpsRow }) {
  const { t } = useTranslation();
  if (ups?.hosted === true) return <span className="dp-quiet">{t('equipment.upsNotGraded')}</span>;
  if (missing.length === 0)
    return <span className="dp-quiet">{ups?.grade === 5 ? t('equipment.upsHighest') : '–'}</span>;
  return (
    <ul className="short-list">
      {missing.map((step) => (
        <li key={step}>{t(`equipment.upsStep.${step}`)}</li>
      ))}
    </ul>
  );
}

/** UPS with what is known of them, and centers that told of none. */
export function UpsTable({
  rows,
  withCenter,
}: {
  readonly rows: readonly ConsoleUpsRow[];
  readonly withCenter: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleUpsRow>
      size="small"
      rowKey={(row) => `${row.facilityId}/${row.agentId ?? ''}/${row.ups?.equipmentId ?? ''}`}
      dataSource={[...rows]}
      pagination={{ pageSize: 50, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: <EmptyBlock text={t('equipment.upsNone')} /> }}
      scroll={{ x: 1040 }}
      columns={[
        {
          title: withCenter ? t('common.center') : 'UPS',
          width: 190,
          render: (_, row) => (
            <span className="lines">
              {withCenter ? <Link to={`/centers/${row.facilityId}/devices`}>{row.facilityName}</Link> : null}
              {row.ups === null || isNoThing(row) ? null : <span>{row.name || row.ups.equipmentId}</span>}
              <span>
                <UpsTag attention={row.attention} />
              </span>
            </span>
          ),
        },
        { title: t('equipment.upsState'), width: 250, render: (_, row) => <Now row={row} /> },
        {
          title: t('equipment.upsGrade'),
          width: 260,
          render: (_, { ups }) =>
            ups === null ? (
              <span className="dp-quiet">–</span>
            ) : (
              <UpsGradeText
                grade={grades.find((grade) => grade === ups.grade) ?? 0}
                against={ups.against}
                provedOn={ups.provedOn}
                hosted={ups.hosted}
                next={false}
              />
            ),
        },
        { title: t('equipment.upsMissing'), width: 200, render: (_, row) => <Missing row={row} /> },
        {
          title: t('equipment.upsPower'),
          width: 140,
          render: (_, row) =>
            row.ups === null ? (
              <span className="dp-quiet">–</span>
            ) : (
              <span className="lines dp-num">
                <span>{t('equipment.upsOnBattery', { n: row.onBattery })}</span>
                <span>{t('equipment.upsLost', { n: row.lostCommunication })}</span>
              </span>
            ),
        },
      ]}
    />
  );
}
