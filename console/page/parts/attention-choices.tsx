import { formatNumber } from '@center/display';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Choices } from './choices.tsx';

export interface AttentionChoicesProps<T extends string> {
  /** Of everything. */
  readonly total: number;
  /** Worst first; one that counts nothing is shown only while it is chosen. */
  readonly counts: readonly { readonly value: T; readonly count: number }[];
  readonly chosen: T | undefined;
  readonly onChoose: (value: T | undefined) => void;
  readonly tagOf: (value: T, count: number) => ReactNode;
}

/** Equipment by what it asks of a supervisor: all of it, or one kind with its count. */
export function AttentionChoices<T extends string>({
  total,
  counts,
  chosen,
  onChoose,
  tagOf,
}: AttentionChoicesProps<T>) {
  const { t } = useTranslation();
  return (
    <Choices
      chosen={chosen}
      onChoose={onChoose}
      choices={[
        {
          value: undefined,
          content: (
            <>
              {t('equipment.all')} <b className="dp-num">{formatNumber(total)}</b>
            </>
          ),
        },
        ...counts
          .filter(({ value, count }) => count > 0 || value === chosen)
          .map(({ value, count }) => ({ value, content: tagOf(value, count) })),
      ]}
    />
  );
}
