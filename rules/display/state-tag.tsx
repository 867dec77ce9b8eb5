import { displayState, type FindingState, type Judged } from '@center/contract';
import { useDisplayWords } from './display-context.ts';
import { type ShownState, shownState, stateLooks } from './state-look.ts';
import { StateMark } from './state-mark.tsx';

export interface StateTagProps {
  readonly state: ShownState;
  /** Subjects in that state, after the word. */
  readonly count?: number;
}

/** Word, mark, colour and pattern of a state; what it means, and must not be mistaken for, shows under the pointer. */
export function StateTag({ state, count }: StateTagProps) {
  const words = useDisplayWords();
  const { mark, tone, surface } = stateLooks[state];
  return (
    <span className={`dp-tag dp-${tone} dp-${surface}`} title={words.stateMeaning[state]} data-state={state}>
      <StateMark mark={mark} />
      <span>{words.state[state]}</span>
      {count === undefined ? null : <b className="dp-num">{count}</b>}
    </span>
  );
}

export interface VerdictTagProps {
  readonly judged: Judged;
  /** Of the finding behind it, where there is one: an unconfirmed deviation is only suspected. */
  readonly finding?: FindingState;
}

/** A verdict as a person sees it, derived from what is stored. */
export function VerdictTag({ judged, finding }: VerdictTagProps) {
  return <StateTag state={shownState(displayState(judged), finding)} />;
}
