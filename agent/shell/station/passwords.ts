import { argon2, createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

// Argon2id with 19 MiB, two passes, one lane: the least that OWASP's password storage advice names.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const derive = promisify(argon2);

/** `argon2id$<memory KiB>$<passes>$<nonce>$<tag>`, base64. */
export async function passwordHash(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: password, nonce, ...cost });
  return ['argon2id', cost.memory, cost.passes, nonce.toString('base64'), tag.toString('base64')].join('$');
}

/** Whether the password is the hashed one. Without a hash (no such login) it takes as long and says no. */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory = '', passes = '', nonce = '', tag = ''] = (stored ?? '').split('$');
  const expected = Buffer.from(tag, 'base64');
  const known = expected.length === cost.tagLength;
  const actual = await derive('argon2id', {
    ...cost,
    message: password,
    nonce: known ? Buffer.from(nonce, 'base64') : randomBytes(16),
    ...(known ? { memory: Number(memory), passes: Number(passes) } : {}),
  });
  return known && timingSafeEqual(actual, expected);
}

// Without the letters and digits that are mistaken for one another on paper.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** `7KQM-2XHD-…`, about 79 bits. */
export function oneTimePassword(): string {
  const group = (): string => Array.from({ length: 4 }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
  return [group(), group(), group(), group()].join('-');
}

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function tokenDigest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
