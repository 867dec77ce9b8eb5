import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from 'react';
import type { Said } from './chart-frame.tsx';
import type { Follow } from './types.ts';

export interface PlacedPoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Read aloud, and shown when pointed at. */
  readonly lines: readonly string[];
  readonly href?: string;
  /** What is drawn at the place, without a place of its own. */
  readonly mark: ReactNode;
}

export interface PointGroupProps {
  readonly name: string;
  readonly points: readonly PlacedPoint[];
  readonly say: (said: Said | undefined) => void;
  readonly follow?: Follow | undefined;
}

/** Where an arrow key leads among `count` points; undefined for other keys. */
export function nextPoint(key: string, at: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  const step = steps[key];
  if (step !== undefined) return Math.min(count - 1, Math.max(0, at + step));
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}

/**
 * Points of one row, in the order in which arrow keys go through them. The tabulator reaches the row once, however many points it has; the arrows, Home and End move
 * inside it; Enter follows a point's address.
 */
export function PointGroup({ name, points, say, follow }: PointGroupProps) {
  const [active, setActive] = useState(0);
  const here = Math.min(active, points.length - 1);
  const onKeyDown = (event: KeyboardEvent<SVGGElement>): void => {
    const next = nextPoint(event.key, here, points.length);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
    event.currentTarget.querySelector<SVGElement>(`[data-at="${next}"]`)?.focus();
  };
  return (
    <g role="group" aria-label={name} onKeyDown={onKeyDown}>
      {points.map(({ id, x, y, lines, href, mark }, at) => {
        const shown = { x, y, lines };
        const own = {
          'data-at': at,
          'aria-label': lines.join(', '),
          tabIndex: at === here ? 0 : -1,
          transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
          onPointerEnter: () => say(shown),
          onPointerLeave: () => say(undefined),
          onFocus: () => {
            setActive(at);
            say(shown);
          },
          onBlur: () => say(undefined),
        };
        if (href === undefined) {
          return (
            <g key={id} role="img" className="dp-point" {...own}>
              {mark}
            </g>
          );
        }
        const onClick = (event: MouseEvent): void => {
          // A click that asks for another window is the browser's.
          if (follow === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          follow(href);
        };
        return (
          <a key={id} href={href} className="dp-point" onClick={onClick} {...own}>
            {mark}
          </a>
        );
      })}
    </g>
  );
}
