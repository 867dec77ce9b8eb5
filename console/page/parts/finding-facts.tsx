import type { ConsoleFinding, EvidenceItem } from '@center/contract';
import { EvidenceValue, QuantityText, useDisplayWords } from '@center/display';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { StudyText } from './study-text.tsx';

/** What the machine said, about what, and what it had looked at. */
export function FindingFacts({ data }: { readonly data: ConsoleFinding }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { current, finding, device } = data;
  return (
    <>
      <dl className="dp-pairs dp-gap">
        <div>
          <dt>{t('finding.verdict')}</dt>
          <dd>{words.verdict[current.verdict]}</dd>
        </div>
        {current.reason === null ? null : (
          <div>
            <dt>{t('finding.reason')}</dt>
            <dd>{words.reason[current.reason]}</dd>
          </div>
        )}
        {current.basis === null ? null : (
          <div>
            <dt>{t('finding.basis')}</dt>
            <dd>{words.basis[current.basis]}</dd>
          </div>
        )}
        <div>
          <dt>{t('findings.subject')}</dt>
          <dd>{finding.study === null ? words.subject[finding.subjectKind] : <StudyText study={finding.study} />}</dd>
        </div>
        {(finding.study?.dose ?? []).map(({ measure, value, unit, source }) => (
          <div key={measure}>
            <dt>{words.dose.measure[measure]}</dt>
            <dd>
              <QuantityText value={value} unit={unit} /> <span className="dp-quiet">{words.dose.source[source]}</span>
            </dd>
          </div>
        ))}
        {device === null ? null : (
          <div>
            <dt>{t('finding.device')}</dt>
            <dd>
              {[device.Manufacturer, device.ManufacturerModelName, device.StationName]
                .filter((x) => x !== '')
                .join(' · ')}
            </dd>
          </div>
        )}
        {current.note === null ? null : (
          <div>
            <dt>{t('finding.note')}</dt>
            <dd>{current.note}</dd>
          </div>
        )}
      </dl>
      {current.missing.length === 0 ? null : (
        <p>
          <b>{t('finding.missing')}</b> <span className="dp-code">{current.missing.join(', ')}</span>
        </p>
      )}
      <Table<EvidenceItem>
        size="small"
        rowKey={(row) => `${row.fact} ${JSON.stringify(row.value)}`}
        dataSource={current.evidence}
        pagination={false}
        locale={{ emptyText: t('finding.noFacts') }}
      >
        <Table.Column<EvidenceItem>
          title={t('finding.fact')}
          width="45%"
          render={(_, row) => <span className="dp-code">{row.fact}</span>}
        />
        <Table.Column<EvidenceItem>
          title={t('finding.value')}
          render={(_, row) => <EvidenceValue value={row.value} />}
        />
      </Table>
      {current.masked.length === 0 ? null : (
        <p className="dp-quiet">
          {t('finding.masked')}: <span className="dp-code">{current.masked.join(', ')}</span>
        </p>
      )}
    </>
  );
}
