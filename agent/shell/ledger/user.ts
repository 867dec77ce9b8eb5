import { randomUUID } from 'node:crypto';
import type { Instant } from '@center/contract';
import { AgentError } from '../errors.ts';
import type { Store } from './store.ts';

export type UserRole = 'officer' | 'administrator';

export interface UserRow {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: UserRole;
  readonly passwordHash: string;
  readonly mustChange: boolean;
  readonly disabled: boolean;
  readonly createdAt: Instant;
  /** Failed attempts since the last good one. */
  readonly failed: number;
  readonly failedAt?: Instant;
  readonly lastLoginAt?: Instant;
}

interface Row {
  id: string;
  login: string;
  name: string;
  role: UserRole;
  password_hash: string;
  must_change: number;
  disabled: number;
  created_at: Instant;
  failed: number;
  failed_at: Instant | null;
  last_login_at: Instant | null;
}

function userOf(row: Row): UserRow {
  return {
    userId: row.id,
    login: row.login,
    name: row.name,
    role: row.role,
    passwordHash: row.password_hash,
    mustChange: row.must_change === 1,
    disabled: row.disabled === 1,
    createdAt: row.created_at,
    failed: row.failed,
    ...(row.failed_at === null ? {} : { failedAt: row.failed_at }),
    ...(row.last_login_at === null ? {} : { lastLoginAt: row.last_login_at }),
  };
}

export interface UserRepository {
  /** Throws AgentError `login-taken`. */
  add(user: Pick<UserRow, 'login' | 'name' | 'role' | 'passwordHash' | 'mustChange'>, who: string, at: Instant): string;
  byLogin(login: string): UserRow | undefined;
  get(userId: string): UserRow | undefined;
  list(): UserRow[];
  setPassword(login: string, passwordHash: string, mustChange: boolean, who: string, at: Instant): void;
  setDisabled(login: string, disabled: boolean, who: string, at: Instant): void;
  setRole(login: string, role: UserRole, who: string, at: Instant): void;
  noteLogin(login: string, good: boolean, at: Instant): void;
}

/** Names of people are staff data and stay in the rows; passwords are never in an entry, not even hashed. */
export function userRepository({ db, append, transaction }: Store): UserRepository {
  const insert = db.prepare<[string, string, string, string, string, number, number]>(
    'INSERT INTO user (id, login, name, role, password_hash, must_change, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const byLogin = db.prepare<[string], Row>('SELECT * FROM user WHERE login = ?');
  // Two logins that differ by a capital letter only would be one person with four eyes.
  const taken = db.prepare<[string], Row>('SELECT * FROM user WHERE login = ? COLLATE NOCASE');
  const byId = db.prepare<[string], Row>('SELECT * FROM user WHERE id = ?');
  const all = db.prepare<[], Row>('SELECT * FROM user ORDER BY login');
  const password = db.prepare<[string, number, string]>(
    'UPDATE user SET password_hash = ?, must_change = ?, failed = 0, failed_at = NULL WHERE login = ?',
  );
  const disabled = db.prepare<[number, string]>('UPDATE user SET disabled = ? WHERE login = ?');
  const role = db.prepare<[string, string]>('UPDATE user SET role = ? WHERE login = ?');
  const good = db.prepare<[number, string]>(
    'UPDATE user SET failed = 0, failed_at = NULL, last_login_at = ? WHERE login = ?',
  );
  const bad = db.prepare<[number, string]>('UPDATE user SET failed = failed + 1, failed_at = ? WHERE login = ?');
  const must = (login: string, changes: number): void => {
    if (changes === 0) throw new AgentError('not-found', 'no such user', { login });
  };
  const optional = (row: Row | undefined): UserRow | undefined => (row === undefined ? undefined : userOf(row));
  return {
    add: (user, who, at) =>
      transaction(() => {
        if (taken.get(user.login) !== undefined)
          throw new AgentError('login-taken', 'the login is taken', { login: user.login });
        const id = randomUUID();
        append('user', { what: 'added', login: user.login, role: user.role, who }, at);
        insert.run(id, user.login, user.name, user.role, user.passwordHash, user.mustChange ? 1 : 0, at);
        return id;
      }),
    byLogin: (login) => optional(byLogin.get(login)),
    get: (id) => optional(byId.get(id)),
    list: () => all.all().map(userOf),
    setPassword: (login, hash, mustChange, who, at) =>
      transaction(() => {
        must(login, password.run(hash, mustChange ? 1 : 0, login).changes);
        append('user', { what: 'password', login, mustChange, who }, at);
      }),
    setDisabled: (login, off, who, at) =>
      transaction(() => {
        must(login, disabled.run(off ? 1 : 0, login).changes);
        append('user', { what: off ? 'disabled' : 'enabled', login, who }, at);
      }),
    setRole: (login, next, who, at) =>
      transaction(() => {
        must(login, role.run(next, login).changes);
        append('user', { what: 'role', login, role: next, who }, at);
      }),
    noteLogin: (login, ok, at) =>
      transaction(() => {
        const changes = ok ? good.run(at, login).changes : bad.run(at, login).changes;
        if (changes > 0) append('audit', { what: ok ? 'login' : 'login-failed', who: login }, at);
      }),
  };
}

export interface SessionRow {
  readonly tokenSha256: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly usedAt: Instant;
}

export interface SessionRepository {
  create(session: Omit<SessionRow, 'usedAt'>): void;
  get(tokenSha256: string): SessionRow | undefined;
  touch(tokenSha256: string, usedAt: Instant, expiresAt: Instant): void;
  remove(tokenSha256: string): void;
  removeOf(userId: string): void;
  sweep(now: Instant): number;
}

export function sessionRepository({ db }: Store): SessionRepository {
  const insert = db.prepare<[string, string, number, number, number]>(
    'INSERT INTO session (token_sha256, user_id, created_at, expires_at, used_at) VALUES (?, ?, ?, ?, ?)',
  );
  const get = db.prepare<[string], SessionRow>(
    'SELECT token_sha256 AS tokenSha256, user_id AS userId, created_at AS createdAt, expires_at AS expiresAt, used_at AS usedAt FROM session WHERE token_sha256 = ?',
  );
  const touch = db.prepare<[number, number, string]>(
    'UPDATE session SET used_at = ?, expires_at = ? WHERE token_sha256 = ?',
  );
  const remove = db.prepare<[string]>('DELETE FROM session WHERE token_sha256 = ?');
  const removeOf = db.prepare<[string]>('DELETE FROM session WHERE user_id = ?');
  const sweep = db.prepare<[number]>('DELETE FROM session WHERE expires_at <= ?');
  return {
    create: ({ tokenSha256, userId, createdAt, expiresAt }) =>
      void insert.run(tokenSha256, userId, createdAt, expiresAt, createdAt),
    get: (token) => get.get(token),
    touch: (token, usedAt, expiresAt) => void touch.run(usedAt, expiresAt, token),
    remove: (token) => void remove.run(token),
    removeOf: (userId) => void removeOf.run(userId),
    sweep: (now) => sweep.run(now).changes,
  };
}
