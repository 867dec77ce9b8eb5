import type { ConsoleRole, ConsoleSession } from '@center/contract';
import { createContext, useContext } from 'react';

export const SessionContext = createContext<ConsoleSession | undefined>(undefined);

/** Who is signed in. Only parts below the sign-in ask; there is always somebody then. */
export function useSession(): ConsoleSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('a part that needs a session stands outside the sign-in');
  return session;
}

const acting: readonly ConsoleRole[] = ['administrator', 'supervisor'];

/** What the page offers to that person; the server decides again at every request. */
export function usePermissions(): { readonly mayAct: boolean; readonly mayAdminister: boolean } {
  const { role } = useSession();
  return { mayAct: acting.includes(role), mayAdminister: role === 'administrator' };
}
