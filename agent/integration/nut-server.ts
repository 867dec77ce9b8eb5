import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';

/** Debian's wrapper of `upsd` does nothing until the machine is set up for NUT; the program itself stands here. */
const programs = { upsd: '/lib/nut/upsd', driver: '/lib/nut/dummy-ups' } as const;

export function hasNut(): boolean {
  try {
    for (const program of Object.values(programs)) accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false; // Not installed: the suite says so.
  }
}

export function hasCertutil(): boolean {
  try {
    execFileSync('certutil', ['-H'], { stdio: 'ignore' });
    return true;
  } catch (fault) {
    // It answers its own help with a status of 1.
    return fault instanceof Error && 'status' in fault && fault.status === 1;
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface NutWish {
  readonly folder: string;
  /** What the driver plays: by `loop` again and again with its `TIMER` lines, by `once` as it stands. */
  readonly mode: 'loop' | 'once';
  readonly device: string;
  /** Seconds without news after which the server calls its data stale. */
  readonly maxAgeSeconds?: number;
  /** Name in the certificate of the server; the authority is left in `ca.pem`. */
  readonly certificateFor?: string;
}

export interface NutServer {
  readonly port: number;
  readonly ups: string;
  readonly caFile: string;
  /** Sends commands as another client would, one a line, and gives all that came back. */
  say(...lines: readonly string[]): Promise<string>;
  signalDriver(signal: NodeJS.Signals): void;
  restartServer(): Promise<void>;
  stop(): Promise<void>;
}

const ups = 'demo';

/** Starts a driver that plays a UPS, and `upsd` on loopback, as processes of this test in a folder of its own: no service, no user, no file of the machine. */
export async function startNut(wish: NutWish): Promise<NutServer> {
  const { folder } = wish;
  const port = await freePort();
  const state = join(folder, 'state');
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const device = join(folder, wish.mode === 'loop' ? 'demo.seq' : 'demo.dev');
  writeFileSync(device, wish.device);
  writeFileSync(
    join(folder, 'ups.conf'),
    `[${ups}]\n  driver = dummy-ups\n  port = ${device}\n  mode = dummy-${wish.mode}\n  pollinterval = 1\n`,
  );
  const tls = wish.certificateFor === undefined ? [] : certificates(folder, wish.certificateFor);
  const settings = [
    `LISTEN 127.0.0.1 ${String(port)}`,
    `STATEPATH ${state}`,
    `MAXAGE ${String(wish.maxAgeSeconds ?? 15)}`,
    ...tls,
  ];
  writeFileSync(join(folder, 'upsd.conf'), `${settings.join('\n')}\n`);
  writeFileSync(join(folder, 'upsd.users'), '[shutdown]\n  password = for-tests\n  upsmon primary\n');
  const env = { ...process.env, NUT_CONFPATH: folder, NUT_STATEPATH: state, NUT_ALTPIDPATH: state, NUT_PIDPATH: state };
  const start = (program: string, args: readonly string[]): Running => {
    const [command = program, ...rest] = [...asNobody(), program, ...args];
    return running(spawn(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'] }));
  };
  const user = ['-u', 'root', '-F'];
  const driver = start(programs.driver, ['-a', ups, ...user]);
  let server = start(programs.upsd, user);
  const say = (...lines: readonly string[]): Promise<string> => converse(port, lines);
  const up = async (): Promise<void> => {
    try {
      await vi.waitFor(
        async () => {
          const answer = await say(`GET VAR ${ups} ups.status`);
          if (!answer.startsWith('VAR') || answer.includes('WAIT')) throw new Error(answer);
        },
        { timeout: 20_000, interval: 100 },
      );
    } catch (fault) {
      await Promise.all([server.stop(), driver.stop()]);
      throw new Error(`NUT did not come up: ${server.said()} ${driver.said()}`, { cause: fault });
    }
  };
  await up();
  return {
    port,
    ups,
    caFile: join(folder, 'ca.pem'),
    say,
    signalDriver: (signal) => driver.signal(signal),
    async restartServer() {
      await server.stop();
      server = start(programs.upsd, user);
      await up();
    },
    async stop() {
      await Promise.all([server.stop(), driver.stop()]);
    },
  };
}

/**
 * NUT gives up root's groups before it works, which the root of a namespace of its own may not (user_namespaces(7), setgroups). Whoever is nobody has none to give up: one namespace
 * further in it is nobody, and still the owner of its files.
 */
function asNobody(): readonly string[] {
  const denied = process.getuid?.() === 0 && readFileSync('/proc/self/setgroups', 'utf8').trim() === 'deny';
  return denied ? ['unshare', '-U'] : [];
}

interface Running {
  signal(signal: NodeJS.Signals): void;
  said(): string;
  stop(): Promise<void>;
}

/** A process of ours: its words are kept, and its end is waited for. */
function running(child: ChildProcess): Running {
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    signal: (signal) => {
      child.kill(signal);
    },
    said: () => said,
    async stop() {
      // A process that was stopped does not hear SIGTERM.
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}

function converse(port: number, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('connect', () => socket.end(`${[...lines, 'LOGOUT'].join('\n')}\n`));
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(heard));
    socket.setTimeout(5_000, () => socket.destroy(new Error('upsd does not answer')));
  });
}

/** Debian builds NUT with NSS: a database of certificates, made by its own tool. */
function certificates(folder: string, name: string): readonly string[] {
  const base = join(folder, 'nss');
  const password = join(folder, 'nss-password');
  const noise = join(folder, 'noise');
  mkdirSync(base, { recursive: true });
  writeFileSync(password, 'for-tests\n');
  writeFileSync(noise, `${String(process.pid)} ${folder} `.repeat(100));
  const certutil = (answers: string, ...args: readonly string[]): string =>
    execFileSync('certutil', ['-d', base, '-f', password, ...args], {
      input: answers,
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();
  certutil('', '-N');
  const make = ['-S', '-z', noise, '-v', '12', '-k', 'ec', '-q', 'nistp256', '-m'];
  // It asks whether this is an authority, how long its chains may be, and whether that is critical.
  certutil('y\n\ny\n', ...make, '1', '-n', 'test-ca', '-s', 'CN=Test authority', '-x', '-2', '-t', 'CT,C,C');
  certutil('', ...make, '2', '-n', 'test-server', '-s', `CN=${name}`, '-8', name, '-c', 'test-ca', '-t', ',,');
  writeFileSync(join(folder, 'ca.pem'), certutil('', '-L', '-n', 'test-ca', '-a'));
  if (readFileSync(join(folder, 'ca.pem'), 'utf8').trim() === '') throw new Error('certutil gave no authority');
  return [`CERTPATH ${base}`, 'CERTIDENT test-server for-tests', 'DISABLE_WEAK_SSL true'];
}
