import type { ConsoleDoseGroup } from '@center/contract';
import {
  BoxAndPoints,
  type BoxRow,
  ComparisonTag,
  formatDate,
  isLacking,
  levelLines,
  PointLegend,
  QuantityText,
  rounded,
  type ScaleMode,
  StateTag,
  useDisplayWords,
} from '@center/display';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { GroupDetail } from './group-detail.tsx';
import { type FindingPoint, type GroupSet, groupKey, pointsOfGroup } from './group-sets.ts';

export interface SetCardProps {
  readonly set: GroupSet;
  readonly title: string;
  readonly points: readonly FindingPoint[];
  readonly scale: ScaleMode;
  /** On a center's own page its name is left out. */
  readonly withCenter: boolean;
}

/** Boxes of the devices, the studies of findings as points, and a row for each device behind which its figures stand. */
export function SetCard({ set, title, points, scale, withCenter }: SetCardProps) {
  const words = useDisplayWords();
  const navigate = useNavigate();
  const { measure, unit, level } = set.first;
  const isIndex = measure === 'DeviationIndex';
  const rows = set.rows.map((group): BoxRow => {
    const { quartiles } = group;
    return {
      id: groupKey(group),
      name: withCenter ? `${group.facilityName} · ${group.deviceName}` : group.deviceName,
      n: group.n,
      required: group.requiredN,
      ...(quartiles === null ? {} : { box: { p25: quartiles.p25, p50: quartiles.median, p75: quartiles.p75 } }),
      points: pointsOfGroup(points, group).map(({ facilityId, findingId, subject, date, value, source }) => ({
        id: `${findingId} ${subject}`,
        value,
        label: `${formatDate(date)} · ${words.dose.source[source]} · ${subject.slice(0, 12)}…`,
        href: `/findings/${encodeURIComponent(facilityId)}/${encodeURIComponent(findingId)}`,
        kind: 'finding' as const,
      })),
    };
  });
  return (
    <Card size="small" title={title}>
      {rows.some(({ box, points: own }) => box !== undefined || own.length > 0) ? (
        <BoxAndPoints
          name={title}
          measured={{ name: words.dose.measure[measure], unit }}
          rows={rows}
          references={levelLines(level)}
          {...(isIndex ? { band: { from: -1, to: 1 } } : {})}
          scale={isIndex ? 'linear' : scale}
          follow={(href) => void navigate(href)}
        />
      ) : null}
      <PointLegend kinds={new Set(rows.flatMap(({ points: own }) => own.map(() => 'finding' as const)))} />
      <GroupTable rows={set.rows} scale={scale} withCenter={withCenter} />
    </Card>
  );
}

interface GroupTableProps {
  readonly rows: readonly ConsoleDoseGroup[];
  readonly scale: ScaleMode;
  readonly withCenter: boolean;
  /** Class and band, where the rows are of several. */
  readonly nameOf?: (group: ConsoleDoseGroup) => string;
}

/** A row for each group; its histogram and its months behind it. */
export function GroupTable({ rows, scale, withCenter, nameOf }: GroupTableProps) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleDoseGroup>
      size="small"
      rowKey={groupKey}
      dataSource={[...rows]}
      pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 760 }}
      // Held at the left, so that what is opened is as wide as the screen and not as the table.
      expandable={{ fixed: 'left', expandedRowRender: (group) => <GroupDetail group={group} scale={scale} /> }}
      columns={[
        ...(withCenter ? [{ title: t('common.center'), dataIndex: 'facilityName' }] : []),
        { title: t('dose.device'), dataIndex: 'deviceName' },
        ...(nameOf === undefined
          ? []
          : [{ title: t('dose.examClass'), render: (_: unknown, group: ConsoleDoseGroup) => nameOf(group) }]),
        {
          title: t('dose.exams'),
          align: 'right' as const,
          width: 110,
          render: (_: unknown, { n, requiredN }: ConsoleDoseGroup) => (
            <span className="dp-num">
              {n} {isLacking(n, requiredN) ? <span className="dp-quiet">/ {requiredN}</span> : null}
            </span>
          ),
        },
        {
          title: t('dose.median'),
          align: 'right' as const,
          width: 190,
          render: (_: unknown, group: ConsoleDoseGroup) => <Quartiles group={group} />,
        },
        {
          title: t('dose.comparison'),
          width: 210,
          render: (_: unknown, { comparison, informational }: ConsoleDoseGroup) => (
            <span className="pieces">
              <ComparisonTag comparison={comparison} />
              {informational ? <StateTag state="informational" /> : null}
            </span>
          ),
        },
        { title: t('common.month'), dataIndex: 'month', width: 90, className: 'dp-num' },
      ]}
    />
  );
}

function Quartiles({ group: { quartiles, unit } }: { readonly group: ConsoleDoseGroup }) {
  const { t } = useTranslation();
  if (quartiles === null) return <span className="dp-quiet">{t('dose.tooFew')}</span>;
  return (
    <span className="lines">
      <b>
        <QuantityText value={rounded(quartiles.median)} unit={unit} />
      </b>
      <span className="dp-quiet small">
        <QuantityText value={rounded(quartiles.p25)} unit="1" /> –{' '}
        <QuantityText value={rounded(quartiles.p75)} unit={unit} />
      </span>
    </span>
  );
}
