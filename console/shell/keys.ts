import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Envelope, type EnvelopeCrypto, sealEnvelope } from '@center/contract';

export const envelopeCrypto: EnvelopeCrypto = {
  toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  fromBase64: (text) => Buffer.from(text, 'base64'),
  utf8: (text) => Buffer.from(text, 'utf8'),
};

export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

// SubjectPublicKeyInfo of Ed25519 (RFC 8410): a fixed head before the 32 raw bytes.
const spkiHead = Buffer.from('302a300506032b6570032100', 'hex');

/** The key object of 32 raw bytes, or undefined when they are no Ed25519 public key. */
export function publicKeyOf(rawBase64: string): KeyObject | undefined {
  const raw = Buffer.from(rawBase64, 'base64');
  if (raw.length !== 32) return undefined;
  try {
    return createPublicKey({ key: Buffer.concat([spkiHead, raw]), format: 'der', type: 'spki' });
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** What two people read to each other: SHA-256 of the raw key, upper-case hexadecimal in groups of four. */
export function fingerprintOf(rawBase64: string): string {
  const hex = sha256Hex(Buffer.from(rawBase64, 'base64')).toUpperCase();
  return (hex.match(/.{4}/g) ?? []).join(' ');
}

export function verifyWith(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  return verify(null, bytes, key, signature);
}

/** The console's own identity. */
export interface ConsoleKey {
  /** Raw 32 bytes, base64: what agents pin. */
  readonly publicKey: string;
  readonly fingerprint: string;
  seal(payloadType: string, body: Uint8Array): Envelope;
}

function durably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Reads the key in the data folder, or makes it on the first run (file mode 0600). */
export function openConsoleKey(folder: string): ConsoleKey {
  const file = join(folder, 'console-key.pem');
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    durably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  }
  const privateKey = createPrivateKey(readFileSync(file));
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = der.subarray(spkiHead.length).toString('base64');
  const fingerprint = fingerprintOf(publicKey);
  return {
    publicKey,
    fingerprint,
    seal: (payloadType, body) =>
      sealEnvelope(
        payloadType,
        body,
        fingerprint.replaceAll(' ', '').slice(0, 32),
        (bytes) => sign(null, bytes, privateKey),
        envelopeCrypto,
      ),
  };
}
