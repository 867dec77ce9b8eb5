import type { EquipmentRecordKind } from '@center/contract';
import type { StationCalendarForm, StationCalendars, StationWindows } from '@center/contract/station-api';
import { EmptyBlock, MsText, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Button, Card, Popconfirm, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { calendarsQuery, equipmentRecordsQuery, windowsQuery } from '../../api/equipment-queries.ts';
import { useChange } from '../../api/queries.ts';
import { DisputeDialog } from '../../parts/equipment/fault-dialogs.tsx';
import { hoursText } from '../../parts/equipment/hours.ts';
import { EquipmentLink, EquipmentRecordTable } from '../../parts/equipment/record-table.tsx';
import { ExternalDialog, SuspensionDialog, WindowDialog } from '../../parts/equipment/time-dialogs.tsx';
import { useFilters, usePaging } from '../../parts/filters.ts';
import { MonthField, monthOf } from '../../parts/month-field.tsx';
import { Refusal } from '../../parts/refusal.tsx';
import { Shown } from '../../parts/shown.tsx';
import { useSession } from '../../session.ts';
import { CalendarDialog } from './calendar-dialog.tsx';
import { Holidays } from './holidays.tsx';

type Cap = StationWindows['caps'][number];

/** How much of each device's monthly cap is planned, and how much counts. */
function Caps({ caps }: { readonly caps: readonly Cap[] }) {
  const { t } = useTranslation();
  return (
    <Table<Cap>
      size="small"
      rowKey="equipmentId"
      dataSource={[...caps]}
      pagination={false}
      scroll={{ x: 520 }}
      locale={{ emptyText: <EmptyBlock text={t('equipment.daily.noDevices')} /> }}
      columns={[
        { title: t('equipment.device'), render: (_, { equipmentId }) => <EquipmentLink id={equipmentId} /> },
        ...(['plannedMs', 'countedMs', 'capMs'] as const).map((key) => ({
          title: t(`equipment.window.${key}`),
          width: 140,
          align: 'right' as const,
          render: (_: unknown, cap: Cap) => (
            <span className={key === 'plannedMs' && cap.plannedMs > cap.capMs ? 'differ' : ''}>
              <MsText ms={cap[key]} />
            </span>
          ),
        })),
      ]}
    />
  );
}

function Windows() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const query = useQuery(windowsQuery(monthOf(filters['month'])));
  const [asking, setAsking] = useState(false);
  return (
    <Card size="small" title={t('equipment.window.title')}>
      <p className="dp-quiet">{t('equipment.window.about')}</p>
      <div className="filters">
        <Button type="primary" onClick={() => setAsking(true)}>
          {t('equipment.window.ask')}
        </Button>
        <MonthField
          value={monthOf(filters['month']) ?? query.data?.month}
          label={t('equipment.month')}
          allowClear={false}
          future
          onChange={(month) => set({ month })}
        />
      </div>
      <Shown query={query}>
        {({ rows, caps }) => (
          <div className="stack">
            <EquipmentRecordTable rows={rows} none={t('equipment.window.none')} />
            <Caps caps={caps} />
          </div>
        )}
      </Shown>
      {asking ? <WindowDialog onClose={() => setAsking(false)} /> : null}
    </Card>
  );
}

const outsideKinds = ['suspension', 'external', 'dispute'] as const satisfies readonly EquipmentRecordKind[];
type OutsideKind = (typeof outsideKinds)[number];
const dialogs = { suspension: SuspensionDialog, external: ExternalDialog, dispute: DisputeDialog } as const;

/** What else changes how time is counted: suspensions, external causes, disputes. */
function Outside() {
  const { t } = useTranslation();
  const [filters, set] = useFilters();
  const kind: OutsideKind = outsideKinds.find((each) => each === filters['kind']) ?? 'suspension';
  const query = useQuery(equipmentRecordsQuery({ kind, page: filters['page'], pageSize: 25 }));
  const [adding, setAdding] = useState(false);
  const paging = usePaging(query.data ?? { total: 0, page: 1, pageSize: 25 }, set);
  const Dialog = dialogs[kind];
  return (
    <Card size="small" title={t('equipment.outside')}>
      <p className="dp-quiet">{t('equipment.outsideAbout')}</p>
      <div className="filters">
        <Button onClick={() => setAdding(true)}>{t(`equipment.outsideAdd.${kind}`)}</Button>
        <Select<OutsideKind>
          value={kind}
          aria-label={t('equipment.show')}
          style={{ minWidth: 160 }}
          options={outsideKinds.map((value) => ({ value, label: t(`equipment.recordKind.${value}`) }))}
          onChange={(next) => set({ kind: next })}
        />
      </div>
      <Shown query={query}>
        {({ rows }) => <EquipmentRecordTable rows={rows} none={t('equipment.outsideNone')} pagination={paging} />}
      </Shown>
      {adding ? <Dialog onClose={() => setAdding(false)} /> : null}
    </Card>
  );
}

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The week that holds now, in one line for each run of equal days. */
function Week({ calendar }: { readonly calendar: StationCalendarForm }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const pattern = calendar.patterns.toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom))[0];
  if (pattern === undefined) return null;
  const runs: { first: number; last: number; text: string }[] = [];
  for (const [at, hours] of pattern.days.entries()) {
    const text = hoursText(hours);
    const run = runs.at(-1);
    if (run?.text === text) run.last = at;
    else runs.push({ first: at, last: at, text });
  }
  const name = (at: number): string => words.chart.weekday[weekdays[at] ?? 'mon'];
  return (
    <span className="lines small">
      {runs.map(({ first, last, text }) => (
        <span key={first}>
          {first === last ? name(first) : `${name(first)}–${name(last)}`}{' '}
          <span className="dp-num">{text === '' ? t('equipment.calendar.closed') : text}</span>
        </span>
      ))}
      <span className="dp-quiet">{t('equipment.calendar.since', { on: pattern.effectiveFrom })}</span>
    </span>
  );
}

type Editing = { readonly calendar: StationCalendarForm; readonly known: boolean };

function CalendarList({ data }: { readonly data: StationCalendars }) {
  const { t } = useTranslation();
  const administers = useSession().role === 'administrator';
  const [editing, setEditing] = useState<Editing>();
  const { mutate, error } = useChange<StationCalendars>();
  return (
    <Card size="small" title={t('equipment.calendar.title')}>
      <p className="dp-quiet">{t('equipment.calendar.about')}</p>
      {administers ? (
        <div className="filters">
          <Button type="primary" onClick={() => setEditing({ calendar: data.proposal, known: false })}>
            {t('equipment.calendar.add')}
          </Button>
        </div>
      ) : (
        <p className="dp-quiet">{t('equipment.administratorsOnly')}</p>
      )}
      <Refusal error={error} />
      <Table<StationCalendars['rows'][number]>
        size="small"
        rowKey={({ calendar }) => calendar.id}
        dataSource={data.rows}
        pagination={false}
        scroll={{ x: 760 }}
        locale={{ emptyText: <EmptyBlock text={t('equipment.calendar.none')} /> }}
        columns={[
          {
            title: t('equipment.card.name'),
            render: (_, { calendar }) => (
              <span className="lines">
                <b>{calendar.name}</b>
                <span className="dp-quiet small">
                  <span className="dp-code">{calendar.id}</span> · {calendar.zone}
                </span>
              </span>
            ),
          },
          { title: t('equipment.calendar.week'), render: (_, { calendar }) => <Week calendar={calendar} /> },
          {
            title: t('equipment.calendar.holidays'),
            width: 150,
            render: (_, { calendar: { onHolidays, overrides } }) => (
              <span className="lines small">
                <span>
                  {typeof onHolidays === 'string'
                    ? t(`equipment.calendar.onHoliday.${onHolidays}`)
                    : hoursText(onHolidays)}
                </span>
                {overrides.length === 0 ? null : (
                  <span className="dp-quiet">{t('equipment.calendar.overridesN', { n: overrides.length })}</span>
                )}
              </span>
            ),
          },
          {
            title: t('equipment.calendar.usedBy'),
            width: 150,
            render: (_, { usedBy }) => (
              <span className="lines small">
                {usedBy.map((id) => (
                  <EquipmentLink key={id} id={id} />
                ))}
              </span>
            ),
          },
          {
            title: t('common.actions'),
            width: 150,
            render: (_, { calendar, usedBy }) => (
              <span className="pieces">
                <Button size="small" onClick={() => setEditing({ calendar, known: true })}>
                  {t(administers ? 'equipment.calendar.edit' : 'equipment.calendar.look')}
                </Button>
                {administers && usedBy.length === 0 ? (
                  <Popconfirm
                    title={t('equipment.calendar.removeAsk')}
                    okText={t('equipment.calendar.remove')}
                    cancelText={t('common.cancel')}
                    onConfirm={() =>
                      mutate({ method: 'DELETE', path: `/api/equipment/calendars/${encodeURIComponent(calendar.id)}` })
                    }
                  >
                    <Button size="small" type="text" danger>
                      {t('equipment.calendar.remove')}
                    </Button>
                  </Popconfirm>
                ) : null}
              </span>
            ),
          },
        ]}
      />
      {editing === undefined ? null : <CalendarDialog {...editing} onClose={() => setEditing(undefined)} />}
    </Card>
  );
}

/** By what time is counted: opening hours, holidays, planned maintenance, and what lies outside of required time. */
export function Calendars() {
  const query = useQuery(calendarsQuery);
  return (
    <div className="stack">
      <Windows />
      <Outside />
      <Shown query={query}>
        {(data) => (
          <>
            <CalendarList data={data} />
            <Holidays holidays={data.holidays} own={data.ownHolidays} />
          </>
        )}
      </Shown>
    </div>
  );
}
