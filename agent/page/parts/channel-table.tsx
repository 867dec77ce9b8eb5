import type { StationOverview } from '@center/contract/station-api';
import { EmptyBlock, formatDateTime, formatNumber } from '@center/display';
import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';

type Channel = StationOverview['channels'][number];
const colors = { working: 'success', silent: 'warning', failed: 'error', off: 'default' } as const;

/** By which ways images come in, and whether they do. */
export function ChannelTable({ channels }: { readonly channels: readonly Channel[] }) {
  const { t } = useTranslation();
  return (
    <Table<Channel>
      size="small"
      rowKey="name"
      dataSource={[...channels]}
      pagination={false}
      locale={{ emptyText: <EmptyBlock text={t('connection.noChannels')} /> }}
      columns={[
        {
          title: t('connection.channel'),
          render: (_, { name, problem }) => (
            <span className="lines">
              <span className="dp-code">{name}</span>
              {problem === null ? null : <span className="differ small">{problem}</span>}
            </span>
          ),
        },
        {
          title: t('finding.state'),
          render: (_, { state }) => <Tag color={colors[state]}>{t(`connection.channelState.${state}`)}</Tag>,
        },
        {
          title: t('connection.lastSeen'),
          render: (_, { lastObservationAt }) => (
            <span className="dp-num">
              {lastObservationAt === null ? t('connection.never') : formatDateTime(lastObservationAt)}
            </span>
          ),
        },
        {
          title: t('connection.objects'),
          align: 'right',
          render: (_, { objects }) => <span className="dp-num">{formatNumber(objects)}</span>,
        },
      ]}
    />
  );
}
