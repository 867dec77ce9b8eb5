import type { StationCountedSpan, StationDevicePage } from '@center/contract/station-api';
import { CountedTag, clockText, EmptyBlock, formatDate, MsText, useDisplayWords } from '@center/display';
import { Alert, Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DisputeDialog } from '../../parts/equipment/fault-dialogs.tsx';
import { HistoryDialog } from '../../parts/equipment/record-table.tsx';

/** A moment to the second: what is disputed is disputed to the second. */
function Moment({ at }: { readonly at: string }) {
  return (
    <span className="dp-num">
      {formatDate(at)} {clockText(Date.parse(at), true)}
    </span>
  );
}

const views = ['not-up', 'all'] as const;
type View = (typeof views)[number];

/** Every stretch of counted time of a month with its reason and the record or probe behind it. */
export function CountedSpans({ data }: { readonly data: StationDevicePage }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const [view, setView] = useState<View>('not-up');
  const [disputed, setDisputed] = useState<StationCountedSpan>();
  const [record, setRecord] = useState<string>();
  const records = new Set(data.records.map(({ id }) => id));
  const rows = view === 'all' ? data.spans : data.spans.filter(({ state }) => state !== 'up');
  return (
    <>
      <div className="filters">
        <Segmented<View>
          value={view}
          options={views.map((value) => ({ value, label: t(`equipment.spans.view.${value}`) }))}
          onChange={setView}
        />
      </div>
      {data.spansCut ? <Alert type="info" showIcon title={t('equipment.spans.cut')} className="dp-gap" /> : null}
      <Table<StationCountedSpan>
        size="small"
        rowKey="from"
        dataSource={rows}
        pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 860 }}
        locale={{ emptyText: <EmptyBlock text={t(`equipment.spans.none.${view}`)} /> }}
        columns={[
          { title: equipment.from, width: 165, render: (_, { from }) => <Moment at={from} /> },
          { title: equipment.to, width: 165, render: (_, { to }) => <Moment at={to} /> },
          { title: equipment.lasts, width: 100, align: 'right', render: (_, { ms }) => <MsText ms={ms} /> },
          {
            title: t('equipment.spans.counted'),
            width: 130,
            render: (_, { state }) => <CountedTag state={state} />,
          },
          {
            title: t('equipment.spans.because'),
            render: (_, { because, ref, degraded, doubtful }) => (
              <span className="lines">
                <span className="pieces">
                  <span>{equipment.because[because]}</span>
                  {records.has(ref) ? (
                    <Button size="small" type="link" onClick={() => setRecord(ref)}>
                      {t('equipment.spans.record')}
                    </Button>
                  ) : (
                    <span className="dp-code small">{ref}</span>
                  )}
                </span>
                {degraded ? <span className="small differ">{equipment.degradedSaid}</span> : null}
                {doubtful ? <span className="small differ">{equipment.doubtfulSaid}</span> : null}
              </span>
            ),
          },
          {
            title: '',
            width: 90,
            render: (_, span) =>
              span.because === 'probe-down' ? (
                <Button size="small" onClick={() => setDisputed(span)}>
                  {t('equipment.act.disputeShort')}
                </Button>
              ) : null,
          },
        ]}
      />
      {disputed === undefined ? null : (
        <DisputeDialog
          equipmentId={data.equipmentId}
          from={disputed.from}
          to={disputed.to}
          onClose={() => setDisputed(undefined)}
        />
      )}
      {record === undefined ? null : <HistoryDialog id={record} onClose={() => setRecord(undefined)} />}
    </>
  );
}
