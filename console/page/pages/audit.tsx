import type { ConsoleAudit } from '@center/contract';
import { AsOf, EmptyBlock, formatDateTime, HashText, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../api/queries.ts';
import { CenterSelect } from '../parts/center-select.tsx';
import { oneOf, pageNumber, useFilters } from '../parts/filters.ts';
import { usePaging } from '../parts/paging.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { SelectFilter } from '../parts/select-filter.tsx';
import { Shown } from '../parts/shown.tsx';

/** What the console writes down; another word is shown as it came. */
const actions = [
  'agent-confirmed',
  'agent-enrolled',
  'agent-quarantined',
  'agent-revoked',
  'enrolment-code-made',
  'export',
  'facility-added',
  'first-administrator',
  'login',
  'login-failed',
  'login-locked',
  'logout',
  'package-built',
  'package-resent',
  'password-changed',
  'password-reset',
  'rule-set-published',
  'user-added',
  'user-changed',
] as const;

/** An act in words, beside the code that the exported log holds. */
function ActionText({ action }: { readonly action: string }) {
  const { t } = useTranslation();
  const known = oneOf(action, actions);
  return (
    <div className="lines">
      {known === undefined ? null : <span>{t(`audit.actions.${known}`)}</span>}
      <span className="small dp-quiet dp-code">{action}</span>
    </div>
  );
}

const roles = ['administrator', 'supervisor', 'viewer'] as const;

/** The role in which somebody acted; programs and operators have words of their own. */
function RoleText({ role }: { readonly role: string }) {
  const { t } = useTranslation();
  const known = oneOf(role, roles);
  return <span className="dp-quiet small">{known === undefined ? role : t(`role.${known}`)}</span>;
}

type Row = ConsoleAudit['rows'][number];

/** Whether the whole chain of entries still follows from its first one. */
function Chain({ chain }: { readonly chain: ConsoleAudit['chain'] }) {
  const { t } = useTranslation();
  if (chain.brokenAt !== null)
    return <Alert className="dp-gap" type="error" showIcon title={t('audit.chainBroken', { n: chain.brokenAt })} />;
  return (
    <Alert
      className="dp-gap"
      type="success"
      showIcon
      title={t('audit.chainWhole', { n: chain.length })}
      description={
        chain.head === null ? undefined : (
          <>
            {t('audit.head')} <HashText hash={chain.head} />
          </>
        )
      }
    />
  );
}

/** Who did what, when and why; each row follows from the one before it by hash. */
export function AuditPage() {
  const { t } = useTranslation();
  const { filters, setFilters } = useFilters();
  const query = useQuery(
    auditQuery({
      action: filters['action'],
      actor: filters['actor'],
      facility: filters['facility'],
      page: pageNumber(filters['page']),
      pageSize: 50,
    }),
  );
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 50 }, setFilters);
  return (
    <>
      <Title title={t('audit.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <Card size="small">
        <div className="filters">
          <CenterSelect
            value={filters['facility']}
            onChange={(facility) => {
              setFilters({ facility });
            }}
          />
          <SelectFilter
            name={t('audit.action')}
            value={oneOf(filters['action'], actions)}
            options={actions.map((value) => ({ value, label: t(`audit.actions.${value}`) }))}
            onChange={(action) => {
              setFilters({ action });
            }}
          />
          <SearchBox
            hint={t('audit.actorHint')}
            value={filters['actor']}
            onChange={(actor) => {
              setFilters({ actor });
            }}
          />
        </div>
        <Shown query={query}>
          {(data) => (
            <>
              <Chain chain={data.chain} />
              <Table<Row>
                size="small"
                rowKey="seq"
                dataSource={data.rows}
                loading={query.isPlaceholderData}
                pagination={paging}
                tableLayout="fixed"
                scroll={{ x: 1040 }}
                locale={{ emptyText: <EmptyBlock text={t('audit.none')} /> }}
              >
                <Table.Column<Row> title={t('audit.seq')} width={70} dataIndex="seq" />
                <Table.Column<Row> title={t('audit.at')} width={150} render={(_, row) => formatDateTime(row.at)} />
                <Table.Column<Row>
                  title={t('audit.actor')}
                  width={150}
                  render={(_, row) => (
                    <span>
                      {row.actor} <RoleText role={row.role} />
                    </span>
                  )}
                />
                <Table.Column<Row>
                  title={t('audit.action')}
                  width={180}
                  render={(_, row) => <ActionText action={row.action} />}
                />
                <Table.Column<Row>
                  title={t('audit.object')}
                  render={(_, row) => (
                    <div className="lines">
                      <span>{row.object}</span>
                      {row.reason === null ? null : (
                        <span className="small">
                          <span className="dp-quiet">{t('common.reason')}:</span> {row.reason}
                        </span>
                      )}
                    </div>
                  )}
                />
                <Table.Column<Row> title={t('common.center')} width={130} render={(_, row) => row.facilityId ?? '–'} />
                <Table.Column<Row>
                  title={t('audit.hash')}
                  width={150}
                  render={(_, row) => <HashText hash={row.hash} />}
                />
              </Table>
            </>
          )}
        </Shown>
      </Card>
    </>
  );
}
