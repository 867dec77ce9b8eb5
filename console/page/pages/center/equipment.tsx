import type { ConsoleFacilityEquipment, ConsoleUptime } from '@center/contract';
import {
  AsOf,
  CsvLink,
  EmptyBlock,
  formatDate,
  formatDateTime,
  percentText,
  UptimeDays,
  type UptimeRow,
  UptimeTable,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { centerEquipmentQuery, witnessQuery } from '../../api/equipment-queries.ts';
import { withQuery } from '../../api/request.ts';
import { DevicesPanel } from '../../parts/devices-panel.tsx';
import { NowText, UptimeTag } from '../../parts/equipment-tags.tsx';
import { EventList } from '../../parts/event-list.tsx';
import { GapsPanel } from '../../parts/gaps-panel.tsx';
import { RoomsTable } from '../../parts/rooms-table.tsx';
import { Shown } from '../../parts/shown.tsx';
import { UpsTable } from '../../parts/ups-table.tsx';
import { FleetStrip } from '../../parts/uptime-cells.tsx';

type Thing = ConsoleFacilityEquipment['equipment'][number];

const monthOf = ({ figures }: ConsoleUptime): string => figures.from.slice(0, 7);

const runs = ({ figures }: ConsoleUptime): boolean => figures.span === 'year' || figures.revision === 0;

/** What the figures say by themselves. */
const stands: readonly ConsoleUptime['attention'][] = ['deviates', 'indeterminate', 'conforms', 'nothing-required'];

/** The running month and the two before it; the bars show the others. */
const monthsAtFirst = 3;

/** Months that stand otherwise than they were first closed, with each telling. */
function Corrections({ months }: { readonly months: readonly ConsoleUptime[] }) {
  const { t } = useTranslation();
  const corrected = months.filter(({ closings }) => closings.length > 1);
  if (corrected.length === 0) return null;
  return (
    <div className="small">
      <span className="dp-quiet">{t('equipment.corrected')}</span>
      <ul className="short-list">
        {corrected.map((month) => (
          <li key={monthOf(month)}>
            <b className="dp-num">{monthOf(month)}</b>{' '}
            {month.closings
              .map(({ revision, receivedAt, rates }) =>
                t('equipment.toldAt', {
                  n: revision,
                  at: formatDateTime(receivedAt),
                  rate: rates.rate === null ? '–' : percentText(rates.rate),
                }),
              )
              .join(' · ')}
          </li>
        ))}
      </ul>
    </div>
  );
}

function OneThing({ thing: { equipment, speaks, year, months } }: { readonly thing: Thing }) {
  const { t } = useTranslation();
  const { equipment: words } = useDisplayWords();
  const name = equipment.name || equipment.equipmentId;
  const row = (uptime: ConsoleUptime, label: string): UptimeRow => {
    const { figures } = uptime;
    return {
      key: label,
      label: <span className="whole-word">{label}</span>,
      figures,
      span: figures.span,
      ...(runs(uptime)
        ? {
            budget: {
              leftMs: figures.budgetLeftMs,
              worstLeftMs: figures.worstBudgetLeftMs,
              mustBeBackBy: figures.mustBeBackBy,
            },
          }
        : {}),
      ...(stands.includes(uptime.attention) ? {} : { said: <UptimeTag attention={uptime.attention} /> }),
      ...(figures.revision < 2 ? {} : { note: t('equipment.revised', { n: figures.revision - 1 }) }),
    };
  };
  const [all, setAll] = useState(false);
  const newest = months.toReversed();
  const rows = [
    ...(year === null ? [] : [row(year, t('equipment.yearOf', { from: formatDate(year.figures.from) }))]),
    ...(all ? newest : newest.slice(0, monthsAtFirst)).map((month) => row(month, monthOf(month))),
  ];
  return (
    <Card
      size="small"
      title={
        <span className="pieces">
          {name} <span className="dp-quiet small">{words.kind[equipment.kind]}</span>
          <UptimeTag attention={year?.attention ?? 'not-told'} />
        </span>
      }
      extra={<span className="dp-quiet dp-code small">{equipment.equipmentId}</span>}
    >
      <div className="stack">
        <NowText equipment={equipment} speaks={speaks} />
        {months.length === 0 ? (
          <EmptyBlock text={t('equipment.noMonths')} />
        ) : (
          <UptimeDays
            name={t('equipment.centerBars', { name })}
            days={months.slice(-24).map((month) => ({ ...month.figures, date: monthOf(month) }))}
          />
        )}
        {rows.length === 0 ? null : <UptimeTable rows={rows} />}
        {months.length <= monthsAtFirst ? null : (
          <span>
            <Button
              size="small"
              onClick={() => {
                setAll(!all);
              }}
            >
              {all ? t('equipment.fewMonths', { n: monthsAtFirst }) : t('equipment.allMonths', { n: months.length })}
            </Button>
          </span>
        )}
        <Corrections months={months} />
      </div>
    </Card>
  );
}

function Found({ data }: { readonly data: ConsoleFacilityEquipment }) {
  const { t } = useTranslation();
  const { equipment: words } = useDisplayWords();
  const witness = useQuery(witnessQuery({ facility: data.facilityId, days: 30 }));
  const latest = data.fleet.at(-1);
  const counted = ({ year, months }: Thing): boolean => year !== null || months.length > 0;
  const uptimes = data.equipment.filter(counted);
  const others = data.equipment.filter((thing) => !counted(thing));
  return (
    <div className="stack">
      {data.equipment.some(({ speaks }) => !speaks) ? (
        <Alert type="warning" showIcon title={t('equipment.doesNotSpeak')} />
      ) : null}
      {data.equipment.length === 0 ? <EmptyBlock text={t('equipment.centerNone')} /> : null}
      {uptimes.length === 0 ? null : (
        <FleetStrip month={data.month} pooled={data.pooled} days={latest?.month === data.month ? latest : null} />
      )}
      {uptimes.map((thing) => (
        <OneThing key={`${thing.agentId}/${thing.equipment.equipmentId}`} thing={thing} />
      ))}
      {others.length === 0 ? null : (
        <Card size="small" title={t('equipment.centerOthers')}>
          <div className="things">
            {others.map(({ agentId, equipment, speaks }) => (
              <div key={`${agentId}/${equipment.equipmentId}`} className="lines">
                <span>
                  {equipment.name || equipment.equipmentId}{' '}
                  <span className="dp-quiet small">{words.kind[equipment.kind]}</span>
                </span>
                <NowText equipment={equipment} speaks={speaks} />
              </div>
            ))}
          </div>
        </Card>
      )}
      <Card size="small" title={t('equipment.centerPower')}>
        <UpsTable rows={data.ups} withCenter={false} />
      </Card>
      <Card size="small" title={t('equipment.centerRooms')}>
        <RoomsTable rows={data.rooms} withCenter={false} />
      </Card>
      <Card
        size="small"
        title={t('equipment.centerEvents')}
        extra={
          <Link to={withQuery('/equipment/events', { facility: data.facilityId })}>{t('equipment.allEvents')}</Link>
        }
      >
        <EventList rows={data.events} withCenter={false} />
      </Card>
      <section className="stack">
        <h2 className="part">{t('equipment.centerGaps')}</h2>
        <Shown query={witness}>{(seen) => <GapsPanel data={seen} withCenter={false} />}</Shown>
      </section>
      {data.removed.length === 0 ? null : (
        <Card size="small" title={t('equipment.centerRemoved')}>
          <ul className="short-list">
            {data.removed.map(({ equipmentId, kind, removedAt }) => (
              <li key={equipmentId}>
                <span className="dp-code">{equipmentId}</span> <span className="dp-quiet">{words.kind[kind]}</span>{' '}
                {t('equipment.removedAt', { at: formatDateTime(removedAt) })}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </div>
  );
}

/** How one center's devices, power and rooms fare, month by month, and below them the devices as their images and cards name them. */
export function CenterEquipment({ facilityId }: { readonly facilityId: string }) {
  const { t } = useTranslation();
  const query = useQuery(centerEquipmentQuery(facilityId));
  return (
    <div className="stack">
      <p className="dp-quiet">{t('equipment.about')}</p>
      <div className="pieces">
        <CsvLink href={withQuery('/api/exports/availability.csv', { facility: facilityId })} />
        <CsvLink kind="xlsx" href={withQuery('/api/exports/equipment.xlsx', { facility: facilityId })} />
        <AsOf at={query.data?.asOf} />
      </div>
      <Shown query={query}>{(data) => <Found data={data} />}</Shown>
      <h2 className="part">{t('equipment.registered')}</h2>
      <DevicesPanel facilityId={facilityId} />
    </div>
  );
}
