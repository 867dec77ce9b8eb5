import type { DisplayState, FindingState, Severity } from '@center/contract';
import { useDisplayWords } from './display-context.ts';
import { shownState } from './state-look.ts';
import { StateTag } from './state-tag.tsx';

export interface FindingTagProps {
  readonly display: DisplayState;
  readonly finding: FindingState;
}

/** What a finding's verdict looks like and how far people have come with it; 疑似·待核实 says both at once. */
export function FindingTag({ display, finding }: FindingTagProps) {
  const words = useDisplayWords();
  const shown = shownState(display, finding);
  return (
    <span className="dp-pair" data-finding={finding}>
      <StateTag state={shown} />
      {shown === 'suspected' ? null : <span className="dp-life">{words.finding[finding]}</span>}
    </span>
  );
}

const shapes: Readonly<Record<Severity, string>> = {
  critical: 'M6 .8 11.2 6 6 11.2 .8 6Z',
  major: 'M6 1.5 11 10.5H1Z',
  minor: 'M6 2.5A3.5 3.5 0 1 0 6 9.5 3.5 3.5 0 1 0 6 2.5',
};

/** Severity by word, shape (diamond, triangle, circle) and colour. */
export function SeverityTag({ severity }: { readonly severity: Severity }) {
  const words = useDisplayWords();
  return (
    <span className={`dp-severity dp-severity-${severity}`} data-severity={severity}>
      <svg viewBox="0 0 12 12" width="10" height="10" aria-hidden="true" focusable="false">
        <path d={shapes[severity]} />
      </svg>
      <span>{words.severity[severity]}</span>
    </span>
  );
}
