import { byKey, compared } from '../facts/order.ts';
import { type Chance, chanceOf } from './random.ts';

/** Known studies of one year, modality and storage tier that may be sampled. */
export interface Stratum {
  readonly year: number;
  readonly modality: string;
  /** As the archive claims it; absent when it claims nothing. */
  readonly tier?: string;
  readonly studies: number;
}

/** The `index`-th study (from 0) of a stratum, in the ledger's own stable order. */
export interface Draw {
  readonly seed: string;
  /** How many draws of this seed came before. */
  readonly attempt: number;
  readonly stratum: Stratum;
  readonly index: number;
}

const nameOf = ({ year, modality, tier }: Stratum): string => `${String(year)}/${modality}/${tier ?? '-'}`;

/** What is stored beside the seed, so that the draw can be drawn again: the stratum, the number drawn and the number there were. */
export function drawText({ stratum, index, attempt }: Draw): string {
  return `${nameOf(stratum)} ${String(index)}/${String(stratum.studies)} #${String(attempt)}`;
}

function inOrder(strata: readonly Stratum[]): readonly Stratum[] {
  return strata
    .filter(({ studies }) => studies > 0)
    .toSorted((a, b) => (a.year === b.year ? compared(nameOf(a), nameOf(b)) : a.year - b.year));
}

function drawn(chance: Chance, strata: readonly Stratum[], seed: string, attempt: number): Draw {
  const years = [...new Set(strata.map(({ year }) => year))];
  const year = years[chance.below(years.length)];
  const ofYear = strata.filter((stratum) => stratum.year === year);
  let place = chance.below(ofYear.reduce((total, { studies }) => total + studies, 0));
  for (const stratum of ofYear) {
    if (place < stratum.studies) return { seed, attempt, stratum, index: place };
    place -= stratum.studies;
  }
  throw new Error('a place beyond the studies of a year');
}

/**
 * Draws of a seed, one after another without end: the year, each as likely, so that small years are proven as well; within the year a modality and tier by their share of
 * the studies, so that the draws of a year are a plain random sample of its studies and the loss bound holds for the year. A drawn study that may not be sampled now is
 * passed over and the next draw taken. Nothing when there is no study.
 */
export function* drawsOf(seed: string, strata: readonly Stratum[]): Generator<Draw, void, undefined> {
  const ordered = inOrder(strata);
  if (ordered.length === 0) return;
  const chance = chanceOf(seed);
  for (let attempt = 0; ; attempt += 1) yield drawn(chance, ordered, seed, attempt);
}

/** The draw with this number, again. Undefined when there is no study. */
export function drawAgain(seed: string, strata: readonly Stratum[], attempt: number): Draw | undefined {
  for (const draw of drawsOf(seed, strata)) if (draw.attempt === attempt) return draw;
  return undefined;
}

/** One study of ten is retrieved whole: decided by the seed as well. */
export function wholeThisTime(seed: string, oneIn: number): boolean {
  const chance = chanceOf(seed);
  // The first numbers of the sequence choose the study.
  for (let skip = 0; skip < 8; skip += 1) chance.fraction();
  return chance.below(oneIn) === 0;
}

/** `count` of the candidates, each once, as the seed draws them; all when there are fewer. The order in which the candidates come does not matter. */
export function pick(seed: string, candidates: readonly string[], count: number): readonly string[] {
  const chance = chanceOf(seed);
  const left = [...new Set(candidates)].sort(byKey((each) => each));
  const picked: string[] = [];
  while (picked.length < count && left.length > 0) picked.push(...left.splice(chance.below(left.length), 1));
  return picked;
}
