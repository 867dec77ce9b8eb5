import {
  ConsoleOneTimePassword,
  ConsoleUser,
  ConsoleUserChange,
  ConsoleUserCreate,
  ConsoleUsers,
  Problem,
  SlugText,
} from '@center/contract';
import { Type } from 'typebox';
import { hashPassword, readableSecret } from '../passwords.ts';
import { Refusal } from '../problems.ts';
import { writeAudit } from '../store/audit.ts';
import {
  addUser,
  allUsers,
  enabledAdministrators,
  endSessions,
  scopeText,
  setPassword,
  userById,
  userByName,
  userView,
} from '../store/people.ts';
import { actorOf } from './access.ts';
import type { ConsoleContext, Server } from './context.ts';

const userParams = Type.Object({ id: SlugText });

export function userRoutes(app: Server, context: ConsoleContext): void {
  const { db, clock } = context;

  app.get(
    '/api/users',
    { config: { act: 'administer' }, schema: { tags: ['users'], response: { 200: ConsoleUsers, '4xx': Problem } } },
    async () => ({
      rows: allUsers(db).map(userView),
    }),
  );

  app.post(
    '/api/users',
    {
      config: { act: 'administer' },
      schema: { tags: ['users'], body: ConsoleUserCreate, response: { 200: ConsoleOneTimePassword, '4xx': Problem } },
    },
    async (request) => {
      const { name, displayName, role, scope } = request.body;
      const oneTimePassword = readableSecret(4);
      const passwordHash = await hashPassword(oneTimePassword);
      const row = db.transaction(() => {
        if (userByName(db, name) !== undefined) throw new Refusal('already-exists');
        const added = addUser(db, { name, displayName, role, scope, passwordHash, mustChange: true }, clock());
        writeAudit(db, {
          at: clock(),
          actor: actorOf(request),
          action: 'user-added',
          object: added.user_id,
          beforeAfter: { after: { name: added.name, role, scope } },
        });
        return added;
      });
      return { user: userView(row), oneTimePassword };
    },
  );

  app.patch(
    '/api/users/:id',
    {
      config: { act: 'administer' },
      schema: {
        tags: ['users'],
        params: userParams,
        body: ConsoleUserChange,
        response: { 200: ConsoleUser, '4xx': Problem },
      },
    },
    async (request) => {
      const { displayName, role, scope, disabled } = request.body;
      return db.transaction(() => {
        const before = userById(db, request.params.id);
        if (before === undefined) throw new Refusal('not-found');
        const losesAdministrator =
          before.role === 'administrator' &&
          before.disabled === 0 &&
          ((role !== undefined && role !== 'administrator') || disabled === true);
        if (losesAdministrator && enabledAdministrators(db) <= 1) throw new Refusal('last-administrator');
        const change = {
          ...(displayName === undefined ? {} : { display_name: displayName }),
          ...(role === undefined ? {} : { role }),
          ...(scope === undefined ? {} : { scope: scopeText(scope) }),
          ...(disabled === undefined ? {} : { disabled: disabled ? 1 : 0 }),
        };
        if (Object.keys(change).length > 0) {
          db.run(db.sql.updateTable('user').set(change).where('user_id', '=', before.user_id));
          if (disabled === true) endSessions(db, before.user_id);
        }
        const after = userById(db, before.user_id);
        if (after === undefined) throw new Error('a user vanished inside a transaction');
        const [old, now] = [userView(before), userView(after)];
        writeAudit(db, {
          at: clock(),
          actor: actorOf(request),
          action: 'user-changed',
          object: before.user_id,
          beforeAfter: {
            before: { role: old.role, scope: old.scope, disabled: old.disabled },
            after: { role: now.role, scope: now.scope, disabled: now.disabled },
          },
        });
        return now;
      });
    },
  );

  app.post(
    '/api/users/:id/password-reset',
    {
      config: { act: 'administer' },
      schema: { tags: ['users'], params: userParams, response: { 200: ConsoleOneTimePassword, '4xx': Problem } },
    },
    async (request) => {
      const oneTimePassword = readableSecret(4);
      const hash = await hashPassword(oneTimePassword);
      return db.transaction(() => {
        const user = userById(db, request.params.id);
        if (user === undefined) throw new Refusal('not-found');
        setPassword(db, user.user_id, hash, true);
        writeAudit(db, { at: clock(), actor: actorOf(request), action: 'password-reset', object: user.user_id });
        return { user: userView({ ...user, must_change: 1, locked_until: null }), oneTimePassword };
      });
    },
  );
}
