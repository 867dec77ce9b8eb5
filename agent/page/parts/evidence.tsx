import type { StationHeaderRow, StationObserved, StationParameter } from '@center/contract/station-api';
import { EvidenceValue, QuantityText } from '@center/display';
import { Input, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What the rule looked at, by its DICOM keyword or the name of the fact. */
export function ObservedList({ observed }: { readonly observed: readonly StationObserved[] }) {
  const { t } = useTranslation();
  if (observed.length === 0) return <span className="dp-quiet">{t('common.none')}</span>;
  return (
    <dl className="dp-pairs">
      {observed.map(({ fact, value, unit }, index) => (
        <div key={`${fact} ${String(index)}`}>
          <dt className="dp-code">{fact}</dt>
          <dd>
            {unit !== undefined && typeof value === 'number' ? (
              <QuantityText value={value} unit={unit} />
            ) : (
              <EvidenceValue value={value} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Header values over the objects of a study; identity first. */
export function HeaderTable({ headers }: { readonly headers: readonly StationHeaderRow[] }) {
  const { t } = useTranslation();
  const [part, setPart] = useState('');
  const wanted = part.trim().toLowerCase();
  const rows = headers.filter(
    ({ keyword, values }) =>
      keyword.toLowerCase().includes(wanted) || values.some(({ text }) => text.toLowerCase().includes(wanted)),
  );
  return (
    <>
      <Input
        allowClear
        className="dp-gap"
        style={{ maxWidth: 280 }}
        aria-label={t('common.search')}
        placeholder={t('common.search')}
        onChange={({ target }) => setPart(target.value)}
      />
      <Table<StationHeaderRow>
        size="small"
        rowKey="keyword"
        dataSource={rows}
        pagination={{ pageSize: 20, size: 'small', showSizeChanger: false, hideOnSinglePage: true }}
        showHeader={false}
        scroll={{ x: 420 }}
        columns={[
          { dataIndex: 'keyword', width: 260, render: (keyword: string) => <span className="dp-code">{keyword}</span> },
          {
            dataIndex: 'values',
            render: (values: StationHeaderRow['values'], { more }) => (
              <span className="lines">
                {values.map(({ text, objects }) => (
                  <span key={text}>
                    {text === '' ? <span className="dp-quiet">–</span> : text}
                    {values.length > 1 ? <span className="dp-quiet dp-num"> ×{objects}</span> : null}
                  </span>
                ))}
                {more > 0 ? <span className="dp-quiet">+{more}</span> : null}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}

/** The numbers a rule judges by, each with its unit and where it comes from. */
export function ParameterList({ parameters }: { readonly parameters: readonly StationParameter[] }) {
  const { t } = useTranslation();
  if (parameters.length === 0) return <span className="dp-quiet">{t('common.none')}</span>;
  return (
    <ul className="plain-list">
      {parameters.map(({ name, value, unit, source, text }) => (
        <li key={name} title={text}>
          <span className="dp-code">{name}</span> ={' '}
          {unit === null || Number.isNaN(Number(value)) ? (
            <span>{value.length > 80 ? `${value.slice(0, 80)}…` : value}</span>
          ) : (
            <QuantityText value={Number(value)} unit={unit} />
          )}{' '}
          <span className="dp-quiet">({t(`connection.source.${source}`)})</span>
        </li>
      ))}
    </ul>
  );
}
