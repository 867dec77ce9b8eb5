import { Button, Card } from 'antd';
import type { ReactNode } from 'react';
import { useDisplayWords } from './display-context.ts';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';

export interface PageFrameProps {
  /** What the page is called; leads to the first screen. */
  readonly brand: ReactNode;
  /** Who is signed in; leads to the account. */
  readonly account: ReactNode;
  readonly onSignOut: () => void;
  /** What the menu is called for those who do not see it. */
  readonly menuName: string;
  /** The menu, and what stands at its foot. */
  readonly menu: ReactNode;
  readonly children: ReactNode;
}

/** Head with language, appearance and account; side menu; the screen beside it. Links and what they lead to are the page's own. */
export function PageFrame({ brand, account, onSignOut, menuName, menu, children }: PageFrameProps) {
  const words = useDisplayWords();
  return (
    <div className="frame">
      <header className="head">
        {brand}
        <div className="head-tools">
          <LanguageSwitch />
          <ThemeSwitch />
          {account}
          <Button size="small" onClick={onSignOut}>
            {words.sign.signOut}
          </Button>
        </div>
      </header>
      <nav className="side" aria-label={menuName}>
        {menu}
      </nav>
      <main className="main">{children}</main>
    </div>
  );
}

/** Before anybody is signed in: one card with the form, in either language and appearance. */
export function SignInFrame({ product, children }: { readonly product: string; readonly children: ReactNode }) {
  return (
    <main className="sign-in">
      <Card title={product} extra={<LanguageSwitch />}>
        {children}
      </Card>
      <ThemeSwitch />
    </main>
  );
}

/** Heading of a screen; beside it "as of", exports and buttons. */
export function Title({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  return (
    <div className="title">
      <h1>{title}</h1>
      <div className="title-tools">{children}</div>
    </div>
  );
}
