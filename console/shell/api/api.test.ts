import {
  ConsoleAgents,
  ConsoleAudit,
  ConsoleClauses,
  ConsoleDevices,
  ConsoleEnrolmentCodes,
  ConsoleFacilities,
  ConsoleFacility,
  ConsoleFinding,
  ConsoleFindings,
  ConsoleHealth,
  ConsoleOverview,
  ConsoleRuleSets,
  ConsoleSession,
  ConsoleTargets,
  ConsoleUploads,
  ConsoleUsers,
} from '@center/contract';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { retentionYear } from '../../integration/testing/sample-archive.ts';
import { cell, finding, pseudonym, type TestAgent } from '../../integration/testing/test-agent.ts';
import { type Client, client, type TestConsole, testConsole } from '../../integration/testing/test-console.ts';

let subject: TestConsole;
let agent: TestAgent;

beforeAll(async () => {
  subject = await testConsole();
  agent = await subject.agentAt('c1');
  await subject.agentAt('c2');
  const device = {
    type: 'device' as const,
    deviceId: 'a'.repeat(32),
    name: 'CT 一室',
    Manufacturer: 'Acme',
    ManufacturerModelName: 'CT 64',
    DeviceSerialNumber: '77',
    StationName: 'CT1',
    modalities: ['CT'],
    registered: true,
    doseRecord: 'rdsr' as const,
    studies: 40,
  };
  const asOf = '2026-11-25T08:00:00Z';
  await subject.admin.post('/api/facilities', { facilityId: 'c3', name: '=1+1' });
  const sent = await subject.admin.post(
    '/api/agent/batches',
    agent.next([
      cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 40, 'non-compliant': 2 }),
      cell('device-known', 'MIDC-2.9a', '2026-10', { compliant: 42 }),
      cell('pregnancy-weeks-8-15', 'MIDC-3.5.3e', '2026-10', { 'not-applicable': 42 }),
      finding('a', {
        study: { date: '2026-10-03', modalities: ['CT'], sex: 'F', ageBand: 'adult', deviceId: 'a'.repeat(32) },
      }),
      finding('b', {
        severity: 'minor',
        ruleId: 'dose-record-present',
        clause: 'MIDC-1.3.6b',
        verdict: 'indeterminate',
        reason: 'evidence-missing',
      }),
      device,
      { type: 'channel', channel: 'folder', number: 0, state: 'working', since: asOf, objects: 12 },
      { type: 'dose-coverage', deviceId: 'a'.repeat(32), month: '2026-10', expected: 40, present: 38, asOf },
      retentionYear(2025, 7, asOf, { online: 3, kept: 4 }),
      {
        type: 'intake',
        month: '2026-10',
        studies: 42,
        objects: 420,
        unreadable: 1,
        own: 40,
        imported: 1,
        unclassified: 1,
        asOf,
      },
    ]),
  );
  expect(sent.status).toBe(200);
});
afterAll(async () => {
  await subject.end();
});

/** A person of the role and area, with the first password changed. */
async function person(name: string, role: string, scope: unknown): Promise<Client> {
  const made = (await subject.admin.post('/api/users', { name, displayName: name, role, scope })).body;
  const browser = client(() => subject.url());
  await browser.post('/api/session', { name, password: made.oneTimePassword });
  const changed = await browser.post('/api/session/password', {
    current: made.oneTimePassword,
    next: 'a long enough one',
  });
  expect(changed.status).toBe(200);
  return browser;
}

describe('answers', () => {
  const answers: [string, TSchema][] = [
    ['/api/session', ConsoleSession],
    ['/api/overview', ConsoleOverview],
    ['/api/facilities?page=1&pageSize=10&sort=coverage', ConsoleFacilities],
    ['/api/facilities/c1', ConsoleFacility],
    ['/api/facilities/c1/clauses?from=2026-01&to=2026-12', ConsoleClauses],
    ['/api/findings?sort=changedAt&order=asc', ConsoleFindings],
    [`/api/findings/c1/${pseudonym('a')}`, ConsoleFinding],
    ['/api/devices', ConsoleDevices],
    ['/api/agents', ConsoleAgents],
    ['/api/enrolment-codes', ConsoleEnrolmentCodes],
    ['/api/users', ConsoleUsers],
    ['/api/uploads', ConsoleUploads],
    ['/api/targets', ConsoleTargets],
    ['/api/rule-sets', ConsoleRuleSets],
    ['/api/audit', ConsoleAudit],
    ['/health', ConsoleHealth],
  ];
  it.each(answers)('%s has its published form', async (path, schema) => {
    const { status, body } = await subject.admin.get(path);
    expect(status).toBe(200);
    expect([...Compile(schema).Errors(body)]).toEqual([]);
  });

  it('counts clauses for the four numbers, red first, and leaves the others’ duties outside', async () => {
    const overview = (await subject.admin.get('/api/overview')).body;
    const [first] = overview.centers;
    expect(first).toMatchObject({
      facilityId: 'c1',
      light: 'red',
      openFindings: { critical: 1, major: 0, minor: 1 },
      notApplicableClauses: 1,
    });
    expect(first.numbers).toMatchObject({ openCritical: 1, metRate: { met: 1, judged: 2 } });
    expect(first.numbers.coverage.applicable).toBeGreaterThan(100);
    expect(overview.changes.find((row: { ruleId: string }) => row.ruleId === 'real-name-present')).toMatchObject({
      opened: 1,
      clause: 'MIDC-2.2c',
    });
    const clauses = (await subject.admin.get('/api/facilities/c1/clauses')).body;
    expect(clauses.coverage).toEqual(first.numbers.coverage);
    expect(clauses.states.reduce((sum: number, row: { clauses: number }) => sum + row.clauses, 0)).toBe(
      clauses.own.length,
    );
    expect(clauses.others.every((row: { outside: string | null }) => row.outside !== null)).toBe(true);
    expect(clauses.own.some((row: { state: string }) => row.state === 'unserved')).toBe(true);
  });

  it('opens the very rows that a number counts', async () => {
    const { total } = (await subject.admin.get('/api/findings?facility=c1&state=live&severity=critical')).body;
    expect(total).toBe((await subject.admin.get('/api/facilities/c1')).body.facility.numbers.openCritical);
    expect((await subject.admin.get('/api/findings?q=MIDC-1.3')).body.total).toBe(1);
    expect((await subject.admin.get('/api/findings?q=%25')).body.total).toBe(0);
    expect((await subject.admin.get(`/api/findings?device=${'a'.repeat(32)}`)).body.total).toBe(1);
  });

  it('refuses what it does not know, with every reason', async () => {
    const answer = await subject.admin.post('/api/facilities', { facilityId: 'bad id', name: '', extra: 1 });
    expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
    expect(answer.body.details.length).toBeGreaterThanOrEqual(3);
    expect((await subject.admin.get('/api/findings?page=x')).status).toBe(400);
    expect((await subject.admin.get('/api/findings?wrong=1')).status).toBe(400);
    expect((await subject.admin.get('/api/nothing')).body.code).toBe('not-found');
  });
});

describe('who may', () => {
  it('lets nobody in without a session, on any route that is not an agent’s', async () => {
    const stranger = client(() => subject.url());
    const document = (await stranger.get('/documentation/openapi.json')).body;
    let looked = 0;
    for (const [path, operations] of Object.entries<Record<string, unknown>>(document.paths)) {
      if (!path.startsWith('/api/') || path.startsWith('/api/agent/')) continue;
      for (const method of Object.keys(operations)) {
        if (path === '/api/session' && method === 'post') continue;
        const answer = await stranger.send(
          method.toUpperCase() as 'POST',
          path.replaceAll(/\{[^}]+\}/g, 'x'),
          method === 'get' || method === 'delete' ? undefined : {},
        );
        expect([path, method, answer.status, answer.body.code]).toEqual([path, method, 401, 'signed-out']);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(25);
  });

  it('keeps a viewer from acting and a person of one area from the others', async () => {
    const viewer = await person('viewer1', 'viewer', ['c1']);
    expect(
      (await viewer.get('/api/facilities')).body.rows.map((row: { facilityId: string }) => row.facilityId),
    ).toEqual(['c1']);
    expect((await viewer.get('/api/facilities/c2')).status).toBe(404);
    expect((await viewer.get('/api/facilities/c2/clauses')).status).toBe(404);
    expect((await viewer.get('/api/exports/clauses.csv?facility=c2')).status).toBe(404);
    expect(
      (await viewer.get('/api/agents')).body.rows.every((row: { facilityId: string }) => row.facilityId === 'c1'),
    ).toBe(true);
    for (const [path, body] of [
      ['/api/uploads', { facilityId: 'c1', month: '2026-10' }],
      ['/api/enrolment-codes', { facilityId: 'c1' }],
      ['/api/facilities', { facilityId: 'c9', name: '九' }],
    ] as const) {
      expect((await viewer.post(path, body)).status).toBe(403);
    }
    expect((await viewer.get('/api/users')).status).toBe(403);
    const supervisor = await person('supervisor1', 'supervisor', ['c2']);
    expect((await supervisor.post('/api/uploads', { facilityId: 'c1', month: '2026-10' })).status).toBe(404);
    expect((await supervisor.post('/api/uploads', { facilityId: 'c2', month: '2026-10' })).body.code).toBe('no-target');
    expect((await supervisor.get('/api/findings')).body.total).toBe(0);
  });

  it('refuses a foreign page: without the header, with a foreign origin, from another site', async () => {
    const body = { facilityId: 'c7', name: '七' };
    expect(
      (await subject.admin.send('POST', '/api/facilities', body, { origin: 'http://elsewhere.example' })).body.code,
    ).toBe('foreign-origin');
    expect(
      (await subject.admin.send('POST', '/api/facilities', body, { 'sec-fetch-site': 'cross-site' })).body.code,
    ).toBe('foreign-origin');
    const bare = await fetch(`${subject.url()}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'admin', password: 'x' }),
    });
    expect(bare.status).toBe(403);
  });

  it('makes a one-time password be changed, ends other sessions, and locks after five failures', async () => {
    const made = (
      await subject.admin.post('/api/users', { name: 'Newcomer', displayName: '新人', role: 'viewer', scope: 'all' })
    ).body;
    const browser = client(() => subject.url());
    const login = await browser.post('/api/session', { name: 'newcomer', password: made.oneTimePassword });
    expect(login.headers.get('set-cookie')).toMatch(/HttpOnly/);
    expect(login.headers.get('set-cookie')).toMatch(/SameSite=Strict/);
    expect((await browser.get('/api/overview')).body.code).toBe('password-change-required');
    expect(
      (await browser.post('/api/session/password', { current: made.oneTimePassword, next: 'newcomer-123' })).body.code,
    ).toBe('password-weak');
    await browser.post('/api/session/password', { current: made.oneTimePassword, next: 'quite another one' });
    expect((await browser.get('/api/overview')).status).toBe(200);
    await subject.admin.post(`/api/users/${String(made.user.userId)}/password-reset`);
    expect((await browser.get('/api/overview')).status).toBe(401);
    const codes = [];
    for (let n = 0; n < 6; n += 1)
      codes.push((await browser.post('/api/session', { name: 'newcomer', password: 'wrong' })).body.code);
    expect(codes).toEqual([
      'login-failed',
      'login-failed',
      'login-failed',
      'login-failed',
      'login-locked',
      'login-locked',
    ]);
    expect((await browser.post('/api/session', { name: 'nobody-here', password: 'wrong' })).body.code).toBe(
      'login-failed',
    );
  });

  it('ends a session that is idle for half an hour', async () => {
    const other = await testConsole();
    try {
      other.pass(29 * 60_000);
      expect((await other.admin.get('/api/session')).status).toBe(200);
      other.pass(31 * 60_000);
      expect((await other.admin.get('/api/session')).status).toBe(401);
    } finally {
      await other.end();
    }
  });

  it('keeps the last administrator', async () => {
    const { rows } = (await subject.admin.get('/api/users')).body;
    const admin = rows.find((row: { name: string }) => row.name === 'admin');
    expect(
      (await subject.admin.send('PATCH', `/api/users/${String(admin.userId)}`, { disabled: true })).body.code,
    ).toBe('last-administrator');
    expect(
      (await subject.admin.send('PATCH', `/api/users/${String(admin.userId)}`, { role: 'viewer' })).body.code,
    ).toBe('last-administrator');
    expect(
      (await subject.admin.send('PATCH', `/api/users/${String(admin.userId)}`, { displayName: '总管' })).body
        .displayName,
    ).toBe('总管');
  });
});

describe('rule sets', () => {
  it('publishes a changed number as a new signed manifest and refuses what agents would not know', async () => {
    const [current] = (await subject.admin.get('/api/rule-sets')).body.rows;
    expect(current).toMatchObject({ inForce: true, changes: [] });
    const same = await subject.admin.post('/api/rule-sets', { manifest: current.manifest });
    expect([same.status, same.body.code]).toEqual([422, 'rule-set-invalid']);
    const manifest = structuredClone(current.manifest);
    manifest.version = '9.9.9';
    manifest.rules[0].informational = manifest.rules[0].informational === false;
    const broken = structuredClone(manifest);
    broken.rules.push({ ...broken.rules[0], id: 'no-such-rule' });
    expect((await subject.admin.post('/api/rule-sets', { manifest: broken })).body.details).toEqual([
      'no-such-rule is in no catalogue',
    ]);
    const published = await subject.admin.post('/api/rule-sets', { manifest });
    expect(published.status).toBe(200);
    expect(published.body.changes).toHaveLength(1);
    const envelope = (await subject.admin.get('/api/agent/rule-set/current')).body;
    expect(JSON.parse(Buffer.from(envelope.payload, 'base64').toString()).version).toBe('9.9.9');
    expect(
      (await subject.admin.get('/api/rule-sets')).body.rows.map((row: { inForce: boolean }) => row.inForce),
    ).toEqual([true, false]);
  });
});

describe('exports and pages', () => {
  it('gives CSV with byte order mark, neutralises formulas, and writes the export down', async () => {
    const raw = await fetch(`${subject.url()}/api/exports/findings.csv`);
    expect(raw.status).toBe(401);
    const { body, headers, status } = await subject.admin.get('/api/exports/findings.csv?facility=c1');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(body.split('\r\n')).toHaveLength(4);
    const facilities = (await subject.admin.get('/api/exports/facilities.csv')).body;
    expect(facilities).toContain('中心 c1');
    expect(facilities).toContain(",'=1+1,");
    expect((await subject.admin.get('/api/exports/clauses.csv?facility=c1')).body).toContain('MIDC-2.2c');
    const audit = (await subject.admin.get('/api/audit?action=export')).body;
    expect(audit.total).toBe(3);
    expect(audit.chain.brokenAt).toBeNull();
  });

  it('serves the documentation from itself alone', async () => {
    const page = await fetch(`${subject.url()}/documentation/`);
    const html = await page.text();
    const sources = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => /^(https?:)?\/\//.test(source))).toEqual([]);
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
    expect((await fetch(`${subject.url()}/documentation/js/scalar.js`)).status).toBe(200);
    const document = (await subject.admin.get('/documentation/openapi.json')).body;
    expect(Object.keys(document.paths)).toContain('/api/agent/batches');
  });

  it('sends a strict policy with every answer', async () => {
    const answer = await fetch(`${subject.url()}/`);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${subject.url()}/api/session`)).headers.get('cache-control')).toBe('no-store');
  });
});
