import type { ReactNode } from 'react';

export interface TitleProps {
  readonly title: ReactNode;
  /** "as of", export, buttons. */
  readonly children?: ReactNode;
}

export function Title({ title, children }: TitleProps) {
  return (
    <div className="title">
      <h1>{title}</h1>
      <div className="title-tools">{children}</div>
    </div>
  );
}
