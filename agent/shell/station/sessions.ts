import { type Instant, instant } from '@center/contract';
import type { Ledger, UserRow } from '../ledger/index.ts';
import { newToken, tokenDigest } from './passwords.ts';

export const idleMinutes = 30;
const idleMs = idleMinutes * 60_000;
/** However busy: after half a day a person signs in again. */
const longestMs = 12 * 3_600_000;
/** A busy page writes its session at most once in this time. */
const touchEveryMs = 60_000;

export interface SignedIn {
  readonly tokenSha256: string;
  readonly user: UserRow;
}

export function openSession(ledger: Ledger, user: UserRow, at: Instant): string {
  const token = newToken();
  ledger.sessions.sweep(at);
  ledger.sessions.create({
    tokenSha256: tokenDigest(token),
    userId: user.userId,
    createdAt: at,
    expiresAt: instant(at + idleMs),
  });
  return token;
}

/** The person behind a cookie. `background` requests (a page asking again by itself) do not keep the session alive. */
export function sessionOf(
  ledger: Ledger,
  token: string | undefined,
  at: Instant,
  background: boolean,
): SignedIn | undefined {
  if (token === undefined) return undefined;
  const tokenSha256 = tokenDigest(token);
  const session = ledger.sessions.get(tokenSha256);
  if (session === undefined) return undefined;
  const user = ledger.users.get(session.userId);
  if (session.expiresAt <= at || at - session.createdAt >= longestMs || user === undefined || user.disabled) {
    ledger.sessions.remove(tokenSha256);
    return undefined;
  }
  if (!background && at - session.usedAt >= touchEveryMs) ledger.sessions.touch(tokenSha256, at, instant(at + idleMs));
  return { tokenSha256, user };
}
