// What watching a center's equipment costs: the whole agent as it is delivered, against peers in a process of their own.
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { capture, root } from '../tool.ts';
import { machineLine, npmCommand, usedBy } from './measured.ts';
import { endProgram, startedProgram } from './running.ts';

const usage = `npm run -s bench -- probes [--devices 50] [--seconds 60] [--warm 20]
Starts the agent with so many C-ECHO probes, a NUT probe, a heartbeat and the host's own readings, against peers in another process: without any probe, at ten times the usual
speed, and at the usual one. Prints processor time in percent of one core, resident memory, descriptors at both ends, and how all attempts ended. The goals: at the usual speed
under 1 % of one core for the whole agent and under 90 MB more than without probes; no error and no descriptor more at ten times the speed.
`;
const goal = { cpuPercent: 1, rssMb: 90 };

/** `probes`: 0 when the goals are met, 1 when not, 2 for wrong arguments. */
export async function benchProbes(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      devices: { type: 'string', default: '50' },
      seconds: { type: 'string', default: '60' },
      warm: { type: 'string', default: '20' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [devices, seconds, warm] = [Number(values.devices), Number(values.seconds), Number(values.warm)];
  if (values.help || !(devices >= 1 && devices <= 250 && seconds >= 5 && warm >= 0)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-probes-'));
  const peers = await startedPeers(devices);
  try {
    process.stdout.write(machineLine());
    const none = await measure({ folder: join(folder, 'none'), peers: peers.where, speed: 0, seconds, warm });
    const fast = await measure({ folder: join(folder, 'fast'), peers: peers.where, speed: 10, seconds, warm });
    const usual = await measure({ folder: join(folder, 'usual'), peers: peers.where, speed: 1, seconds, warm });
    const met =
      usual.cpuPercent < goal.cpuPercent &&
      usual.rssMb - none.rssMb < goal.rssMb &&
      usual.errors + fast.errors === 0 &&
      fast.descriptorsMore <= 2;
    process.stdout.write(
      `${String(devices)} devices: ${usual.cpuPercent.toFixed(2)} % of one core (${none.cpuPercent.toFixed(2)} % without probes), ${(usual.rssMb - none.rssMb).toFixed(0)} MB more, ${String(usual.errors + fast.errors)} errors; goal ${String(goal.cpuPercent)} %, ${String(goal.rssMb)} MB, 0 errors ${met ? 'MET' : 'NOT MET'}\n`,
    );
    return met ? 0 : 1;
  } finally {
    peers.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Peers {
  readonly devices: readonly { readonly host: string; readonly port: number }[];
  readonly nut: { readonly address: string; readonly port: number };
}

async function startedPeers(devices: number): Promise<{ readonly where: Peers; readonly end: () => void }> {
  const child = spawn(process.execPath, ['agent/integration/probes-bench-peers.ts', String(devices)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString('utf8');
      if (said.includes('\n')) resolve(said);
    });
    child.once('exit', () => reject(new Error('the peers ended before they were ready')));
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by probes-bench-peers.ts
  return { where: JSON.parse(line) as Peers, end: () => child.stdin.end() };
}

interface Plan {
  readonly folder: string;
  readonly peers: Peers;
  readonly speed: number;
  readonly seconds: number;
  readonly warm: number;
}

interface Cost {
  readonly cpuPercent: number;
  readonly rssMb: number;
  readonly descriptorsMore: number;
  readonly errors: number;
}

async function measure({ folder, peers, speed, seconds, warm }: Plan): Promise<Cost> {
  const config = configured(folder, peers, speed);
  const data = join(folder, 'agent');
  const cards = [process.execPath, ['agent/integration/probes-bench-ledger.ts']] as const;
  const prepared = await capture(cards[0], [...cards[1], 'prepare', data, String(peers.devices.length)]);
  if (prepared.code !== 0) throw new Error(prepared.output);
  const agent = await startedProgram([...npmCommand('agent'), 'run', '--config', config]);
  const beating = speed === 0 ? () => undefined : heartbeating(agent.url, folder, speed);
  const wait = (s: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, s * 1000));
  try {
    await wait(warm);
    const [before, descriptorsBefore, began] = [usedBy(agent.child), descriptors(agent.child.pid), performance.now()];
    await wait(seconds);
    const after = usedBy(agent.child);
    const cpuPercent = ((after.cpuMs - before.cpuMs) / (performance.now() - began)) * 100;
    const descriptorsAfter = descriptors(agent.child.pid);
    beating();
    await endProgram(agent);
    const counted = await capture(cards[0], [...cards[1], 'count', data, String(peers.devices.length)]);
    if (counted.code !== 0) throw new Error(counted.output);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by probes-bench-ledger.ts
    const ended = JSON.parse(counted.output) as Readonly<Record<string, number>>;
    // Before the first heartbeat nothing was heard of it yet: that is awaited, and no error.
    const errors = Object.entries(ended).reduce((sum, [how, n]) => (/ ok$| awaited$/.test(how) ? sum : sum + n), 0);
    process.stdout.write(
      `speed ${String(speed)}: ${cpuPercent.toFixed(2)} % of one core over ${String(seconds)} s, ${after.rssMb.toFixed(0)} MB (peak ${after.peakMb.toFixed(0)}), descriptors ${String(descriptorsBefore)} → ${String(descriptorsAfter)}; attempts ${JSON.stringify(ended)}\n`,
    );
    return { cpuPercent, rssMb: after.rssMb, descriptorsMore: descriptorsAfter - descriptorsBefore, errors };
  } finally {
    beating();
    await endProgram(agent);
  }
}

function descriptors(pid: number | undefined): number {
  return readdirSync(`/proc/${String(pid)}/fd`).length;
}

const secret = 'bench';

/** Writes a configuration whose intervals are so many times shorter than usual (0: without probes), and returns its path. */
function configured(folder: string, { devices, nut }: Peers, speed: number): string {
  mkdirSync(join(folder, 'archive'), { recursive: true });
  writeFileSync(join(folder, 'secret'), secret);
  const every = (seconds: number): number => Math.max(1, Math.round(seconds / Math.max(speed, 1)));
  const probes = [
    ...devices.map(({ host, port }, n) => ({
      name: `echo-${String(n + 1)}`,
      type: 'dimse-echo',
      of: `ct-${String(n + 1)}`,
      host,
      port,
      calledAeTitle: 'DEVICE',
      everySeconds: every(60),
    })),
    { name: 'ups', type: 'nut', of: 'ups', host: nut.address, port: nut.port, ups: 'bench', everySeconds: every(5) },
    { name: 'beat', type: 'push', of: 'ct-1', secretFile: 'secret', everySeconds: every(60), goodForSeconds: 60 },
    { name: 'host', type: 'host', of: 'agent', everySeconds: every(60) },
  ];
  const file = join(folder, 'agent.json');
  const config = {
    dataFolder: 'agent',
    facility: { id: 'bench' },
    channels: [{ kind: 'folder', path: 'archive', scanEverySeconds: 3600 }],
    station: { port: 0 },
    probes: speed === 0 ? [] : probes,
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Sends heartbeats as a device's script does; returns what ends it. */
function heartbeating(url: string, folder: string, speed: number): () => void {
  const send = async (): Promise<void> => {
    const body = JSON.stringify({ at: Date.now(), state: 'ok' });
    const signature = createHmac('sha256', secret).update(`beat\n${body}`).digest('hex');
    const answer = await fetch(`${url}/api/push/beat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-heartbeat-signature': signature },
      body,
    });
    await answer.arrayBuffer();
    if (!answer.ok) process.stderr.write(`  a heartbeat of ${folder} was answered ${String(answer.status)}\n`);
  };
  const beat = (): void => void send().catch((fault: unknown) => process.stderr.write(`  ${String(fault)}\n`));
  beat();
  const timer = setInterval(beat, 10_000 / speed);
  return () => clearInterval(timer);
}
