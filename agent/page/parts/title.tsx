import type { ReactNode } from 'react';

/** Heading of a screen; beside it "as of", exports and buttons. */
export function Title({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="title">
      <h1>{title}</h1>
      <div className="title-tools">{children}</div>
    </div>
  );
}
