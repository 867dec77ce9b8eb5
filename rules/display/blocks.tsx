import type { Problem } from '@center/contract';
import { Alert, Button, Empty, Spin } from 'antd';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useDisplay, useDisplayWords } from './display-context.ts';
import { inLanguage } from './language.ts';

/** While something is read. */
export function LoadingBlock() {
  const words = useDisplayWords();
  return (
    <div className="dp-block" role="status">
      <Spin /> <span className="dp-quiet">{words.message.loading}</span>
    </div>
  );
}

/** Nothing is there; `text` says what that means here, since "nothing" must not be read as "all is well". */
export function EmptyBlock({ text, children }: { readonly text?: string; readonly children?: ReactNode }) {
  const words = useDisplayWords();
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text ?? words.message.empty}>
      {children}
    </Empty>
  );
}

/** What the program answered, in the page's language; without an answer, that it could not be reached. */
export function useProblemText(): (problem: Problem | undefined) => string {
  const { language } = useDisplay();
  const words = useDisplayWords();
  return (problem) => (problem === undefined ? words.message.unreachable : inLanguage(problem.message, language));
}

export interface ErrorBlockProps {
  /** What the program answered; undefined when it could not be reached. */
  readonly problem: Problem | undefined;
  readonly onRetry?: () => void;
}

/** What went wrong, in the page's language, with the program's code and a way to try again. */
export function ErrorBlock({ problem, onRetry }: ErrorBlockProps) {
  const words = useDisplayWords();
  const textOf = useProblemText();
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={textOf(problem)}
      description={
        problem === undefined ? undefined : (
          <>
            <span className="dp-code">{problem.code}</span>
            {(problem.details ?? []).map((detail) => (
              <div key={detail}>{detail}</div>
            ))}
          </>
        )
      }
      action={
        onRetry === undefined ? undefined : (
          <Button size="small" onClick={onRetry}>
            {words.act.retry}
          </Button>
        )
      }
    />
  );
}

export interface CsvLinkProps {
  readonly href: string;
  readonly kind?: 'csv' | 'xlsx';
}

/** A file of the rows shown, as the server writes it. `href` stays on the page's own address. */
export function CsvLink({ href, kind = 'csv' }: CsvLinkProps) {
  const words = useDisplayWords();
  return (
    <Button href={href} download size="small">
      {words.act[kind]}
    </Button>
  );
}

const noChange = () => () => undefined;
/** `:where` came with Chromium 88; the UI kit's styles stand on it, and without it a page is unreadable rather than plain. */
const browserIsTooOld = (): boolean => !CSS.supports('selector(:where(*))') || typeof Array.prototype.at !== 'function';

/** Shows what kind of browser is needed instead of a broken page. */
export function BrowserFloor({ children }: { readonly children: ReactNode }) {
  const words = useDisplayWords();
  if (!useSyncExternalStore(noChange, browserIsTooOld)) return children;
  return (
    <div className="dp-block" role="alert">
      <h1>{words.message.tooOld}</h1>
      <p>{words.message.tooOldWhat}</p>
    </div>
  );
}
