import type { StationDoseGroup, StationDoseGroups } from '@center/contract/station-api';
import { EmptyBlock, levelLines, MedianLine, monthSteps, useDisplayWords } from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { doseSeriesQuery } from '../../api/dose-queries.ts';
import { Shown } from '../../parts/shown.tsx';
import type { DoseFilters } from './dose-filters.tsx';
import { SetCards } from './set-cards.tsx';

interface SeriesProps {
  readonly group: StationDoseGroup;
  readonly name: string;
  readonly title: string;
  readonly filters: DoseFilters;
}

function Series({ group, name, title, filters }: SeriesProps) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const query = useQuery(doseSeriesQuery(group.key, filters.period));
  return (
    <section aria-label={`${name} ${title}`}>
      <b>{name}</b>
      <Shown query={query}>
        {({ rows, unit, level }) =>
          rows.length === 0 ? (
            <EmptyBlock text={t('dose.none')} />
          ) : (
            <MedianLine
              name={`${name} ${title}`}
              measured={{ name: words.dose.measure[group.measure], unit }}
              steps={monthSteps(rows, group.requiredN)}
              references={levelLines(level)}
              scale={filters.scale}
            />
          )
        }
      </Shown>
    </section>
  );
}

/** Medians month by month, one picture a device. */
export function Medians({ data, filters }: { readonly data: StationDoseGroups; readonly filters: DoseFilters }) {
  const { t } = useTranslation();
  const nameOf = (deviceId: string): string =>
    data.devices.find((device) => device.deviceId === deviceId)?.name ?? deviceId.slice(0, 8);
  return (
    <>
      <p className="dp-quiet note">{t('dose.mediansHint')}</p>
      <SetCards data={data} filters={filters}>
        {(set, title) => (
          <div className="columns">
            {set.rows.map((group) => (
              <Series key={group.key} group={group} name={nameOf(group.deviceId)} title={title} filters={filters} />
            ))}
          </div>
        )}
      </SetCards>
    </>
  );
}
