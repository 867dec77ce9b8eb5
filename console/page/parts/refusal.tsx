import { ErrorBlock } from '@center/display';
import { RequestError } from '../api/request.ts';

/** Why a change was refused, inside the form that asked for it. */
export function Refusal({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  return (
    <div className="dp-gap">
      <ErrorBlock problem={error instanceof RequestError ? error.problem : undefined} />
    </div>
  );
}
