// Our client against NUT's own server and its driver that plays a UPS (Debian's nut-server), on loopback, in folders of this test.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type EquipmentEvent, instant, type UpsStatus } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stepUps, stopCause, type UpsTrack, upsStanding } from '../core/index.ts';
import { NutClient } from '../shell/probes/nut/client.ts';
import { nutProbe } from '../shell/probes/nut/index.ts';
import type { ProbeResult } from '../shell/probes/probe.ts';
import { canRun } from './can-run.ts';
import { hasCertutil, hasNut, type NutServer, startNut } from './nut-server.ts';

const nut = hasNut();
if (!nut) console.warn('SKIPPED: nut-server is not installed; our NUT client is not tried against it');
const secret = nut && hasCertutil();
if (nut && !secret)
  console.warn('SKIPPED: libnss3-tools (certutil) is not installed; STARTTLS is not tried against NUT');

const hasUpsc = canRun('upsc', '-V');
if (nut && !hasUpsc) console.warn('SKIPPED: nut-client (upsc) is not installed; our reading is not compared with its');

type NutConfig = Parameters<typeof nutProbe.probe>[0];
const configOf = (server: Pick<NutServer, 'port'>, over: Partial<NutConfig> = {}): NutConfig => ({
  name: 'ups',
  type: 'nut',
  of: 'ups-1',
  host: '127.0.0.1',
  port: server.port,
  ups: 'demo',
  ...over,
});
const context = (): Parameters<typeof nutProbe.probe>[1] => ({
  signal: AbortSignal.timeout(4_000),
  now: () => instant(Date.now()),
});
const probe = (config: NutConfig): Promise<ProbeResult> => nutProbe.probe(config, context());

function statusOf(result: ProbeResult): UpsStatus | 'silent' | 'stale' {
  const reading = result.readings.find(({ name }) => name === 'ups.status');
  if (reading === undefined) return 'silent';
  return reading.valid ? (JSON.parse(String(reading.value)) as UpsStatus) : 'stale';
}

/** A UPS that is watched by our probe and our steps, as the agent does it. */
class Watched {
  readonly events = new Map<string, EquipmentEvent>();
  readonly #config: NutConfig;
  #track: UpsTrack | undefined;

  constructor(config: NutConfig) {
    this.#config = config;
  }

  get track(): UpsTrack {
    if (this.#track === undefined) throw new Error('not looked yet');
    return this.#track;
  }

  async look(): Promise<ProbeResult> {
    const result = await probe(this.#config);
    const step = stepUps(this.#track, {
      equipmentId: 'ups-1',
      at: instant(Date.now()),
      clockEpoch: 0,
      status: statusOf(result),
    });
    this.#track = step.track;
    for (const event of step.events) this.events.set(event.id, event);
    return result;
  }

  /** Looks until it holds. */
  async until(holds: (result: ProbeResult) => boolean, timeout = 40_000): Promise<ProbeResult> {
    return vi.waitFor(
      async () => {
        const result = await this.look();
        if (!holds(result)) throw new Error(`not yet: ${JSON.stringify([result, this.track.open])}`);
        return result;
      },
      { timeout, interval: 200 },
    );
  }

  ended(kind: EquipmentEvent['kind']): EquipmentEvent | undefined {
    return [...this.events.values()].find((event) => event.kind === kind && event.end !== undefined);
  }
}

const quiet =
  'ups.status: OL CHRG\nups.serial: TEST-1\nups.load: 20\nbattery.charge: 100\nbattery.runtime: 2400\nambient.temperature: 22.5\n';

let folder = '';
let server: NutServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'power-nut-'));
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe.runIf(nut)('NUT', () => {
  it('mains lost, battery low, mains back: one episode each, and the status that they were read from', async () => {
    const step = (status: string, charge: number): string =>
      `ups.status: ${status}\nbattery.charge: ${String(charge)}\nbattery.runtime: ${String(charge * 24)}\nups.load: 20\nTIMER 2\n`;
    server = await startNut({
      folder,
      mode: 'loop',
      device: [step('OL CHRG', 100), step('OB DISCHRG', 60), step('OB DISCHRG LB', 9)].join(''),
    });
    const watched = new Watched(configOf(server));
    await watched.until(() => upsStanding(watched.track).state === 'on-line');
    const low = await watched.until(() => stopCause(watched.track) === 'low-battery');
    expect(low).toMatchObject({ outcome: 'ok', againInSeconds: 2, evidence: { raw: expect.stringContaining('LB') } });
    await watched.until(() => upsStanding(watched.track).state === 'on-line');
    expect(watched.ended('on-battery')).toMatchObject({
      minChargePct: 9,
      minRuntimeS: 216,
      maxLoadPct: 20,
      raw: expect.arrayContaining(['OB', 'LB']),
    });
    expect(watched.ended('low-battery')).toBeDefined();
    expect(watched.ended('communication-lost')).toBeUndefined();
  });

  it('reads what the driver tells of the room beside the UPS', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    const result = await probe(configOf(server));
    expect(result).toMatchObject({ outcome: 'ok', stage: 'request', code: '' });
    expect(statusOf(result)).toMatchObject({ state: 'on-line', serial: 'TEST-1', runtimeS: 2400 });
    expect(result.readings).toContainEqual({ name: 'env.temperatureC', of: 'ambient', value: 22.5, valid: true });
  });

  it.runIf(hasUpsc)('reads the same variables as another client', async () => {
    server = await startNut({ folder, mode: 'once', device: `${quiet}ups.id: say "hello" \\\\ world\n` });
    const client = await NutClient.open({ host: '127.0.0.1', port: server.port }, AbortSignal.timeout(4_000));
    const rows = await client.list('VAR', 'demo');
    client.close();
    const { stdout } = await promisify(execFile)('upsc', [`demo@127.0.0.1:${String(server.port)}`]);
    const theirs = stdout.trim().split('\n').sort();
    expect(theirs.length).toBeGreaterThan(10);
    expect(rows.map(([name = '', value = '']) => `${name}: ${value}`).sort()).toEqual(theirs);
  });

  it('a killed driver is unknown, never on line and never the mains lost', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    const watched = new Watched(configOf(server));
    await watched.until(() => upsStanding(watched.track).state === 'on-line');
    server.signalDriver('SIGKILL');
    const result = await watched.until(({ outcome }) => outcome === 'fail');
    expect(result).toMatchObject({ stage: 'request', code: 'DRIVER-NOT-CONNECTED' });
    expect(upsStanding(watched.track)).toMatchObject({ state: 'unknown', silent: true, silentOnBattery: false });
    expect(watched.track.open.map(({ event }) => event.kind)).toEqual(['communication-lost']);
  });

  it('a frozen driver shows its old status until the server calls it stale; then it is unknown, and known again when it thaws', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet, maxAgeSeconds: 4 });
    const watched = new Watched(configOf(server));
    await watched.until(() => upsStanding(watched.track).state === 'on-line');
    server.signalDriver('SIGSTOP');
    const result = await watched.until(({ outcome }) => outcome === 'fail');
    expect(result).toMatchObject({ stage: 'request', code: 'DATA-STALE' });
    expect(statusOf(result)).toBe('stale');
    expect(upsStanding(watched.track).state).toBe('unknown');
    server.signalDriver('SIGCONT');
    await watched.until(() => upsStanding(watched.track).state === 'on-line');
    expect(watched.ended('communication-lost')).toBeDefined();
  });

  it('a forced shutdown stays although the mains carry the load, until the server is restarted', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    const watched = new Watched(configOf(server));
    await watched.until(() => upsStanding(watched.track).state === 'on-line');
    const answer = await server.say('USERNAME shutdown', 'PASSWORD for-tests', 'LOGIN demo', 'FSD demo');
    expect(answer).toContain('OK FSD-SET');
    await watched.until(() => stopCause(watched.track) === 'forced-shutdown');
    const latched = await watched.look();
    expect(latched.evidence['raw']).toMatch(/FSD.*OL/);
    await server.restartServer();
    await watched.until(() => watched.ended('forced-shutdown') !== undefined);
    expect(stopCause(watched.track)).toBeUndefined();
  });

  it('never logs in: the server has nobody to wait for', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    await probe(configOf(server));
    expect(await server.say('GET NUMLOGINS demo')).toContain('NUMLOGINS demo 0');
  });

  it('tells a UPS that the server does not have, and a server that is not there', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    expect(await probe(configOf(server, { ups: 'other' }))).toMatchObject({
      outcome: 'invalid',
      stage: 'request',
      code: 'UNKNOWN-UPS',
    });
    await server.stop();
    expect(await probe(configOf(server))).toMatchObject({ outcome: 'fail', stage: 'connect', code: 'ECONNREFUSED' });
  });

  it('leaves no descriptor behind', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    const config = configOf(server);
    const open = (): number => readdirSync('/proc/self/fd').length;
    await probe(config);
    const before = open();
    for (let count = 0; count < 100; count += 1) expect((await probe(config)).outcome).toBe('ok');
    await vi.waitFor(() => expect(open()).toBeLessThanOrEqual(before + 1), { timeout: 5_000 });
  });
});

describe.runIf(secret)('NUT with STARTTLS', () => {
  it('reads over TLS, and refuses a wrong name and an authority that is not ours', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet, certificateFor: 'ups-server.test' });
    const { caFile } = server;
    expect(await probe(configOf(server, { tls: { caFile, serverName: 'ups-server.test' } }))).toMatchObject({
      outcome: 'ok',
    });
    expect(await probe(configOf(server, { tls: { caFile, serverName: 'other.test' } }))).toMatchObject({
      outcome: 'fail',
      stage: 'tls',
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    const foreign = join(folder, 'foreign.pem');
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-subj',
        '/CN=Foreign',
        '-keyout',
        join(folder, 'foreign.key'),
        '-out',
        foreign,
      ],
      { stdio: 'ignore' },
    );
    expect(await probe(configOf(server, { tls: { caFile: foreign, serverName: 'ups-server.test' } }))).toMatchObject({
      outcome: 'invalid',
      stage: 'tls',
    });
    expect(await probe(configOf(server, { tls: { caFile: join(folder, 'none.pem') } }))).toMatchObject({
      outcome: 'invalid',
      stage: 'secret',
      code: 'ENOENT',
    });
  });
  it('never falls back to plain text where the server has no certificate', async () => {
    server = await startNut({ folder, mode: 'once', device: quiet });
    const caFile = join(folder, 'any.pem');
    writeFileSync(caFile, '');
    const result = await probe(configOf(server, { tls: { caFile, serverName: 'ups-server.test' } }));
    expect(result).toMatchObject({ outcome: 'fail', code: 'FEATURE-NOT-CONFIGURED', readings: [] });
  });
});
