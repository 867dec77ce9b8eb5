import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

// Argon2id, 19 MiB, two passes, one lane (the least that OWASP advises).
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const derive = promisify(argon2);

/** `argon2id$<memory>$<passes>$<nonce>$<tag>`, base64. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: password, nonce, ...cost });
  return `argon2id$${cost.memory}$${cost.passes}$${nonce.toString('base64')}$${tag.toString('base64')}`;
}

/** Takes as long for a text that is no hash (an unknown name) as for a wrong password. */
export async function checkPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [, memory = '', passes = '', nonce = '', tag = ''] = (stored ?? '').split('$');
  const expected = Buffer.from(tag, 'base64');
  const known = expected.length === cost.tagLength;
  const actual = await derive('argon2id', {
    message: password,
    nonce: known ? Buffer.from(nonce, 'base64') : randomBytes(16),
    memory: known ? Number(memory) : cost.memory,
    passes: known ? Number(passes) : cost.passes,
    parallelism: cost.parallelism,
    tagLength: cost.tagLength,
  });
  return known && timingSafeEqual(actual, expected);
}

// No letters or digits that are mistaken for one another when read aloud or from paper.
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** Groups of four, like `7KQM-2XHD-…`; nearly five bits a character. */
export function readableSecret(groups: number): string {
  return Array.from({ length: groups }, () =>
    Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-');
}

export function randomId(prefix: string): string {
  return `${prefix}-${randomBytes(10).toString('hex')}`;
}
