import { uptimeRates, uptimeVerdict } from '@center/contract';
import { Table } from 'antd';
import type { ReactNode } from 'react';
import { EmptyBlock } from './blocks.tsx';
import { useDisplayWords } from './display-context.ts';
import { spanText } from './spans.ts';
import {
  BudgetMeter,
  CoverageGauge,
  type FiguresShown,
  MsText,
  UptimeRate,
  UptimeVerdictTag,
  withinError,
} from './uptime-figures.tsx';
import { WordTag } from './word-tag.tsx';
import { fill } from './words/shape.ts';

export interface UptimeRow {
  readonly key: string;
  readonly label: ReactNode;
  readonly figures: FiguresShown;
  readonly span: 'month' | 'year';
  /** Absent: what may be lost of this period is no question any more. */
  readonly budget?: {
    readonly leftMs: number;
    readonly worstLeftMs: number;
    readonly mustBeBackBy: string | null;
  };
  readonly note?: ReactNode;
  /** Said instead of the verdict of the figures, where more is known than they say: that nobody speaks for them any more. */
  readonly said?: ReactNode;
}

/** What must be known beside the figures: holidays that nobody has settled, time with a doubtful clock, partly usable time. */
export function FigureNotes({ figures }: { readonly figures: FiguresShown }) {
  const words = useDisplayWords();
  const { equipment } = words;
  return (
    <span className="dp-pair">
      {figures.calendarCovers ? null : (
        <WordTag
          look={{ mark: 'question', tone: 'amber', surface: 'outline' }}
          word={equipment.calendarEnds}
          meaning={equipment.calendarEndsMeaning}
        />
      )}
      {figures.degradedMs === 0 ? null : (
        <span className="dp-quiet dp-small">
          {fill(equipment.degraded, { span: spanText(figures.degradedMs, words) })}
        </span>
      )}
      {figures.doubtfulMs === 0 ? null : (
        <span className="dp-quiet dp-small">
          {fill(equipment.doubtful, { span: spanText(figures.doubtfulMs, words) })}
        </span>
      )}
    </span>
  );
}

function VerdictOf({ figures }: { readonly figures: FiguresShown }) {
  const verdict = uptimeVerdict(figures);
  const nothing = verdict === 'nothing-required';
  return (
    <UptimeVerdictTag
      verdict={verdict}
      nothingRequired={nothing ? figures.nothingRequired : null}
      close={!nothing && withinError(figures)}
    />
  );
}

const times = [
  ['required', 'requiredMs'],
  ['up', 'upMs'],
  ['down', 'downMs'],
  ['unknown', 'unknownMs'],
  ['maintenance', 'maintenanceMs'],
  ['external', 'externalMs'],
  ['scheduled', 'scheduledMs'],
] as const;

/** Periods below each other: verdict, rate with bounds, coverage, what may still be lost, and the times they rest on. */
export function UptimeTable({ rows, first }: { readonly rows: readonly UptimeRow[]; readonly first?: string }) {
  const { equipment } = useDisplayWords();
  return (
    <Table<UptimeRow>
      size="small"
      rowKey="key"
      dataSource={[...rows]}
      pagination={false}
      scroll={{ x: 1180 }}
      locale={{ emptyText: <EmptyBlock text={equipment.noPeriods} /> }}
      columns={[
        {
          title: first ?? equipment.period,
          width: 150,
          render: (_, { label, note }) => (
            <span className="dp-lines dp-uptime-label">
              <b>{label}</b>
              {note === undefined ? null : <span className="dp-quiet dp-small">{note}</span>}
            </span>
          ),
        },
        {
          title: equipment.verdictName,
          width: 130,
          render: (_, { figures, said }) => (
            <span className="dp-lines">
              {said ?? <VerdictOf figures={figures} />}
              <FigureNotes figures={figures} />
            </span>
          ),
        },
        { title: equipment.rate, width: 190, render: (_, { figures }) => <UptimeRate rates={uptimeRates(figures)} /> },
        {
          title: equipment.coverage,
          width: 130,
          render: (_, { figures }) => <CoverageGauge coverage={uptimeRates(figures).coverage} />,
        },
        {
          title: equipment.budget,
          width: 220,
          render: (_, { budget, figures, span }) =>
            budget === undefined ? (
              <span className="dp-quiet">–</span>
            ) : (
              <BudgetMeter
                downMs={figures.downMs}
                budgetLeftMs={budget.leftMs}
                worstBudgetLeftMs={budget.worstLeftMs}
                mustBeBackBy={budget.mustBeBackBy}
                span={span}
              />
            ),
        },
        ...times.map(([key, member]) => ({
          title: equipment.time[key],
          width: 96,
          align: 'right' as const,
          render: (_: unknown, { figures }: UptimeRow) => (
            <span className={figures[member] === 0 ? 'dp-quiet' : ''}>
              <MsText ms={figures[member]} />
            </span>
          ),
        })),
      ]}
    />
  );
}
