import type { ConsoleGapRow, ConsoleWitness, ConsoleWitnessRow } from '@center/contract';
import {
  EmptyBlock,
  formatDateTime,
  formatNumber,
  SpanText,
  spanText,
  useDisplayWords,
  WordTag,
} from '@center/display';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { GapTag } from './equipment-tags.tsx';

const tablePages = { pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false } as const;

function Ms({ ms, marked = false }: { readonly ms: number; readonly marked?: boolean }) {
  if (ms === 0) return <span className="dp-quiet">–</span>;
  return (
    <span className={marked ? 'differ' : undefined}>
      <SpanText ms={ms} />
    </span>
  );
}

function Agents({ rows, withCenter }: { readonly rows: readonly ConsoleWitnessRow[]; readonly withCenter: boolean }) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleWitnessRow>
      size="small"
      rowKey="agentId"
      dataSource={[...rows]}
      pagination={tablePages}
      locale={{ emptyText: <EmptyBlock text={t('agents.none')} /> }}
      scroll={{ x: 1000 }}
      columns={[
        {
          title: t('equipment.agent'),
          width: 220,
          render: (_, row) => (
            <span className="lines">
              {withCenter ? <Link to={`/centers/${row.facilityId}/agents`}>{row.facilityName}</Link> : null}
              <span className="small dp-code">{row.agentId}</span>
            </span>
          ),
        },
        {
          title: t('equipment.lastSeen'),
          width: 190,
          render: (_, row) => (
            <span className="lines">
              <span>
                <WordTag
                  look={
                    row.speaks
                      ? { mark: 'tick', tone: 'plain', surface: 'outline' }
                      : { mark: 'hourglass', tone: 'grey', surface: 'hatched' }
                  }
                  word={t(row.speaks ? 'equipment.speaks' : 'equipment.speaksNot')}
                />
              </span>
              <span className="dp-num small">
                {row.lastSeenAt === null ? t('equipment.seenNever') : formatDateTime(row.lastSeenAt)}
              </span>
              {row.seenSince === null ? null : (
                <span className="small dp-quiet">
                  {t('equipment.seenSince', { at: formatDateTime(row.seenSince) })}
                </span>
              )}
            </span>
          ),
        },
        { title: t('equipment.told'), width: 120, render: (_, row) => <Ms ms={row.toldMs} /> },
        { title: t('equipment.silence'), width: 130, render: (_, row) => <Ms ms={row.silentMs} /> },
        { title: t('equipment.untold'), width: 130, render: (_, row) => <Ms ms={row.untoldMs} marked /> },
        { title: t('equipment.heard'), width: 140, render: (_, row) => <Ms ms={row.heardMs} marked /> },
        {
          title: t('equipment.found'),
          width: 180,
          render: (_, { findings }) =>
            findings.length === 0 ? (
              <span className="dp-quiet">{t('equipment.noGaps')}</span>
            ) : (
              <span className="pieces">
                {findings.map(({ finding, gaps }) => (
                  <GapTag key={finding} finding={finding} count={gaps} />
                ))}
              </span>
            ),
        },
      ]}
    />
  );
}

function Cause({ gap }: { readonly gap: ConsoleGapRow }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  if (gap.cause === null) return <span className="dp-quiet">–</span>;
  const known: Readonly<Record<string, string>> = words.equipment.gapCause;
  return (
    <span className="lines">
      <span>{known[gap.cause] ?? gap.cause}</span>
      {gap.stepMs === null ? null : (
        <span className="small dp-quiet">{t('equipment.gapStep', { span: spanText(gap.stepMs, words) })}</span>
      )}
    </span>
  );
}

function GapList({ rows, withCenter }: { readonly rows: readonly ConsoleGapRow[]; readonly withCenter: boolean }) {
  const { t } = useTranslation();
  return (
    <Table<ConsoleGapRow>
      size="small"
      rowKey={(row) => `${row.agentId}/${row.by}/${row.start}/${String(row.number)}`}
      dataSource={[...rows]}
      pagination={tablePages}
      locale={{ emptyText: <EmptyBlock text={t('equipment.noGaps')} /> }}
      scroll={{ x: 1000 }}
      columns={[
        { title: t('equipment.found'), width: 130, render: (_, row) => <GapTag finding={row.finding} /> },
        {
          title: t('equipment.gapWho'),
          width: 190,
          render: (_, row) => (
            <span className="lines">
              <span>{t(`equipment.gapBy.${row.by}`)}</span>
              {withCenter ? <Link to={`/centers/${row.facilityId}/agents`}>{row.facilityName}</Link> : null}
              {row.number === null ? null : (
                <span className="small dp-quiet">{t('equipment.gapNumber', { n: row.number })}</span>
              )}
            </span>
          ),
        },
        {
          title: t('equipment.gapWhen'),
          width: 170,
          render: (_, row) => (
            <span className="lines dp-num">
              <span>{formatDateTime(row.start)}</span>
              <span>{row.end === null ? t('equipment.gapLasts') : formatDateTime(row.end)}</span>
            </span>
          ),
        },
        {
          title: t('equipment.gapLength'),
          width: 120,
          render: (_, row) =>
            row.end === null ? (
              <span className="dp-quiet">–</span>
            ) : (
              <SpanText ms={Date.parse(row.end) - Date.parse(row.start)} />
            ),
        },
        { title: t('equipment.gapCause'), width: 130, render: (_, row) => <Cause gap={row} /> },
        {
          title: t('equipment.gapDifference'),
          render: (_, row) => (
            <span className="lines">
              <span className="small">{t(`equipment.gapFindingMeaning.${row.finding}`)}</span>
              {row.differenceMs === 0 ? null : (
                <span>
                  <Ms ms={row.differenceMs} marked={row.finding === 'untold' || row.finding === 'heard'} />
                </span>
              )}
              {row.lateBatches === 0 ? null : (
                <span className="small dp-quiet">{t('equipment.gapLate', { n: formatNumber(row.lateBatches) })}</span>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

/** What agents told of their gaps beside what the console saw by itself; across centers, or of one. */
export function GapsPanel({ data, withCenter }: { readonly data: ConsoleWitness; readonly withCenter: boolean }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  return (
    <div className="stack">
      {data.consoleAwayMs === 0 ? null : (
        <p className="dp-quiet">{t('equipment.consoleAway', { span: spanText(data.consoleAwayMs, words) })}</p>
      )}
      <Card size="small">
        <Agents rows={data.agents} withCenter={withCenter} />
      </Card>
      {data.gaps.length === 0 ? null : (
        <Card size="small">
          <GapList rows={data.gaps} withCenter={withCenter} />
          {data.left === 0 ? null : <p className="dp-quiet">{t('equipment.gapsLeft', { n: data.left })}</p>}
        </Card>
      )}
    </div>
  );
}
