import { AsOf, EmptyBlock, formatNumber } from '@center/display';
import { Card, Segmented, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BarChartData } from '../../charts/bar-option.ts';
import { LazyChart } from '../../charts/lazy-chart.tsx';

export interface ChartCardProps {
  readonly title: string;
  readonly chart: BarChartData;
  /** Head of the first column when the figures are read as a table. */
  readonly category: string;
  readonly empty: string;
  readonly asOf: readonly string[];
  readonly note?: string | undefined;
}

interface FigureRow {
  readonly name: string;
  readonly values: readonly number[];
}

/** A chart whose figures can also be read as a table, with the latest "as of" among them. */
export function ChartCard({ title, chart, category, empty, asOf, note }: ChartCardProps) {
  const { t } = useTranslation();
  const [asTable, setAsTable] = useState(false);
  if (chart.categories.length === 0)
    return (
      <Card size="small" title={title}>
        <EmptyBlock text={empty} />
      </Card>
    );
  const rows: FigureRow[] = chart.categories
    .map((name, at) => ({ name, values: chart.series.map((series) => series.values[at] ?? 0) }))
    .toReversed();
  return (
    <Card
      size="small"
      title={title}
      extra={
        <Segmented
          size="small"
          value={asTable ? 'table' : 'chart'}
          options={[
            { value: 'chart', label: t('center.asChart') },
            { value: 'table', label: t('center.asTable') },
          ]}
          onChange={(value) => {
            setAsTable(value === 'table');
          }}
        />
      }
    >
      {asTable ? (
        <Table<FigureRow> size="small" rowKey="name" dataSource={rows} pagination={false} scroll={{ y: 200 }}>
          <Table.Column<FigureRow> title={category} dataIndex="name" />
          {chart.series.map((series, at) => (
            <Table.Column<FigureRow>
              key={series.name}
              title={series.name}
              align="right"
              render={(_, row) => <span className="dp-num">{formatNumber(row.values[at] ?? 0)}</span>}
            />
          ))}
        </Table>
      ) : (
        <LazyChart chart={chart} height={240} />
      )}
      <div className="pieces small">
        <AsOf at={asOf.toSorted().at(-1)} />
        {note === undefined ? null : <span className="dp-quiet">{note}</span>}
      </div>
    </Card>
  );
}
