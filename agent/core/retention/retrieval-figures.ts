import {
  addMonths,
  type CalendarDate,
  calendarDateAt,
  monthOf,
  type OnlineShareFacts,
  type RetrievalFigures,
} from '@center/contract';
import { byKey } from '../facts/order.ts';
import type { Delivery, KeptStudy } from './kept-study.ts';
import { type RetentionParameters, retentionDefaults } from './parameters.ts';

/** One random sample as it came back, with what its study was at that time. */
export interface RetrievalSample {
  readonly modality: string;
  readonly class: 'online' | 'kept' | 'older';
  readonly delivery: Delivery;
  readonly pathMs?: number;
  /** The archive's own claim. */
  readonly claimed?: KeptStudy['availability'];
}

/** Bytes that whole-study times refer to. */
const normalBytes = 100e6;

/**
 * Percentile by linear interpolation between the order statistics: h = (n − 1)·p, x[⌊h⌋] + (h − ⌊h⌋)·(x[⌊h⌋+1] − x[⌊h⌋]) (Hyndman and Fan's seventh definition).
 * NaN of nothing.
 */
export function percentileOf(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort();
  const h = (sorted.length - 1) * p;
  const below = Math.floor(h);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? low;
  return low + (h - below) * (high - low);
}

/** Time for a whole study per 100 MB, milliseconds. A smaller study is taken as it came: its time is that of the asking, not of its bytes. */
export function normalisedMs(wholeMs: number, bytes: number): number {
  return wholeMs / Math.max(1, bytes / normalBytes);
}

const slowPath = ({ pathMs }: RetrievalSample, { slowPathMs }: RetentionParameters): boolean =>
  pathMs !== undefined && pathMs > slowPathMs;

/** The three months that end with the day. */
const lately = ({ delivery }: RetrievalSample, asOf: CalendarDate): boolean => {
  const day = calendarDateAt(delivery.at);
  return day <= asOf && day > addMonths(asOf, -3);
};

const percentiles = (values: readonly number[], enough: number): readonly [number | null, number | null] =>
  values.length < enough
    ? [null, null]
    : [Math.round(percentileOf(values, 0.5)), Math.round(percentileOf(values, 0.95))];

/** Figures of one modality and age. Null percentiles: fewer than 30 samples, which is not enough to tell one. */
export interface RetrievalGroup extends RetrievalFigures {
  /** Samples whose path was slow just before: they are not held against the archive and are in no figure. */
  readonly pathSlow: number;
}

function groupOf(
  samples: readonly RetrievalSample[],
  asOf: CalendarDate,
  parameters: RetentionParameters,
): RetrievalGroup {
  const [first] = samples;
  if (first === undefined || first.class === 'older') throw new Error('a group of samples has one');
  const fair = samples.filter((sample) => !slowPath(sample, parameters));
  const firstMs = fair.flatMap(({ delivery }) => delivery.firstImageMs ?? []);
  const wholeMs = fair.flatMap(({ delivery: { whole, delivered, wholeMs: ms, bytes } }) =>
    whole && delivered && ms !== undefined ? [normalisedMs(ms, bytes)] : [],
  );
  const [firstImageP50Ms, firstImageP95Ms] = percentiles(firstMs, parameters.percentileSamples);
  const [wholeP50Ms, wholeP95Ms] = percentiles(wholeMs, parameters.percentileSamples);
  return {
    modality: first.modality,
    age: first.class,
    month: monthOf(asOf),
    n: firstMs.length,
    firstImageP50Ms,
    firstImageP95Ms,
    wholeN: wholeMs.length,
    wholeP50Ms,
    wholeP95Ms,
    needRecall: fair.filter(({ delivery }) => delivery.recall === 'needed').length,
    pathSlow: samples.length - fair.length,
  };
}

/** How fast the samples of the last three months came back, by modality and age, in that order. A sample of which no image came is in no time. */
export function retrievalFigures(
  samples: readonly RetrievalSample[],
  asOf: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): readonly RetrievalGroup[] {
  const groups = Map.groupBy(
    samples.filter((sample) => sample.class !== 'older' && lately(sample, asOf)),
    (sample) => `${sample.class === 'online' ? '0' : '1'}\n${sample.modality}`,
  );
  return [...groups].sort(byKey(([key]) => key)).map(([, members]) => groupOf(members, asOf, parameters));
}

/** Share of the samples up to 36 months old, of the last three months, that came without a recall (MIDC-3.11b). Slow is not offline. */
export function onlineShare(samples: readonly RetrievalSample[], asOf: CalendarDate): OnlineShareFacts {
  const online = samples.filter((sample) => sample.class === 'online' && lately(sample, asOf));
  const delivered = online.filter(({ delivery }) => delivery.delivered && delivery.recall !== 'needed');
  return {
    sampled: online.length,
    delivered: delivered.length,
    neededRecall: online.filter(({ delivery }) => delivery.recall === 'needed').length,
    claimedOffline: delivered.filter(({ claimed }) => claimed !== undefined && claimed !== 'ONLINE').length,
  };
}
