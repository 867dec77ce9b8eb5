import type { ReactNode } from 'react';

export interface Choice<T extends string> {
  /** Undefined chooses all. */
  readonly value: T | undefined;
  readonly content: ReactNode;
}

/** Rows by what they ask, each count a button that leads to its rows. */
export function Choices<T extends string>({
  choices,
  chosen,
  onChoose,
}: {
  readonly choices: readonly Choice<T>[];
  readonly chosen: T | undefined;
  readonly onChoose: (value: T | undefined) => void;
}) {
  return (
    <div className="filters">
      {choices.map(({ value, content }) => (
        <button
          key={value ?? ''}
          type="button"
          className="choice"
          aria-pressed={chosen === value}
          onClick={() => {
            onChoose(value);
          }}
        >
          {content}
        </button>
      ))}
    </div>
  );
}
