import type { Instant } from '@center/contract';
import type { ProbeSpan, Sample, SampleRule } from './evidence.ts';

/** Where one probe stands between two samples: plain JSON, kept so that a restart of the agent goes on with it. */
export interface ProbeTrack {
  readonly probe: string;
}

export interface TrackStep {
  readonly track: ProbeTrack;
  /** Spans that ended with this sample, oldest first: they never change again. */
  readonly closed: readonly ProbeSpan[];
  /** It is confirmed up or down, and was not so before; `at` is dated back. A draft is opened by `down` and hears of its end by `up`. */
  readonly change?: { readonly to: 'up' | 'down'; readonly at: Instant };
}

export function stepSamples(_track: ProbeTrack | undefined, _sample: Sample, _rule: SampleRule): TrackStep {
  throw new Error('being written');
}

/** The span that is not closed yet, as it stands at `now`. */
export function openSpan(_track: ProbeTrack, _now: Instant): ProbeSpan | undefined {
  throw new Error('being written');
}

/** The agent was away: nothing is covered from the last sample to the next one. To be called once for each track at the start of the program, after suspension and after a stall. */
export function interruptTrack(_track: ProbeTrack): TrackStep {
  throw new Error('being written');
}

/** An incident of the path is known only after some samples of it were taken: what was taken as failing since `from` and is not closed yet becomes unknown. */
export function retractFailing(_track: ProbeTrack, _from: Instant): TrackStep & { readonly retracted: boolean } {
  throw new Error('being written');
}

/** All samples of one probe at once, in order: the same spans that step by step come out. */
export function spansOfSamples(_samples: readonly Sample[], _rule: SampleRule, _now: Instant): ProbeSpan[] {
  throw new Error('being written');
}
