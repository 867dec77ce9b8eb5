// A real PACS to measure beside: Debian's Orthanc in a network of its own. In: where it may write. Out: its addresses, and its end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../tool.ts';

/** A network with nothing but loopback: Orthanc and DCMTK bind every interface and have no setting against that. */
const seclusion = ['-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

/** Runs this bench again inside such a network; undefined when it is there already. Returns the exit code. */
export async function secluded(name: string, args: readonly string[]): Promise<number | undefined> {
  if (process.env['LOOPBACK_ONLY'] === '1') return undefined;
  const again = [process.execPath, join(root, 'scripts', 'bench', 'main.mjs'), name, ...args];
  const child = spawn('unshare', [...seclusion, ...again], {
    stdio: 'inherit',
    env: { ...process.env, LOOPBACK_ONLY: '1' },
  });
  const code = await new Promise<number | undefined>((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('close', (ended) => resolve(ended ?? 1));
  });
  if (code === undefined) process.stderr.write('no network namespace can be made here (unshare -rn, ip)\n');
  return code ?? 2;
}

export const orthancPorts = { dicom: 4246, http: 8046 } as const;

export interface BenchOrthanc {
  readonly dicomweb: string;
  readonly stop: () => Promise<void>;
}

/** Starts it and waits until it answers. Only inside a network of its own. */
export async function startedOrthanc(
  folder: string,
  knows: { readonly aeTitle: string; readonly port: number }[],
): Promise<BenchOrthanc> {
  if (process.env['LOOPBACK_ONLY'] !== '1') throw new Error('Orthanc is only started inside a loopback-only network');
  const storage = join(folder, 'storage');
  mkdirSync(storage, { recursive: true });
  const modalities: Readonly<Record<string, readonly (string | number)[]>> = Object.fromEntries(
    knows.map(({ aeTitle, port }) => [aeTitle.toLowerCase(), [aeTitle, '127.0.0.1', port]] as const),
  );
  const config = join(folder, 'orthanc.json');
  writeFileSync(
    config,
    JSON.stringify({
      Name: 'bench',
      StorageDirectory: storage,
      IndexDirectory: storage,
      Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
      DicomPort: orthancPorts.dicom,
      HttpPort: orthancPorts.http,
      RemoteAccessAllowed: false,
      AuthenticationEnabled: false,
      DicomAlwaysAllowStore: true,
      DicomCheckCalledAet: false,
      UnknownSopClassAccepted: true,
      DefaultEncoding: 'Utf8',
      DicomModalities: modalities,
      DicomWeb: { Enable: true, Root: '/dicom-web/', StudiesMetadata: 'Full', SeriesMetadata: 'Full' },
    }),
  );
  const child = spawn('Orthanc', [config], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  const base = `http://127.0.0.1:${String(orthancPorts.http)}`;
  await answering(`${base}/system`, child);
  return {
    dicomweb: `${base}/dicom-web`,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + 60_000;
  while (performance.now() < until && child.exitCode === null) {
    const up = await fetch(url).then(
      async (answer) => {
        await answer.text();
        return answer.ok;
      },
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill('SIGKILL');
  throw new Error('Orthanc did not come up');
}

/** Runs a program to its end; what it says is not looked at. Milliseconds; throws when it fails. */
export async function timed(command: string, args: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ended with ${String(code)}`);
  return performance.now() - began;
}

/** Sends a folder of files; compressed ones cannot be sent so, and stay away. */
export async function fill(folder: string): Promise<void> {
  const to = ['-aec', 'ORTHANC', '127.0.0.1', String(orthancPorts.dicom)];
  await timed('storescu', ['--no-halt', '-xe', '+sd', '+r', ...to, folder]).catch(() => 0);
}
