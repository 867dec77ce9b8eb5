import type { ImportKind, ImportProblem, ReceiptSource } from '@center/contract';
import type { StationImportAnswer } from '@center/contract/station-api';
import { formatNumber } from '@center/display';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendFile, withQuery } from '../../api/request.ts';
import { FileButton, useSending } from '../../parts/file-button.tsx';
import { Refusal } from '../../parts/refusal.tsx';

/** What is wrong with a file: line, column, what stands there, what is expected. */
function Problems({ problems }: { readonly problems: readonly Omit<ImportProblem, 'never'>[] }) {
  const { t } = useTranslation();
  return (
    <Table<Omit<ImportProblem, 'never'>>
      size="small"
      rowKey={({ line, problem, column }) => `${String(line)} ${problem} ${column ?? ''}`}
      dataSource={[...problems]}
      pagination={{ pageSize: 10, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 600 }}
      columns={[
        {
          title: t('registers.line'),
          width: 80,
          align: 'right',
          render: (_, { line }) => <span className="dp-num">{line === 0 ? t('registers.wholeFile') : line}</span>,
        },
        {
          title: t('registers.column'),
          width: 140,
          render: (_, { column }) => <span className="dp-code">{column}</span>,
        },
        { title: t('registers.problem'), render: (_, { problem }) => t(`registers.problems.${problem}`) },
        { title: t('registers.found'), render: (_, { found }) => <span className="dp-code">{found}</span> },
        { title: t('registers.expected'), render: (_, { expected }) => <span className="dp-code">{expected}</span> },
      ]}
    />
  );
}

export interface ImportButtonProps {
  readonly kind: ImportKind;
  readonly source?: ReceiptSource;
}

/** Brings a list in as a file. Every line is taken, or none and every wrong cell is named. */
export function ImportButton({ kind, source }: ImportButtonProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [answer, setAnswer] = useState<StationImportAnswer>();
  const sending = useSending(async (file) => {
    setAnswer(undefined);
    const bytes = new Blob([file], { type: 'text/csv' });
    setAnswer(await sendFile<StationImportAnswer>(withQuery(`/api/imports/${kind}`, { source }), bytes));
    await client.invalidateQueries({ queryKey: ['data'] });
  });
  return (
    <div className="lines">
      <span>
        <FileButton accept=".csv,.txt,.json,.jsonl,.log" sending={sending}>
          {t(source === 'stow-log' ? 'registers.importLog' : 'registers.importCsv')}
        </FileButton>
      </span>
      <Refusal error={sending.fault} />
      {answer?.kind === 'taken' ? (
        <Alert
          type="success"
          showIcon
          title={t('registers.taken', { rows: formatNumber(answer.rows), changed: formatNumber(answer.changed) })}
        />
      ) : null}
      {answer?.kind === 'refused' ? (
        <>
          <Alert type="error" showIcon title={t('registers.refused', { n: formatNumber(answer.problems.length) })} />
          <Problems problems={answer.problems} />
        </>
      ) : null}
    </div>
  );
}
