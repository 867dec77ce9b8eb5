import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startConsole } from '../start-console.ts';

const openssl = '/usr/bin/openssl';

it('serves over TLS with files of its own, and marks the cookie secure', async (context) => {
  if (spawnSync(openssl, ['version']).status !== 0) {
    process.stderr.write('skipped: openssl is not installed, so no certificate can be made for the TLS test\n');
    context.skip();
  }
  const folder = mkdtempSync(join(tmpdir(), 'tls-'));
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  execFileSync(
    openssl,
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      keyFile,
      '-out',
      certFile,
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=IP:127.0.0.1',
    ],
    { stdio: 'ignore' },
  );
  const running = await startConsole({
    dataFolder: join(folder, 'data'),
    port: 0,
    logLevel: 'silent',
    demo: true,
    tls: { certFile, keyFile },
  });
  try {
    expect(running.url).toMatch(/^https:/);
    const body = JSON.stringify({ name: 'admin', password: running.firstPassword });
    const cookie = await new Promise<string>((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-console-request': '1',
      };
      const sent = request(
        `${running.url}/api/session`,
        { method: 'POST', ca: readFileSync(certFile), headers },
        (response) => {
          response.resume();
          resolve(response.headers['set-cookie']?.[0] ?? '');
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
    expect(cookie).toMatch(/; Secure/);
  } finally {
    await running.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
