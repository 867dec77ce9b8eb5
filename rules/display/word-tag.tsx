import type { ReactNode } from 'react';
import { formatNumber } from './numbers.ts';
import type { StateLook } from './state-look.ts';
import { StateMark } from './state-mark.tsx';

export interface WordTagProps {
  readonly look: StateLook;
  readonly word: ReactNode;
  /** Shown under the pointer: what it means, and must not be mistaken for. */
  readonly meaning?: string;
  readonly count?: number;
}

/** A word with its mark, colour and surface, for what is no state of a verdict. */
export function WordTag({ look: { mark, tone, surface }, word, meaning, count }: WordTagProps) {
  return (
    <span className={`dp-tag dp-${tone} dp-${surface}`} title={meaning}>
      <StateMark mark={mark} />
      <span>{word}</span>
      {count === undefined ? null : <b className="dp-num">{formatNumber(count)}</b>}
    </span>
  );
}
