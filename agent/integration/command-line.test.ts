import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calendarDateAt, instant } from '@center/contract';
import { buildCenter, type FixtureManifest } from '@center/fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../shell/main.mjs', import.meta.url));
let folder: string;
let archive: string;
let manifest: FixtureManifest;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  archive = join(folder, 'archive');
  manifest = await buildCenter({
    out: archive,
    seed: 'cli',
    until: calendarDateAt(instant(Date.now())),
    studies: 8,
    cases: false,
  });
  writeFileSync(join(folder, 'devices.json'), JSON.stringify(manifest.devices));
  const records = manifest.baseline
    .filter(({ records: kept }) => kept !== undefined)
    .map(({ study, records: kept }) => ({ study, records: kept }));
  writeFileSync(join(folder, 'records.json'), JSON.stringify(records));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the agent's command line; `during` sees its output as it comes and may end it. */
function agent(
  args: readonly string[],
  during?: (out: string, kill: (signal: NodeJS.Signals) => void) => void,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], {
      env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: '', TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString('utf8');
      during?.(out, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString('utf8');
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const evidence = (): string[] => [
  '--devices',
  join(folder, 'devices.json'),
  '--records',
  join(folder, 'records.json'),
  '--institution',
  manifest.institutionName,
];

describe('agent scan', () => {
  it('exits 0 when nothing deviates and leaves nothing behind', async () => {
    const { code, out, err } = await agent(['scan', archive, ...evidence()]);
    expect(err).not.toMatch(/error/i);
    expect(out).toContain('Totals');
    expect(code).toBe(0);
    expect(readdirSync(folder).filter((name) => name.startsWith('center-scan-'))).toEqual([]);
  });

  it('exits 1 and names the deviation, as a table and as JSON', async () => {
    const bad = join(folder, 'bad');
    await buildCenter({ out: bad, seed: 'cli', until: manifest.asOf, studies: 2, cases: true, only: ['name-empty'] });
    const table = await agent(['scan', bad, '--lang', 'zh']);
    expect(table.code).toBe(1);
    expect(table.out).toMatch(/不符合·疑似\s+MIDC-2\.2c/);
    const json = await agent(['scan', bad, '--format', 'json']);
    expect(json.code).toBe(1);
    const report: unknown = JSON.parse(json.out);
    expect(report).toMatchObject({
      kind: 'scan-report/1',
      findings: expect.arrayContaining([
        expect.objectContaining({ ruleId: 'real-name-present', verdict: 'deviates' }),
      ]) as unknown,
    });
  });

  it.each([
    ['no path', ['scan']],
    ['a path that is not there', ['scan', '/none/of/this']],
    ['an unknown option', ['scan', '/tmp', '--colour']],
    ['a wrong format', ['scan', '/tmp', '--format', 'xml']],
    ['a devices file that is none', ['scan', '/tmp', '--devices', '/etc/hostname']],
    ['an unknown command', ['polish']],
    ['no command', []],
  ])('exits 2 with a clear word: %s', async (_name, args) => {
    const { code, err } = await agent(args);
    expect(code).toBe(2);
    expect(err.trim().length).toBeGreaterThan(10);
    expect(err).not.toContain('at async');
  });
});

describe('agent run and verify', () => {
  it('runs until it is asked to stop, keeps what it read, and the chain is whole', async () => {
    const data = join(folder, 'data');
    const config = join(folder, 'agent.json');
    writeFileSync(
      config,
      JSON.stringify({
        dataFolder: data,
        language: 'en',
        facility: { id: 'demo-center', supervisionStart: 'earliest-study' },
        channels: [{ kind: 'folder', path: archive }],
        station: { port: 0 },
      }),
    );
    let asked = false;
    const ran = await agent(['run', '--config', config], (out, kill) => {
      if (asked || !out.includes('http://')) return;
      asked = true;
      kill('SIGTERM');
    });
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('http://127.0.0.1:');
    expect(await agent(['verify', '--data', data])).toMatchObject({ code: 0 });
    expect(await agent(['verify', '--data', join(folder, 'nothing')])).toMatchObject({ code: 2 });
  });

  it('a configuration with problems is told all of them', async () => {
    const config = join(folder, 'wrong.json');
    writeFileSync(config, JSON.stringify({ dataFolder: '', station: { port: 'x' } }));
    const { code, err } = await agent(['run', '--config', config]);
    expect(code).toBe(2);
    for (const word of ['dataFolder', 'station.port', 'facility', 'channels']) expect(err).toContain(word);
  });

  it('enrolling at nobody says so', async () => {
    const { code, out, err } = await agent([
      'enroll',
      'http://127.0.0.1:9',
      'some-code-1',
      '--data',
      join(folder, 'enroll'),
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/([0-9A-F]{4} ){15}[0-9A-F]{4}/);
    expect(err).toContain('does not answer');
  });
});
