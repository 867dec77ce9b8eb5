import { ErrorBlock, inLanguage, useDisplay, useDisplayWords } from '@center/display';
import { RequestError } from '../api/request.ts';

/** A fault in the page's language. */
export function useRefusalText(): (fault: unknown) => string {
  const { language } = useDisplay();
  const words = useDisplayWords();
  return (fault) => {
    if (!(fault instanceof RequestError)) return words.message.unknown;
    return fault.problem === undefined ? words.message.unreachable : inLanguage(fault.problem.message, language);
  };
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
