import type { StationEquipmentBoard, StationEquipmentNow } from '@center/contract/station-api';
import {
  AsOf,
  CountedTag,
  durationText,
  EmptyBlock,
  fill,
  formatDateTime,
  RoomTiles,
  UpsBadge,
  UpsGradeText,
  UptimeRate,
  UptimeVerdictTag,
  useDisplayWords,
  WordTag,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { boardQuery } from '../../api/equipment-queries.ts';
import { centerNow } from '../../parts/day-field.tsx';
import { AlarmText } from '../../parts/equipment/alarm-text.tsx';
import { gradeOf } from '../../parts/equipment/ups-grade.ts';
import { Shown } from '../../parts/shown.tsx';

/** What waits for people; a matter of which nothing waits is left out. */
function Waiting({ waiting }: { readonly waiting: StationEquipmentBoard['waiting'] }) {
  const { t } = useTranslation();
  const matters = [
    ['unclassified', '/devices/faults', waiting.unclassified],
    ['dailyOverdue', '/devices/daily', waiting.dailyOverdue],
    ['dailyDue', '/devices/daily', waiting.dailyDue],
    ['secondPerson', '/devices/faults?show=waiting', waiting.secondPerson],
    ['maintenanceOverdue', '/devices/maintenance', waiting.maintenanceOverdue],
  ] as const;
  const shown = matters.filter(([, , n]) => n > 0);
  return (
    <Card size="small" title={t('equipment.waiting.title')}>
      {shown.length === 0 ? (
        <span className="dp-quiet">{t('equipment.waiting.none')}</span>
      ) : (
        <div className="pieces">
          {shown.map(([key, to, n]) => (
            <Link key={key} to={to} className="list-link">
              {t(`equipment.waiting.${key}`)} <b className="dp-num">{n}</b>
            </Link>
          ))}
        </div>
      )}
    </Card>
  );
}

/** Alarms that nothing else explains, the gravest first. */
function Standing({ data }: { readonly data: StationEquipmentBoard }) {
  const { t } = useTranslation();
  const ranks = { critical: 0, warning: 1, info: 2 } as const;
  const own = data.alarms
    .filter(({ causedBy }) => causedBy === null)
    .toSorted((a, b) => ranks[a.urgency] - ranks[b.urgency]);
  return (
    <Card
      size="small"
      title={t('equipment.alarm.standing')}
      extra={<Link to="/devices/alarms">{t('common.more')}</Link>}
    >
      {own.length === 0 ? (
        <span className="dp-quiet">{t('equipment.alarm.none')}</span>
      ) : (
        <div className="lines">
          {own.slice(0, 5).map((alarm) => (
            <AlarmText
              key={alarm.key}
              alarm={alarm}
              explains={data.alarms.filter(({ causedBy }) => causedBy === alarm.key).length}
            />
          ))}
        </div>
      )}
    </Card>
  );
}

/** Rate, verdict and what may still be lost of the running month. */
function Month({ month }: { readonly month: NonNullable<StationEquipmentNow['month']> }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const { budgetLeftMs, mustBeBackBy, verdict } = month;
  return (
    <div className="lines">
      <span className="pieces">
        <span className="dp-quiet small">{t('equipment.thisMonth')}</span>
        <UptimeVerdictTag verdict={verdict} />
      </span>
      <UptimeRate rates={month} />
      {verdict === 'nothing-required' ? null : (
        <span className="small">
          {equipment.budget}{' '}
          <b className={budgetLeftMs < 0 ? 'dp-num differ' : 'dp-num'}>{durationText(budgetLeftMs)}</b>
        </span>
      )}
      {mustBeBackBy === null ? null : (
        <span className="dp-back-by">{fill(equipment.backBy.month, { at: formatDateTime(mustBeBackBy) })}</span>
      )}
    </div>
  );
}

/** What watches it, and whether the watch itself is well. */
function Watch({ now }: { readonly now: StationEquipmentNow }) {
  const { t } = useTranslation();
  const silent = now.probes.filter((probe) => probe.silent).length;
  if (now.probes.length === 0)
    return (
      <WordTag
        look={{ mark: 'question', tone: 'grey', surface: 'hatched' }}
        word={t('equipment.noProbe')}
        meaning={t('equipment.noProbeMeans')}
      />
    );
  return (
    <span className="pieces small">
      <span className="dp-quiet">{t('equipment.probesN', { n: now.probes.length })}</span>
      {silent === 0 ? null : (
        <WordTag
          look={{ mark: 'hourglass', tone: 'grey', surface: 'hatched' }}
          word={t('equipment.probesSilent', { n: silent })}
        />
      )}
    </span>
  );
}

function Tile({ now }: { readonly now: StationEquipmentNow }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  const { state, since, openFault, unclassified, calendarId, month, ups, room, kind } = now;
  const place = kind === 'ups' || kind === 'room';
  return (
    <Card
      size="small"
      title={
        <span className="pieces">
          <Link to={`/devices/at/${encodeURIComponent(now.equipmentId)}`}>{now.name}</Link>
          {kind === 'imaging' ? null : <span className="dp-quiet small">{equipment.kind[kind]}</span>}
        </span>
      }
      extra={place ? null : <CountedTag state={state} />}
    >
      <div className="lines tile">
        {place || since === null ? null : (
          <span className="dp-quiet small">{t('equipment.since', { at: formatDateTime(since) })}</span>
        )}
        {unclassified === 0 ? null : (
          <Link to="/devices/faults">
            <WordTag
              look={{ mark: 'hourglass', tone: 'amber', surface: 'soft' }}
              word={t('equipment.unclassifiedN', { n: unclassified })}
            />
          </Link>
        )}
        {openFault && unclassified === 0 ? (
          <span>
            <WordTag look={{ mark: 'cross', tone: 'red', surface: 'soft' }} word={t('equipment.mark.open')} />
          </span>
        ) : null}
        {kind === 'imaging' && calendarId === null ? (
          <span>
            <WordTag
              look={{ mark: 'question', tone: 'red', surface: 'outline' }}
              word={t('equipment.noCalendar')}
              meaning={t('equipment.noCalendarMeans')}
            />
          </span>
        ) : null}
        {month === null ? null : <Month month={month} />}
        {ups === null ? null : (
          <>
            <UpsBadge ups={ups} />
            <UpsGradeText grade={gradeOf(ups.grade)} against={ups.against} provedOn={ups.provedOn} />
          </>
        )}
        {room === null ? null : (
          <RoomTiles room={room} bands={{ temperatureC: room.temperatureBand, humidityPct: room.humidityBand }} />
        )}
        <Watch now={now} />
      </div>
    </Card>
  );
}

/** Only imaging devices are in the rate; what they stand on is shown beside them. */
const groups = [
  { name: 'imaging', kinds: ['imaging'] },
  { name: 'beside', kinds: ['pacs', 'ups', 'room', 'network', 'host'] },
] as const;

/** The holiday list must reach beyond the days for which people plan. */
function HolidaysEnd({ coverTo }: { readonly coverTo: string | null }) {
  const { t } = useTranslation();
  const soon = centerNow().add(1, 'month').format('YYYY-MM-DD');
  if (coverTo !== null && coverTo >= soon) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <Link to="/devices/calendar">
          {coverTo === null ? t('equipment.noHolidays') : t('equipment.holidaysEnd', { on: coverTo })}
        </Link>
      }
    />
  );
}

/** Everything that is watched, as it stands now. */
export function Board() {
  const { t } = useTranslation();
  const query = useQuery(boardQuery);
  return (
    <Shown query={query}>
      {(data) => (
        <div className="stack">
          <AsOf at={data.asOf} />
          {data.watching ? null : <Alert type="info" showIcon title={t('equipment.notWatching')} />}
          {data.rows.length === 0 ? (
            <EmptyBlock text={t('equipment.noCards')}>
              <Link to="/devices/watched">{t('equipment.toCards')}</Link>
            </EmptyBlock>
          ) : (
            <>
              <HolidaysEnd coverTo={data.holidaysCoverTo} />
              <div className="columns">
                <Waiting waiting={data.waiting} />
                <Standing data={data} />
              </div>
              {groups.map(({ name, kinds }) => {
                const rows = kinds.flatMap((kind) => data.rows.filter((row) => row.kind === kind));
                return rows.length === 0 ? null : (
                  <section key={name}>
                    <h2 className="part">{t(`equipment.group.${name}`)}</h2>
                    <div className="tiles">
                      {rows.map((now) => (
                        <Tile key={now.equipmentId} now={now} />
                      ))}
                    </div>
                  </section>
                );
              })}
            </>
          )}
        </div>
      )}
    </Shown>
  );
}
