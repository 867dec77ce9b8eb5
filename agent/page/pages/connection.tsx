import type { StationChainResult, StationConnection } from '@center/contract/station-api';
import {
  AsOf,
  formatDateTime,
  formatNumber,
  HashText,
  inLanguage,
  QuantityText,
  Title,
  useDisplay,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionQuery, useChange } from '../api/queries.ts';
import { ChannelTable } from '../parts/channel-table.tsx';
import { ParameterList } from '../parts/evidence.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { Shown } from '../parts/shown.tsx';

function Pairs({ pairs }: { readonly pairs: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="dp-pairs">
      {pairs.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span className="dp-quiet">–</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

function Console({ data }: { readonly data: StationConnection }) {
  const { t } = useTranslation();
  const { lastReceiptAt, clockOffsetMs, fingerprint, enrolment } = data;
  return (
    <Card size="small" title={t('connection.console')}>
      <p>
        <Tag
          color={
            enrolment === 'active'
              ? 'success'
              : enrolment === 'revoked' || enrolment === 'quarantined'
                ? 'error'
                : 'warning'
          }
        >
          {t(`connection.state.${enrolment}`)}
        </Tag>
      </p>
      {data.problem === null ? null : <Alert type="error" showIcon title={data.problem} className="dp-gap" />}
      <Pairs
        pairs={[
          [t('connection.url'), data.consoleUrl],
          [t('connection.facility'), data.facilityId],
          [t('connection.agent'), data.agentId],
          [t('connection.lastReceipt'), lastReceiptAt === null ? t('connection.never') : formatDateTime(lastReceiptAt)],
          [t('connection.lastSeq'), data.lastSeq],
          [t('connection.backlog'), formatNumber(data.backlog)],
          [
            t('connection.clockOffset'),
            clockOffsetMs === null ? (
              t('connection.unknown')
            ) : (
              <QuantityText key="offset" value={clockOffsetMs / 1000} unit="s" />
            ),
          ],
        ]}
      />
      {fingerprint === null ? null : (
        <>
          <b>{t('connection.fingerprint')}</b>
          <code className="fingerprint dp-code">{fingerprint}</code>
          <span className="dp-quiet small">{t('connection.fingerprintHint')}</span>
        </>
      )}
    </Card>
  );
}

function Chain({ data }: { readonly data: StationConnection }) {
  const { t } = useTranslation();
  const { mutate, data: result, isPending, error } = useChange<StationChainResult>();
  return (
    <Card size="small" title={t('connection.chain')}>
      <Pairs
        pairs={[
          [t('connection.entries'), formatNumber(data.chain.entries)],
          [t('connection.head'), <HashText key="head" hash={data.chain.head} />],
        ]}
      />
      <Refusal error={error} />
      {result === undefined ? null : (
        <Alert
          type={result.ok ? 'success' : 'error'}
          showIcon
          className="dp-gap"
          title={
            result.ok
              ? t('connection.verified', { n: formatNumber(result.entries), ms: formatNumber(result.tookMs) })
              : t('connection.broken', { n: String(result.brokenAt ?? 0), problem: result.problem ?? '' })
          }
        />
      )}
      <Button loading={isPending} onClick={() => mutate({ method: 'POST', path: '/api/connection/verify' })}>
        {t('connection.verify')}
      </Button>
    </Card>
  );
}

function RuleSet({ ruleSet }: { readonly ruleSet: StationConnection['ruleSet'] }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  if (ruleSet === null) return <Alert type="warning" title={t('connection.noRuleSet')} />;
  return (
    <Card
      size="small"
      title={`${t('connection.ruleSet')} ${ruleSet.version}`}
      extra={
        <span className="pieces">
          <span className="dp-quiet">
            {t('connection.effectiveFrom')} {ruleSet.effectiveFrom}
          </span>
          <HashText hash={ruleSet.sha256} />
        </span>
      }
    >
      <p className="dp-quiet">{inLanguage(ruleSet.notes, language)}</p>
      <Table<(typeof ruleSet.rules)[number]>
        size="small"
        rowKey="ruleId"
        dataSource={ruleSet.rules}
        pagination={false}
        scroll={{ x: 640 }}
        columns={[
          {
            title: t('connection.rule'),
            render: (_, { title, ruleId, version, enabled, informational }) => (
              <span className="lines">
                <span>
                  {inLanguage(title, language)} {enabled ? null : <Tag>{t('connection.disabled')}</Tag>}
                  {informational ? <Tag>{t('connection.informational')}</Tag> : null}
                </span>
                <span className="dp-quiet dp-code">
                  {ruleId} v{version}
                </span>
              </span>
            ),
          },
          {
            title: t('connection.clause'),
            width: 120,
            render: (_, { clause }) => <span className="dp-code">{clause}</span>,
          },
          {
            title: t('connection.parameters'),
            render: (_, { parameters }) => <ParameterList parameters={parameters} />,
          },
        ]}
      />
    </Card>
  );
}

/** How the agent stands to the console, to its images and to its own ledger, and what it judges by. */
export function ConnectionPage() {
  const { t } = useTranslation();
  const query = useQuery(connectionQuery);
  return (
    <>
      <Title title={t('connection.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <Shown query={query}>
        {(data) => (
          <div className="stack">
            <div className="columns">
              <Console data={data} />
              <Chain data={data} />
            </div>
            <Card size="small" title={t('connection.channels')}>
              <ChannelTable channels={data.channels} />
            </Card>
            <RuleSet ruleSet={data.ruleSet} />
          </div>
        )}
      </Shown>
    </>
  );
}
