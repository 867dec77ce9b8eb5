import type { StationDevicePage, StationEquipmentCardForm } from '@center/contract/station-api';
import {
  AsOf,
  CountedTag,
  formatDate,
  formatDateTime,
  percentText,
  SpanText,
  Title,
  UptimeDays,
  UptimeTable,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Dropdown } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { devicePageQuery } from '../../api/equipment-queries.ts';
import { DisputeDialog, FaultDialog } from '../../parts/equipment/fault-dialogs.tsx';
import { MaintenanceDialog } from '../../parts/equipment/maintenance-dialog.tsx';
import { ProbeTable, Readings } from '../../parts/equipment/probe-table.tsx';
import { EquipmentRecordTable } from '../../parts/equipment/record-table.tsx';
import { ExternalDialog, SuspensionDialog, WindowDialog } from '../../parts/equipment/time-dialogs.tsx';
import { budgetOf } from '../../parts/equipment/uptime-rows.ts';
import { useFilters } from '../../parts/filters.ts';
import { MonthField, monthOf } from '../../parts/month-field.tsx';
import { Shown } from '../../parts/shown.tsx';
import { CountedSpans } from './counted-spans.tsx';
import { DayEvidence } from './day-evidence.tsx';

const acts = ['fault', 'maintenance', 'window', 'suspension', 'external', 'dispute'] as const;
type Act = (typeof acts)[number];

const dialogs = {
  fault: FaultDialog,
  maintenance: MaintenanceDialog,
  window: WindowDialog,
  suspension: SuspensionDialog,
  external: ExternalDialog,
  dispute: DisputeDialog,
} as const;

/** What people may write down of a device. */
function Acts({ equipmentId }: { readonly equipmentId: string }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act>();
  const Dialog = act === undefined ? undefined : dialogs[act];
  return (
    <>
      <Button type="primary" onClick={() => setAct('fault')}>
        {t('equipment.act.fault')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{
          items: acts.slice(1).map((key) => ({ key, label: t(`equipment.act.${key}`) })),
          onClick: ({ key }) => setAct(acts.find((each) => each === key)),
        }}
      >
        <Button>{t('equipment.act.more')}</Button>
      </Dropdown>
      {Dialog === undefined ? null : <Dialog equipmentId={equipmentId} onClose={() => setAct(undefined)} />}
    </>
  );
}

/** The rolling year by which the rule judges, then the months that warn. */
function Periods({ data }: { readonly data: StationDevicePage }) {
  const { t } = useTranslation();
  const { year, months } = data;
  return (
    <UptimeTable
      rows={[
        ...(year === null
          ? []
          : [
              {
                key: 'year',
                label: t('equipment.rollingYear'),
                note: `${formatDate(year.from)} – ${formatDate(year.to)}`,
                figures: year,
                span: 'year' as const,
                budget: budgetOf(year),
              },
            ]),
        ...months.map(({ month, figures, revision, closedAt }) => ({
          key: month,
          label: <Link to={`?month=${month}`}>{month}</Link>,
          note:
            revision === 0
              ? t('equipment.closing.open')
              : `${revision === 1 ? t('equipment.closing.first') : t('equipment.closing.later', { n: revision })}${closedAt === null ? '' : ` · ${formatDate(closedAt)}`}`,
          figures,
          span: 'month' as const,
          budget: budgetOf(figures),
        })),
      ]}
    />
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Mean times of the last year and what the running month may come to. */
function Outlook({ data }: { readonly data: StationDevicePage }) {
  const { t } = useTranslation();
  const { meanUpMs, meanDownMs, faults, forecast } = data;
  const mean = (ms: number | null): ReactNode =>
    ms === null ? <span className="dp-quiet">{t('equipment.outlook.tooFew')}</span> : <SpanText ms={ms} />;
  return (
    <Card size="small" title={t('equipment.outlook.title')}>
      <dl className="dp-pairs">
        <Pair name={t('equipment.outlook.faults')}>
          <span className="dp-num">{faults}</span>
        </Pair>
        <Pair name={t('equipment.outlook.mtbf')}>{mean(meanUpMs)}</Pair>
        <Pair name={t('equipment.outlook.mttr')}>{mean(meanDownMs)}</Pair>
        {forecast === null ? null : (
          <>
            <Pair name={t('equipment.outlook.best')}>
              <SpanText ms={forecast.bestMs} />
            </Pair>
            <Pair name={t('equipment.outlook.expected')}>{mean(forecast.expectedMs)}</Pair>
            <Pair name={t('equipment.outlook.worst')}>
              <SpanText ms={forecast.worstMs} />
            </Pair>
            {forecast.burnPerMille === null ? null : (
              <Pair name={t('equipment.outlook.burn')}>
                <span className="dp-num">{percentText(forecast.burnPerMille * 10)}</span>
              </Pair>
            )}
          </>
        )}
      </dl>
    </Card>
  );
}

function Parts({ data }: { readonly data: StationDevicePage }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [filters, set] = useFilters();
  const asked = filters['day'];
  const day = asked?.startsWith(data.month) === true ? asked : undefined;
  return (
    <div className="stack">
      <Card size="small" title={t('equipment.ninetyDays')}>
        <UptimeDays
          name={t('equipment.ninetyDays')}
          days={data.days}
          hrefOf={(date) => `?month=${date.slice(0, 7)}&day=${date}`}
          follow={(href) => void navigate(href, { preventScrollReset: true })}
          chosen={day}
        />
        <p className="dp-quiet small">{t('equipment.dayHint')}</p>
      </Card>
      {day === undefined ? null : <DayEvidence data={data} day={day} />}
      <Periods data={data} />
      <p className="dp-quiet small">
        {t('equipment.definition')} {t('equipment.zone', { zone: data.zone })}
      </p>
      <Outlook data={data} />
      <Card size="small" title={t('equipment.spans.title', { month: data.month })}>
        <CountedSpans data={data} />
      </Card>
      <Card size="small" title={t('equipment.probes')}>
        <ProbeTable probes={data.probes} />
        {data.readings.length === 0 ? null : (
          <>
            <h3 className="part">{t('equipment.readings')}</h3>
            <Readings readings={data.readings} />
          </>
        )}
      </Card>
      <Card
        size="small"
        title={t('equipment.recordsOf', { month: data.month })}
        extra={
          <MonthField
            value={data.month}
            label={t('equipment.month')}
            allowClear={false}
            onChange={(month) => set({ month, day: undefined })}
          />
        }
      >
        <EquipmentRecordTable rows={data.records} none={t('equipment.noRecords')} kinds />
      </Card>
    </div>
  );
}

/** One device: how its time was counted, by what evidence, what may still be lost, and what people wrote down. */
export function DevicePage({ card }: { readonly card: StationEquipmentCardForm }) {
  const { t } = useTranslation();
  const [filters] = useFilters();
  const query = useQuery(devicePageQuery(card.id, monthOf(filters['month'])));
  return (
    <>
      <Title title={card.name}>
        {query.data === undefined ? null : (
          <span className="pieces">
            <CountedTag state={query.data.state} />
            {query.data.since === null ? null : (
              <span className="dp-quiet small">{t('equipment.since', { at: formatDateTime(query.data.since) })}</span>
            )}
          </span>
        )}
        <Acts equipmentId={card.id} />
        <AsOf at={query.data?.asOf} />
      </Title>
      <p className="dp-quiet note">
        <Link to="/devices/board">{t('equipment.tab.board')}</Link> · {card.Manufacturer} {card.ManufacturerModelName}{' '}
        <span className="dp-code">{card.DeviceSerialNumber}</span>
      </p>
      <Shown query={query}>{(data) => <Parts data={data} />}</Shown>
    </>
  );
}
