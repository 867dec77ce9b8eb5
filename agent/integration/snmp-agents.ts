import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import snmp from 'net-snmp';
import { vi } from 'vitest';

/** A UDP port that was free a moment ago. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

export interface Snmpd {
  readonly port: number;
  readonly pid: number;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

/**
 * Debian's snmpd on loopback, as a process of this test in a folder of its own. Its SMUX part listens on every interface whatever address it is given, so it is left out.
 * `settings` are lines of its configuration; `override` serves any value at any OID.
 */
export async function startSnmpd(folder: string, settings: readonly string[]): Promise<Snmpd> {
  const port = await freeUdpPort();
  const state = join(folder, 'snmp-state');
  mkdirSync(state, { recursive: true });
  const file = join(folder, 'snmpd.conf');
  writeFileSync(file, `${['rocommunity public 127.0.0.1', ...settings].join('\n')}\n`);
  const child: ChildProcess = spawn(
    'snmpd',
    ['-f', '-Lo', '-C', '-c', file, '-I', '-smux', '-p', join(folder, 'snmpd.pid'), `udp:127.0.0.1:${String(port)}`],
    {
      env: {
        ...process.env,
        PATH: `${process.env.PATH ?? ''}:/usr/sbin`,
        SNMP_PERSISTENT_DIR: state,
        SNMPCONFPATH: folder,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await ended;
  };
  try {
    await vi.waitFor(() => answers(port), { timeout: 20_000, interval: 200 });
  } catch (fault) {
    await stop();
    throw new Error(`snmpd did not come up: ${said}`, { cause: fault });
  }
  return {
    port,
    pid: child.pid ?? -1,
    signal: (signal) => {
      child.kill(signal);
    },
    stop,
  };
}

function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const session = snmp.createSession('127.0.0.1', 'public', {
      port,
      version: snmp.Version2c,
      timeout: 500,
      retries: 0,
    });
    session.get(['1.3.6.1.2.1.1.3.0'], (fault) => {
      session.close();
      if (fault === null) resolve();
      else reject(fault);
    });
  });
}

/** A value at the end of a table: the entry's OID, the column, the index. */
export interface AgentTable {
  readonly entry: string;
  /** Column → value, for each index. */
  readonly rows: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
}

export interface OwnAgent {
  readonly port: number;
  set(oid: string, value: number): void;
  stop(): Promise<void>;
}

export const v3User = {
  name: 'monitor',
  level: snmp.SecurityLevel.authPriv,
  authProtocol: snmp.AuthProtocols.sha256,
  authKey: 'authentication-1',
  privProtocol: snmp.PrivProtocols.aes,
  privKey: 'privacy-secret-1',
} as const;

/** An agent within this process: scalars (OIDs that end in `.0`) and tables, by community `public` and by a user of version 3. */
export async function startOwnAgent(
  scalars: Readonly<Record<string, number | string>>,
  tables: readonly AgentTable[] = [],
): Promise<OwnAgent> {
  const port = await freeUdpPort();
  const agent = snmp.createAgent(
    { port, address: '127.0.0.1', accessControlModelType: snmp.AccessControlModelType.None },
    () => undefined,
  );
  agent.getAuthorizer().addCommunity('public');
  agent.getAuthorizer().addUser(v3User);
  const mib = agent.getMib();
  const typeOf = (value: number | string): number =>
    typeof value === 'number' ? snmp.ObjectType.Integer : snmp.ObjectType.OctetString;
  for (const [oid, value] of Object.entries(scalars)) {
    mib.registerProvider({
      name: oid,
      type: snmp.MibProviderType.Scalar,
      oid: oid.replace(/\.0$/, ''),
      scalarType: typeOf(value),
      maxAccess: snmp.MaxAccess['read-only'],
    });
    mib.setScalarValue(oid, value);
  }
  for (const { entry, rows } of tables) {
    const columns = [...new Set(Object.values(rows).flatMap((row) => Object.keys(row)))]
      .map(Number)
      .sort((a, b) => a - b);
    const sample = (column: number): number | string =>
      Object.values(rows).flatMap((row) => row[String(column)] ?? [])[0] ?? 0;
    mib.registerProvider({
      name: entry,
      type: snmp.MibProviderType.Table,
      oid: entry,
      maxAccess: snmp.MaxAccess['not-accessible'],
      tableColumns: [
        ...columns.map((number) => ({
          number,
          name: `c${String(number)}`,
          type: typeOf(sample(number)),
          maxAccess: snmp.MaxAccess['read-only'],
        })),
        { number: 999, name: 'index', type: snmp.ObjectType.Integer, maxAccess: snmp.MaxAccess['not-accessible'] },
      ],
      tableIndex: [{ columnName: 'index' }],
    });
    for (const [index, row] of Object.entries(rows))
      mib.addTableRow(entry, [...columns.map((column) => row[String(column)] ?? sample(column)), Number(index)]);
  }
  return {
    port,
    set: (oid, value) => mib.setScalarValue(oid, value),
    stop: () => new Promise<void>((resolve) => agent.close(() => resolve())),
  };
}
