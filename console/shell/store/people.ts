import { randomBytes } from 'node:crypto';
import { type ConsoleScope, type ConsoleUser, instant, instantToIso } from '@center/contract';
import { sha256Hex } from '../keys.ts';
import { randomId } from '../passwords.ts';
import type { Database } from './database.ts';
import type { SessionTable, UserTable } from './tables.ts';

export const sessionLimits = { idleMs: 30 * 60_000, longestMs: 12 * 3_600_000, touchEveryMs: 60_000 } as const;
const loginLimits = { failures: 5, lockMs: 15 * 60_000 } as const;

export function scopeOf(row: Pick<UserTable, 'scope'>): ConsoleScope {
  if (row.scope === 'all') return 'all';
  const parsed: unknown = JSON.parse(row.scope);
  return Array.isArray(parsed) ? parsed.filter((id): id is string => typeof id === 'string') : [];
}

export function scopeText(scope: ConsoleScope): string {
  return scope === 'all' ? 'all' : JSON.stringify([...new Set(scope)].sort());
}

const iso = (at: number | null): string | null => (at === null ? null : instantToIso(instant(at)));

export function userView(row: UserTable): ConsoleUser {
  return {
    userId: row.user_id,
    name: row.name,
    displayName: row.display_name,
    role: row.role,
    scope: scopeOf(row),
    disabled: row.disabled === 1,
    mustChangePassword: row.must_change === 1,
    lockedUntil: iso(row.locked_until),
    lastLoginAt: iso(row.last_login_at),
    createdAt: instantToIso(instant(row.created_at)),
  };
}

export function userByName(db: Database, name: string): UserTable | undefined {
  return db.first(db.sql.selectFrom('user').selectAll().where('name', '=', name.toLowerCase()));
}

export function userById(db: Database, userId: string): UserTable | undefined {
  return db.first(db.sql.selectFrom('user').selectAll().where('user_id', '=', userId));
}

export function allUsers(db: Database): UserTable[] {
  return db.all(db.sql.selectFrom('user').selectAll().orderBy('name'));
}

export interface NewUser {
  readonly name: string;
  readonly displayName: string;
  readonly role: UserTable['role'];
  readonly scope: ConsoleScope;
  readonly passwordHash: string;
  readonly mustChange: boolean;
}

/** Names are kept in lower case: two people whose names differ by a capital letter are one login. */
export function addUser(db: Database, user: NewUser, now: number): UserTable {
  const row: UserTable = {
    user_id: randomId('user'),
    name: user.name.toLowerCase(),
    display_name: user.displayName,
    role: user.role,
    scope: scopeText(user.scope),
    password: user.passwordHash,
    must_change: user.mustChange ? 1 : 0,
    disabled: 0,
    failed_logins: 0,
    locked_until: null,
    last_login_at: null,
    created_at: now,
  };
  db.run(db.sql.insertInto('user').values(row));
  return row;
}

/** A new password ends every session of the person but the one given. */
export function setPassword(db: Database, userId: string, hash: string, mustChange: boolean, keepToken?: string): void {
  db.run(
    db.sql
      .updateTable('user')
      .set({ password: hash, must_change: mustChange ? 1 : 0, failed_logins: 0, locked_until: null })
      .where('user_id', '=', userId),
  );
  endSessions(db, userId, keepToken);
}

export function endSessions(db: Database, userId: string, keepToken?: string): void {
  db.run(
    db.sql
      .deleteFrom('session')
      .where('user_id', '=', userId)
      .where('token_sha256', '!=', keepToken === undefined ? '' : sha256Hex(keepToken)),
  );
}

/** Administrators who can sign in. */
export function enabledAdministrators(db: Database): number {
  const row = db.first(
    db.sql
      .selectFrom('user')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('role', '=', 'administrator')
      .where('disabled', '=', 0),
  );
  return row?.n ?? 0;
}

/** Counts a failed login; the fifth locks the account for a quarter of an hour. True when it is locked now. */
export function countFailure(db: Database, user: UserTable, now: number): boolean {
  const failures = user.failed_logins + 1;
  const locks = failures >= loginLimits.failures;
  db.run(
    db.sql
      .updateTable('user')
      .set({ failed_logins: locks ? 0 : failures, locked_until: locks ? now + loginLimits.lockMs : user.locked_until })
      .where('user_id', '=', user.user_id),
  );
  return locks;
}

/** Opens a session and gives its token; only the hash is kept. */
export function openSession(db: Database, userId: string, now: number): string {
  const token = randomBytes(32).toString('base64url');
  db.run(db.sql.deleteFrom('session').where('last_seen_at', '<', now - sessionLimits.longestMs));
  db.run(
    db.sql
      .insertInto('session')
      .values({ token_sha256: sha256Hex(token), user_id: userId, created_at: now, last_seen_at: now }),
  );
  db.run(
    db.sql
      .updateTable('user')
      .set({ failed_logins: 0, locked_until: null, last_login_at: now })
      .where('user_id', '=', userId),
  );
  return token;
}

export interface OpenSession {
  readonly user: UserTable;
  readonly session: SessionTable;
  /** When it ends unless something is asked for before. */
  readonly expiresAt: number;
}

/** The session of a token, if it is neither idle too long nor too old and its person may still sign in. */
export function findSession(db: Database, token: string, now: number): OpenSession | undefined {
  const session = db.first(db.sql.selectFrom('session').selectAll().where('token_sha256', '=', sha256Hex(token)));
  if (session === undefined) return undefined;
  const tooOld =
    now - session.last_seen_at > sessionLimits.idleMs || now - session.created_at > sessionLimits.longestMs;
  const user = tooOld ? undefined : userById(db, session.user_id);
  if (user === undefined || user.disabled === 1) {
    db.run(db.sql.deleteFrom('session').where('token_sha256', '=', session.token_sha256));
    return undefined;
  }
  if (now - session.last_seen_at > sessionLimits.touchEveryMs) {
    db.run(db.sql.updateTable('session').set({ last_seen_at: now }).where('token_sha256', '=', session.token_sha256));
  }
  return {
    user,
    session,
    expiresAt: Math.min(now + sessionLimits.idleMs, session.created_at + sessionLimits.longestMs),
  };
}

export function closeSession(db: Database, token: string): void {
  db.run(db.sql.deleteFrom('session').where('token_sha256', '=', sha256Hex(token)));
}
