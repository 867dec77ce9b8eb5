import type { StationDoseEvent } from '@center/contract/station-api';
import { useDisplayWords } from '@center/display';
import { Table, Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ConceptText, useEventWords, ValueList, ValueText } from './dose-values.tsx';

/** Values that have a column of their own, by any of the names under which an object can tell them; the others follow below the row. */
const columns = [
  { measure: 'CTDIvol', names: ['MeanCTDIvol', 'CTDIvol'] },
  { measure: 'DLP', names: ['DLP'] },
  { measure: 'DoseAreaProduct', names: ['DoseAreaProduct'] },
  { measure: 'DoseRP', names: ['DoseRP'] },
  { measure: 'AverageGlandularDose', names: ['AverageGlandularDose'] },
  { measure: 'EntranceDose', names: ['EntranceDose', 'EntranceExposureAtRP'] },
  { measure: 'AdministeredActivity', names: ['AdministeredActivity'] },
] as const;
const columned = new Set<string>(columns.flatMap(({ names }) => names));

/** `20260304101500` as people write it; anything else as it stands. */
function startText(text: string): string {
  return text.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2}).*$/, '$1-$2-$3 $4:$5:$6');
}

/** What stands beside a value in its cell: the phantom of a CTDIvol, the point of a dose at it. */
function beside(measure: (typeof columns)[number]['measure'], event: StationDoseEvent, phantomText: string): ReactNode {
  if (measure === 'CTDIvol' && event.phantom !== null) return <span className="dp-quiet small">{phantomText}</span>;
  if (measure === 'DoseRP' && event.referencePoint !== null)
    return (
      <span className="dp-quiet small">
        <ConceptText concept={event.referencePoint} />
      </span>
    );
  return null;
}

/** Exposure by exposure; what has no column of its own stands below its row. */
export function DoseEvents({ events }: { readonly events: readonly StationDoseEvent[] }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const say = useEventWords();
  const told = columns.filter(({ names }) =>
    events.some(({ values }) => values.some(({ name }) => names.some((each) => each === name))),
  );
  return (
    <Table<StationDoseEvent & { readonly at: number }>
      size="small"
      rowKey="at"
      dataSource={events.map((event, at) => ({ ...event, at }))}
      pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: 560 + 130 * told.length }}
      expandable={{
        // Held at the left, so that what is opened is as wide as the screen and not as the table.
        fixed: 'left',
        rowExpandable: ({ values, uid }) => uid !== '' || values.some(({ name }) => !columned.has(name)),
        expandedRowRender: ({ values, uid }) => (
          <>
            <ValueList values={values.filter(({ name }) => !columned.has(name))} />
            {uid === '' ? null : <span className="dp-quiet dp-code">{uid}</span>}
          </>
        ),
      }}
      columns={[
        {
          title: t('dose.study.type'),
          width: 150,
          render: (_, { type, mark }) => (
            <>
              {say.type(type)} {mark === null ? null : <Tag color="warning">{t(`dose.study.mark.${mark}`)}</Tag>}
            </>
          ),
        },
        { title: t('dose.study.plane'), width: 100, render: (_, event) => say.plane(event) },
        ...told.map(({ measure, names }) => ({
          title: words.dose.measure[measure],
          width: 130,
          render: (_: unknown, event: StationDoseEvent) => (
            <span className="lines">
              {event.values
                .filter(({ name }) => names.some((each) => each === name))
                .map((value, at) => (
                  <span key={at}>
                    <ValueText value={value} />
                  </span>
                ))}
              {beside(measure, event, event.phantom === null ? '' : words.dose.phantom[event.phantom])}
            </span>
          ),
        })),
        {
          title: t('dose.study.protocol'),
          render: (_, { protocol, targetRegion }) => (
            <span className="lines">
              <span>{protocol}</span>
              <span className="dp-quiet small">
                <ConceptText concept={targetRegion} />
              </span>
            </span>
          ),
        },
        {
          title: t('dose.study.source'),
          width: 170,
          render: (_, { source, startedAt }) => (
            <span className="lines">
              <span>{words.dose.source[source]}</span>
              <span className="dp-quiet small dp-num">{startText(startedAt)}</span>
            </span>
          ),
        },
      ]}
    />
  );
}
