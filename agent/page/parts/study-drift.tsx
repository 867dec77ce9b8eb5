import type { StationDriftRow, StationStudy } from '@center/contract/station-api';
import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';

function Side({ text, by }: { readonly text: string; readonly by: string }) {
  return (
    <span className="lines">
      {text === '' ? <span className="dp-quiet">–</span> : <span>{text}</span>}
      <span className="dp-quiet small dp-code">{by}</span>
    </span>
  );
}

/** What differs between two sightings of the same objects, with the values of both sides; nothing where nothing does. */
export function StudyDriftCard({ drift: { rows, more } }: { readonly drift: StationStudy['drift'] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <Card size="small" title={t('study.drift')}>
      <Table<StationDriftRow>
        size="small"
        rowKey={({ keyword, before, now, beforeBy, nowBy }) => [keyword, before, now, beforeBy, nowBy].join('\n')}
        dataSource={[...rows]}
        pagination={false}
        scroll={{ x: 520 }}
        columns={[
          {
            title: t('study.driftWhat'),
            width: 240,
            render: (_, { keyword, touches, objects }) => (
              <span className="lines">
                <span className="dp-code">{keyword}</span>
                <span className="dp-quiet small">
                  {t(`study.drifts.${touches}`)} · <span className="dp-num">×{objects}</span>
                </span>
              </span>
            ),
          },
          { title: t('study.driftBefore'), render: (_, { before, beforeBy }) => <Side text={before} by={beforeBy} /> },
          { title: t('study.driftNow'), render: (_, { now, nowBy }) => <Side text={now} by={nowBy} /> },
        ]}
      />
      {more > 0 ? <p className="dp-quiet small">+{more}</p> : null}
    </Card>
  );
}
