import { ErrorBlock, useDisplayWords, useProblemText } from '@center/display';
import { RequestError } from '../api/request.ts';

/** A fault in the page's language. */
export function useRefusalText(): (fault: unknown) => string {
  const words = useDisplayWords();
  const textOf = useProblemText();
  return (fault) => (fault instanceof RequestError ? textOf(fault.problem) : words.message.unknown);
}

/** Why something was not done; nothing when it was. */
export function Refusal({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <div className="dp-gap">
      <ErrorBlock problem={error instanceof RequestError ? error.problem : undefined} />
    </div>
  );
}
