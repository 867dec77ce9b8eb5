import type { Mark } from './state-look.ts';

/** Drawn, not typed: fonts of older desktops lack some of these signs. 12 × 12, strokes in the colour of the text. */
const paths: Readonly<Record<Mark, string>> = {
  tick: 'M2 6.5 5 9.5 10 3',
  pen: 'M2.5 9.5 3 7 8 2 10 4 5 9Z',
  triangle: 'M6 2 10.5 10H1.5Z',
  cross: 'M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5',
  question: 'M3.5 4.2A2.5 2.5 0 1 1 7 6.2Q6 6.7 6 7.6M6 10v.4',
  hourglass: 'M2.5 1.5h7M2.5 10.5h7M3.5 1.5 8.5 10.5M8.5 1.5 3.5 10.5',
  bang: 'M6 1.5V7M6 9.7v.4',
  dots: 'M2 6v.1M6 6v.1M10 6v.1',
  eye: 'M1 6Q6 0.5 11 6 6 11.5 1 6ZM6 5.9v.2',
  dash: 'M2.5 6h7',
  'letter-w': 'M1.5 2.5 3.5 9.5 6 4 8.5 9.5 10.5 2.5',
  ring: 'M6 2.2A3.8 3.8 0 1 0 6 9.8 3.8 3.8 0 1 0 6 2.2',
};

/** The sign of a state, beside its word; read aloud it says nothing, because the word does. */
export function StateMark({ mark }: { readonly mark: Mark }) {
  return (
    <svg className="dp-mark" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
      <path d={paths[mark]} />
    </svg>
  );
}
