// For tests: certificates of two authorities, made by openssl.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const openssl = '/usr/bin/openssl';

export interface Identity {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface Certificates {
  /** certificate of the authority that signed `receiver` and `sender` */
  readonly authority: Buffer;
  readonly receiver: Identity;
  readonly sender: Identity;
  /** signed by nobody but itself */
  readonly stranger: Identity;
}

/** Whether certificates can be made here; says so aloud when not. */
export function canCertify(): boolean {
  if (spawnSync(openssl, ['version']).status === 0) return true;
  process.stderr.write('SKIPPED: openssl is not installed, so no certificate can be made for the TLS tests of DIMSE\n');
  return false;
}

export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'dimse-tls-'));
  const run = (...args: string[]): void => void execFileSync(openssl, args, { cwd: folder, stdio: 'ignore' });
  const identity = (name: string): Identity => ({
    cert: readFileSync(join(folder, `${name}.crt`)),
    key: readFileSync(join(folder, `${name}.key`)),
  });
  const key = (name: string): string[] => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${name}.key`,
  ];
  try {
    for (const name of ['authority', 'stranger']) {
      run('req', '-x509', ...key(name), '-out', `${name}.crt`, '-subj', `/CN=${name}`, '-days', '2');
    }
    for (const name of ['receiver', 'sender']) {
      run('req', ...key(name), '-out', `${name}.csr`, '-subj', '/CN=localhost');
      run(
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        'authority.crt',
        '-CAkey',
        'authority.key',
        '-CAcreateserial',
        '-out',
        `${name}.crt`,
        '-days',
        '2',
      );
    }
    return {
      authority: readFileSync(join(folder, 'authority.crt')),
      receiver: identity('receiver'),
      sender: identity('sender'),
      stranger: identity('stranger'),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
