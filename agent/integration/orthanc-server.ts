import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';

export interface Orthanc {
  readonly dicomPort: number;
  readonly dicomweb: string;
  /** Asks Orthanc's own REST API. */
  rest(path: string): Promise<unknown>;
  stop(): Promise<void>;
}

export interface OrthancWish {
  readonly folder: string;
  readonly dicomPort: number;
  readonly httpPort: number;
  /** A receiver to which each stored instance is forwarded. */
  readonly forwardTo?: { readonly aeTitle: string; readonly port: number };
  /** A receiver that Orthanc knows, for its own reports and for C-MOVE, and forwards nothing to. */
  readonly knows?: { readonly aeTitle: string; readonly port: number };
  /** Lets in nobody but this user. */
  readonly user?: { readonly name: string; readonly password: string };
  /** Over the settings below, as `MaximumStorageCacheSize`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Starts Debian's Orthanc with its DICOMweb plugin. It binds every interface and has no setting against that: call it only inside a network namespace that has
 * nothing but loopback (LOOPBACK_ONLY).
 */
export async function startOrthanc(wish: OrthancWish): Promise<Orthanc> {
  const { folder, dicomPort, httpPort, forwardTo } = wish;
  const known = forwardTo ?? wish.knows;
  if (process.env.LOOPBACK_ONLY !== '1')
    throw new Error('Orthanc may only be started inside a loopback-only network namespace');
  mkdirSync(join(folder, 'storage'), { recursive: true });
  const lua = join(folder, 'forward.lua');
  writeFileSync(
    lua,
    'function OnStoredInstance(instanceId, tags, metadata)\n  SendToModality(instanceId, "monitor")\nend\n',
  );
  const settings = {
    Name: 'test',
    StorageDirectory: join(folder, 'storage'),
    IndexDirectory: join(folder, 'storage'),
    Plugins: ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so'],
    DicomPort: dicomPort,
    HttpPort: httpPort,
    RemoteAccessAllowed: false,
    AuthenticationEnabled: wish.user !== undefined,
    RegisteredUsers: wish.user === undefined ? {} : { [wish.user.name]: wish.user.password },
    DicomAlwaysAllowStore: true,
    DicomCheckCalledAet: false,
    UnknownSopClassAccepted: true,
    DefaultEncoding: 'Utf8',
    StableAge: 1,
    LuaScripts: forwardTo === undefined ? [] : [lua],
    DicomModalities: known === undefined ? {} : { monitor: [known.aeTitle, '127.0.0.1', known.port] },
    DicomWeb: { Enable: true, Root: '/dicom-web/', StudiesMetadata: 'Full', SeriesMetadata: 'Full' },
    ...wish.settings,
  };
  const config = join(folder, 'orthanc.json');
  writeFileSync(config, JSON.stringify(settings));
  const child: ChildProcess = spawn('Orthanc', [config], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const { user } = wish;
  const authorization: Record<string, string> =
    user === undefined
      ? {}
      : { authorization: `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}` };
  const rest = async (path: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${String(httpPort)}/${path}`, { headers: authorization });
    if (!response.ok) throw new Error(`Orthanc answered ${String(response.status)} to ${path}`);
    return response.json();
  };
  try {
    await vi.waitFor(() => rest('system'), { timeout: 30_000, interval: 100 });
  } catch (fault) {
    child.kill();
    throw new Error(`Orthanc did not come up: ${said}`, { cause: fault });
  }
  return {
    dicomPort,
    dicomweb: `http://127.0.0.1:${String(httpPort)}/dicom-web`,
    rest,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
