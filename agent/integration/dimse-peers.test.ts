// The DIMSE layer against implementations that are not ours: DCMTK's storescu, echoscu and storescp.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Encoding } from '../shell/dimse/testing/data-set.ts';
import { header } from '../shell/dimse/testing/data-set.ts';
import { until } from '../shell/dimse/testing/raw-peer.ts';
import type { WatchedScp } from '../shell/dimse/testing/scp.ts';
import { startWatchedScp } from '../shell/dimse/testing/scp.ts';
import { BIG, CT, compressed, ctHeader, EXPLICIT, IMPLICIT, JPEG, native, PIXELS, part10 } from './dimse-files.ts';

function present(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const hasDcmtk = present('storescu', '--version') && present('echoscu', '--version');
const hasNamespace = present('unshare', '-rn', 'ip', 'link', 'set', 'lo', 'up') && present('storescp', '--version');
if (!hasDcmtk) console.warn('SKIPPED: DCMTK (storescu, echoscu) is not installed; C-STORE is not tried against it');
if (!hasNamespace)
  console.warn('SKIPPED: no storescp, or no network namespace for it; our C-ECHO is not tried against it');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'dimse-peers-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, bytes: Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { timeout: 60_000 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, output: stdout + stderr });
    });
  });
}

let scp: WatchedScp | undefined;
afterEach(async () => {
  await scp?.close();
  scp = undefined;
});

describe.runIf(hasDcmtk)('DCMTK', () => {
  const store = (...args: string[]): Promise<{ code: number; output: string }> =>
    run('storescu', ['-v', '-aet', 'CT01', '-aec', 'MONITOR', '127.0.0.1', String(scp?.port), ...args]);

  it('echoscu is answered, and told why not', async () => {
    scp = await startWatchedScp();
    const ask = (...titles: string[]): Promise<{ code: number }> =>
      run('echoscu', [...titles, '127.0.0.1', String(scp?.port)]);
    expect((await ask('-aec', 'MONITOR')).code).toBe(0);
    const refused = await run('echoscu', ['-aec', 'OTHER', '127.0.0.1', String(scp.port)]);
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('Called AE Title Not Recognized');
  });

  it.each<[string, Encoding, string, string[]]>([
    ['explicit little endian', 'explicit', EXPLICIT, ['-x=']],
    ['implicit little endian', 'implicit', IMPLICIT, ['-xi']],
    ['big endian', 'big-endian', BIG, ['-xb', '-R']],
    ['every context that storescu can propose', 'explicit', EXPLICIT, ['+C']],
  ])('storescu in %s', async (_, encoding, syntax, options) => {
    scp = await startWatchedScp();
    const bytes = native(encoding, syntax, '1.2.3.77');
    const path = file(`${encoding}.dcm`, bytes);
    const sent = await store(...options, path);
    expect(sent, sent.output).toMatchObject({ code: 0 });
    expect(scp.objects).toMatchObject([
      {
        SOPClassUID: CT,
        SOPInstanceUID: '1.2.3.77',
        callingAeTitle: 'CT01',
        headerStop: 'pixel-data',
        pixelDataLength: PIXELS.length,
      },
    ]);
    const [object] = scp.objects;
    expect(object?.droppedBytes).toBe(PIXELS.length + (object?.transferSyntaxUID === IMPLICIT ? 8 : 12));
    expect(Buffer.from(object?.dataset ?? []).includes('Wang^Xiaodong')).toBe(true);
    await until('released', () => scp?.of('association-ended').length === 1);
    expect(scp.of('association-ended')).toMatchObject([{ end: { kind: 'released' }, storedObjects: 1 }]);
  });

  it('storescu keeps compression when it proposes it', async () => {
    scp = await startWatchedScp();
    const sent = await store('-xy', '-R', file('jpeg.dcm', compressed('1.2.3.78')));
    expect(sent, sent.output).toMatchObject({ code: 0 });
    expect(scp.objects).toMatchObject([
      { transferSyntaxUID: JPEG, headerStop: 'pixel-data', pixelDataLength: undefined },
    ]);
    // Element header, empty offset table, one fragment, sequence delimiter.
    expect(scp.objects[0]?.droppedBytes).toBe(12 + 8 + 8 + 3000 + 8);
  });

  it('storescu that proposes deflated first ends up uncompressed', async () => {
    scp = await startWatchedScp();
    const sent = await store('-xd', '-R', file('deflatable.dcm', native('explicit', EXPLICIT, '1.2.3.79')));
    expect(sent, sent.output).toMatchObject({ code: 0 });
    expect(scp.objects).toMatchObject([{ headerStop: 'pixel-data' }]);
    expect([EXPLICIT, IMPLICIT]).toContain(scp.objects[0]?.transferSyntaxUID);
  });

  it('storescu sees our status when nothing can be stored', async () => {
    scp = await startWatchedScp({ onObject: () => Promise.resolve({ status: 'out-of-resources', comment: 'disk' }) });
    const sent = await store(file('refused.dcm', native('explicit', EXPLICIT, '1.2.3.80')));
    expect(sent.output).toContain('Refused: OutOfResources');
    expect(scp.of('object-failed')).toMatchObject([{ status: 0xa700, SOPInstanceUID: '1.2.3.80' }]);
  });

  it('four storescu at once, every object once', async () => {
    scp = await startWatchedScp({ limits: { associationsPerPeer: 4 } });
    const senders = [1, 2, 3, 4].map((sender) =>
      store(
        ...[1, 2, 3, 4, 5].map((index) =>
          file(`s${sender}-${index}.dcm`, native('explicit', EXPLICIT, `1.2.3.${sender}.${index}`)),
        ),
      ),
    );
    for (const sent of await Promise.all(senders)) expect(sent, sent.output).toMatchObject({ code: 0 });
    expect(new Set(scp.objects.map((object) => object.SOPInstanceUID)).size).toBe(20);
    expect(scp.objects).toHaveLength(20);
  });

  it('a storescu that is killed in the middle leaves an incomplete object', async () => {
    scp = await startWatchedScp();
    const side = 17_320;
    const pixelBytes = side * side;
    const start = Buffer.concat([
      ctHeader('explicit', '1.2.3.81', side),
      header('explicit', 0x7fe00010, 'OB', pixelBytes),
    ]);
    const path = file('large.dcm', part10(EXPLICIT, '1.2.3.81', start));
    truncateSync(path, part10(EXPLICIT, '1.2.3.81', start).length + pixelBytes);
    const child = spawn('storescu', ['-aec', 'MONITOR', '127.0.0.1', String(scp.port), path], { stdio: 'ignore' });
    const bytesRead = (): number =>
      Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${child.pid ?? 0}/io`, 'utf8'))?.[1] ?? 0);
    await until('a part has been sent', () => bytesRead() > 50_000_000);
    child.kill('SIGKILL');
    await until('told', () => scp?.of('association-ended').length === 1);
    expect(scp.of('object-incomplete')).toMatchObject([{ SOPInstanceUID: '1.2.3.81' }]);
    expect(scp.objects).toEqual([]);
  });
});

describe.runIf(hasNamespace)('our C-ECHO', () => {
  it('is answered by storescp', () => {
    // storescp binds every address, so it runs where only a loopback exists.
    const room = pathToFileURL(join(import.meta.dirname, '../shell/dimse/index.ts')).href;
    const script = `
      import { spawn } from 'node:child_process';
      import { echo } from '${room}';
      const peer = spawn('storescp', ['--ignore', '11112'], { stdio: 'ignore' });
      const ask = (port) => echo({ host: '127.0.0.1', port, callingAeTitle: 'MONITOR', calledAeTitle: 'ANY', timeoutMs: 5000 });
      const deadline = Date.now() + 20000;
      let result = await ask(11112);
      while (result.kind === 'refused' && Date.now() < deadline) result = await ask(11112);
      console.log(JSON.stringify(result));
      peer.kill('SIGKILL');
    `;
    const scriptPath = file('echo.mjs', Buffer.from(script));
    const output = execFileSync('unshare', [
      '-rn',
      'sh',
      '-c',
      'ip link set lo up && exec "$0" "$1"',
      process.execPath,
      scriptPath,
    ]);
    expect(JSON.parse(output.toString())).toEqual({ kind: 'answered', status: 0 });
  });
});
