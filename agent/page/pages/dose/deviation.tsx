import type { StationDeviationIndex, StationDoseGroups } from '@center/contract/station-api';
import {
  BoxAndPoints,
  barsOf,
  boxOf,
  EmptyBlock,
  fill,
  formatNumber,
  Histogram,
  inLanguage,
  MedianLine,
  monthSteps,
  useDisplay,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { Card, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { deviationIndexQuery } from '../../api/dose-queries.ts';
import { MonthField } from '../../parts/month-field.tsx';
import { Shown } from '../../parts/shown.tsx';
import type { DoseFilters } from './dose-filters.tsx';

/** Points that one row draws; the histogram holds all of them. */
const drawn = 1000;
const around = { from: -1, to: 1 };

function Figures({
  data,
  classes,
}: {
  readonly data: StationDeviationIndex;
  readonly classes: StationDoseGroups['classes'];
}) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const { language } = useDisplay();
  const navigate = useNavigate();
  const measured = { name: words.dose.measure.DeviationIndex, unit: 'dB' };
  const { points, histogram, months, device, total } = data;
  const inside = points.filter(({ value }) => Math.abs(value) <= 1).length;
  const box = boxOf(points.map(({ value }) => value));
  if (box === undefined) return <EmptyBlock text={t('dose.noDeviationIndex')} />;
  const classOf = (id: string): string => {
    const known = classes.find((each) => each.id === id);
    return known === undefined ? '' : inLanguage(known.title, language);
  };
  return (
    <div className="stack">
      <Card size="small" title={t('dose.diHistogram')}>
        {histogram === null ? null : (
          <Histogram
            name={t('dose.diHistogram')}
            measured={measured}
            counted={t('dose.images')}
            bins={barsOf(histogram)}
            band={{ ...around, name: '±1' }}
            scale="linear"
          />
        )}
        <p className="dp-quiet note">
          {t('dose.diInside', {
            n: formatNumber(inside),
            whole: formatNumber(points.length),
            all: formatNumber(total),
          })}
        </p>
      </Card>
      <Card size="small" title={t('dose.diPoints')}>
        <BoxAndPoints
          name={t('dose.diPoints')}
          measured={measured}
          rows={[
            {
              id: device.deviceId,
              name: device.name,
              n: points.length,
              required: 1,
              box,
              points: points
                .slice(0, drawn)
                .map(({ StudyInstanceUID, date, value, ExposureIndex, TargetExposureIndex, examClass }, at) => ({
                  id: `${StudyInstanceUID} ${String(at)}`,
                  value,
                  label: [
                    date,
                    classOf(examClass),
                    ExposureIndex === null ? '' : `EI ${formatNumber(ExposureIndex)}`,
                    TargetExposureIndex === null ? '' : `EIt ${formatNumber(TargetExposureIndex)}`,
                  ]
                    .filter((part) => part !== '')
                    .join(' · '),
                  href: `/studies/${encodeURIComponent(StudyInstanceUID)}`,
                })),
            },
          ]}
          references={[]}
          band={around}
          scale="linear"
          follow={(href) => void navigate(href)}
        />
        {points.length > drawn ? <p className="dp-quiet note">{t('dose.cut', { n: drawn })}</p> : null}
      </Card>
      {months.length === 0 ? null : (
        <Card size="small" title={t('dose.diMonths')}>
          <MedianLine
            name={t('dose.diMonths')}
            measured={measured}
            steps={monthSteps(months, 1)}
            references={[]}
            band={around}
            scale="linear"
          />
        </Card>
      )}
    </div>
  );
}

/** How far the images of a device lie from their target exposure: for information, since no law sets a limit. */
export function Deviation({ data, filters }: { readonly data: StationDoseGroups; readonly filters: DoseFilters }) {
  const first = filters.group.device ?? data.devices[0]?.deviceId;
  const { t } = useTranslation();
  if (first === undefined) return <EmptyBlock text={t('dose.noDeviationIndex')} />;
  return <OfDevice device={first} chosen={filters.group.device !== undefined} data={data} filters={filters} />;
}

interface OfDeviceProps {
  readonly device: string;
  /** False when nobody has chosen it: then another that has images with an index stands in. */
  readonly chosen: boolean;
  readonly data: StationDoseGroups;
  readonly filters: DoseFilters;
}

function OfDevice({ device, chosen, data, filters }: OfDeviceProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const asked = useQuery(deviationIndexQuery(device, filters.period));
  const others = asked.data?.devices ?? [];
  const instead =
    chosen || others.length === 0 || others.some(({ deviceId }) => deviceId === device)
      ? device
      : (others[0]?.deviceId ?? device);
  const query = useQuery(deviationIndexQuery(instead, filters.period));
  return (
    <>
      <div className="filters">
        <MonthField value={filters.period.from} label={t('dose.from')} onChange={(from) => filters.set({ from })} />
        <MonthField value={filters.period.to} label={t('dose.to')} onChange={(to) => filters.set({ to })} />
        <Select<string>
          value={instead}
          aria-label={t('dose.device')}
          style={{ minWidth: 190 }}
          popupMatchSelectWidth={false}
          options={(others.length === 0 ? data.devices : others).map(({ deviceId, name }) => ({
            value: deviceId,
            label: name,
          }))}
          onChange={(value) => filters.set({ device: value })}
        />
      </div>
      <p className="dp-quiet note">{fill(t('dose.diAbout'), { name: words.dose.measure.DeviationIndex })}</p>
      <Shown query={query}>{(answer) => <Figures data={answer} classes={data.classes} />}</Shown>
    </>
  );
}
