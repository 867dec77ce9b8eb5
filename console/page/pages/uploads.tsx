import type { ConsoleTargets } from '@center/contract';
import { AsOf, EmptyBlock, formatDateTime, formatNumber, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { targetsQuery } from '../api/queries.ts';
import { Shown } from '../parts/shown.tsx';
import { UploadsPanel } from '../parts/uploads-panel.tsx';

type Target = ConsoleTargets['rows'][number];

function Targets({ rows }: { readonly rows: readonly Target[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return <EmptyBlock text={t('uploads.noTargets')} />;
  return (
    <Table<Target>
      size="small"
      rowKey="targetId"
      dataSource={[...rows]}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 800 }}
    >
      <Table.Column<Target>
        title={t('uploads.target')}
        render={(_, row) => (
          <div className="lines">
            <span>{row.name}</span>
            <span className="small dp-quiet dp-code">{row.targetId}</span>
          </div>
        )}
      />
      <Table.Column<Target>
        title={t('uploads.address')}
        render={(_, row) => (
          <span>
            {t(`uploads.connector.${row.connector}`)} <span className="dp-code">{row.address}</span>
          </span>
        )}
      />
      <Table.Column<Target>
        title={t('common.state')}
        width={100}
        render={(_, row) => t(row.enabled ? 'uploads.enabled' : 'uploads.disabled')}
      />
      {(['waiting', 'rejected', 'receipted'] as const).map((key) => (
        <Table.Column<Target>
          key={key}
          title={t(`uploads.${key}`)}
          width={90}
          align="right"
          render={(_, row) => <span className="dp-num">{formatNumber(row[key])}</span>}
        />
      ))}
      <Table.Column<Target>
        title={t('uploads.lastSuccess')}
        width={150}
        render={(_, row) => (row.lastSuccessAt === null ? t('common.never') : formatDateTime(row.lastSuccessAt))}
      />
    </Table>
  );
}

/** Packages for the regulators, and how each target fares. */
export function UploadsPage() {
  const { t } = useTranslation();
  const query = useQuery(targetsQuery);
  return (
    <div className="stack">
      <div>
        <Title title={t('uploads.title')} />
        <UploadsPanel />
      </div>
      <Card size="small" title={t('uploads.targets')} extra={<AsOf at={query.data?.asOf} />}>
        <Shown query={query}>{(data) => <Targets rows={data.rows} />}</Shown>
      </Card>
    </div>
  );
}
