import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Programs of other makers that read the same files; each is Debian's. */
export interface Peers {
  readonly dciodvfy?: string;
  readonly dcmdump?: string;
  /** A Python that has pydicom. */
  readonly python?: string;
  /** Orthanc, and a way to run it where only a loopback exists. */
  readonly orthanc?: string;
}

function found(name: string, places: readonly string[]): string | undefined {
  const path = (process.env.PATH ?? '').split(':').map((folder) => `${folder}/${name}`);
  return [...path, ...places].find((candidate) => existsSync(candidate));
}

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Which of them are here. */
export function findPeers(): Peers {
  const dciodvfy = found('dciodvfy', []);
  const dcmdump = found('dcmdump', []);
  const python = ['python3', '/usr/bin/python3'].find((each) => succeeds(each, ['-c', 'import pydicom']));
  const orthanc = found('Orthanc', ['/usr/sbin/Orthanc']);
  const walled = orthanc !== undefined && succeeds('unshare', ['-rn', 'ip', 'link', 'set', 'lo', 'up']);
  return {
    ...(dciodvfy === undefined ? {} : { dciodvfy }),
    ...(dcmdump === undefined ? {} : { dcmdump }),
    ...(python === undefined ? {} : { python }),
    ...(orthanc !== undefined && walled ? { orthanc } : {}),
  };
}
