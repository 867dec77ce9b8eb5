import { type StateCounts, worstFirst } from '@center/contract';
import { useDisplayWords } from './display-context.ts';
import { formatNumber } from './numbers.ts';
import { stateLooks } from './state-look.ts';
import { StateTag } from './state-tag.tsx';
import { fill } from './words/shape.ts';

export interface CountsBarProps {
  readonly counts: StateCounts;
  /** `bar` alone for narrow cells; its words are then read aloud and shown under the pointer. */
  readonly kind?: 'bar' | 'bar-and-words';
}

/** Counts by state, worst first, as a bar of stacked shares and as words with numbers; a single case always keeps a visible sliver. */
export function CountsBar({ counts, kind = 'bar-and-words' }: CountsBarProps) {
  const words = useDisplayWords();
  const parts = worstFirst.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count > 0 ? [{ state, count }] : [];
  });
  if (parts.length === 0) return <span className="dp-quiet">{words.figure.noCounts}</span>;
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  const said = parts.map(({ state, count }) => `${words.state[state]} ${formatNumber(count)}`).join(' · ');
  const whole = fill(words.figure.subjects, { n: formatNumber(total) });
  return (
    <div className="dp-counts" title={`${said} (${whole})`}>
      <div className="dp-bar" role="img" aria-label={`${said}; ${whole}`}>
        {parts.map(({ state, count }) => (
          <span
            key={state}
            className={`dp-seg dp-${stateLooks[state].tone} dp-${stateLooks[state].surface}`}
            style={{ flexGrow: count }}
          />
        ))}
      </div>
      {kind === 'bar' ? null : (
        <div className="dp-counts-words">
          {parts.map(({ state, count }) => (
            <StateTag key={state} state={state} count={count} />
          ))}
        </div>
      )}
    </div>
  );
}
