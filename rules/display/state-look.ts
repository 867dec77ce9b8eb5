import type { DisplayState, FindingState } from '@center/contract';

/**
 * What a tag can say of a subject: a display state; `unserved`: nothing measures the clause; `suspected`: a deviation that no person has confirmed
 * (疑似·待核实).
 */
export type ShownState = DisplayState | 'unserved' | 'suspected';

export type Tone = 'green' | 'amber' | 'red' | 'purple' | 'grey' | 'blue' | 'plain';
/** Surface beside the colour: `hatched` is unknown, `outline` rests on a word or lacks evidence. */
export type Surface = 'solid' | 'soft' | 'outline' | 'hatched' | 'dotted';
export type Mark =
  | 'tick'
  | 'pen'
  | 'triangle'
  | 'cross'
  | 'question'
  | 'hourglass'
  | 'bang'
  | 'dots'
  | 'eye'
  | 'dash'
  | 'letter-w'
  | 'ring';

export interface StateLook {
  readonly mark: Mark;
  readonly tone: Tone;
  readonly surface: Surface;
}

/** Mark, colour and pattern of every state. Unknown is never green. */
export const stateLooks: Readonly<Record<ShownState, StateLook>> = {
  compliant: { mark: 'tick', tone: 'green', surface: 'soft' },
  attested: { mark: 'pen', tone: 'green', surface: 'outline' },
  'due-soon': { mark: 'triangle', tone: 'amber', surface: 'soft' },
  'non-compliant': { mark: 'cross', tone: 'red', surface: 'solid' },
  suspected: { mark: 'eye', tone: 'red', surface: 'soft' },
  'evidence-missing': { mark: 'question', tone: 'red', surface: 'outline' },
  'awaiting-review': { mark: 'eye', tone: 'amber', surface: 'outline' },
  'check-error': { mark: 'bang', tone: 'purple', surface: 'hatched' },
  stale: { mark: 'hourglass', tone: 'grey', surface: 'hatched' },
  'not-yet-run': { mark: 'dots', tone: 'grey', surface: 'hatched' },
  waived: { mark: 'letter-w', tone: 'blue', surface: 'soft' },
  'not-applicable': { mark: 'dash', tone: 'plain', surface: 'outline' },
  informational: { mark: 'dash', tone: 'plain', surface: 'dotted' },
  unserved: { mark: 'ring', tone: 'plain', surface: 'dotted' },
};

/** How a finding is shown: a deviation stays 疑似·待核实 until a person has confirmed it; every other state is shown as it is. */
export function shownState(display: DisplayState, finding: FindingState | undefined): ShownState {
  return display === 'non-compliant' && finding === 'open' ? 'suspected' : display;
}
