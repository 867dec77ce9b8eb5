import type { StandingLight } from '@center/contract';
import { useTranslation } from 'react-i18next';

export const lights = ['red', 'amber', 'not-graded', 'green'] as const satisfies readonly StandingLight[];

const shapes: Readonly<Record<StandingLight, string>> = {
  red: 'M5 1h6l4 4v6l-4 4H5l-4-4V5Z',
  amber: 'M8 1.5 15 14H1Z',
  green: 'M8 1a7 7 0 1 0 0 14A7 7 0 1 0 8 1',
  'not-graded': 'M2 2h12v12H2Z',
};

/** A center's standing by shape (octagon, triangle, circle, hatched square), colour and word. */
export function LightTag({ light }: { readonly light: StandingLight }) {
  const { t } = useTranslation();
  const open = light === 'not-graded';
  return (
    <span className={`light light-${light}`} title={t(`light.${light}`)} data-light={light}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        <path
          d={shapes[light]}
          fill={open ? 'none' : 'currentColor'}
          stroke="currentColor"
          strokeDasharray={open ? '2 2' : undefined}
        />
      </svg>
      {t(`lightShort.${light}`)}
    </span>
  );
}
