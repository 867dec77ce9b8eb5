import type { StationSession } from '@center/contract/station-api';
import { createContext, useContext } from 'react';

export const SessionContext = createContext<StationSession | undefined>(undefined);

/** Who is signed in; only parts below the sign-in ask. */
export function useSession(): StationSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('a part that needs a session stands outside the sign-in');
  return session;
}
