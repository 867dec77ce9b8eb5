import { ConsoleLogin, ConsolePasswordChange, ConsoleSession, instant, instantToIso, Problem } from '@center/contract';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { checkPassword, hashPassword } from '../passwords.ts';
import { Refusal } from '../problems.ts';
import { writeAudit } from '../store/audit.ts';
import {
  closeSession,
  countFailure,
  findSession,
  openSession,
  scopeOf,
  sessionLimits,
  setPassword,
  userById,
  userByName,
} from '../store/people.ts';
import { actorOf, sessionCookie, who } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';

function sessionView(context: ConsoleContext, token: string): ConsoleSession {
  const open = findSession(context.db, token, context.clock());
  if (open === undefined) throw new Refusal('signed-out');
  const { user } = open;
  return {
    userId: user.user_id,
    name: user.name,
    displayName: user.display_name,
    role: user.role,
    scope: scopeOf(user),
    mustChangePassword: user.must_change === 1,
    idleMinutes: sessionLimits.idleMs / 60_000,
    expiresAt: instantToIso(instant(open.expiresAt)),
  };
}

export function sessionRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;
  const giveCookie = (reply: FastifyReply, token: string): void => {
    void reply.setCookie(sessionCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure: context.secure,
    });
  };
  const answers = { 200: ConsoleSession, '4xx': Problem };

  app.post(
    '/api/session',
    {
      config: { act: 'open', rateLimit: { max: 30, timeWindow: 60_000 } },
      schema: { tags: ['session'], body: ConsoleLogin, response: answers },
    },
    async (request, reply) => {
      const { name, password } = request.body;
      const known = userByName(db, name);
      const good = await checkPassword(password, known?.password);
      const now = clock();
      // Read again: while the hash was computed another try may have locked it.
      const user = known === undefined ? undefined : userById(db, known.user_id);
      const actor = { name: user?.name ?? 'unknown', role: user?.role ?? 'none', address: request.ip };
      if (user?.locked_until !== null && user?.locked_until !== undefined && user.locked_until > now)
        throw new Refusal('login-locked');
      if (user === undefined || !good || user.disabled === 1) {
        const locked = db.transaction(() => {
          const nowLocked = user !== undefined && user.disabled === 0 && countFailure(db, user, now);
          writeAudit(db, {
            at: now,
            actor,
            action: nowLocked ? 'login-locked' : 'login-failed',
            object: user?.user_id ?? 'unknown',
          });
          return nowLocked;
        });
        throw new Refusal(locked ? 'login-locked' : 'login-failed');
      }
      const token = db.transaction(() => {
        writeAudit(db, { at: now, actor, action: 'login', object: user.user_id });
        return openSession(db, user.user_id, now);
      });
      giveCookie(reply, token);
      return sessionView(context, token);
    },
  );

  app.get(
    '/api/session',
    { config: { act: 'signed-in' }, schema: { tags: ['session'], response: answers } },
    async (request) => sessionView(context, who(request).token),
  );

  app.delete(
    '/api/session',
    {
      config: { act: 'signed-in' },
      schema: { tags: ['session'], response: { 200: Type.Object({ signedOut: Type.Boolean() }), '4xx': Problem } },
    },
    async (request, reply) => {
      const person = who(request);
      db.transaction(() => {
        closeSession(db, person.token);
        writeAudit(db, { at: clock(), actor: actorOf(request), action: 'logout', object: person.userId });
      });
      void reply.clearCookie(sessionCookie, { path: '/' });
      return { signedOut: true };
    },
  );

  app.post(
    '/api/session/password',
    {
      config: { act: 'signed-in', rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: { tags: ['session'], body: ConsolePasswordChange, response: answers },
    },
    async (request) => {
      const person = who(request);
      const { current, next } = request.body;
      const user = userById(db, person.userId);
      if (user === undefined || !(await checkPassword(current, user.password))) throw new Refusal('login-failed');
      if (next === current || next.toLowerCase().includes(user.name)) throw new Refusal('password-weak');
      const hash = await hashPassword(next);
      db.transaction(() => {
        setPassword(db, user.user_id, hash, false, person.token);
        writeAudit(db, { at: clock(), actor: actorOf(request), action: 'password-changed', object: user.user_id });
      });
      return sessionView(context, person.token);
    },
  );
}
