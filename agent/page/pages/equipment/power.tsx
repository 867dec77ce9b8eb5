import type {
  StationEquipmentNow,
  StationUpsDeclaration,
  StationUpsDeclarationForm,
} from '@center/contract/station-api';
import { EmptyBlock, EventTable, formatDateTime, RoomTiles, UpsBadge, UpsGradeText } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, DatePicker, Form, Input, Radio } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { boardQuery, eventsQuery, upsDeclarationQuery } from '../../api/equipment-queries.ts';
import { ReasonField, useRequired } from '../../parts/equipment/fields.tsx';
import { EquipmentLink } from '../../parts/equipment/record-table.tsx';
import { gradeOf } from '../../parts/equipment/ups-grade.ts';
import { useFilters, usePaging } from '../../parts/filters.ts';
import { FormDialog } from '../../parts/form-dialog.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useSession } from '../../session.ts';
import { EquipmentFilter } from './faults.tsx';

interface Values {
  readonly what: 'own' | 'hosted' | 'absent';
  readonly contract?: string;
  readonly certificateValidTo?: Dayjs;
  readonly reason?: string;
}

function bodyOf({ what, contract, certificateValidTo, reason }: Values): StationUpsDeclarationForm {
  return {
    hosted:
      what === 'hosted' && contract !== undefined && certificateValidTo !== undefined
        ? { contract: contract.trim(), certificateValidTo: certificateValidTo.format('YYYY-MM-DD') }
        : null,
    absent: what === 'absent' ? { reason: reason?.trim() ?? '' } : null,
  };
}

function DeclarationDialog({ said, onClose }: { readonly said: StationUpsDeclaration; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const required = useRequired();
  const initial: Values = {
    what: said.hosted !== null ? 'hosted' : said.absent !== null ? 'absent' : 'own',
    ...(said.hosted === null
      ? {}
      : { contract: said.hosted.contract, certificateValidTo: dayjs(said.hosted.certificateValidTo) }),
    ...(said.absent === null ? {} : { reason: said.absent.reason }),
  };
  const what = Form.useWatch('what', form) ?? initial.what;
  return (
    <FormDialog<Values>
      title={t('equipment.ups.declare')}
      hint={t('equipment.ups.declareHint')}
      form={form}
      initial={initial}
      change={(values) => ({ method: 'PUT', path: '/api/equipment/independent-ups', body: bodyOf(values) })}
      onClose={onClose}
    >
      <Form.Item name="what" label={t('equipment.ups.where')}>
        <Radio.Group
          className="lines"
          options={(['own', 'hosted', 'absent'] as const).map((value) => ({
            value,
            label: t(`equipment.ups.is.${value}`),
          }))}
        />
      </Form.Item>
      {what === 'hosted' ? (
        <div className="form-row">
          <Form.Item name="contract" label={t('equipment.ups.contract')} rules={[{ ...required, whitespace: true }]}>
            <Input maxLength={200} />
          </Form.Item>
          <Form.Item name="certificateValidTo" label={t('equipment.ups.certificateValidTo')} rules={[required]}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
        </div>
      ) : null}
      {what === 'absent' ? <ReasonField label={t('equipment.ups.absentWhy')} /> : null}
    </FormDialog>
  );
}

/** What people declare of the independent UPS, beside what machines say. */
function Declaration() {
  const { t } = useTranslation();
  const query = useQuery(upsDeclarationQuery);
  const administers = useSession().role === 'administrator';
  const [editing, setEditing] = useState(false);
  return (
    <Card size="small" title={t('equipment.ups.declaration')}>
      <Shown query={query}>
        {(said) => (
          <div className="chosen">
            <span className="lines">
              {said.hosted === null && said.absent === null ? <span>{t('equipment.ups.is.own')}</span> : null}
              {said.hosted === null ? null : (
                <span>
                  {t('equipment.ups.is.hosted')} · {said.hosted.contract} ·{' '}
                  {t('equipment.ups.validTo', { on: said.hosted.certificateValidTo })}
                </span>
              )}
              {said.absent === null ? null : (
                <span className="differ">
                  {t('equipment.ups.is.absent')} · {said.absent.reason} ({said.absent.by},{' '}
                  {formatDateTime(said.absent.at)})
                </span>
              )}
            </span>
            {administers ? <Button onClick={() => setEditing(true)}>{t('equipment.ups.declare')}</Button> : null}
            {editing ? <DeclarationDialog said={said} onClose={() => setEditing(false)} /> : null}
          </div>
        )}
      </Shown>
    </Card>
  );
}

function Place({ now }: { readonly now: StationEquipmentNow }) {
  const { ups, room } = now;
  return (
    <Card size="small" title={<Link to={`/devices/at/${encodeURIComponent(now.equipmentId)}`}>{now.name}</Link>}>
      <div className="lines tile">
        {ups === null ? null : (
          <>
            <UpsBadge ups={ups} />
            <UpsGradeText grade={gradeOf(ups.grade)} against={ups.against} provedOn={ups.provedOn} />
          </>
        )}
        {room === null ? null : (
          <RoomTiles room={room} bands={{ temperatureC: room.temperatureBand, humidityPct: room.humidityBand }} />
        )}
      </div>
    </Card>
  );
}

function Events() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useQuery(eventsQuery({ equipmentId: filters['device'], page: filters['page'], pageSize: 25 }));
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 25 }, set);
  return (
    <Card size="small" title={t('equipment.events')}>
      <p className="dp-quiet">{t('equipment.eventsAbout')}</p>
      <div className="filters">
        <EquipmentFilter />
      </div>
      <Shown query={query}>
        {({ rows }) => (
          <EventTable
            events={rows}
            nameOf={({ equipmentId }) => <EquipmentLink id={equipmentId} />}
            pagination={paging}
          />
        )}
      </Shown>
    </Card>
  );
}

/** The UPS and the rooms as they are now, what people declare of them, and what happened. */
export function Power() {
  const { t } = useTranslation();
  const query = useQuery(boardQuery);
  return (
    <div className="stack">
      <Shown query={query}>
        {({ rows }) => {
          const places = rows.filter(({ kind }) => kind === 'ups' || kind === 'room');
          return places.length === 0 ? (
            <Card size="small">
              <EmptyBlock text={t('equipment.noPlaces')}>
                <Link to="/devices/watched">{t('equipment.toCards')}</Link>
              </EmptyBlock>
            </Card>
          ) : (
            <div className="tiles">
              {places.map((now) => (
                <Place key={now.equipmentId} now={now} />
              ))}
            </div>
          );
        }}
      </Shown>
      <Declaration />
      <Events />
    </div>
  );
}
