import { type Static, Type } from 'typebox';
import { closed, InstantText, literalUnion, SlugText } from '../wire/parts.ts';

/** `officer` keeps the registers and decides reviews; `administrator` also keeps users and settings and reads the audit list. */
export const stationRoles = ['officer', 'administrator'] as const;
export const StationRoleText = literalUnion(stationRoles);
export type StationRole = Static<typeof StationRoleText>;

export const StationLoginText = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{1,39}$', dataClass: 'staff' });
const PersonName = Type.String({ minLength: 1, maxLength: 80, dataClass: 'staff' });
const Password = Type.String({ minLength: 1, maxLength: 200 });

/** POST /api/session */
export const StationLogin = Type.Object({ login: StationLoginText, password: Password }, closed);
export type StationLogin = Static<typeof StationLogin>;

/** GET and POST /api/session */
export const StationSession = Type.Object(
  {
    login: StationLoginText,
    name: PersonName,
    role: StationRoleText,
    mustChangePassword: Type.Boolean(),
    idleMinutes: Type.Integer(),
    facilityId: Type.String(),
    facilityName: Type.String(),
  },
  closed,
);
export type StationSession = Static<typeof StationSession>;

/** POST /api/session/password */
export const StationPasswordChange = Type.Object(
  { current: Password, next: Type.String({ minLength: 10, maxLength: 200 }) },
  closed,
);
export type StationPasswordChange = Static<typeof StationPasswordChange>;

export const StationUser = Type.Object(
  {
    userId: SlugText,
    login: StationLoginText,
    name: PersonName,
    role: StationRoleText,
    disabled: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
    locked: Type.Boolean(),
    createdAt: InstantText,
    lastLoginAt: Type.Union([InstantText, Type.Null()]),
  },
  closed,
);
export type StationUser = Static<typeof StationUser>;

/** GET /api/users */
export const StationUsers = Type.Object({ rows: Type.Array(StationUser) }, closed);
export type StationUsers = Static<typeof StationUsers>;

/** POST /api/users → StationOneTimePassword */
export const StationUserCreate = Type.Object(
  { login: StationLoginText, name: PersonName, role: StationRoleText },
  closed,
);
export type StationUserCreate = Static<typeof StationUserCreate>;

/** PATCH /api/users/:userId → StationUser */
export const StationUserChange = Type.Object(
  { role: Type.Optional(StationRoleText), disabled: Type.Optional(Type.Boolean()) },
  closed,
);
export type StationUserChange = Static<typeof StationUserChange>;

/** POST /api/users and POST /api/users/:userId/password-reset: shown once. */
export const StationOneTimePassword = Type.Object({ user: StationUser, oneTimePassword: Type.String() }, closed);
export type StationOneTimePassword = Static<typeof StationOneTimePassword>;
