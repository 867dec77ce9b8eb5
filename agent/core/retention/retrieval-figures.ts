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
import { retentionClassOf } from './study-standing.ts';

/** One random sample as it came back. Milliseconds and bytes. */
export interface RetrievalSample
  extends Pick<Delivery, 'at' | 'delivered' | 'recall' | 'whole' | 'firstImageMs' | 'wholeMs' | 'bytes'> {
  readonly modality: string;
  /** Day from which the terms of its study run. */
  readonly clock: CalendarDate;
  /** Round trip of a smallest question just before; absent when nobody measured it. */
  readonly pathMs?: number;
  /** The archive's own claim when it was drawn. */
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
const lately = ({ at }: RetrievalSample, asOf: CalendarDate): boolean => {
  const day = calendarDateAt(at);
  return day <= asOf && day > addMonths(asOf, -3);
};

/** Class of its study on the day of the sample. */
const classOf = ({ at, clock }: RetrievalSample, parameters: RetentionParameters): 'online' | 'kept' | 'older' =>
  retentionClassOf({ date: clock, firstSeenOn: clock }, calendarDateAt(at), parameters);

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
  { modality, age }: Pick<RetrievalFigures, 'modality' | 'age'>,
  samples: readonly RetrievalSample[],
  asOf: CalendarDate,
  parameters: RetentionParameters,
): RetrievalGroup {
  const fair = samples.filter((sample) => !slowPath(sample, parameters));
  const firstMs = fair.flatMap(({ firstImageMs }) => firstImageMs ?? []);
  const wholeMs = fair.flatMap(({ whole, delivered, wholeMs: ms, bytes }) =>
    whole && delivered && ms !== undefined ? [normalisedMs(ms, bytes)] : [],
  );
  const [firstImageP50Ms, firstImageP95Ms] = percentiles(firstMs, parameters.percentileSamples);
  const [wholeP50Ms, wholeP95Ms] = percentiles(wholeMs, parameters.percentileSamples);
  return {
    modality,
    age,
    month: monthOf(asOf),
    n: firstMs.length,
    firstImageP50Ms,
    firstImageP95Ms,
    wholeN: wholeMs.length,
    wholeP50Ms,
    wholeP95Ms,
    needRecall: fair.filter(({ recall }) => recall === 'needed').length,
    pathSlow: samples.length - fair.length,
  };
}

/** How fast the samples of the last three months came back, by modality and age, in that order. A sample of which no image came is in no time. */
export function retrievalFigures(
  samples: readonly RetrievalSample[],
  asOf: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): readonly RetrievalGroup[] {
  const recent = samples.filter((sample) => lately(sample, asOf));
  const ages: readonly RetrievalFigures['age'][] = ['online', 'kept'];
  return ages.flatMap((age) => {
    const ofAge = recent.filter((sample) => classOf(sample, parameters) === age);
    return [...Map.groupBy(ofAge, ({ modality }) => modality)]
      .sort(byKey(([modality]) => modality))
      .map(([modality, members]) => groupOf({ modality, age }, members, asOf, parameters));
  });
}

/**
 * Share of the samples up to 36 months old, of the last three months, that came without a recall (MIDC-3.11b). Slow is not offline. One that came slowly and of which
 * nobody knows whether it was recalled speaks for neither side.
 */
export function onlineShare(
  samples: readonly RetrievalSample[],
  asOf: CalendarDate,
  parameters: RetentionParameters = retentionDefaults,
): OnlineShareFacts {
  const told = ({ delivered, recall }: RetrievalSample): boolean => !delivered || recall !== 'unknown';
  const online = samples.filter(
    (sample) => told(sample) && lately(sample, asOf) && classOf(sample, parameters) === 'online',
  );
  const delivered = online.filter((sample) => sample.delivered && sample.recall !== 'needed');
  return {
    sampled: online.length,
    delivered: delivered.length,
    neededRecall: online.filter(({ recall }) => recall === 'needed').length,
    claimedOffline: delivered.filter(({ claimed }) => claimed !== undefined && claimed !== 'ONLINE').length,
  };
}
