import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stationRequestHeader } from '@center/contract/station-api';
import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildStation } from './app.ts';
import { cookieOf, type TestCenter, testCenter, uidOf } from './testing/test-center.ts';

let center: TestCenter;
beforeAll(async () => {
  center = await testCenter();
});
afterAll(() => center.close());

const code = (body: string): string => (JSON.parse(body) as { code: string }).code;

describe('nothing without a login', () => {
  test('every route but health, sign-in and the page answers 401 to a stranger, before it reads anything', async () => {
    // The routes are taken from the application itself, so that a route added later is walked too.
    const routes: RouteOptions[] = [];
    const walked = await buildStation(center.deps, { kind: 'plain' }, (route) => routes.push(route));
    await walked.ready();
    const open = new Set(['/health', '/', '/*', 'POST /api/session', 'POST /api/push/:name']);
    let tried = 0;
    for (const { method, url } of routes) {
      for (const each of [method].flat()) {
        if (open.has(url) || open.has(`${each} ${url}`) || each === 'HEAD' || each === 'OPTIONS') continue;
        const path = url
          .replace(':uid', uidOf('1'))
          .replace(/:(id|sha256)/, 'a'.repeat(64))
          .replace(/:\w+/, 'abc');
        const answer = await walked.inject({
          method: each as 'GET',
          url: path,
          headers: { host: '127.0.0.1', [stationRequestHeader]: '1' },
        });
        expect([each, url, answer.statusCode, code(answer.body)]).toEqual([each, url, 401, 'signed-out']);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(28);
    await walked.close();
  });

  test('a path that is no API is a screen of the page and holds nothing; an unknown API path is no hint', async () => {
    const screen = await center.client().send('GET', '/findings/abc');
    expect(screen.statusCode).toBe(200);
    expect(screen.headers['content-type']).toContain('text/html');
    expect((await center.client().send('GET', '/api/nothing')).statusCode).toBe(401);
  });

  test('a page built while the station runs is shown, its files to everybody, and nothing beside them', async () => {
    const folder = center.deps.pageFolder!;
    mkdirSync(join(folder, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'index.html'), '<p>built</p>');
    writeFileSync(join(folder, 'assets', 'a.js'), 'let a');
    expect((await center.client().send('GET', '/studies/1.2.3')).body).toBe('<p>built</p>');
    const asset = await center.client().send('GET', '/assets/a.js');
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable']);
    for (const path of ['/assets/gone.js', '/assets/..%2f..%2fledger.sqlite', '/assets/../../ledger.sqlite']) {
      const answer = await center.client().send('GET', path);
      expect([path, answer.statusCode === 200 ? answer.body : 'refused']).toEqual([
        path,
        answer.statusCode === 200 ? '<p>built</p>' : 'refused',
      ]);
    }
  });

  test('health says nothing of a patient or a person', async () => {
    const { body, statusCode } = await center.client().send('GET', '/health');
    expect(statusCode).toBe(200);
    expect(Object.keys(JSON.parse(body) as object).sort()).toEqual(['ledger', 'name', 'now', 'startedAt', 'status']);
  });
});

describe('session', () => {
  test('a one-time password opens nothing but its own change', async () => {
    const { ledger, now } = center;
    const { newOneTimePassword } = await import('./index.ts');
    ledger.users.add(
      { login: 'fresh', name: 'fresh', role: 'officer', passwordHash: '', mustChange: true },
      'test',
      now(),
    );
    const once = await newOneTimePassword(ledger, 'fresh', now());
    const first = await center.client().send('POST', '/api/session', { login: 'fresh', password: once });
    expect(first.statusCode).toBe(200);
    const [cookie] = first.cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const signed = center.client(cookieOf(first));
    expect(code((await signed.send('GET', '/api/findings')).body)).toBe('password-change-required');
    const weak = await signed.send('POST', '/api/session/password', { current: once, next: once });
    expect(code(weak.body)).toBe('password-weak');
    const changed = await signed.send('POST', '/api/session/password', { current: once, next: 'a long new password' });
    expect(changed.statusCode).toBe(200);
    // The session under the old password has ended.
    expect((await signed.send('GET', '/api/session')).statusCode).toBe(401);
    expect((await center.client(cookieOf(changed)).send('GET', '/api/findings')).statusCode).toBe(200);
  });

  test('five failures lock the account, also for the right password, for fifteen minutes', async () => {
    await center.signedIn('locked', 'officer');
    const attempt = (password: string) => center.client().send('POST', '/api/session', { login: 'locked', password });
    for (let n = 0; n < 5; n += 1) expect(code((await attempt('wrong')).body)).toBe('login-failed');
    expect(code((await attempt('locked-long-password')).body)).toBe('login-locked');
    center.pass(15 * 60_000 + 1);
    expect((await attempt('locked-long-password')).statusCode).toBe(200);
  });

  test('guessing from one address ends after twenty attempts a minute, whatever the login', async () => {
    const other = await testCenter();
    try {
      const answers: number[] = [];
      for (let n = 0; n < 21; n += 1) {
        const login = `nobody${String(n)}`;
        answers.push((await other.client().send('POST', '/api/session', { login, password: 'guess' })).statusCode);
      }
      expect(answers).toEqual([...Array<number>(20).fill(401), 429]);
    } finally {
      await other.close();
    }
  });

  test('ends after thirty idle minutes; a page that asks by itself does not keep it alive', async () => {
    const person = await center.signedIn('idle', 'officer');
    center.pass(29 * 60_000);
    expect((await person.send('GET', '/api/session')).statusCode).toBe(200);
    center.pass(29 * 60_000);
    expect(
      (await person.send('GET', '/api/session', undefined, { headers: { 'x-station-background': '1' } })).statusCode,
    ).toBe(200);
    center.pass(2 * 60_000);
    expect((await person.send('GET', '/api/session')).statusCode).toBe(401);
  });

  test('signing out ends it at the server', async () => {
    const person = await center.signedIn('leaver', 'officer');
    expect((await person.send('DELETE', '/api/session')).statusCode).toBe(204);
    expect((await person.send('GET', '/api/session')).statusCode).toBe(401);
  });
});

describe('foreign sites', () => {
  test('a changing request needs the page’s header and its own origin', async () => {
    const person = await center.signedIn('careful', 'administrator');
    const settings = { institutionNames: ['示范影像诊断中心'] };
    const foreign = await person.send('PUT', '/api/settings', settings, { headers: { origin: 'http://evil.example' } });
    expect([foreign.statusCode, code(foreign.body)]).toEqual([403, 'foreign-origin']);
    const crossSite = await person.send('PUT', '/api/settings', settings, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(code(crossSite.body)).toBe('foreign-origin');
    const bare = await center.app.inject({ method: 'DELETE', url: '/api/session', headers: { host: '127.0.0.1' } });
    expect(code(bare.body)).toBe('foreign-origin');
    const own = await person.send('PUT', '/api/settings', settings, { headers: { origin: 'http://127.0.0.1' } });
    expect(own.statusCode).toBe(200);
  });

  test('a name that was pointed at our loopback address is refused', async () => {
    const answer = await center
      .client()
      .send('GET', '/health', undefined, { headers: { host: 'rebound.example:7401' } });
    expect(answer.statusCode).toBe(403);
  });

  test('headers keep foreign code and frames out, and names out of caches', async () => {
    const person = await center.signedIn('reader', 'officer');
    const answer = await person.send('GET', '/api/findings');
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'");
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['cache-control']).toBe('no-store');
  });
});

describe('people', () => {
  test('officers keep no users and read no audit; the last administrator stays', async () => {
    const officer = await center.signedIn('clerk', 'officer');
    for (const path of ['/api/users', '/api/audit']) {
      expect(code((await officer.send('GET', path)).body)).toBe('forbidden');
    }
    const other = await testCenter();
    try {
      const boss = await other.signedIn('boss', 'administrator');
      const { rows } = JSON.parse((await boss.send('GET', '/api/users')).body) as { rows: { userId: string }[] };
      const demoted = await boss.send('PATCH', `/api/users/${rows[0]!.userId}`, { role: 'officer' });
      expect(code(demoted.body)).toBe('last-administrator');
      const made = await boss.send('POST', '/api/users', { login: 'second', name: '李四', role: 'officer' });
      const { user, oneTimePassword } = JSON.parse(made.body) as { user: { userId: string }; oneTimePassword: string };
      const signedIn = await other
        .client()
        .send('POST', '/api/session', { login: 'second', password: oneTimePassword });
      expect(JSON.parse(signedIn.body)).toMatchObject({ mustChangePassword: true, role: 'officer' });
      const reset = await boss.send('POST', `/api/users/${user.userId}/password-reset`);
      expect((JSON.parse(reset.body) as { oneTimePassword: string }).oneTimePassword).not.toBe(oneTimePassword);
      expect((await other.client(cookieOf(signedIn)).send('GET', '/api/session')).statusCode).toBe(401);
      for (const login of ['second', 'SECOND', 'Second']) {
        const taken = await boss.send('POST', '/api/users', { login, name: '李四', role: 'officer' });
        expect([login, code(taken.body)]).toEqual([login, 'login-taken']);
      }
    } finally {
      await other.close();
    }
  });
});
