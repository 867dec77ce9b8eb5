import { gzipSync } from 'node:zlib';
import { payloadTypes, stateDigestText } from '@center/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cell,
  enrolTestAgent,
  finding,
  pseudonym,
  receiptOf,
  type TestAgent,
} from '../../integration/testing/test-agent.ts';
import { type TestConsole, testConsole } from '../../integration/testing/test-console.ts';
import { sha256Hex } from '../keys.ts';

let console_: TestConsole;
beforeAll(async () => {
  console_ = await testConsole();
});
afterAll(async () => {
  await console_.end();
});

const sendBatch = async (agent: TestAgent, ...args: Parameters<TestAgent['next']>) =>
  console_.admin.post('/api/agent/batches', agent.next(...args));

describe('enrolment', () => {
  it('uses a code once, waits for a person, and refuses batches until then', async () => {
    await console_.admin.post('/api/facilities', { facilityId: 'enrol', name: '登记中心' });
    const { code } = (await console_.admin.post('/api/enrolment-codes', { facilityId: 'enrol' })).body;
    const agent = await enrolTestAgent(code.toLowerCase().replaceAll('-', ' '), async (path, body) =>
      console_.admin.post(path, body),
    );
    await expect(enrolTestAgent(code, async (path, body) => console_.admin.post(path, body))).rejects.toThrow(
      'code-invalid',
    );
    const early = await console_.admin.post('/api/agent/batches', agent.seal(payloadTypes.batch, agent.body([])));
    expect([early.status, early.body.code]).toEqual([403, 'agent-pending']);
    const status = await console_.admin.post('/api/agent/status', agent.heartbeat('2026-11-25T08:00:00Z'));
    expect(status.body.state).toBe('pending');
    const wrong = await console_.admin.post(`/api/agents/${agent.agentId}/confirm`, { fingerprint: '0000 1111' });
    expect([wrong.status, wrong.body.code]).toEqual([409, 'fingerprint-differs']);
    const right = await console_.admin.post(`/api/agents/${agent.agentId}/confirm`, { fingerprint: agent.fingerprint });
    expect([right.status, right.body.state]).toEqual([200, 'active']);
    expect((await sendBatch(agent, [])).status).toBe(200);
  });

  it('lets a code expire after a day and asks for proof of the key', async () => {
    const { code } = (await console_.admin.post('/api/enrolment-codes', { facilityId: 'enrol' })).body;
    const bad = await console_.admin.post('/api/agent/enrol', {
      kind: 'enrol/1',
      code,
      publicKey: Buffer.alloc(32, 1).toString('base64'),
      proof: Buffer.alloc(64).toString('base64'),
      agentVersion: '1',
    });
    expect([bad.status, bad.body.code]).toEqual([403, 'proof-invalid']);
    const second = await testConsole();
    try {
      await second.admin.post('/api/facilities', { facilityId: 'late', name: '迟到' });
      const late = (await second.admin.post('/api/enrolment-codes', { facilityId: 'late' })).body.code;
      second.pass(24 * 3_600_000 + 1000);
      await expect(enrolTestAgent(late, async (path, body) => second.admin.post(path, body))).rejects.toThrow(
        'code-invalid',
      );
    } finally {
      await second.end();
    }
  });
});

describe('batches', () => {
  it('answers with a sealed receipt, and the same bytes again with the same receipt', async () => {
    const agent = await console_.agentAt('again');
    const envelope = agent.next([cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 3 })]);
    const first = receiptOf((await console_.admin.post('/api/agent/batches', envelope)).body);
    const second = receiptOf((await console_.admin.post('/api/agent/batches', envelope)).body);
    expect(first).toMatchObject({ seq: 1, duplicate: false, wantFull: false, bodySha256: agent.prev });
    expect(second).toEqual({ ...first, duplicate: true });
  });

  it('takes gzip and refuses a bomb', async () => {
    const agent = await console_.agentAt('gzip');
    const post = async (body: Buffer) =>
      fetch(`${console_.url()}/api/agent/batches`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: new Uint8Array(body),
      });
    expect((await post(gzipSync(JSON.stringify(agent.next([]))))).status).toBe(200);
    expect((await post(gzipSync(Buffer.alloc(8_000_000, 32)))).status).toBe(413);
    expect((await post(Buffer.from('no gzip at all'))).status).toBe(400);
  });

  it('names the number it expects when one is missing', async () => {
    const agent = await console_.agentAt('gap');
    await sendBatch(agent, []);
    agent.next([]);
    const answer = await sendBatch(agent, []);
    expect([answer.status, answer.body.code, answer.body.details]).toEqual([409, 'sequence-gap', ['expected-seq=2']]);
  });

  it('quarantines a fork and a broken chain, and takes nothing from the agent afterwards', async () => {
    const forked = await console_.agentAt('fork');
    await sendBatch(forked, [cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 1 })]);
    const other = await console_.admin.post(
      '/api/agent/batches',
      forked.seal(payloadTypes.batch, forked.body([], { seq: 1, prevSha256: null })),
    );
    expect([other.status, other.body.code]).toEqual([409, 'sequence-fork']);
    expect((await sendBatch(forked, [])).body.code).toBe('agent-quarantined');
    const broken = await console_.agentAt('chain');
    await sendBatch(broken, []);
    expect((await sendBatch(broken, [], { prevSha256: 'ab'.repeat(32) })).body.code).toBe('chain-broken');
    const agents = (await console_.admin.get('/api/agents')).body.rows;
    expect(
      agents
        .filter((row: { state: string }) => row.state === 'quarantined')
        .map((row: { facilityId: string }) => row.facilityId)
        .toSorted(),
    ).toEqual(['chain', 'fork']);
  });

  it('refuses a foreign signature, another facility, a wrong form, an unknown and a revoked agent', async () => {
    const [a, b] = [await console_.agentAt('one'), await console_.agentAt('two')];
    expect((await console_.admin.post('/api/agent/batches', b.seal(payloadTypes.batch, a.body([])))).body.code).toBe(
      'signature-invalid',
    );
    expect(
      (await console_.admin.post('/api/agent/batches', a.seal(payloadTypes.heartbeat, a.body([])))).body.code,
    ).toBe('signature-invalid');
    expect(
      (await console_.admin.post('/api/agent/batches', a.seal(payloadTypes.batch, a.body([], { facilityId: 'two' }))))
        .body.code,
    ).toBe('facility-differs');
    const extra = await console_.admin.post(
      '/api/agent/batches',
      a.seal(payloadTypes.batch, { ...a.body([]), PatientName: '张三' }),
    );
    expect([extra.status, extra.body.code]).toEqual([422, 'batch-invalid']);
    expect(
      (
        await console_.admin.post(
          '/api/agent/batches',
          a.seal(payloadTypes.batch, a.body([], { agentId: 'agent-nobody' })),
        )
      ).body.code,
    ).toBe('agent-unknown');
    await console_.admin.post(`/api/agents/${a.agentId}/revoke`, { reason: '设备报废' });
    expect((await sendBatch(a, [])).body.code).toBe('agent-revoked');
    expect(
      (await console_.admin.post(`/api/agents/${a.agentId}/confirm`, { fingerprint: a.fingerprint })).body.code,
    ).toBe('agent-state');
  });
});

describe('what the form lets through, the store can hold', () => {
  it.each([
    ['a moment that is none', { createdAt: '2026-99-99T99:99:99Z' }, []],
    ['a measurement of a moment that is none', {}, [cell('r', 'MIDC-2.2c', '2026-10', {}, '2026-13-31T00:00:00Z')]],
    ['a count that no reader holds', {}, [cell('r', 'MIDC-2.2c', '2026-10', { compliant: 1e300 })]],
    ['a revision that no reader holds', {}, [finding('far', { revision: 1e300 })]],
    ['a day that is none', {}, [finding('day', { study: { date: '2026-99-99', modalities: ['CT'], sex: 'F' } })]],
  ])('%s is refused as a wrong form, for good', async (name, more, items) => {
    const agent = await console_.agentAt(`form-${sha256Hex(Buffer.from(name)).slice(0, 8)}`);
    const answer = await console_.admin.post(
      '/api/agent/batches',
      agent.seal(payloadTypes.batch, agent.body(items, more)),
    );
    expect([answer.status, answer.body.code]).toEqual([422, 'batch-invalid']);
  });

  it('a beat with numbers that no store holds is refused', async () => {
    const agent = await console_.agentAt('form-beat');
    const answer = await console_.admin.post(
      '/api/agent/heartbeat',
      agent.heartbeat('2026-11-25T08:00:00Z', { backlog: 1e300 }),
    );
    expect([answer.status, answer.body.code]).toEqual([400, 'request-invalid']);
  });
});

describe('measurements and findings', () => {
  it('overwrites cells, keeps findings and every revision, and rolls up in the same transaction', async () => {
    const agent = await console_.agentAt('living');
    await sendBatch(agent, [
      cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 9, 'non-compliant': 1 }),
      cell('real-name-present', 'MIDC-2.2c', '2026-11', { compliant: 5 }),
      finding('f1'),
    ]);
    await sendBatch(agent, [
      cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 10 }),
      finding('f1', { revision: 2, state: 'closed', verdict: 'conforms', changedAt: '2026-11-25T09:00:00Z' }),
    ]);
    await sendBatch(agent, [finding('f1', { revision: 1 })]);
    const clauses = (await console_.admin.get('/api/facilities/living/clauses')).body;
    const own = clauses.own.find((row: { law: { clause: string } }) => row.law.clause === 'MIDC-2.2c');
    expect(own).toMatchObject({
      state: 'compliant',
      counts: { compliant: 15 },
      coverage: { judged: 15, applicable: 15 },
    });
    const detail = (await console_.admin.get(`/api/findings/living/${pseudonym('f1')}`)).body;
    expect(detail.finding).toMatchObject({ state: 'closed', revision: 2 });
    expect(detail.history.map((row: { revision: number; state: string }) => [row.revision, row.state])).toEqual([
      [1, 'open'],
      [2, 'closed'],
    ]);
    expect(detail.law.quote.length).toBeGreaterThan(0);
    expect(detail.law.documentTitle.zh).toContain('管理规范');
  });

  it('compares state digests, and a full dump makes it forget what is no longer named', async () => {
    const agent = await console_.agentAt('dump');
    await sendBatch(agent, [
      cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 2 }),
      cell('device-known', 'MIDC-2.9a', '2026-10', { compliant: 4 }),
      finding('keep'),
      finding('drop'),
    ]);
    const digest = (findings: string[], cells: [string, number][]) =>
      sha256Hex(
        stateDigestText(
          findings.map((name) => ({ findingId: pseudonym(name), revision: 1, state: 'open' })),
          cells.map(([ruleId, n]) => ({ ruleId, month: '2026-10', counts: { compliant: n } })),
        ),
      );
    const state = (sha256: string) => ({
      type: 'state-digest' as const,
      openFindings: 2,
      findings: 2,
      cells: 2,
      sha256,
    });
    expect(
      receiptOf(
        (
          await sendBatch(agent, [
            state(
              digest(
                ['keep', 'drop'],
                [
                  ['real-name-present', 2],
                  ['device-known', 4],
                ],
              ),
            ),
          ])
        ).body,
      ).wantFull,
    ).toBe(false);
    expect(
      receiptOf((await sendBatch(agent, [state(digest(['keep'], [['real-name-present', 2]]))])).body).wantFull,
    ).toBe(true);
    const rest = state(digest(['keep'], [['real-name-present', 2]]));
    await sendBatch(agent, [cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 2 })], {
      dump: { id: 'd1', last: false },
    });
    // The digest at the end of a dump is of what remains; compared any earlier it would ask for another dump for ever.
    const last = await sendBatch(agent, [finding('keep'), rest], { dump: { id: 'd1', last: true } });
    expect(receiptOf(last.body).wantFull).toBe(false);
    expect(receiptOf((await sendBatch(agent, [rest])).body).wantFull).toBe(false);
    const rows = (await console_.admin.get('/api/findings?facility=dump&state=live')).body;
    expect(rows.total).toBe(1);
    expect((await console_.admin.get(`/api/findings/dump/${pseudonym('drop')}`)).body.history).toHaveLength(1);
    const clauses = (await console_.admin.get('/api/facilities/dump/clauses')).body.own;
    expect(clauses.find((row: { law: { clause: string } }) => row.law.clause === 'MIDC-2.9a').counts).toEqual({});
  });

  it('a device whose card was taken back and that nobody ever saw is no device any more', async () => {
    const agent = await console_.agentAt('card-back');
    const device = {
      type: 'device' as const,
      deviceId: 'e'.repeat(32),
      Manufacturer: '',
      ManufacturerModelName: '',
      DeviceSerialNumber: '',
      StationName: '',
      modalities: [],
      studies: 0,
    };
    const total = async () => (await console_.admin.get('/api/devices?facility=card-back')).body.rows.length;
    await sendBatch(agent, [{ ...device, DeviceSerialNumber: 'S9', registered: true }]);
    expect(await total()).toBe(1);
    await sendBatch(agent, [{ ...device, registered: false }]);
    expect(await total()).toBe(0);
  });

  it('turns what was met stale when the agent falls silent, without a write, and leaves deviations', async () => {
    const other = await testConsole();
    try {
      const agent = await other.agentAt('silent');
      const items = [
        cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 7, 'non-compliant': 1 }),
        cell('device-known', 'MIDC-2.9a', '2026-10', { compliant: 3 }),
      ];
      await other.admin.post('/api/agent/batches', agent.next(items));
      const states = async () => {
        const { own } = (await other.admin.get('/api/facilities/silent/clauses')).body;
        return Object.fromEntries(
          own.map((row: { law: { clause: string }; state: string }) => [row.law.clause, row.state]),
        );
      };
      expect(await states()).toMatchObject({ 'MIDC-2.2c': 'non-compliant', 'MIDC-2.9a': 'compliant' });
      other.pass(11 * 60_000);
      expect(await states()).toMatchObject({ 'MIDC-2.2c': 'non-compliant', 'MIDC-2.9a': 'stale' });
      expect((await other.admin.get('/api/agents')).body.rows[0].liveness).toBe('silent');
      await other.admin.post('/api/agent/heartbeat', agent.heartbeat(new Date(other.now()).toISOString()));
      expect(await states()).toMatchObject({ 'MIDC-2.9a': 'compliant' });
    } finally {
      await other.end();
    }
  });

  it('forgets what a revoked agent measured once a new one is confirmed', async () => {
    const old = await console_.agentAt('again-new');
    await sendBatch(old, [cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 4 }), finding('old')]);
    await console_.admin.post(`/api/agents/${old.agentId}/revoke`, { reason: '重新安装' });
    expect((await console_.admin.get('/api/findings?facility=again-new&state=live')).body.total).toBe(1);
    const fresh = await console_.agentAt('again-new');
    await sendBatch(fresh, [cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: 5 })]);
    const { own } = (await console_.admin.get('/api/facilities/again-new/clauses')).body;
    expect(own.find((row: { law: { clause: string } }) => row.law.clause === 'MIDC-2.2c').counts).toEqual({
      compliant: 5,
    });
    expect((await console_.admin.get('/api/findings?facility=again-new&state=live')).body.total).toBe(0);
  });
});

describe('many batches', () => {
  it('takes thousands from several agents at once, each once, and holds them after a restart', async () => {
    const many = await testConsole();
    try {
      const agents = await Promise.all(
        ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'].map(async (id) => many.agentAt(id)),
      );
      const perAgent = 300;
      await Promise.all(
        agents.map(async (agent, index) => {
          for (let n = 1; n <= perAgent; n += 1) {
            const envelope = agent.next([
              cell('real-name-present', 'MIDC-2.2c', '2026-10', { compliant: n }),
              finding(`${index}-${n}`),
            ]);
            expect((await many.admin.post('/api/agent/batches', envelope)).status).toBe(200);
            // Every tenth receipt is "lost": the agent sends again.
            if (n % 10 === 0)
              expect(receiptOf((await many.admin.post('/api/agent/batches', envelope)).body).duplicate).toBe(true);
          }
        }),
      );
      await many.stop();
      await many.start();
      expect((await many.admin.get('/api/findings?state=live&pageSize=1')).body.total).toBe(perAgent * agents.length);
      const rows = (await many.admin.get('/api/facilities')).body.rows;
      expect(rows.every((row: { openFindings: { critical: number } }) => row.openFindings.critical === perAgent)).toBe(
        true,
      );
      expect(rows.every((row: { light: string }) => row.light === 'red')).toBe(true);
      const listed = (await many.admin.get('/api/agents')).body.rows;
      expect(listed.every((row: { lastSeq: number }) => row.lastSeq === perAgent)).toBe(true);
    } finally {
      await many.end();
    }
  }, 120_000);
});
