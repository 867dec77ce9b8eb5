import type { NothingRequired, UptimeFigures, UptimeVerdict } from '@center/contract';
import { formatDateTime } from './dates.ts';
import { useDisplayWords } from './display-context.ts';
import { formatNumber } from './numbers.ts';
import { durationText, percentText, spanText } from './spans.ts';
import { type CountedShown, countedLooks, uptimeVerdictLooks } from './uptime-look.ts';
import { WordTag } from './word-tag.tsx';
import { fill } from './words/shape.ts';

/** Figures of uptime-def/1 as they come over a wire: what is absent inside is null there. */
export type FiguresShown = Pick<
  UptimeFigures,
  | 'scheduledMs'
  | 'maintenanceMs'
  | 'externalMs'
  | 'requiredMs'
  | 'upMs'
  | 'downMs'
  | 'unknownMs'
  | 'degradedMs'
  | 'doubtfulMs'
  | 'transitions'
  | 'sampleMs'
  | 'calendarCovers'
> & { readonly nothingRequired?: NothingRequired | null };

/** How time is counted, or how a device stands now. */
export function CountedTag({ state, count }: { readonly state: CountedShown; readonly count?: number }) {
  const { equipment } = useDisplayWords();
  return (
    <WordTag
      look={countedLooks[state]}
      word={equipment.counted[state]}
      meaning={equipment.countedMeaning[state]}
      {...(count === undefined ? {} : { count })}
    />
  );
}

/** Whether the rate is so near to 95 % that the interval between samples could have turned it. */
export function withinError({ upMs, downMs, transitions, sampleMs }: FiguresShown): boolean {
  const known = upMs + downMs;
  return known > 0 && Math.abs(100 * upMs - 95 * known) <= 100 * transitions * sampleMs;
}

export interface UptimeVerdictTagProps {
  readonly verdict: UptimeVerdict;
  readonly nothingRequired?: NothingRequired | null | undefined;
  /** The distance from the line is smaller than the measurement error. */
  readonly close?: boolean;
}

/** What the bounds say of a period, with what it must not be mistaken for. */
export function UptimeVerdictTag({ verdict, nothingRequired, close = false }: UptimeVerdictTagProps) {
  const { equipment } = useDisplayWords();
  return (
    <span className="dp-pair">
      <WordTag
        look={uptimeVerdictLooks[verdict]}
        word={equipment.verdict[verdict]}
        meaning={equipment.verdictMeaning[verdict]}
      />
      {nothingRequired === null || nothingRequired === undefined ? null : (
        <span className="dp-quiet dp-small">{equipment.nothingRequired[nothingRequired]}</span>
      )}
      {close ? (
        <WordTag
          look={{ mark: 'dots', tone: 'amber', surface: 'outline' }}
          word={equipment.withinError}
          meaning={equipment.withinErrorMeaning}
        />
      ) : null}
    </span>
  );
}

/** Hundredths of a percent, rounded down; null or absent where nothing was required or nothing is known. */
export interface RatesShown {
  readonly rate?: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly coverage?: number | null;
}

/** The rate with both its bounds, never without; where there is none, why. */
export function UptimeRate({ rates: { rate, low, high } }: { readonly rates: RatesShown }) {
  const { equipment } = useDisplayWords();
  if (typeof low !== 'number' || typeof high !== 'number') return <span className="dp-quiet">{equipment.noRate}</span>;
  return (
    <span className="dp-lines" title={equipment.boundsMeaning}>
      <b className="dp-num">{typeof rate === 'number' ? percentText(rate) : equipment.nothingKnown}</b>
      <span className="dp-quiet dp-num dp-small">
        {fill(equipment.bounds, { low: percentText(low), high: percentText(high) })}
      </span>
    </span>
  );
}

/** How much of the required time is known, as a bar with the marks at 90 and 98 %, and in words. */
export function CoverageGauge({ coverage }: { readonly coverage: number | null | undefined }) {
  const { equipment } = useDisplayWords();
  if (typeof coverage !== 'number') return <span className="dp-quiet">–</span>;
  const level = coverage < 9000 ? 'bad' : coverage < 9800 ? 'warn' : 'good';
  return (
    <span className="dp-lines" title={fill(equipment.coverageSaid, { coverage: percentText(coverage) })}>
      <span className="dp-num">
        {percentText(coverage)}{' '}
        {level === 'good' ? null : (
          <span className={`dp-small dp-cover-word-${level}`}>{equipment.coverageLevel[level]}</span>
        )}
      </span>
      <span className="dp-gauge" aria-hidden="true">
        <span className={`dp-gauge-part dp-cover-${level}`} style={{ width: `${String(coverage / 100)}%` }} />
        <span className="dp-gauge-mark" style={{ insetInlineStart: '90%' }} />
        <span className="dp-gauge-mark" style={{ insetInlineStart: '98%' }} />
      </span>
    </span>
  );
}

export interface BudgetMeterProps {
  readonly downMs: number;
  /** Of the whole span, its future included; below 0 it is lost. */
  readonly budgetLeftMs: number;
  /** With unknown time as down. */
  readonly worstBudgetLeftMs: number;
  readonly mustBeBackBy: string | null | undefined;
  readonly span: 'month' | 'year';
}

/** What may still be lost of a period, how much is gone and how much is doubtful; when it is down, by when it must be back. */
export function BudgetMeter({ downMs, budgetLeftMs, worstBudgetLeftMs, mustBeBackBy, span }: BudgetMeterProps) {
  const words = useDisplayWords();
  const { equipment } = words;
  const whole = downMs + budgetLeftMs;
  if (whole <= 0) return <span className="dp-quiet">{equipment.noBudget}</span>;
  const unknownMs = budgetLeftMs - worstBudgetLeftMs;
  const most = Math.max(whole, downMs);
  const share = (ms: number): string => `${((ms / most) * 100).toFixed(2)}%`;
  const said = fill(equipment.budgetSaid, {
    whole: durationText(whole),
    down: durationText(downMs),
    unknown: durationText(unknownMs),
  });
  return (
    <span className="dp-lines dp-budget" title={said}>
      <span className="dp-num">
        {budgetLeftMs >= 0 ? (
          <b>{fill(equipment.budgetLeft, { span: durationText(budgetLeftMs) })}</b>
        ) : (
          <b className="dp-cover-word-bad">{fill(equipment.budgetGone, { span: durationText(-budgetLeftMs) })}</b>
        )}
      </span>
      <span className="dp-gauge" role="img" aria-label={said}>
        <span className="dp-gauge-part dp-budget-down" style={{ width: share(downMs) }} />
        <span
          className="dp-gauge-part dp-budget-unknown"
          style={{ width: share(Math.max(0, Math.min(unknownMs, most - downMs))) }}
        />
      </span>
      {unknownMs > 0 ? (
        <span className="dp-quiet dp-small dp-num">
          {fill(equipment.budgetWorst, { span: durationText(worstBudgetLeftMs) })}
        </span>
      ) : null}
      {mustBeBackBy === null || mustBeBackBy === undefined ? null : (
        <span className="dp-back-by">{fill(equipment.backBy[span], { at: formatDateTime(mustBeBackBy) })}</span>
      )}
    </span>
  );
}

/** A length of time as figures are compared, `h:mm:ss`, with its milliseconds under the pointer. */
export function MsText({ ms }: { readonly ms: number }) {
  const { equipment } = useDisplayWords();
  return (
    <span className="dp-num" title={fill(equipment.rawMs, { ms: formatNumber(ms) })}>
      {durationText(ms)}
    </span>
  );
}

/** A span as people say it, with its milliseconds under the pointer. */
export function SpanText({ ms }: { readonly ms: number }) {
  const words = useDisplayWords();
  return (
    <span className="dp-num" title={fill(words.equipment.rawMs, { ms: formatNumber(ms) })}>
      {spanText(ms, words)}
    </span>
  );
}
