import { type Instant, instantToIso } from '@center/contract';
import {
  StationLogin,
  type StationOneTimePassword,
  StationPasswordChange,
  type StationSession,
  type StationUser,
  StationUserChange,
  StationUserCreate,
  type StationUsers,
} from '@center/contract/station-api';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import type { UserRow } from '../ledger/index.ts';
import { cookieName, personOf } from './access.ts';
import type { Binding } from './binding.ts';
import type { StationDeps } from './deps.ts';
import { newOneTimePassword } from './first-people.ts';
import { oneTimePassword, passwordHash, passwordMatches } from './passwords.ts';
import { Refusal } from './problems.ts';
import { idleMinutes, openSession } from './sessions.ts';
import { isLocked, signIn } from './sign-in.ts';
import type { TypedApp } from './typed-app.ts';

const UserPath = Type.Object({ userId: Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$' }) });
/** Attempts from one address, whatever the login. */
const attempts = { rateLimit: { max: 20, timeWindow: 60_000 } } as const;

function userView(user: UserRow, at: Instant): StationUser {
  return {
    userId: user.userId,
    login: user.login,
    name: user.name,
    role: user.role,
    disabled: user.disabled,
    mustChangePassword: user.mustChange,
    locked: isLocked(user, at),
    createdAt: instantToIso(user.createdAt),
    lastLoginAt: user.lastLoginAt === undefined ? null : instantToIso(user.lastLoginAt),
  };
}

export function peopleRoutes(app: TypedApp, deps: StationDeps, binding: Binding): void {
  sessionRoutes(app, deps, binding);
  userRoutes(app, deps);
}

function sessionRoutes(app: TypedApp, deps: StationDeps, binding: Binding): void {
  const { ledger, now, facility } = deps;
  const name = cookieName(binding);
  const kept = { path: '/', httpOnly: true, sameSite: 'strict', secure: binding.kind === 'tls' } as const;
  const sessionView = (user: UserRow): StationSession => ({
    login: user.login,
    name: user.name,
    role: user.role,
    mustChangePassword: user.mustChange,
    idleMinutes,
    facilityId: facility.id,
    facilityName: facility.name ?? deps.connection().facilityName ?? facility.id,
  });
  const admit = (reply: FastifyReply, user: UserRow): StationSession => {
    reply.setCookie(name, openSession(ledger, user, now()), kept);
    return sessionView(user);
  };
  app.post(
    '/api/session',
    { config: { access: 'public', ...attempts }, schema: { body: StationLogin } },
    async (request, reply) => {
      const user = await signIn(deps, request.body.login, request.body.password);
      if (request.tokenSha256 !== undefined) ledger.sessions.remove(request.tokenSha256);
      return admit(reply, user);
    },
  );
  app.get('/api/session', { config: { access: 'signed-in' } }, (request) => sessionView(personOf(request)));
  app.delete('/api/session', { config: { access: 'signed-in' } }, (request, reply) => {
    const { login } = personOf(request);
    if (request.tokenSha256 !== undefined) ledger.sessions.remove(request.tokenSha256);
    ledger.audit.write('logout', login, '', login, now());
    reply.clearCookie(name, kept);
    return reply.status(204).send();
  });
  app.post(
    '/api/session/password',
    { config: { access: 'signed-in', ...attempts }, schema: { body: StationPasswordChange } },
    async (request, reply) => {
      const { login, userId, passwordHash: stored } = personOf(request);
      const { current, next } = request.body;
      if (!(await passwordMatches(current, stored))) {
        ledger.users.noteLogin(login, false, now());
        throw new Refusal('login-failed');
      }
      if (next === current || next.toLowerCase() === login.toLowerCase()) throw new Refusal('password-weak');
      const hash = await passwordHash(next);
      // Every session of the person ends with the old password; this one begins anew.
      ledger.transaction(() => {
        ledger.users.setPassword(login, hash, false, login, now());
        ledger.sessions.removeOf(userId);
      });
      const user = ledger.users.get(userId);
      if (user === undefined) throw new Refusal('signed-out');
      return admit(reply, user);
    },
  );
}

function userRoutes(app: TypedApp, deps: StationDeps): void {
  const { ledger, now } = deps;
  const administrator = { config: { access: 'administrator' } } as const;
  const found = (userId: string): UserRow => {
    const user = ledger.users.get(userId);
    if (user === undefined) throw new Refusal('not-found');
    return user;
  };
  const lastAdministrator = (user: UserRow): boolean =>
    user.role === 'administrator' &&
    !user.disabled &&
    ledger.users.list().filter(({ role, disabled }) => role === 'administrator' && !disabled).length === 1;

  app.get(
    '/api/users',
    administrator,
    (): StationUsers => ({
      rows: ledger.users.list().map((user) => userView(user, now())),
    }),
  );
  app.post(
    '/api/users',
    { ...administrator, schema: { body: StationUserCreate } },
    async (request): Promise<StationOneTimePassword> => {
      const { login, name, role } = request.body;
      const password = oneTimePassword();
      const hash = await passwordHash(password);
      const by = personOf(request).login;
      const userId = ledger.users.add(
        { login, name: name.trim(), role, passwordHash: hash, mustChange: true },
        by,
        now(),
      );
      return { user: userView(found(userId), now()), oneTimePassword: password };
    },
  );
  app.patch(
    '/api/users/:userId',
    { ...administrator, schema: { params: UserPath, body: StationUserChange } },
    (request): StationUser => {
      const { role, disabled } = request.body;
      const by = personOf(request).login;
      ledger.transaction(() => {
        const user = found(request.params.userId);
        const leaves = disabled === true || (role !== undefined && role !== 'administrator');
        if (leaves && lastAdministrator(user)) throw new Refusal('last-administrator');
        if (role !== undefined && role !== user.role) ledger.users.setRole(user.login, role, by, now());
        if (disabled !== undefined && disabled !== user.disabled)
          ledger.users.setDisabled(user.login, disabled, by, now());
        if (disabled === true) ledger.sessions.removeOf(user.userId);
      });
      return userView(found(request.params.userId), now());
    },
  );
  app.post(
    '/api/users/:userId/password-reset',
    { ...administrator, schema: { params: UserPath } },
    async (request): Promise<StationOneTimePassword> => {
      const user = found(request.params.userId);
      const password = await newOneTimePassword(ledger, user.login, now(), personOf(request).login);
      return { user: userView(found(user.userId), now()), oneTimePassword: password };
    },
  );
}
