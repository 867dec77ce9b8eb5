import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestConsole, testConsole } from '../../integration/testing/test-console.ts';

let subject: TestConsole;
beforeAll(async () => {
  subject = await testConsole();
});
afterAll(async () => {
  await subject.end();
});

/** Routes of people that need no login, by method and path. */
const open = new Set(['POST /api/session']);

interface Route {
  readonly method: string;
  readonly path: string;
}

async function personRoutes(): Promise<readonly Route[]> {
  const documented = (await subject.admin.get('/documentation/openapi.json')).body as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  return Object.entries(documented.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })))
    .filter(
      ({ method, path }) =>
        path.startsWith('/api/') && !path.startsWith('/api/agent/') && !open.has(`${method} ${path}`),
    )
    .map(({ method, path }) => ({ method, path: path.replaceAll(/\{[^}]+\}/g, '1') }));
}

/** Spellings of an address under which a router may find the same route. */
const spellings: Readonly<Record<string, (path: string) => string>> = {
  'as it is': (path) => path,
  'its first letter in percent form': (path) => path.replace('/api', '/%61pi'),
  'another letter in percent form': (path) => path.replace('/api', '/ap%69'),
  'a doubled slash': (path) => `/${path}`,
  'a semicolon': (path) => `${path};x=1`,
  'another case': (path) => path.toUpperCase(),
};

describe('nobody gets in without a login', () => {
  it.each(Object.keys(spellings))('however the address is spelled: %s', async (name) => {
    const spell = spellings[name] ?? ((path) => path);
    const routes = await personRoutes();
    expect(routes.length).toBeGreaterThan(25);
    const answers = await Promise.all(
      routes.map(async ({ method, path }) => {
        const response = await fetch(`${subject.url()}${spell(path)}`, {
          method,
          headers: { 'x-console-request': '1' },
        });
        return [`${method} ${path}`, response.status, await response.text()] as const;
      }),
    );
    const admitted = answers.filter(([, status]) => ![400, 401, 403, 404].includes(status));
    expect(admitted).toEqual([]);
    const told = answers.filter(([, , text]) => text.includes('"rows"') || text.includes('admin'));
    expect(told).toEqual([]);
  });

  it('a change without the page’s own header is refused however the address is spelled', async () => {
    for (const path of ['/api/session', '/%61pi/session']) {
      const response = await fetch(`${subject.url()}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'admin', password: 'not this one' }),
      });
      expect([path, response.status, (await response.json()).code]).toEqual([path, 403, 'foreign-origin']);
    }
  });
});
