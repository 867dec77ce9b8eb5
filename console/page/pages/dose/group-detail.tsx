import type { ConsoleDoseGroup } from '@center/contract';
import {
  barsOf,
  EmptyBlock,
  fill,
  formatNumber,
  Histogram,
  levelLines,
  MedianLine,
  monthSteps,
  type ScaleMode,
  useDisplayWords,
} from '@center/display';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { doseSeriesQuery } from '../../api/dose-queries.ts';
import { Shown } from '../../parts/shown.tsx';
import { groupKey } from './group-sets.ts';

/** ±1 is what IEC 62494-1 calls near the target; nothing is judged by it. */
const aroundTarget = { from: -1, to: 1, name: '±1' };

/** Histogram and monthly medians of one group, as its center computed them. */
export function GroupDetail({ group, scale }: { readonly group: ConsoleDoseGroup; readonly scale: ScaleMode }) {
  const { t } = useTranslation();
  const words = useDisplayWords();
  const query = useQuery(doseSeriesQuery(group));
  const measured = { name: words.dose.measure[group.measure], unit: group.unit };
  const isIndex = group.measure === 'DeviationIndex';
  const { histogram } = group;
  return (
    <div className="columns" data-group={groupKey(group)}>
      <section>
        <b>{t('dose.histogram')}</b>
        {histogram === null ? (
          <EmptyBlock text={t(group.quartiles === null ? 'dose.tooFewForHistogram' : 'dose.histogramOfYearOnly')} />
        ) : (
          <>
            <Histogram
              name={t('dose.histogram')}
              measured={measured}
              counted={t(isIndex ? 'dose.images' : 'dose.exams')}
              bins={barsOf(histogram)}
              references={levelLines(group.level)}
              {...(isIndex ? { band: aroundTarget } : {})}
              // Bins of a dose are equal on a logarithmic axis.
              scale={isIndex ? 'linear' : 'log'}
            />
            {histogram.zero === 0 ? null : (
              <p className="dp-quiet">{t('dose.zero', { n: formatNumber(histogram.zero) })}</p>
            )}
          </>
        )}
        {group.excluded.phantom === 0 && group.excluded.phases === 0 ? null : (
          <p className="dp-quiet">{fill(words.dose.excluded, group.excluded)}</p>
        )}
      </section>
      <section>
        <b>{t('dose.medians')}</b>
        <Shown query={query}>
          {({ rows, unit, level }) =>
            rows.every(({ quartiles }) => quartiles === null) ? (
              <EmptyBlock text={t('dose.tooFewMonths')} />
            ) : (
              <MedianLine
                name={t('dose.medians')}
                measured={{ ...measured, unit }}
                steps={monthSteps(
                  rows.map(({ month, n, quartiles }) => ({ month, n, median: quartiles?.median })),
                  group.requiredN,
                )}
                references={levelLines(level)}
                scale={isIndex ? 'linear' : scale}
              />
            )
          }
        </Shown>
      </section>
    </div>
  );
}
