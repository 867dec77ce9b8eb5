import { type Static, Type } from 'typebox';
import { closed, InstantText, literalUnion, SlugText } from '../wire/parts.ts';
import { PersonNameText } from './parts.ts';

/** `administrator`: users, agents, rule sets, targets. `supervisor`: acts on the facilities given. `viewer`: looks. */
export const consoleRoles = ['administrator', 'supervisor', 'viewer'] as const;
export const ConsoleRoleText = literalUnion(consoleRoles);
export type ConsoleRole = Static<typeof ConsoleRoleText>;

/** The facilities a person sees: all of them, or those listed. */
export const ConsoleScope = Type.Union([Type.Literal('all'), Type.Array(SlugText, { maxItems: 2000 })]);
export type ConsoleScope = Static<typeof ConsoleScope>;

export const LoginNameText = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$', dataClass: 'staff' });
/** Never stored and never answered, except the one-time password of a reset. */
export const PasswordText = Type.String({ minLength: 1, maxLength: 200, dataClass: 'operational' });
/** A password that a person chooses. */
export const NewPasswordText = Type.String({ minLength: 10, maxLength: 200, dataClass: 'operational' });

/** POST /api/session */
export const ConsoleLogin = Type.Object({ name: LoginNameText, password: PasswordText }, closed);
export type ConsoleLogin = Static<typeof ConsoleLogin>;

/** GET and POST /api/session. 401 with code `signed-out` when there is none. */
export const ConsoleSession = Type.Object(
  {
    userId: SlugText,
    name: LoginNameText,
    displayName: PersonNameText,
    role: ConsoleRoleText,
    scope: ConsoleScope,
    /** Everything but POST /api/session/password is refused (`password-change-required`) until it is changed. */
    mustChangePassword: Type.Boolean(),
    idleMinutes: Type.Integer(),
    expiresAt: InstantText,
  },
  closed,
);
export type ConsoleSession = Static<typeof ConsoleSession>;

/** POST /api/session/password → ConsoleSession */
export const ConsolePasswordChange = Type.Object({ current: PasswordText, next: NewPasswordText }, closed);
export type ConsolePasswordChange = Static<typeof ConsolePasswordChange>;

export const ConsoleUser = Type.Object(
  {
    userId: SlugText,
    name: LoginNameText,
    displayName: PersonNameText,
    role: ConsoleRoleText,
    scope: ConsoleScope,
    disabled: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
    lockedUntil: Type.Union([InstantText, Type.Null()]),
    lastLoginAt: Type.Union([InstantText, Type.Null()]),
    createdAt: InstantText,
  },
  closed,
);
export type ConsoleUser = Static<typeof ConsoleUser>;

/** GET /api/users */
export const ConsoleUsers = Type.Object({ rows: Type.Array(ConsoleUser) }, closed);
export type ConsoleUsers = Static<typeof ConsoleUsers>;

/** POST /api/users → ConsoleOneTimePassword */
export const ConsoleUserCreate = Type.Object(
  { name: LoginNameText, displayName: PersonNameText, role: ConsoleRoleText, scope: ConsoleScope },
  closed,
);
export type ConsoleUserCreate = Static<typeof ConsoleUserCreate>;

/** PATCH /api/users/:id → ConsoleUser. The last administrator can be neither disabled nor demoted. */
export const ConsoleUserChange = Type.Object(
  {
    displayName: Type.Optional(PersonNameText),
    role: Type.Optional(ConsoleRoleText),
    scope: Type.Optional(ConsoleScope),
    disabled: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type ConsoleUserChange = Static<typeof ConsoleUserChange>;

/** POST /api/users and POST /api/users/:id/password-reset: shown once, to be changed at the next login. */
export const ConsoleOneTimePassword = Type.Object({ user: ConsoleUser, oneTimePassword: PasswordText }, closed);
export type ConsoleOneTimePassword = Static<typeof ConsoleOneTimePassword>;
