// A device's script as people write it, with openssl, sends its heartbeat to the station of a running agent.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../shell/agent.ts';
import { parseConfig } from '../shell/config/index.ts';

const present = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).error === undefined;
const able = present('openssl', 'version') && present('curl', '--version') && present('sh', '-c', 'true');
if (!able) console.warn('SKIPPED: the heartbeat of a script needs openssl and curl');

const script = `
body=$(printf '{"at":%s,"state":"%s"}' "$2" "$3")
sig=$(printf '%s\\n%s' "$1" "$body" | openssl dgst -sha256 -hmac "$(cat "$4")" -r | cut -d' ' -f1)
curl -sS -o /dev/null -w '%{http_code}' -H 'content-type: application/json' -H "x-heartbeat-signature: $sig" \\
  --data-binary "$body" "$5/api/push/$1"
`;

describe.runIf(able)('the heartbeat of a script', () => {
  const folder = mkdtempSync(join(tmpdir(), 'probes-push-'));
  let agent: Agent | undefined;
  const send = (name: string, at: number, secret: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const args = ['-c', script, 'sh', name, String(at), 'ok', join(folder, secret), agent?.stationUrl ?? ''];
      execFile('sh', args, (fault, stdout) => {
        if (fault === null) resolve(Number(stdout));
        else reject(new Error('the script failed', { cause: fault }));
      });
    });
  beforeAll(async () => {
    writeFileSync(join(folder, 'secret'), 'a secret of the device\n');
    writeFileSync(join(folder, 'other'), 'guessed\n');
    const read = parseConfig(
      {
        dataFolder: 'data',
        facility: { id: 'push' },
        channels: [{ kind: 'folder', path: 'archive' }],
        station: { port: 0 },
        probes: [{ name: 'dr-1-beat', type: 'push', of: 'dr-1', secretFile: 'secret' }],
      },
      folder,
    );
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    agent = await startAgent(read.config, { log: pino({ level: 'silent' }) });
  });
  afterAll(async () => {
    await agent?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is taken once; a copy, another secret and an unknown name are refused', async () => {
    const at = Date.now();
    expect(Math.floor((await send('dr-1-beat', at, 'secret')) / 100)).toBe(2);
    expect(await send('dr-1-beat', at, 'secret')).toBeGreaterThanOrEqual(400);
    const guessed = await send('dr-1-beat', at + 1, 'other');
    expect(guessed).toBeGreaterThanOrEqual(400);
    // Who guesses names learns nothing.
    expect(await send('nobody', at + 1, 'other')).toBe(guessed);
    expect(Math.floor((await send('dr-1-beat', at + 2, 'secret')) / 100)).toBe(2);
  });
});
