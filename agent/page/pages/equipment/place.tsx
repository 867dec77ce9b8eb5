import type {
  StationEquipmentCardForm,
  StationPlacePage,
  StationReadings,
  StationUps,
} from '@center/contract/station-api';
import {
  AsOf,
  ClimateChart,
  EmptyBlock,
  EventTable,
  formatNumber,
  percentText,
  RoomTiles,
  rounded,
  SpanText,
  Title,
  UpsBadge,
  UpsGradeText,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { placeQuery, readingsQuery } from '../../api/equipment-queries.ts';
import { centerNow } from '../../parts/day-field.tsx';
import { ProbeTable, Readings } from '../../parts/equipment/probe-table.tsx';
import { EquipmentLink } from '../../parts/equipment/record-table.tsx';
import { gradeOf } from '../../parts/equipment/ups-grade.ts';
import { Shown } from '../../parts/shown.tsx';

const spans = [2, 7, 31] as const;
type Days = (typeof spans)[number];

interface Shape {
  /** Name of the reading, and how it is shown. */
  readonly reading: string;
  readonly title: string;
  readonly unit: string;
  readonly band: { readonly min: number; readonly max: number };
  readonly hysteresis: number;
}

/** A value over time, a picture for each sensor: two sensors are never mixed into one line. */
function Chart({ id, shape, days }: { readonly id: string; readonly shape: Shape; readonly days: Days }) {
  const { equipment } = useDisplayWords();
  const today = centerNow();
  const [from, to] = [today.subtract(days - 1, 'day').format('YYYY-MM-DD'), today.format('YYYY-MM-DD')];
  const query = useQuery(readingsQuery({ id, name: shape.reading, from, to }));
  const sensorOf = ({ probe, of }: StationReadings['hours'][number]): string =>
    of === null ? probe : `${probe} · ${of}`;
  return (
    <Shown query={query}>
      {({ hours, asOf }) => {
        const sensors = [...new Set(hours.map(sensorOf))];
        if (sensors.length === 0) return <EmptyBlock text={`${shape.title}: ${equipment.noClimate}`} />;
        return sensors.map((sensor) => (
          <div key={sensor}>
            <h3 className="part">
              {shape.title} <span className="dp-quiet small dp-code">{sensor}</span>
            </h3>
            <ClimateChart
              name={`${shape.title} ${sensor}`}
              measured={{ name: shape.title, unit: shape.unit }}
              hours={hours
                .filter((hour) => sensorOf(hour) === sensor)
                .map(({ at, min, mean, max }) => ({ at: Date.parse(at), min, mean, max }))}
              from={Date.parse(`${from}T00:00:00+08:00`)}
              to={Date.parse(asOf)}
              band={shape.band}
              hysteresis={shape.hysteresis}
            />
          </div>
        ));
      }}
    </Shown>
  );
}

function Charts({ id, shapes }: { readonly id: string; readonly shapes: readonly Shape[] }) {
  const { t } = useTranslation();
  const [days, setDays] = useState<Days>(7);
  return (
    <Card
      size="small"
      title={t('equipment.readings')}
      extra={
        <Segmented<Days>
          size="small"
          value={days}
          options={spans.map((value) => ({ value, label: t('equipment.daysN', { n: value }) }))}
          onChange={setDays}
        />
      }
    >
      <div className="stack">
        {shapes.map((shape) => (
          <Chart key={shape.reading} id={id} shape={shape} days={days} />
        ))}
      </div>
    </Card>
  );
}

function Pair({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="dp-num">{children}</dd>
    </div>
  );
}

/** What a UPS says, what its card says, and by what evidence it has its grade. */
function UpsPart({ ups }: { readonly ups: StationUps }) {
  const { t } = useTranslation();
  const value = (number: number | null, unit: string): string =>
    number === null ? '–' : `${formatNumber(rounded(number))} ${unit}`;
  return (
    <div className="columns">
      <Card size="small" title={t('equipment.now')}>
        <div className="stack">
          <UpsBadge ups={ups} />
          <dl className="dp-pairs">
            <Pair name={t('equipment.ups.inputV')}>{value(ups.inputV, 'V')}</Pair>
            <Pair name={t('equipment.ups.outputV')}>{value(ups.outputV, 'V')}</Pair>
            <Pair name={t('equipment.ups.batteryV')}>{value(ups.batteryV, 'V')}</Pair>
            <Pair name={t('equipment.ups.temperature')}>{value(ups.temperatureC, '°C')}</Pair>
            <Pair name={t('equipment.ups.selfTest')}>
              {ups.selfTestOn ?? '–'}
              {ups.selfTestPassed === null
                ? ''
                : ` ${t(ups.selfTestPassed ? 'equipment.ups.passed' : 'equipment.ups.failed')}`}
            </Pair>
            <Pair name={t('equipment.card.batteryDate')}>{ups.batteryDate ?? '–'}</Pair>
            <Pair name={t('equipment.card.runtimeGoal')}>{formatNumber(ups.runtimeGoalMinutes)}</Pair>
          </dl>
          <span>
            <span className="dp-quiet">{t('equipment.card.feeds')}</span>{' '}
            {ups.feeds.length === 0 ? (
              t('equipment.ups.feedsNothing')
            ) : (
              <span className="pieces">
                {ups.feeds.map((id) => (
                  <EquipmentLink key={id} id={id} />
                ))}
              </span>
            )}
          </span>
          {ups.raw.length === 0 ? null : (
            <span className="dp-quiet small">
              {t('equipment.ups.raw')} <span className="dp-code">{ups.raw.join(' · ')}</span>
            </span>
          )}
        </div>
      </Card>
      <Card size="small" title={t('equipment.ups.gradeTitle')}>
        <UpsGradeText grade={gradeOf(ups.grade)} against={ups.against} provedOn={ups.provedOn} />
        {ups.gradeReasons.length === 0 ? null : (
          <ul className="plain-list">
            {ups.gradeReasons.map((code) => (
              <li key={code}>{t(`equipment.gradeReason.${code}`)}</li>
            ))}
          </ul>
        )}
        <h3 className="part">{t('equipment.careTitle')}</h3>
        {ups.care.length === 0 ? (
          <span className="dp-quiet">{t('equipment.careNone')}</span>
        ) : (
          <ul className="plain-list">
            {ups.care.map(({ kind, values }) => (
              <li key={kind}>{t(`equipment.care.${kind}`, { ...values })}</li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  );
}

function RoomPart({ room }: { readonly room: NonNullable<StationPlacePage['room']> }) {
  const { t } = useTranslation();
  return (
    <Card size="small" title={t('equipment.now')}>
      <div className="stack">
        <RoomTiles room={room} bands={{ temperatureC: room.temperatureBand, humidityPct: room.humidityBand }} />
        <dl className="dp-pairs">
          <Pair name={t('equipment.room.measured')}>
            <SpanText ms={room.measuredS * 1000} />
          </Pair>
          <Pair name={t('equipment.room.outside')}>
            <SpanText ms={room.outsideS * 1000} />
          </Pair>
          <Pair name={t('equipment.room.outsideSince')}>{room.outsideSince ?? '–'}</Pair>
          <Pair name={t('equipment.room.coverage')}>{room.coverage === null ? '–' : percentText(room.coverage)}</Pair>
        </dl>
        <span className="dp-quiet small">{t('equipment.room.about')}</span>
      </div>
    </Card>
  );
}

/** What a room measures over time. */
function useShapes(data: StationPlacePage | undefined): readonly Shape[] {
  const { equipment } = useDisplayWords();
  if (data?.room)
    return [
      {
        reading: 'env.temperatureC',
        title: equipment.temperature,
        unit: '°C',
        band: data.room.temperatureBand,
        hysteresis: 1,
      },
      { reading: 'env.humidityPct', title: equipment.humidity, unit: '%', band: data.room.humidityBand, hysteresis: 3 },
    ];
  return [];
}

/** A UPS or a room: as it is now, over time, by what evidence, and what happened to it. */
export function PlacePage({ card }: { readonly card: StationEquipmentCardForm }) {
  const { t } = useTranslation();
  const query = useQuery(placeQuery(card.id));
  const shapes = useShapes(query.data);
  return (
    <>
      <Title title={card.name}>
        <AsOf at={query.data?.asOf} />
      </Title>
      <p className="dp-quiet note">
        <Link to="/devices/power">{t('equipment.tab.power')}</Link> · {card.Manufacturer} {card.ManufacturerModelName}{' '}
        <span className="dp-code">{card.DeviceSerialNumber}</span>
      </p>
      <Shown query={query}>
        {(data) => (
          <div className="stack">
            {data.ups === null ? null : <UpsPart ups={data.ups} />}
            {data.room === null ? null : <RoomPart room={data.room} />}
            {shapes.length === 0 ? null : <Charts id={card.id} shapes={shapes} />}
            <Card size="small" title={t('equipment.events')}>
              <p className="dp-quiet">{t('equipment.eventsAbout')}</p>
              <EventTable events={data.events} nameOf={() => card.name} />
            </Card>
            <Card size="small" title={t('equipment.probes')}>
              <ProbeTable probes={data.probes} />
              <h3 className="part">{t('equipment.readings')}</h3>
              <Readings readings={data.readings} />
            </Card>
          </div>
        )}
      </Shown>
    </>
  );
}
