import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../integration/testing/test-console.ts';
import { checkConfig, readConfig } from './config.ts';
import { ConfigFault, startConsole } from './start-console.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const entry = join(import.meta.dirname, 'main.mjs');

/** Runs the command to its end. */
async function command(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [entry, ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

describe('configuration', () => {
  it('names every problem at once, with what would be right', () => {
    const result = checkConfig({
      dataFolder: '/tmp/x',
      host: '0.0.0.0',
      lateAfterSeconds: 900,
      tls: undefined,
      uploads: {
        targets: [
          { id: 'a', name: 'A', connector: 'https-json', url: 'http://far.example/x' },
          { id: 'a', name: 'B', connector: 'drop-folder', folder: '/no/such/folder' },
        ],
      },
    });
    expect(result.ok ? [] : result.problems.map((problem) => problem.split(':')[0])).toEqual([
      'uploads.targets[0].url',
      'uploads.targets[1].id',
      'uploads.targets[1].folder',
      'host',
      'lateAfterSeconds',
    ]);
  });

  it('refuses unknown names and wrong kinds with their path', () => {
    const result = checkConfig({ dataFolder: '', port: 'seven', prot: 1 });
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.problems.join('\n')).toMatch(/port: .*right would be 7400/);
  });

  it('takes relative paths from the folder of the file', () => {
    writeFileSync(join(folder, 'c.json'), JSON.stringify({ dataFolder: 'data' }));
    const result = readConfig(join(folder, 'c.json'));
    expect(result.ok && result.config.dataFolder).toBe(join(folder, 'data'));
    expect(readConfig(join(folder, 'none.json')).ok).toBe(false);
  });
});

describe('start and stop', () => {
  it('makes one administrator and one key on the first start only, and stops cleanly', async () => {
    const options = { dataFolder: join(folder, 'data'), port: 0, logLevel: 'silent' as const };
    const first = await startConsole(options);
    const health = await fetch(`${first.url}/health`);
    expect(((await health.json()) as { status: string }).status).toBe('ok');
    expect(first.firstPassword).toMatch(/^[A-Z2-9]{4}(-[A-Z2-9]{4}){3}$/);
    await Promise.all([first.close(), first.close()]);
    await expect(fetch(`${first.url}/health`)).rejects.toThrow();
    const key = readFileSync(join(folder, 'data', 'console-key.pem'), 'utf8');
    expect(statSync(join(folder, 'data', 'console-key.pem')).mode & 0o077).toBe(0);
    const second = await startConsole(options);
    expect(second.firstPassword).toBeUndefined();
    expect(second.publicKey).toBe(first.publicKey);
    await second.close();
    expect(readFileSync(join(folder, 'data', 'console-key.pem'), 'utf8')).toBe(key);
  });

  it('refuses a wrong configuration and a taken port', async () => {
    const options = { dataFolder: join(folder, 'data'), port: 0, logLevel: 'silent' as const };
    await expect(startConsole({ ...options, host: '0.0.0.0' })).rejects.toBeInstanceOf(ConfigFault);
    const first = await startConsole(options);
    const taken = Number(new URL(first.url).port);
    await expect(startConsole({ ...options, dataFolder: join(folder, 'other'), port: taken })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    const said = await command('run', '--data', join(folder, 'third'), '--port', String(taken));
    expect([said.code, said.err]).toEqual([1, expect.stringContaining('--port')]);
    await first.close();
  });

  it('runs from the command line, says where it is, ends on a signal with 0, and verifies its chain', async () => {
    const data = join(folder, 'data');
    const child = spawn(process.execPath, [entry, 'run', '--data', data, '--port', '0']);
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    await until('the address', () => (out.includes('admin / ') ? true : undefined));
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect((await command('verify', '--data', data)).out).toMatch(/审计链完整 .* 2 行/);
    const reset = await command('user', 'reset', 'admin', '--data', data);
    expect([reset.code, reset.out]).toEqual([0, expect.stringMatching(/^admin: [A-Z2-9-]{19}/)]);
    expect((await command('user', 'reset', 'nobody', '--data', data)).code).toBe(1);
    expect((await command('dance')).code).toBe(2);
    expect((await command('run', '--wrong')).code).toBe(2);
  }, 40_000);
});
