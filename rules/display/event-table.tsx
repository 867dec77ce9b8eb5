import type { EquipmentEventItem, PowerEventKind, RoomEventKind, SelfTestResult } from '@center/contract';
import { Table, type TablePaginationConfig } from 'antd';
import type { ReactNode } from 'react';
import { EmptyBlock } from './blocks.tsx';
import { formatDateTime } from './dates.ts';
import { useDisplayWords } from './display-context.ts';
import type { DisplayWords } from './language.ts';
import { formatNumber, rounded } from './numbers.ts';
import { spanText } from './spans.ts';
import type { StateLook } from './state-look.ts';
import { WordTag } from './word-tag.tsx';
import { fill } from './words/shape.ts';

export type EventKind = PowerEventKind | RoomEventKind;

/** An episode; members that only the center knows are left out elsewhere. */
export type EventShown = Pick<
  EquipmentEventItem,
  | 'equipmentId'
  | 'start'
  | 'end'
  | 'endUnseen'
  | 'minChargePct'
  | 'minRuntimeS'
  | 'maxLoadPct'
  | 'minValue'
  | 'maxValue'
> & {
  readonly id: string;
  readonly kind: EventKind;
  readonly result?: SelfTestResult | null;
  /** Tokens as they were read. */
  readonly raw?: readonly string[];
  /** It had not ended when its center fell silent: nobody knows whether it lasts. */
  readonly maybeOver?: boolean;
};

const bad: StateLook = { mark: 'bang', tone: 'red', surface: 'soft' };
const warn: StateLook = { mark: 'triangle', tone: 'amber', surface: 'soft' };
const plain: StateLook = { mark: 'dots', tone: 'plain', surface: 'outline' };
const unknown: StateLook = { mark: 'question', tone: 'grey', surface: 'hatched' };

const looks: Readonly<Record<EventKind, StateLook>> = {
  'on-battery': warn,
  'low-battery': bad,
  'forced-shutdown': bad,
  bypass: warn,
  off: bad,
  overload: warn,
  'replace-battery': warn,
  'self-test': plain,
  calibration: plain,
  'communication-lost': unknown,
  alarm: warn,
  'battery-date-changed': plain,
  'temperature-warning': warn,
  'temperature-alarm': bad,
  'temperature-rise': bad,
  'humidity-warning': warn,
  'humidity-alarm': bad,
  smoke: bad,
  'sensor-fault': unknown,
};

/** What happened to a UPS or in a room. Lost communication is unknown time, never the mains lost. */
export function EventTag({ kind }: { readonly kind: EventKind }) {
  const { equipment } = useDisplayWords();
  return (
    <WordTag
      look={looks[kind]}
      word={equipment.event[kind]}
      {...(kind === 'communication-lost' ? { meaning: equipment.eventMeaning[kind] } : {})}
    />
  );
}

const unitOf = (kind: EventKind): string =>
  kind.startsWith('temperature') ? '\u00a0°C' : kind.startsWith('humidity') ? '%' : '';

function extremes(event: EventShown, words: DisplayWords): string[] {
  const { equipment } = words;
  const { kind, minChargePct, minRuntimeS, maxLoadPct, minValue, maxValue } = event;
  const told = (value: number): string => `${formatNumber(rounded(value))}${unitOf(kind)}`;
  return [
    ...(minChargePct === null ? [] : [fill(equipment.minCharge, { value: `${formatNumber(rounded(minChargePct))}%` })]),
    ...(minRuntimeS === null ? [] : [fill(equipment.minRuntime, { value: spanText(minRuntimeS * 1000, words) })]),
    ...(maxLoadPct === null ? [] : [fill(equipment.maxLoad, { value: `${formatNumber(rounded(maxLoadPct))}%` })]),
    ...(minValue === null || maxValue === null
      ? []
      : [fill(equipment.values, { min: told(minValue), max: told(maxValue) })]),
  ];
}

export interface EventTableProps<E extends EventShown> {
  readonly events: readonly E[];
  /** What the thing is called, or where it stands; the id otherwise. */
  readonly nameOf?: (event: E) => ReactNode;
  readonly pagination?: TablePaginationConfig | false;
}

/** Episodes, the newest first as they are given: what, where, from when to when, how long, and the extremes over it. */
export function EventTable<E extends EventShown>({ events, nameOf, pagination = false }: EventTableProps<E>) {
  const words = useDisplayWords();
  const { equipment } = words;
  return (
    <Table<E>
      size="small"
      rowKey="id"
      dataSource={[...events]}
      pagination={pagination}
      scroll={{ x: 860 }}
      locale={{ emptyText: <EmptyBlock text={equipment.noEvents} /> }}
      columns={[
        {
          title: equipment.eventName,
          width: 150,
          render: (_, { kind, result }) => (
            <span className="dp-lines">
              <EventTag kind={kind} />
              {result === null || result === undefined ? null : (
                <span className="dp-quiet dp-small">{equipment.selfTest[result]}</span>
              )}
            </span>
          ),
        },
        {
          title: equipment.equipment,
          width: 150,
          render: (_, event) =>
            nameOf === undefined ? <span className="dp-code">{event.equipmentId}</span> : nameOf(event),
        },
        {
          title: equipment.from,
          width: 140,
          render: (_, { start }) => <span className="dp-num">{formatDateTime(start)}</span>,
        },
        {
          title: equipment.to,
          width: 140,
          render: (_, { end, endUnseen, maybeOver = false }) =>
            end === null ? (
              <WordTag
                look={maybeOver ? unknown : { mark: 'hourglass', tone: 'amber', surface: 'outline' }}
                word={maybeOver ? equipment.lastsUnknown : equipment.lastsStill}
              />
            ) : (
              <span className="dp-lines">
                <span className="dp-num">{formatDateTime(end)}</span>
                {endUnseen ? (
                  <span className="dp-quiet dp-small" title={equipment.endUnseenMeaning}>
                    {equipment.endUnseen}
                  </span>
                ) : null}
              </span>
            ),
        },
        {
          title: equipment.lasts,
          width: 110,
          render: (_, { start, end }) => (
            <span className="dp-num">{end === null ? '–' : spanText(Date.parse(end) - Date.parse(start), words)}</span>
          ),
        },
        {
          title: equipment.figures,
          render: (_, event) => (
            <span className="dp-lines">
              {extremes(event, words).map((text) => (
                <span key={text}>{text}</span>
              ))}
              {event.raw === undefined || event.raw.length === 0 ? null : (
                <span className="dp-quiet dp-small dp-code">{event.raw.join(' · ')}</span>
              )}
            </span>
          ),
        },
      ]}
    />
  );
}
