import type { StationStudies, StationStudyRow } from '@center/contract/station-api';
import { AsOf, EmptyBlock, Title } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Input, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { studiesQuery } from '../api/queries.ts';
import { DayField } from '../parts/day-field.tsx';
import { type Filters, useFilters, usePaging } from '../parts/filters.ts';
import { ExamText, PatientText } from '../parts/patient-text.tsx';
import { Shown } from '../parts/shown.tsx';

function Rows({ data, set }: { readonly data: StationStudies; readonly set: (changes: Filters) => void }) {
  const { t } = useTranslation();
  return (
    <Table<StationStudyRow>
      size="small"
      rowKey="StudyInstanceUID"
      dataSource={data.rows}
      pagination={usePaging(data, set)}
      locale={{ emptyText: <EmptyBlock text={t('study.none')} /> }}
      scroll={{ x: 720 }}
      columns={[
        { title: t('patient.name'), width: 220, render: (_, { patient }) => <PatientText patient={patient} /> },
        { title: t('patient.exam'), render: (_, study) => <ExamText study={study} /> },
        {
          title: t('origin.name'),
          width: 100,
          render: (_, { origin }) => (origin === null ? null : t(`origin.${origin}`)),
        },
        { title: t('patient.objects'), dataIndex: 'objects', align: 'right', width: 90 },
        {
          title: t('study.open'),
          align: 'right',
          width: 120,
          render: (_, { openFindings, StudyInstanceUID }) =>
            openFindings === 0 ? (
              <span className="dp-quiet">0</span>
            ) : (
              <Link className="differ" to={`/studies/${encodeURIComponent(StudyInstanceUID)}`}>
                {openFindings}
              </Link>
            ),
        },
      ]}
    />
  );
}

/** Studies by accession number, UID or date. */
export function StudiesPage() {
  const { t } = useTranslation();
  const [{ from, to, text, page }, set] = useFilters();
  const query = useQuery(studiesQuery({ from, to, text, page, pageSize: 25 }));
  return (
    <>
      <Title title={t('study.title')}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <div className="filters">
        <Input.Search
          allowClear
          defaultValue={text}
          placeholder={t('study.find')}
          aria-label={t('study.find')}
          style={{ width: 280 }}
          onSearch={(value) => set({ text: value.trim() })}
        />
        <DayField value={from} label={t('study.from')} onChange={(value) => set({ from: value })} />
        <DayField value={to} label={t('study.to')} onChange={(value) => set({ to: value })} />
      </div>
      <Shown query={query}>{(data) => <Rows data={data} set={set} />}</Shown>
    </>
  );
}
