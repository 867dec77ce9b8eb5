// Our SNMP probe against Debian's snmpd, against agents within this process that serve each profile, and against peers that mean harm; and the bell of traps.
import { execFile } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { instant, type UpsStatus } from '@center/contract';
import snmp from 'net-snmp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { AgentError } from '../shell/errors.ts';
import type { ProbeResult } from '../shell/probes/probe.ts';
import { snmpProbe, type TrapBell, trapBell } from '../shell/probes/snmp/index.ts';
import { canRun } from './can-run.ts';
import { freeUdpPort, type OwnAgent, type Snmpd, startOwnAgent, startSnmpd, v3User } from './snmp-agents.ts';

const present = canRun('snmpd', '-v');
if (!present) console.warn('SKIPPED: snmpd is not installed; our SNMP probe is not tried against it');

const hasSnmptrap = canRun('snmptrap', '-V');
if (!hasSnmptrap) console.warn('SKIPPED: snmp (snmptrap) is not installed; the bell is not rung by another sender');

type Config = Parameters<typeof snmpProbe.probe>[0];
let folder = '';
const secret = (name: string, text: string): string => {
  const file = join(folder, name);
  writeFileSync(file, `${text}\n`);
  return file;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'power-snmp-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const community = (text = 'public', version: '1' | '2c' = '2c'): Config['access'] => ({
  version,
  communityFile: secret(`community-${text}`, text),
});
const user = (
  over: { name?: string; auth?: string; priv?: string; authProtocol?: 'sha' | 'sha256' } = {},
): Config['access'] => ({
  version: '3',
  user: over.name ?? 'monitor',
  authentication: {
    protocol: over.authProtocol ?? 'sha256',
    passwordFile: secret(`auth-${over.auth ?? 'right'}`, over.auth ?? v3User.authKey),
  },
  privacy: { protocol: 'aes', passwordFile: secret(`priv-${over.priv ?? 'right'}`, over.priv ?? v3User.privKey) },
});
const probe = (
  port: number,
  profile: Config['profile'],
  access = community(),
  over: Partial<Config> = {},
  ms = 10_000,
): Promise<ProbeResult> =>
  snmpProbe.probe(
    { name: 'p', type: 'snmp', of: 'ups-1', host: '127.0.0.1', port, profile, access, ...over },
    { signal: AbortSignal.timeout(ms), now: () => instant(Date.parse('2026-11-20T04:00:00Z')) },
  );
function statusOf(result: ProbeResult): UpsStatus {
  return JSON.parse(String(result.readings.find(({ name }) => name === 'ups.status')?.value ?? 'null')) as UpsStatus;
}
const upsMib = (tail: string): string => `1.3.6.1.2.1.33.1.${tail}`;
const powerNet = (tail: string): string => `1.3.6.1.4.1.318.1.1.1.${tail}`;

describe.runIf(present)('snmpd', () => {
  let daemon: Snmpd;
  beforeAll(async () => {
    const entity = (column: number, value: number): string =>
      `override 1.3.6.1.2.1.99.1.1.1.${String(column)}.7 integer ${String(value)}`;
    daemon = await startSnmpd(folder, [
      `createUser monitor SHA-256 ${v3User.authKey} AES ${v3User.privKey}`,
      `createUser older SHA ${v3User.authKey} AES ${v3User.privKey}`,
      'rouser monitor authpriv',
      'rouser older authpriv',
      `override ${upsMib('4.1.0')} integer 5`,
      `override ${upsMib('2.1.0')} integer 3`,
      `override ${upsMib('2.2.0')} integer 75`,
      `override ${upsMib('2.3.0')} integer 12`,
      ...[entity(1, 8), entity(2, 9), entity(3, 1), entity(4, 234), entity(5, 1)],
    ]);
  });
  afterAll(() => daemon.stop());

  it.each<[string, () => Config['access']]>([
    ['version 1', () => community('public', '1')],
    ['version 2c', () => community()],
    ['version 3 with SHA-256 and AES', () => user()],
    ['version 3 with SHA and AES', () => user({ name: 'older', authProtocol: 'sha' })],
  ])('by %s tells a basic UPS that is on its battery: what it lacks is no fault', async (_name, access) => {
    const result = await probe(daemon.port, 'ups-mib', access());
    expect(result).toMatchObject({ outcome: 'ok', stage: 'request', againInSeconds: 10 });
    expect(statusOf(result)).toEqual({
      state: 'on-battery',
      marks: ['discharging', 'low-battery'],
      onBatteryS: 75,
      runtimeS: 720,
      raw: ['upsOutputSource=5', 'upsBatteryStatus=3'],
    });
  });

  it('looks at each value by itself: one that is missing does not spoil the others', async () => {
    const values = [
      { oid: '1.3.6.1.2.1.1.3.0', reading: 'custom.value', of: 'up', scale: 0.01 },
      { oid: '1.3.6.1.4.1.99999.1.0', reading: 'env.temperatureC' },
      { oid: '1.3.6.1.2.1.1.1.0', reading: 'custom.value', of: 'system', as: 'text' },
      { oid: '1.3.6.1.2.1.1.1.0', reading: 'env.humidityPct' },
    ] as const satisfies Config['values'];
    for (const access of [community(), community('public', '1')]) {
      const result = await probe(daemon.port, 'custom', access, { values: [...values] });
      expect(result.outcome).toBe('ok');
      expect(result.readings.map(({ valid, problem }) => [valid, problem])).toEqual([
        [true, undefined],
        [false, 'no-such-name'],
        [true, undefined],
        [false, 'no-number'],
      ]);
      expect(result.readings[2]?.value).toMatch(/Linux/);
    }
  });

  it('walks sensors', async () => {
    for (const access of [community(), community('public', '1'), user()])
      expect(await probe(daemon.port, 'entity-sensor', access)).toMatchObject({
        outcome: 'ok',
        readings: [{ name: 'env.temperatureC', of: '7', value: 23.4, valid: true }],
      });
  });

  it('is no evidence of what it does not serve', async () => {
    for (const profile of ['powernet', 'huawei', 'powernet-ambient'] as const)
      expect(await probe(daemon.port, profile)).toMatchObject({
        outcome: 'unsupported',
        code: 'no-such-names',
        readings: [],
      });
  });

  it('tells rights that we lack from a device that is away, where the protocol does', async () => {
    expect(await probe(daemon.port, 'ups-mib', user({ auth: 'wrong-password' }))).toMatchObject({
      outcome: 'invalid',
      code: 'wrong-password',
    });
    expect(await probe(daemon.port, 'ups-mib', user({ name: 'nobody' }))).toMatchObject({
      outcome: 'invalid',
      code: 'unknown-user',
    });
    const quiet = await Promise.all([
      probe(daemon.port, 'ups-mib', user({ priv: 'wrong-privacy' })),
      probe(daemon.port, 'ups-mib', community('wrong')),
    ]);
    for (const result of quiet)
      expect(result).toMatchObject({ outcome: expect.stringMatching(/fail|invalid/), readings: [] });
    expect(await probe(daemon.port, 'ups-mib', { version: '2c', communityFile: join(folder, 'none') })).toMatchObject({
      outcome: 'invalid',
      stage: 'secret',
      code: 'ENOENT',
    });
  });

  it('leaves no descriptor behind, and is not held by a frozen agent beyond its signal', async () => {
    const open = (): number => readdirSync('/proc/self/fd').length;
    await probe(daemon.port, 'ups-mib');
    const before = open();
    const access = community();
    for (let count = 0; count < 50; count += 1) await probe(daemon.port, 'ups-mib', access);
    daemon.signal('SIGSTOP');
    try {
      const frozen = await Promise.all(
        Array.from({ length: 10 }, () => probe(daemon.port, 'ups-mib', access, {}, 300)),
      );
      for (const result of frozen) expect(result).toMatchObject({ outcome: 'fail', code: 'timeout' });
    } finally {
      daemon.signal('SIGCONT');
    }
    await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before + 1), { timeout: 5_000 });
  });
});

describe('an agent of each profile', () => {
  let agent: OwnAgent | undefined;
  afterEach(async () => {
    await agent?.stop();
    agent = undefined;
  });
  const accesses = (): readonly Config['access'][] => [community(), user()];

  it('ups-mib, with alarms by name and a test that is dated', async () => {
    agent = await startOwnAgent(
      {
        '1.3.6.1.2.1.1.3.0': 25_920_000,
        [upsMib('1.1.0')]: 'EAST',
        [upsMib('1.2.0')]: '不间断电源 EA900',
        [upsMib('2.1.0')]: 2,
        [upsMib('2.3.0')]: 40,
        [upsMib('2.4.0')]: 100,
        [upsMib('2.5.0')]: 821,
        [upsMib('4.1.0')]: 3,
        [upsMib('6.1.0')]: 1,
        [upsMib('7.3.0')]: 1,
        [upsMib('7.5.0')]: 8_640_000,
      },
      [
        { entry: upsMib('3.3.1'), rows: { 1: { 3: 229 } } },
        { entry: upsMib('4.4.1'), rows: { 1: { 2: 230, 5: 17 } } },
        { entry: upsMib('6.2.1'), rows: { 1: { 2: '1.3.6.1.2.1.33.1.6.3.1' } } },
      ],
    );
    for (const access of accesses())
      expect(statusOf(await probe(agent.port, 'ups-mib', access))).toMatchObject({
        state: 'on-line',
        marks: ['alarm', 'replace-battery'],
        manufacturer: 'EAST',
        model: '不间断电源 EA900',
        runtimeS: 2400,
        batteryV: 82.1,
        inputV: 229,
        loadPct: 17,
        selfTest: { result: 'passed', on: '2026-11-18' },
      });
    agent.set(upsMib('4.1.0'), 4);
    expect(statusOf(await probe(agent.port, 'ups-mib')).state).toBe('bypass');
  });

  it('powernet', async () => {
    agent = await startOwnAgent({
      [powerNet('1.1.1.0')]: 'Smart-UPS 1500',
      [powerNet('1.2.3.0')]: 'AS1234567890',
      [powerNet('2.1.1.0')]: 2,
      [powerNet('2.1.3.0')]: '11/20/2024',
      [powerNet('2.2.1.0')]: 100,
      [powerNet('2.2.3.0')]: 222_000,
      [powerNet('2.2.4.0')]: 2,
      [powerNet('4.1.1.0')]: 3,
      [powerNet('4.2.3.0')]: 21,
      [powerNet('7.2.3.0')]: 1,
      [powerNet('7.2.4.0')]: '11/02/2026',
    });
    for (const access of accesses())
      expect(statusOf(await probe(agent.port, 'powernet', access))).toMatchObject({
        state: 'on-battery',
        marks: ['discharging', 'replace-battery'],
        serial: 'AS1234567890',
        runtimeS: 2220,
        loadPct: 21,
        selfTest: { result: 'passed', on: '11/02/2026' },
      });
  });

  it('huawei', async () => {
    const base = '1.3.6.1.4.1.2011.6.174.1';
    agent = await startOwnAgent({ '1.3.6.1.2.1.33.1.7.3.0': 1 }, [
      { entry: `${base}.2.100.1`, rows: { 1: { 2: 'UPS2000-G', 3: 'V1', 5: '2102310XYZ' } } },
      { entry: `${base}.2.101.1`, rows: { 1: { 1: 6, 3: 4 } } },
      { entry: `${base}.4.100.1`, rows: { 1: { 1: 2_300, 14: 187 } } },
      { entry: `${base}.6.100.1`, rows: { 1: { 1: 819, 3: 100, 4: 2_520 } } },
    ]);
    for (const access of accesses())
      expect(statusOf(await probe(agent.port, 'huawei', access))).toMatchObject({
        state: 'on-line',
        marks: ['eco'],
        serial: '2102310XYZ',
        loadPct: 18.7,
        runtimeS: 2_520,
        selfTest: { result: 'passed' },
      });
  });

  it('entity-sensor and powernet-ambient', async () => {
    agent = await startOwnAgent({}, [
      {
        entry: '1.3.6.1.2.1.99.1.1.1',
        rows: {
          4: { 1: 8, 2: 9, 3: 1, 4: 251, 5: 1 },
          5: { 1: 9, 2: 9, 3: 0, 4: 44, 5: 1 },
          6: { 1: 12, 2: 9, 3: 0, 4: 2, 5: 1 },
          7: { 1: 8, 2: 9, 3: 0, 4: 1_000_000_000, 5: 1 },
        },
      },
      {
        entry: '1.3.6.1.2.1.47.1.1.1.1',
        rows: { 4: { 7: 'Rack' }, 5: { 7: 'Rack humidity' }, 6: { 7: 'Smoke' }, 7: { 7: 'Broken' } },
      },
      { entry: '1.3.6.1.4.1.318.1.1.10.2.3.2.1', rows: { 1: { 2: 'Probe 1', 3: 2, 4: 77, 5: 2, 6: 41 } } },
    ]);
    for (const access of accesses()) {
      expect((await probe(agent.port, 'entity-sensor', access)).readings).toEqual([
        { name: 'env.temperatureC', of: 'Rack', value: 25.1, valid: true },
        { name: 'env.humidityPct', of: 'Rack humidity', value: 44, valid: true },
        { name: 'env.smoke', of: 'Smoke', value: 'clear', valid: true },
        { name: 'env.temperatureC', of: 'Broken', value: 1_000_000_000, valid: false, problem: 'overflow' },
      ]);
      expect((await probe(agent.port, 'powernet-ambient', access)).readings).toEqual([
        { name: 'env.temperatureC', of: 'Probe 1', value: 25, valid: true },
        { name: 'env.humidityPct', of: 'Probe 1', value: 41, valid: true },
      ]);
    }
  });

  it('custom, with smoke by its values', async () => {
    agent = await startOwnAgent({
      '1.3.6.1.4.1.99999.1.0': 225,
      '1.3.6.1.4.1.99999.2.0': 3,
      '1.3.6.1.4.1.99999.3.0': ' 41.5 ',
    });
    const values = [
      { oid: '1.3.6.1.4.1.99999.1.0', reading: 'env.temperatureC', scale: 0.1 },
      { oid: '1.3.6.1.4.1.99999.2.0', reading: 'env.smoke', clear: 1, alarm: 2 },
      { oid: '1.3.6.1.4.1.99999.3.0', reading: 'env.humidityPct' },
    ] as const satisfies Config['values'];
    expect(
      (await probe(agent.port, 'custom', community(), { values: [...values] })).readings.map(({ value }) => value),
    ).toEqual([22.5, 'fault', 41.5]);
  });
});

describe('peers that mean harm', () => {
  let peer: Socket | undefined;
  afterEach(async () => {
    if (peer === undefined) return;
    peer.close();
    await once(peer, 'close');
    peer = undefined;
  });
  /** Answers each datagram as told. */
  const listen = async (answer: (heard: Buffer, reply: (bytes: Uint8Array) => void) => void): Promise<number> => {
    const socket = createSocket('udp4');
    peer = socket;
    socket.on('message', (heard, { port, address }) => answer(heard, (bytes) => socket.send(bytes, port, address)));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket.address().port;
  };

  it.each<[string, (heard: Buffer) => Uint8Array[]]>([
    ['garbage', () => [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')]],
    ['nothing in a datagram', () => [Buffer.alloc(0)]],
    ['its own question', (heard) => [heard]],
    [
      'a question cut short, at every length',
      (heard) => Array.from({ length: heard.length }, (_, length) => heard.subarray(0, length)),
    ],
    [
      'lengths that lie',
      (heard) => Array.from({ length: heard.length }, (_, at) => Buffer.from(heard).fill(0x84, at, at + 1)),
    ],
    [
      'bits turned over',
      (heard) =>
        Array.from({ length: heard.length }, (_, at) =>
          heard.map((byte, index) => (index === at ? byte ^ 0xff : byte)),
        ),
    ],
    ['65 000 bytes', () => [Buffer.alloc(65_000, 0x30)]],
  ])('%s in version 2c and 3: never throws, never outlives its signal', async (_name, act) => {
    const port = await listen((heard, reply) => {
      for (const bytes of act(heard)) reply(bytes);
    });
    for (const access of [community(), user()]) {
      const since = performance.now();
      const result = await probe(port, 'ups-mib', access, {}, 700);
      expect(result).toMatchObject({ outcome: expect.stringMatching(/fail|invalid|unsupported/) });
      expect(performance.now() - since).toBeLessThan(10_000);
    }
  });

  it('a tree without end is walked no further than anybody needs', async () => {
    let asked = 0;
    // Every row leads to a next one: an answer to GETBULK whose OIDs rise for ever.
    const port = await listen((heard, reply) => {
      asked += 1;
      reply(endlessAnswer(heard, asked));
    });
    const { outcome, readings } = await probe(port, 'entity-sensor', community(), {}, 5_000);
    expect([outcome, readings.length, readings.some(({ valid }) => valid)]).toEqual(['ok', 100, false]);
    expect(asked).toBeGreaterThan(50);
    expect(asked).toBeLessThan(200);
  });
});

/** A GetResponse to any GETBULK: twenty rows below the table, each later than those of the answer before. */
function endlessAnswer(heard: Buffer, round: number): Buffer {
  const requestId = requestIdOf(heard);
  const base = [0x2b, 6, 1, 2, 1, 99, 1, 1, 1, 1];
  const part = (tag: number, bytes: Uint8Array): Buffer => {
    const length =
      bytes.length < 128 ? Buffer.from([bytes.length]) : Buffer.from([0x82, bytes.length >> 8, bytes.length & 0xff]);
    return Buffer.concat([Buffer.from([tag]), length, bytes]);
  };
  const rows = Array.from({ length: 20 }, (_, row) => {
    const index = round * 20 + row;
    const oid = part(6, Buffer.from([...base, 0x80 | (index >> 7), index & 0x7f]));
    return part(0x30, Buffer.concat([oid, part(2, Buffer.from([8]))]));
  });
  const pdu = part(
    0xa2,
    Buffer.concat([requestId, part(2, Buffer.from([0])), part(2, Buffer.from([0])), part(0x30, Buffer.concat(rows))]),
  );
  return part(0x30, Buffer.concat([part(2, Buffer.from([1])), part(4, Buffer.from('public')), pdu]));
}

/** The request id within a question of version 2c, as it stands there. */
function requestIdOf(heard: Buffer): Buffer {
  const community_ = heard.indexOf('public') + 'public'.length;
  const inner =
    community_ + (((heard[community_ + 1] ?? 0) & 0x80) === 0 ? 2 : 2 + ((heard[community_ + 1] ?? 0) & 0x7f));
  return heard.subarray(inner, inner + 2 + (heard[inner + 1] ?? 0));
}

describe('the bell of traps', () => {
  let bell: TrapBell | undefined;
  afterEach(async () => {
    await bell?.close();
    bell = undefined;
  });
  const ringing = async (): Promise<{ rung: string[]; port: number; tick: (ms: number) => void }> => {
    const rung: string[] = [];
    let now = 0;
    const port = await freeUdpPort();
    bell = await trapBell({ port, address: '127.0.0.1', onRing: (from) => rung.push(from), monotonicMs: () => now });
    return { rung, port, tick: (ms) => (now += ms) };
  };
  const send = (port: number, version: 0 | 1, how: 'trap' | 'inform'): Promise<void> =>
    new Promise((resolve, reject) => {
      const session = snmp.createSession('127.0.0.1', 'anything', {
        trapPort: port,
        version,
        timeout: 1_000,
        retries: 1,
      });
      const done = (fault: Error | null): void => {
        session.close();
        if (fault === null) resolve();
        else reject(fault);
      };
      if (how === 'trap') session.trap(snmp.TrapType.LinkDown, done);
      else session.inform(snmp.TrapType.LinkDown, done);
    });

  it('rings for traps of version 1 and 2c, answers informs, and rings no more than once a second for one sender', async () => {
    const { rung, port, tick } = await ringing();
    await send(port, snmp.Version1, 'trap');
    await expect.poll(() => rung).toEqual(['127.0.0.1']);
    tick(1_000);
    await send(port, snmp.Version2c, 'trap');
    await expect.poll(() => rung.length).toBe(2);
    await send(port, snmp.Version2c, 'inform');
    expect(rung.length).toBe(2);
    tick(1_000);
    await send(port, snmp.Version2c, 'inform');
    await expect.poll(() => rung.length).toBe(3);
  });

  it.runIf(hasSnmptrap)('rings for traps of another sender, in every version', async () => {
    const { rung, port, tick } = await ringing();
    const to = `127.0.0.1:${String(port)}`;
    const linkDown = '1.3.6.1.6.3.1.1.5.3';
    const keys = [
      '-u',
      v3User.name,
      '-l',
      'authPriv',
      '-a',
      'SHA-256',
      '-A',
      v3User.authKey,
      '-x',
      'AES',
      '-X',
      v3User.privKey,
    ];
    const traps = [
      ['-v', '1', '-c', 'x', to, '1.3.6.1.4.1.318', '127.0.0.1', '6', '5', '1'],
      ['-v', '2c', '-c', 'x', to, '', linkDown],
      ['-v', '2c', '-c', 'x', '-Ci', to, '', linkDown],
      ['-v', '3', '-e', '0x8000000001020304', ...keys, to, '', linkDown],
    ];
    for (const [index, args] of traps.entries()) {
      await promisify(execFile)('snmptrap', args, { timeout: 10_000 });
      await expect.poll(() => rung.length).toBe(index + 1);
      tick(1_000);
    }
  });

  it('rings for a user that it does not know', async () => {
    const { rung, port } = await ringing();
    const session = snmp.createV3Session('127.0.0.1', v3User, { trapPort: port });
    session.trap(snmp.TrapType.LinkDown, () => session.close());
    await expect.poll(() => rung).toEqual(['127.0.0.1']);
  });

  it('survives whatever is thrown at it, and rings on', async () => {
    const { rung, port } = await ringing();
    const socket = createSocket('udp4');
    const throwAt = (bytes: Uint8Array): Promise<unknown> =>
      new Promise((resolve) => socket.send(bytes, port, '127.0.0.1', resolve));
    for (let length = 0; length < 300; length += 1)
      await throwAt(Buffer.from(Array.from({ length }, (_, at) => (at * 31 + length * 17) & 0xff)));
    await throwAt(Buffer.from('302602010104067075626c6963a7190204000000010201000201003081', 'hex'));
    await throwAt(Buffer.alloc(60_000, 0x30));
    socket.close();
    const before = rung.length;
    await send(port, snmp.Version2c, 'inform');
    expect(before).toBeLessThanOrEqual(1);
    await expect.poll(() => rung.length).toBe(1);
  });

  it('says when its port is taken', async () => {
    const { port } = await ringing();
    const second = trapBell({ port, address: '127.0.0.1', onRing: () => undefined, monotonicMs: () => 0 });
    await expect(second).rejects.toBeInstanceOf(AgentError);
    await expect(second).rejects.toMatchObject({ code: 'port-in-use' });
  });
});
