import type { StationAcknowledge, StationNotices } from '@center/contract/station-api';
import { AsOf, EmptyBlock, formatDateTime, type StateLook, WordTag } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Form, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noticesQuery } from '../../api/equipment-queries.ts';
import { AlarmText } from '../../parts/equipment/alarm-text.tsx';
import { TextField } from '../../parts/equipment/fields.tsx';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Shown } from '../../parts/shown.tsx';

type Alarm = StationNotices['standing'][number];
type Delivery = StationNotices['deliveries'][number];

function AcknowledgeDialog({ alarm, onClose }: { readonly alarm: Alarm; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ note: string }>();
  return (
    <FormDialog<{ note: string }>
      title={t('equipment.alarm.acknowledge')}
      hint={t('equipment.alarm.acknowledgeHint')}
      form={form}
      initial={{}}
      change={({ note }) => ({
        method: 'POST',
        path: '/api/notices/acknowledge',
        body: { key: alarm.key, note: note.trim() } satisfies StationAcknowledge,
      })}
      onClose={onClose}
    >
      <AlarmText alarm={alarm} />
      <TextField name="note" label={t('equipment.alarm.note')} />
    </FormDialog>
  );
}

/** One cause with what it explains below it. */
function Cause({ alarm, all, onAcknowledge }: CauseProps) {
  const { t } = useTranslation();
  const explained = all.filter(({ causedBy }) => causedBy === alarm.key);
  return (
    <li className="alarm">
      <span className="chosen">
        <AlarmText alarm={alarm} explains={explained.length} />
        {alarm.acknowledged === null ? (
          <Button size="small" onClick={() => onAcknowledge(alarm)}>
            {t('equipment.alarm.acknowledge')}
          </Button>
        ) : (
          <span className="small">
            {t('equipment.alarm.acknowledged', {
              who: alarm.acknowledged.by,
              at: formatDateTime(alarm.acknowledged.at),
            })}
            {alarm.acknowledged.note === '' ? null : <> · {alarm.acknowledged.note}</>}
          </span>
        )}
      </span>
      {explained.length === 0 ? null : (
        <ul className="plain-list">
          {explained.map((each) => (
            <li key={each.key}>
              <AlarmText alarm={each} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

interface CauseProps {
  readonly alarm: Alarm;
  readonly all: readonly Alarm[];
  readonly onAcknowledge: (alarm: Alarm) => void;
}

const looks: Readonly<Record<Delivery['state'], StateLook>> = {
  waiting: { mark: 'hourglass', tone: 'amber', surface: 'outline' },
  sent: { mark: 'tick', tone: 'green', surface: 'soft' },
  failed: { mark: 'triangle', tone: 'amber', surface: 'soft' },
  'given-up': { mark: 'cross', tone: 'red', surface: 'soft' },
};

function Deliveries({ rows }: { readonly rows: readonly Delivery[] }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t('equipment.alarm.deliveries')}>
      <Table<Delivery>
        size="small"
        rowKey="id"
        dataSource={[...rows]}
        pagination={{ pageSize: 20, size: 'small', hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 760 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.alarm.noDeliveries')} /> }}
        columns={[
          {
            title: t('common.time'),
            width: 150,
            render: (_, { at }) => <span className="dp-num">{formatDateTime(at)}</span>,
          },
          {
            title: t('equipment.alarm.channel'),
            width: 130,
            render: (_, { channel }) => <span className="dp-code">{channel}</span>,
          },
          { title: t('equipment.alarm.subject'), dataIndex: 'subject' },
          {
            title: t('equipment.alarm.state'),
            width: 220,
            render: (_, { state, attempts, problem }) => (
              <span className="lines">
                <span className="pieces">
                  <WordTag look={looks[state]} word={t(`equipment.delivery.${state}`)} />
                  <span className="dp-quiet small">{t('equipment.alarm.attempts', { n: attempts })}</span>
                </span>
                {problem === null ? null : <span className="dp-quiet small">{problem}</span>}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Alarms that last, each under what explains it; who has seen them, and what was sent. */
export function Alarms() {
  const { t } = useTranslation();
  const query = useQuery(noticesQuery);
  const [chosen, setChosen] = useState<Alarm>();
  return (
    <Shown query={query}>
      {(data) => {
        const keys = new Set(data.standing.map(({ key }) => key));
        // An alarm whose cause has ended meanwhile stands by itself.
        const causes = data.standing.filter(({ causedBy }) => causedBy === null || !keys.has(causedBy));
        return (
          <div className="stack">
            <AsOf at={data.asOf} />
            {data.sending ? null : <Alert type="info" showIcon title={t('equipment.alarm.notSending')} />}
            <Card size="small" title={t('equipment.alarm.standing')}>
              {causes.length === 0 ? (
                <EmptyBlock text={t('equipment.alarm.none')} />
              ) : (
                <ul className="alarms">
                  {causes.map((alarm) => (
                    <Cause key={alarm.key} alarm={alarm} all={data.standing} onAcknowledge={setChosen} />
                  ))}
                </ul>
              )}
            </Card>
            <Deliveries rows={data.deliveries} />
            {chosen === undefined ? null : <AcknowledgeDialog alarm={chosen} onClose={() => setChosen(undefined)} />}
          </div>
        );
      }}
    </Shown>
  );
}
