import { readFileSync } from 'node:fs';
import { literalUnion } from '@center/contract';
import { AuthProtocols, PrivProtocols, SecurityLevel, type User } from 'net-snmp';
import { type Static, Type } from 'typebox';
import { systemCode } from '../../errors.ts';
import { Path } from '../forms.ts';
import { TalkFault } from '../talk-fault.ts';

const closed = { additionalProperties: false } as const;

/** A community is a password in plain text on the network; a user of version 3 is none. MD5 and DES are left out: the one is broken, the other no longer in the runtime. */
export const Access = Type.Union([
  Type.Object({ version: Type.Union([Type.Literal('1'), Type.Literal('2c')]), communityFile: Path }, closed),
  Type.Object(
    {
      version: Type.Literal('3'),
      user: Type.String({ minLength: 1, maxLength: 32 }),
      context: Type.Optional(Type.String({ maxLength: 32 })),
      authentication: Type.Object(
        {
          protocol: literalUnion(['sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const),
          passwordFile: Path,
        },
        closed,
      ),
      /** Left out: authenticated and readable by all on the network. */
      privacy: Type.Optional(
        Type.Object(
          {
            protocol: literalUnion(['aes', 'aes256b', 'aes256r'] as const),
            passwordFile: Path,
          },
          closed,
        ),
      ),
    },
    closed,
  ),
]);
export type Access = Static<typeof Access>;

const authProtocols = {
  sha: AuthProtocols.sha,
  sha224: AuthProtocols.sha224,
  sha256: AuthProtocols.sha256,
  sha384: AuthProtocols.sha384,
  sha512: AuthProtocols.sha512,
};
const privProtocols = {
  aes: PrivProtocols.aes,
  aes256b: PrivProtocols.aes256b,
  aes256r: PrivProtocols.aes256r,
};

/** Read at every poll, so that a renewed secret counts without a restart. */
export function secretOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (fault) {
    throw new TalkFault('secret', systemCode(fault) ?? 'unreadable', fault);
  }
}

/** The user of version 3 as the library wants it. */
export function userOf(access: Extract<Access, { version: '3' }>): User {
  const { authentication, privacy } = access;
  const base: User = {
    name: access.user,
    level: privacy === undefined ? SecurityLevel.authNoPriv : SecurityLevel.authPriv,
    authProtocol: authProtocols[authentication.protocol],
    authKey: secretOf(authentication.passwordFile),
  };
  if (privacy === undefined) return base;
  return {
    ...base,
    privProtocol: privProtocols[privacy.protocol],
    privKey: secretOf(privacy.passwordFile),
  };
}
