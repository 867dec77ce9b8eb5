import type { ConsoleRuleSet, ConsoleRuleSets } from '@center/contract';
import {
  AsOf,
  EmptyBlock,
  formatDate,
  formatDateTime,
  formatNumber,
  HashText,
  inLanguage,
  Title,
  useDisplay,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ruleSetsQuery } from '../api/queries.ts';
import { RuleSetDrawer } from '../parts/rule-set-drawer.tsx';
import { RulesTable } from '../parts/rules-table.tsx';
import { Shown } from '../parts/shown.tsx';
import { usePermissions } from '../session.ts';

function RuleSetsTable({ data }: { readonly data: ConsoleRuleSets }) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  return (
    <Table<ConsoleRuleSet>
      size="small"
      rowKey="sha256"
      dataSource={data.rows}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 880 }}
      locale={{ emptyText: <EmptyBlock text={t('ruleSets.none')} /> }}
      expandable={{
        defaultExpandedRowKeys: data.rows.filter((row) => row.inForce).map((row) => row.sha256),
        expandedRowRender: (row) => <RulesTable manifest={row.manifest} rules={data.rules} />,
      }}
    >
      <Table.Column<ConsoleRuleSet>
        title={t('ruleSets.version')}
        width={200}
        render={(_, row) => (
          <div className="lines">
            <span className="pieces">
              <b>{row.version}</b>
              {row.inForce ? <span className="dp-tag dp-green dp-soft">{t('ruleSets.inForce')}</span> : null}
            </span>
            <HashText hash={row.sha256} />
          </div>
        )}
      />
      <Table.Column<ConsoleRuleSet>
        title={t('ruleSets.effectiveFrom')}
        width={120}
        render={(_, row) => formatDate(row.effectiveFrom)}
      />
      <Table.Column<ConsoleRuleSet>
        title={t('ruleSets.published')}
        width={190}
        render={(_, row) => `${formatDateTime(row.publishedAt)} · ${row.publishedBy}`}
      />
      <Table.Column<ConsoleRuleSet>
        title={t('ruleSets.running')}
        width={110}
        align="right"
        render={(_, row) => <span className="dp-num">{formatNumber(row.agentsRunningIt)}</span>}
      />
      <Table.Column<ConsoleRuleSet>
        title={t('ruleSets.changes')}
        render={(_, row) => (
          <div className="lines small">
            <span>{inLanguage(row.manifest.notes, language)}</span>
            {row.changes.length === 0 ? (
              <span className="dp-quiet">{t('ruleSets.first')}</span>
            ) : (
              row.changes.map((change) => (
                <span key={change} className="dp-code">
                  {change}
                </span>
              ))
            )}
          </div>
        )}
      />
    </Table>
  );
}

/** Published rule sets with every rule and number in them; an administrator publishes a changed one. */
export function RuleSetsPage() {
  const { t } = useTranslation();
  const { mayAdminister } = usePermissions();
  const query = useQuery(ruleSetsQuery);
  const [editing, setEditing] = useState(false);
  const data = query.data;
  const base = data?.rows.find((row) => row.inForce) ?? data?.rows[0];
  return (
    <>
      <Title title={t('ruleSets.title')}>
        <AsOf at={data?.asOf} />
        {mayAdminister && base !== undefined ? (
          <Button
            type="primary"
            size="small"
            onClick={() => {
              setEditing(true);
            }}
          >
            {t('ruleSets.edit')}
          </Button>
        ) : null}
      </Title>
      <Card size="small">
        <Shown query={query}>{(shown) => <RuleSetsTable data={shown} />}</Shown>
      </Card>
      {editing && base !== undefined && data !== undefined ? (
        <RuleSetDrawer
          base={base}
          rules={data.rules}
          today={formatDate(data.asOf)}
          onClose={() => {
            setEditing(false);
          }}
        />
      ) : null}
    </>
  );
}
