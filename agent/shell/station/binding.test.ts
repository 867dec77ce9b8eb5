import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { bindingOf, isLoopback } from './binding.ts';
import { startStation } from './index.ts';
import { type TestCenter, testCenter } from './testing/test-center.ts';

const openssl = '/usr/bin/openssl';
const centers: TestCenter[] = [];
afterEach(async () => {
  for (const each of centers.splice(0)) await each.close();
});
async function center(demo = false): Promise<TestCenter> {
  const made = await testCenter({ demo });
  centers.push(made);
  return made;
}

test('plain HTTP stays on loopback; elsewhere a certificate is asked for in both languages', () => {
  for (const host of ['127.0.0.1', '127.8.9.10', '::1', 'localhost'])
    expect(bindingOf({ host, port: 0 }).kind).toBe('plain');
  for (const host of ['0.0.0.0', '::', '192.168.1.20', 'pacs.example', '1270.0.0.1', '127.example']) {
    expect(isLoopback(host)).toBe(false);
    expect(() => bindingOf({ host, port: 0 })).toThrow(/certFile.*127\.0\.0\.1.*TLS/);
  }
  expect(() =>
    bindingOf({ host: '127.0.0.1', port: 0, tls: { certFile: '/no/cert.pem', keyFile: '/no/key.pem' } }),
  ).toThrow(/certFile/);
});

test('a refused address is refused before anything listens', async () => {
  const { deps } = await center();
  await expect(startStation({ ...deps, config: { host: '0.0.0.0', port: 0 } })).rejects.toMatchObject({
    code: 'config-invalid',
  });
});

test('a port in use is said so', async () => {
  const { deps } = await center();
  const first = await startStation(deps);
  const port = Number(new URL(first.url).port);
  await expect(startStation({ ...deps, config: { host: '127.0.0.1', port } })).rejects.toMatchObject({
    code: 'port-in-use',
  });
  await first.close();
});

test('with its own certificate it speaks TLS, sends HSTS and a host-bound secure cookie', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'cert-'));
  try {
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    try {
      execFileSync(
        openssl,
        [
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:prime256v1',
          '-nodes',
          '-days',
          '2',
          '-subj',
          '/CN=localhost',
          '-keyout',
          keyFile,
          '-out',
          certFile,
        ],
        { stdio: 'pipe' },
      );
    } catch (fault) {
      console.warn(`skipped: openssl is needed to make a certificate (${String(fault)})`);
      context.skip();
    }
    const { deps, ledger } = await center(true);
    const station = await startStation({ ...deps, config: { host: '127.0.0.1', port: 0, tls: { certFile, keyFile } } });
    expect(station.url).toMatch(/^https:/);
    const head = await new Promise<Record<string, unknown>>((resolve, reject) => {
      get(`${station.url}/health`, { rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.headers);
      }).on('error', reject);
    });
    expect(head['strict-transport-security']).toBeDefined();
    expect(ledger.users.list().map(({ login }) => login)).toEqual(['admin', 'officer']);
    await station.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('first people: fresh one-time passwords at every start until somebody has signed in', async () => {
  const { deps, ledger, now } = await center();
  const first = await startStation(deps);
  await first.close();
  const again = await startStation(deps);
  const [before] = first.oneTimePasswords;
  const [after] = again.oneTimePasswords;
  expect([before?.login, after?.login]).toEqual(['admin', 'admin']);
  expect(before?.password).not.toBe(after?.password);
  const answer = await fetch(`${again.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-station-request': '1' },
    body: JSON.stringify({ login: 'admin', password: after?.password }),
  });
  expect(await answer.json()).toMatchObject({ mustChangePassword: true, role: 'administrator' });
  await again.close();
  expect(ledger.users.byLogin('admin')?.lastLoginAt).toBe(now());
  const third = await startStation(deps);
  expect(third.oneTimePasswords).toEqual([]);
  await third.close();
});
