import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AgentError, systemCode } from '../errors.ts';

/** Secrets of the center, as files that only the agent's own user may read. They are made on first use and never leave the data folder. */
export interface CenterKeys {
  /** HMAC-SHA-256 under the center's key, hexadecimal: pseudonyms and finding ids. */
  readonly hmac: (text: string) => string;
}

function writeSecret(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function readOrMake(path: string, make: () => Uint8Array): Buffer {
  try {
    return readFileSync(path);
  } catch (fault) {
    if (systemCode(fault) !== 'ENOENT') throw new AgentError('key-file', 'a key file cannot be read', { path }, fault);
    writeSecret(path, make());
    return readFileSync(path);
  }
}

function hmacUnder(bytes: Uint8Array): CenterKeys {
  // As a key object it is prepared once; as bytes it would be prepared anew at every call, which takes longer than the digest.
  const key = createSecretKey(bytes);
  return { hmac: (text) => createHmac('sha256', key).update(text, 'utf8').digest('hex') };
}

/** The center's key from `center.key` of the data folder. */
export function centerKeys(folder: string): CenterKeys {
  const key = readOrMake(join(folder, 'keys', 'center.key'), () => randomBytes(32));
  if (key.length !== 32)
    throw new AgentError('key-file', 'the center key has an impossible length', {
      path: join(folder, 'keys', 'center.key'),
    });
  return hmacUnder(key);
}

/** A key for one run that keeps nothing. */
export function passingCenterKeys(): CenterKeys {
  return hmacUnder(randomBytes(32));
}

export interface AgentKey {
  /** Raw 32 bytes, base64. */
  readonly publicKey: string;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
}

/** The agent's own Ed25519 key pair, made on first use. */
export function agentKey(folder: string): AgentKey {
  const pem = readOrMake(join(folder, 'keys', 'agent-ed25519.pem'), () =>
    Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
  );
  const privateKey: KeyObject = createPrivateKey(pem);
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { publicKey: spki.subarray(-32).toString('base64'), sign: (bytes) => sign(null, bytes, privateKey) };
}

/** What two people read to each other: SHA-256 of the raw key, upper-case hexadecimal in groups of four. */
export function fingerprintOf(publicKey: string): string {
  const hex = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').toUpperCase();
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** A checker for signatures by a raw Ed25519 key (32 bytes, base64). Throws AgentError `key-file` when it is no such key. */
export function ed25519Verifier(publicKey: string): (bytes: Uint8Array, signature: Uint8Array) => boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) throw new AgentError('key-file', 'an Ed25519 public key has 32 bytes', { length: raw.length });
  const key = createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
  return (bytes, signature) => verify(null, bytes, key, signature);
}
