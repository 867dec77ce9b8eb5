import type { Sample, SampleRule } from '../evidence.ts';

/** What is said of the time from one sample to the next, of one probe, on one clock. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly state: 'up' | 'down' | 'unknown';
  readonly epoch: number;
}

/*
 * The rule of samples read over the whole list at once, looking ahead where the rule looks back: which samples hang together, which of their runs are confirmed, and what that says of the time between two
 * of them. Nothing is kept from sample to sample.
 */
export function piecesAtOnce(raw: readonly Sample[], rule: SampleRule): Piece[] {
  const list = raw.filter(
    (sample, index) =>
      !raw.slice(0, index).some((before) => before.bootId === sample.bootId && before.bootMs >= sample.bootMs),
  );
  // Chains of samples that hang together by the boot clock.
  const chains: Sample[][] = [];
  for (const [index, sample] of list.entries()) {
    const before = list[index - 1];
    const linked =
      before?.bootId === sample.bootId &&
      sample.bootMs - before.bootMs <= rule.gapFactor * rule.everyMs &&
      sample.outcome !== 'unsupported' &&
      before.outcome !== 'unsupported';
    if (linked) chains.at(-1)?.push(sample);
    else chains.push([sample]);
  }
  const stepBefore = (index: number): boolean => {
    const [before, sample] = [list[index - 1], list[index]];
    if (before === undefined || sample === undefined) return false;
    const wall = sample.at - before.at;
    const real = before.bootId === sample.bootId ? sample.bootMs - before.bootMs : Math.max(wall, 0);
    return wall <= 0 || Math.abs(wall - real) > 2_000 + real / 1000;
  };
  let epoch = 0;
  const epochs = list.map((_, index) => {
    if (stepBefore(index)) epoch += 1;
    return epoch;
  });
  return chains.flatMap((chain) => piecesOfChain(chain, list, epochs, rule));
}

function piecesOfChain(
  chain: readonly Sample[],
  list: readonly Sample[],
  epochs: readonly number[],
  rule: SampleRule,
): Piece[] {
  const firstIndex = list.findIndex((sample) => sample === chain[0]);
  const before = list[firstIndex - 1];
  const pieces: Piece[] = [];
  const states = confirmedFrom(chain, rule);
  for (const [index, sample] of chain.entries()) {
    const epoch = epochs[firstIndex + index] ?? 0;
    const previous = chain[index - 1];
    let start: number;
    if (previous !== undefined)
      start = epochs[firstIndex + index - 1] === epoch ? previous.at : sample.at - (sample.bootMs - previous.bootMs);
    // After a gap in one run of the host a success speaks for one interval, after an answer that says nothing back to it.
    else if (before?.bootId === sample.bootId && sample.outcome === 'ok')
      start =
        sample.bootMs - before.bootMs > rule.gapFactor * rule.everyMs
          ? sample.at - rule.everyMs
          : epochs[firstIndex - 1] === epoch
            ? before.at
            : sample.at - (sample.bootMs - before.bootMs);
    else
      start =
        before?.bootId === sample.bootId &&
        sample.outcome === 'invalid' &&
        sample.bootMs - before.bootMs <= rule.gapFactor * rule.everyMs
          ? epochs[firstIndex - 1] === epoch
            ? before.at
            : sample.at - (sample.bootMs - before.bootMs)
          : sample.at;
    const state = stateBetween(chain, states, index, epochs.slice(firstIndex));
    if (state !== undefined && start < sample.at) pieces.push({ start, end: sample.at, state, epoch });
  }
  return pieces;
}

type Confirmed = 'up' | 'down' | undefined;

/** For each sample: what was confirmed by the samples up to it and including it. */
function confirmedFrom(chain: readonly Sample[], rule: SampleRule): Confirmed[] {
  return chain.map((_, last) => {
    // The latest run up to here that suffices by itself, unless an answer that says nothing came after.
    for (let end = last; end >= 0; end -= 1) {
      const sample = chain[end];
      if (sample === undefined || sample.outcome === 'invalid' || sample.outcome === 'unsupported') return undefined;
      let begin = end;
      while (chain[begin - 1]?.outcome === sample.outcome) begin -= 1;
      const count = end - begin + 1;
      const first = chain[begin];
      if (sample.outcome === 'ok' && count >= rule.successes) return 'up';
      if (
        sample.outcome === 'fail' &&
        count >= rule.failures &&
        first !== undefined &&
        sample.bootMs - first.bootMs >= rule.failuresSpanMs
      )
        return 'down';
    }
    return undefined;
  });
}

/** What is said of the time that ends with sample `index`. */
function stateBetween(
  chain: readonly Sample[],
  states: readonly Confirmed[],
  index: number,
  epochs: readonly number[],
): Piece['state'] | undefined {
  const sample = chain[index];
  if (sample === undefined || sample.outcome === 'unsupported') return undefined;
  if (sample.outcome === 'invalid') return 'unknown';
  const known = states[index - 1];
  // The run that the sample belongs to, and what was known before it.
  let begin = index;
  while (chain[begin - 1]?.outcome === sample.outcome) begin -= 1;
  const knownBefore = states[begin - 1];
  let end = index;
  while (chain[end + 1]?.outcome === sample.outcome) end += 1;
  const confirms = sample.outcome === 'ok' ? 'up' : 'down';
  const confirmed =
    states[end] === confirms && (knownBefore === confirms || states.slice(begin, end + 1).includes(confirms));
  if (confirmed) {
    if (index === begin && (knownBefore !== undefined || confirms === 'down')) return knownBefore;
    // A step of the clock within what was not confirmed yet: what lies on the old clock stays unsaid.
    const confirmedAt = states.findIndex((state, at) => at >= begin && state === confirms);
    if (knownBefore !== confirms && confirmedAt >= index && epochs[confirmedAt] !== epochs[index]) return undefined;
    return confirms;
  }
  // Never confirmed: as before, if somebody stayed to see it end.
  if (index === begin) return known;
  const next = chain[end + 1];
  const resolved = next !== undefined && next.outcome !== 'invalid' && next.outcome !== 'unsupported';
  if (!resolved || knownBefore === undefined) return undefined;
  // … and the clock was not set meanwhile.
  return epochs[end + 1] === epochs[index] ? knownBefore : undefined;
}
