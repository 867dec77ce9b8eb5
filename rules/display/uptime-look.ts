import type { CountedState, UpsState, UptimeVerdict } from '@center/contract';
import type { StateLook } from './state-look.ts';

/** How an instant is counted, with the two ways in which it is not: at this moment not scheduled, a whole day closed. */
export type CountedShown = CountedState | 'not-required' | 'closed';

/** As a bar is stacked: what is good at the bottom, the worst on top. */
export const countedStack: readonly CountedState[] = ['up', 'maintenance', 'external', 'unknown', 'down'];

/** Mark, colour and pattern. Unknown is hatched and never green. */
export const countedLooks: Readonly<Record<CountedShown, StateLook>> = {
  up: { mark: 'tick', tone: 'green', surface: 'soft' },
  down: { mark: 'cross', tone: 'red', surface: 'solid' },
  unknown: { mark: 'question', tone: 'grey', surface: 'hatched' },
  maintenance: { mark: 'pen', tone: 'blue', surface: 'soft' },
  external: { mark: 'bang', tone: 'purple', surface: 'soft' },
  'not-required': { mark: 'dash', tone: 'plain', surface: 'outline' },
  closed: { mark: 'dash', tone: 'plain', surface: 'dotted' },
};

export const uptimeVerdictLooks: Readonly<Record<UptimeVerdict, StateLook>> = {
  conforms: { mark: 'tick', tone: 'green', surface: 'soft' },
  deviates: { mark: 'cross', tone: 'red', surface: 'soft' },
  indeterminate: { mark: 'question', tone: 'grey', surface: 'hatched' },
  'nothing-required': { mark: 'dash', tone: 'plain', surface: 'outline' },
};

export const upsLooks: Readonly<Record<UpsState, StateLook>> = {
  'on-line': { mark: 'tick', tone: 'green', surface: 'soft' },
  'on-battery': { mark: 'bang', tone: 'amber', surface: 'soft' },
  bypass: { mark: 'triangle', tone: 'amber', surface: 'outline' },
  off: { mark: 'cross', tone: 'red', surface: 'solid' },
  unknown: { mark: 'question', tone: 'grey', surface: 'hatched' },
};
