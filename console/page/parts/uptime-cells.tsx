import type { ConsoleDeviceDays, ConsolePooled, ConsoleUptime } from '@center/contract';
import {
  BudgetMeter,
  CoverageGauge,
  FigureNotes,
  formatNumber,
  percentText,
  SpanText,
  UptimeRate,
  useDisplayWords,
  WordTag,
  withinError,
} from '@center/display';
import { useTranslation } from 'react-i18next';
import { UptimeTag } from './equipment-tags.tsx';

/** One period of one thing: what it asks, its rate with both bounds, and how much of it is known. */
export function UptimeCell({ uptime }: { readonly uptime: ConsoleUptime | null }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  if (uptime === null) return <UptimeTag attention="not-told" />;
  const { attention, rates, figures, closings } = uptime;
  const first = closings[0];
  return (
    <span className="lines">
      <span className="pieces">
        <UptimeTag attention={attention} />
        {figures.nothingRequired === null || figures.requiredMs > 0 ? null : (
          <span className="small dp-quiet">{equipment.nothingRequired[figures.nothingRequired]}</span>
        )}
        {figures.requiredMs > 0 && withinError(figures) ? (
          <WordTag
            look={{ mark: 'dots', tone: 'amber', surface: 'outline' }}
            word={equipment.withinError}
            meaning={equipment.withinErrorMeaning}
          />
        ) : null}
      </span>
      {figures.requiredMs === 0 ? null : (
        <span className="uptime-pair">
          <UptimeRate rates={rates} />
          <CoverageGauge coverage={rates.coverage} />
        </span>
      )}
      <FigureNotes figures={figures} />
      {figures.revision < 2 ? null : (
        <span className="small dp-quiet">
          {t('equipment.revised', { n: figures.revision - 1 })}
          {first === undefined || first.revision !== 1 || first.rates.rate === null
            ? null
            : ` · ${t('equipment.toldFirst', { rate: percentText(first.rates.rate) })}`}
        </span>
      )}
    </span>
  );
}

/** What may still be lost of a period that runs. */
export function BudgetCell({ uptime }: { readonly uptime: ConsoleUptime | null }) {
  if (uptime === null || uptime.figures.requiredMs === 0) return <span className="dp-quiet">–</span>;
  const { downMs, budgetLeftMs, worstBudgetLeftMs, mustBeBackBy, span } = uptime.figures;
  return (
    <BudgetMeter
      downMs={downMs}
      budgetLeftMs={budgetLeftMs}
      worstBudgetLeftMs={worstBudgetLeftMs}
      mustBeBackBy={mustBeBackBy}
      span={span}
    />
  );
}

function Pooled({ name, pooled }: { readonly name: string; readonly pooled: ConsolePooled }) {
  const { t } = useTranslation();
  const { equipment } = useDisplayWords();
  return (
    <div className="number">
      <div className="lines">
        <span className="number-name">
          {t('equipment.pooled')} · {name}
        </span>
        {pooled.requiredMs === 0 ? (
          <span className="dp-quiet">{t('equipment.pooledNone')}</span>
        ) : (
          <span className="lines">
            <span className="uptime-pair">
              <UptimeRate rates={pooled.rates} />
              <CoverageGauge coverage={pooled.rates.coverage} />
            </span>
            <span className="small dp-quiet">
              {equipment.counted.up} <SpanText ms={pooled.upMs} /> · {equipment.counted.down}{' '}
              <SpanText ms={pooled.downMs} /> · {equipment.counted.unknown} <SpanText ms={pooled.unknownMs} />
            </span>
          </span>
        )}
        <span className="small dp-quiet">{t('equipment.pooledOf', { n: pooled.devices })}</span>
      </div>
    </div>
  );
}

/** Good days over one of their two bases; the share is cut off, never rounded up. */
function DaysShare({ name, good, of }: { readonly name: string; readonly good: number; readonly of: number }) {
  return (
    <span className="lines">
      <b className="dp-num">{of === 0 ? '–' : percentText(Math.floor((Math.min(good, of) * 10_000) / of))}</b>
      <span className="small dp-quiet dp-num">
        {formatNumber(good)} / {formatNumber(of)} {name}
      </span>
    </span>
  );
}

function DeviceDays({ month, days }: { readonly month: string; readonly days: ConsoleDeviceDays | null }) {
  const { t } = useTranslation();
  return (
    <div className="number">
      <div className="lines">
        <span className="number-name">{t('equipment.days', { month })}</span>
        {days === null ? (
          <span className="dp-quiet">{t('equipment.daysNone')}</span>
        ) : (
          <span className="lines">
            <span className="number-days">
              <DaysShare name={t('equipment.calendarDays')} good={days.goodDays} of={days.calendarDays} />
              <DaysShare name={t('equipment.openDays')} good={days.goodDays} of={days.openDays} />
            </span>
            <span className="small dp-quiet">
              {t('equipment.daysMore', {
                fault: formatNumber(days.faultDays),
                maintenance: formatNumber(days.maintenanceDays),
                unknown: formatNumber(days.unknownDays),
              })}
            </span>
          </span>
        )}
      </div>
    </div>
  );
}

/** What devices did together: time added up, and device days beside it. */
export function FleetStrip({
  month,
  pooled,
  days,
}: {
  readonly month: string;
  readonly pooled: { readonly year: ConsolePooled; readonly month: ConsolePooled };
  readonly days: ConsoleDeviceDays | null;
}) {
  const { t } = useTranslation();
  return (
    <div className="numbers numbers-three">
      <Pooled name={t('equipment.year')} pooled={pooled.year} />
      <Pooled name={month} pooled={pooled.month} />
      <DeviceDays month={month} days={days} />
    </div>
  );
}
