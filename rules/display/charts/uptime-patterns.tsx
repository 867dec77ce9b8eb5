import type { CountedState } from '@center/contract';
import type { ReactNode } from 'react';
import { countedStack } from '../uptime-look.ts';

/** Fill of each way of counting: colour and pattern together, so that a print in grey still tells them apart. */
export const patternOf = (ids: string, state: CountedState): string => `url(#${ids}-${state})`;

const drawings: Readonly<Record<CountedState, { readonly turn: number; readonly lines: ReactNode }>> = {
  up: { turn: 0, lines: null },
  down: { turn: 45, lines: <path d="M0 1H6M0 4H6" /> },
  unknown: { turn: 135, lines: <rect width="2" height="6" /> },
  maintenance: { turn: 0, lines: <circle cx="3" cy="3" r="1.2" /> },
  external: { turn: 0, lines: <path d="M0 1.5H6M0 4.5H6" /> },
};

/** The patterns of one drawing; `ids` keeps those of two drawings apart. */
export function UptimePatterns({ ids }: { readonly ids: string }) {
  return (
    <defs>
      {countedStack.map((state) => (
        <pattern
          key={state}
          id={`${ids}-${state}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={`rotate(${String(drawings[state].turn)})`}
          className={`dp-counted-${state}`}
        >
          <rect width="6" height="6" className="dp-counted-ground" />
          <g className="dp-counted-lines">{drawings[state].lines}</g>
        </pattern>
      ))}
    </defs>
  );
}
