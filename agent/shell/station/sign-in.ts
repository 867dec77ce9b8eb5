import type { Instant } from '@center/contract';
import type { UserRow } from '../ledger/index.ts';
import type { StationDeps } from './deps.ts';
import { passwordMatches } from './passwords.ts';
import { Refusal } from './problems.ts';

const mostFailures = 5;
const lockMs = 15 * 60_000;

/** Locked for a while after the last of several failures in a row. */
export function isLocked({ failed, failedAt }: UserRow, at: Instant): boolean {
  return failed >= mostFailures && failedAt !== undefined && at - failedAt < lockMs;
}

/** The person of a login and password. Throws `login-locked`, `login-failed`; an unknown login takes as long as a wrong password. */
export async function signIn({ ledger, now }: StationDeps, login: string, password: string): Promise<UserRow> {
  const before = ledger.users.byLogin(login);
  if (before !== undefined && isLocked(before, now())) throw new Refusal('login-locked');
  const good = await passwordMatches(password, before?.passwordHash);
  // Asked again: other attempts may have failed while this one was being computed.
  const user = ledger.users.byLogin(login);
  if (user !== undefined && isLocked(user, now())) throw new Refusal('login-locked');
  if (user === undefined || user.disabled || !good || user.passwordHash !== before?.passwordHash) {
    ledger.users.noteLogin(login, false, now());
    throw new Refusal('login-failed');
  }
  ledger.users.noteLogin(login, true, now());
  return user;
}
