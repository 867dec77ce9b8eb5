import type { StationAudit } from '@center/contract/station-api';
import { AsOf, EmptyBlock, formatDateTime, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { auditQuery } from '../api/queries.ts';
import { useFilters } from '../parts/filters.ts';
import { Shown } from '../parts/shown.tsx';
import { zh } from '../words/zh.ts';

type Row = StationAudit['rows'][number];
const portion = 100;

type Did = keyof typeof zh.audit.did;
const isKnown = (key: string): key is Did => key in zh.audit.did;

/** What was done in the page's language; the ledger's own word under the pointer. */
function Did({ row: { kind, what } }: { readonly row: Row }) {
  const { t } = useTranslation();
  const key = kind === 'audit' ? what : kind;
  return (
    <span className="lines" title={`${kind} ${what}`}>
      <span>{isKnown(key) ? t(`audit.did.${key}`) : key}</span>
      {kind === 'audit' || kind === what ? null : <span className="dp-quiet dp-code small">{what}</span>}
    </span>
  );
}

/** What people did, newest first. */
export function AuditPage() {
  const { t } = useTranslation();
  const [{ before }, set] = useFilters();
  const query = useQuery(auditQuery({ before, limit: portion }));
  return (
    <>
      <Title title={t('audit.title')}>
        <AsOf at={query.data?.asOf} />
        {before === undefined ? null : (
          <Button size="small" onClick={() => set({ before: undefined })}>
            {t('audit.newest')}
          </Button>
        )}
      </Title>
      <p className="dp-quiet">{t('audit.about')}</p>
      <Shown query={query}>
        {({ rows }) => (
          <div className="stack">
            <Table<Row>
              size="small"
              rowKey="seq"
              dataSource={rows}
              pagination={false}
              locale={{ emptyText: <EmptyBlock text={t('audit.none')} /> }}
              scroll={{ x: 760 }}
              columns={[
                { title: t('audit.seq'), dataIndex: 'seq', width: 70, align: 'right' },
                {
                  title: t('common.time'),
                  width: 110,
                  render: (_, { at }) => <span>{formatDateTime(at)}</span>,
                },
                { title: t('common.who'), dataIndex: 'who', width: 96 },
                {
                  title: t('audit.what'),
                  width: 150,
                  render: (_, row) => <Did row={row} />,
                },
                {
                  title: t('audit.detail'),
                  render: (_, { detail }) => <span className="dp-code small">{detail}</span>,
                },
              ]}
            />
            <div>
              <Button disabled={rows.length < portion} onClick={() => set({ before: String(rows.at(-1)?.seq ?? '') })}>
                {t('audit.older')}
              </Button>
            </div>
          </div>
        )}
      </Shown>
    </>
  );
}
