import type { StationFindingRow } from '@center/contract/station-api';
import { EmptyBlock, FindingTag, formatDateTime, inLanguage, SeverityTag, useDisplay } from '@center/display';
import { Table, type TablePaginationConfig } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { NoteText } from './note-text.tsx';
import { ExamText, PatientText } from './patient-text.tsx';
import { useSubjectTitle, WideSubject } from './wide-subject.tsx';

export interface FindingTableProps {
  readonly rows: readonly StationFindingRow[];
  readonly none: string;
  readonly pagination?: TablePaginationConfig;
}

/** Whom or what a finding is about. */
function FindingSubject({ finding }: { readonly finding: StationFindingRow }) {
  const title = useSubjectTitle(finding);
  if (finding.study !== null) return <PatientText patient={finding.study.patient} />;
  return (
    <span className="lines">
      <span>{title}</span>
      <WideSubject {...finding} />
    </span>
  );
}

/** Findings with the person they are about; the title opens the finding. */
export function FindingTable({ rows, none, pagination }: FindingTableProps) {
  const { t } = useTranslation();
  const { language } = useDisplay();
  return (
    <Table<StationFindingRow>
      size="small"
      rowKey="id"
      dataSource={[...rows]}
      pagination={pagination ?? false}
      locale={{ emptyText: <EmptyBlock text={none} /> }}
      scroll={{ x: 760 }}
      columns={[
        {
          title: t('finding.severity'),
          width: 84,
          render: (_, { severity }) => <SeverityTag severity={severity} />,
        },
        {
          title: t('finding.state'),
          width: 150,
          render: (_, { display, state }) => <FindingTag display={display} finding={state} />,
        },
        {
          title: t('finding.rule'),
          render: (_, finding) => (
            <span className="lines">
              <Link to={`/findings/${finding.id}`}>{inLanguage(finding.title, language)}</Link>
              <span className="dp-quiet">
                <span className="dp-code">{finding.clause}</span> <NoteText note={finding.note} />
              </span>
            </span>
          ),
        },
        {
          title: t('patient.name'),
          width: 236,
          render: (_, finding) => (
            <span className="lines">
              <FindingSubject finding={finding} />
              {finding.study === null ? null : <ExamText study={finding.study} />}
            </span>
          ),
        },
        {
          title: t('finding.changed'),
          width: 104,
          render: (_, { changedAt }) => <span>{formatDateTime(changedAt)}</span>,
        },
      ]}
    />
  );
}
