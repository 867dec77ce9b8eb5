import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  type BatchItem,
  consoleRequestHeader,
  type Envelope,
  type EnvelopeCrypto,
  enrolmentProofText,
  payloadTypes,
  sealEnvelope,
} from '@center/contract';
import { machineLine, ratioText, usedBy } from './measured.ts';

const root = join(import.meta.dirname, '..', '..');
const crypto: EnvelopeCrypto = {
  toBase64: (bytes) => Buffer.from(bytes).toString('base64'),
  fromBase64: (text) => Buffer.from(text, 'base64'),
  utf8: (text) => Buffer.from(text, 'utf8'),
};
const zero = '0'.repeat(64);
const hash = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

/** A started program and the one line of JSON that it says first. */
async function started(
  args: readonly string[],
): Promise<{ child: ChildProcess; said: Readonly<Record<string, string>> }> {
  const child = spawn(process.execPath, [...args], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both programs say an object of texts
  return { child, said: JSON.parse(line) as Readonly<Record<string, string>> };
}

interface Enrolled {
  readonly agentId: string;
  readonly facilityId: string;
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

const keepAlive = new Agent({ keepAlive: true, maxSockets: 64 });

async function post(
  url: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; text: string; cookie: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        agent: keepAlive,
        headers: {
          'content-type': 'application/json',
          [consoleRequestHeader]: '1',
          'content-length': String(Buffer.byteLength(text)),
          ...headers,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            text: Buffer.concat(chunks).toString('utf8'),
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? '',
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

/** The answer's object; throws when the route refused. */
async function asked(url: string, body: unknown, cookie: string): Promise<Readonly<Record<string, string>>> {
  const answer = await post(url, JSON.stringify(body), { cookie });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status} ${answer.text}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the routes asked here answer objects of texts
  return JSON.parse(answer.text) as Readonly<Record<string, string>>;
}

async function enrol(url: string, cookie: string, facilityId: string): Promise<Enrolled> {
  await asked(`${url}/api/facilities`, { facilityId, name: facilityId }, cookie);
  const { code = '' } = await asked(`${url}/api/enrolment-codes`, { facilityId }, cookie);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const proof = sign(null, Buffer.from(enrolmentProofText(code, raw)), privateKey).toString('base64');
  const { agentId = '', fingerprint = '' } = await asked(
    `${url}/api/agent/enrol`,
    { kind: 'enrol/1', code, publicKey: raw, proof, agentVersion: 'bench' },
    cookie,
  );
  await asked(`${url}/api/agents/${agentId}/confirm`, { fingerprint }, cookie);
  return { agentId, facilityId, publicKey: raw, privateKey };
}

/** One center's report: a month's measurements of nineteen rules and five findings. */
function items(agent: Enrolled, seq: number): BatchItem[] {
  const at = '2026-11-25T08:00:00Z';
  const cells = Array.from(
    { length: 19 },
    (_, n): BatchItem => ({
      type: 'cell',
      ruleId: `rule-${n}`,
      ruleVersion: 1,
      clause: `MIDC-3.${n}`,
      month: '2026-10',
      counts: { compliant: seq, 'non-compliant': 1, 'not-applicable': 3 },
      ruleSetSha256: zero,
      asOf: at,
    }),
  );
  const findings = Array.from(
    { length: 5 },
    (_, n): BatchItem => ({
      type: 'finding',
      findingId: hash(`${agent.agentId} ${seq} ${n}`),
      revision: 1,
      ruleId: `rule-${n}`,
      ruleVersion: 1,
      clause: `MIDC-3.${n}`,
      severity: 'major',
      subjectKind: 'study',
      subject: hash(`s ${seq} ${n}`),
      state: 'open',
      verdict: 'deviates',
      basis: 'measured',
      openedAt: at,
      changedAt: at,
      timesOpened: 1,
      ruleSetSha256: zero,
      factSha256: zero,
      evidence: [{ fact: 'Modality', value: 'CT' }],
      missing: [],
      masked: ['PatientName'],
      study: { date: '2026-10-01', modalities: ['CT'], sex: 'F', ageBand: 'adult' },
    }),
  );
  return [...cells, ...findings];
}

/** Sealed batches of every agent, each a gap-free chain; made before the clock runs. */
function sealed(agents: readonly Enrolled[], each: number): string[][] {
  return agents.map((agent) => {
    let prev: string | null = null;
    return Array.from({ length: each }, (_, n) => {
      const batch = {
        kind: 'batch/1',
        agentId: agent.agentId,
        facilityId: agent.facilityId,
        seq: n + 1,
        prevSha256: prev,
        createdAt: '2026-11-25T08:00:00Z',
        agentVersion: 'bench',
        ruleSetSha256: zero,
        items: items(agent, n + 1),
      };
      const body = Buffer.from(JSON.stringify(batch));
      prev = hash(body);
      const envelope: Envelope = sealEnvelope(
        payloadTypes.batch,
        body,
        'bench',
        (bytes) => sign(null, bytes, agent.privateKey),
        crypto,
      );
      return JSON.stringify(envelope);
    });
  });
}

/** Every agent sends its batches one after the other, all agents at once. Batches per second and the 99th percentile in milliseconds. */
async function rate(url: string, work: readonly (readonly string[])[]): Promise<{ perSecond: number; p99: number }> {
  const times: number[] = [];
  const began = performance.now();
  await Promise.all(
    work.map(async (batches) => {
      for (const text of batches) {
        const sent = performance.now();
        const answer = await post(url, text);
        if (answer.status !== 200) throw new Error(`a batch was answered ${answer.status} ${answer.text}`);
        times.push(performance.now() - sent);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  times.sort((a, b) => a - b);
  return { perSecond: times.length / seconds, p99: times[Math.floor(times.length * 0.99)] ?? 0 };
}

interface Rate {
  readonly perSecond: number;
  readonly p99: number;
  /** Of the server's process, client and kernel's network apart. */
  readonly cpuMs: number;
}

/** The rate of a server and what its process used for one batch; Linux tells that. */
async function rateOf(server: ChildProcess, url: string, work: readonly (readonly string[])[]): Promise<Rate> {
  const before = usedBy(server).cpuMs;
  const measured = await rate(url, work);
  return {
    ...measured,
    cpuMs: (usedBy(server).cpuMs - before) / work.reduce((sum, batches) => sum + batches.length, 0),
  };
}

const line = (name: string, { perSecond, p99, cpuMs }: Rate): string =>
  `${name.padEnd(34)} ${perSecond.toFixed(0).padStart(6)} batches/s   p99 ${p99.toFixed(0).padStart(4)} ms   CPU ${cpuMs.toFixed(2)} ms/batch\n`;

/** Prints both rates and their ratio. Exit code 1 when a batch was refused. */
export async function benchConsoleIngest(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      agents: { type: 'string', default: '32' },
      batches: { type: 'string', default: '60' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const [agentCount, each, rounds] = [Number(values.agents), Number(values.batches), Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'bench-console-'));
  const { child, said } = await started([
    'console/shell/main.mjs',
    'run',
    '--data',
    folder,
    '--port',
    '0',
    '--demo',
    '--json',
  ]);
  let floor: ChildProcess | undefined;
  try {
    const url = said['url'] ?? '';
    const login = await post(`${url}/api/session`, JSON.stringify({ name: 'admin', password: said['firstPassword'] }));
    const agents: Enrolled[] = [];
    // The enrolment route takes thirty a minute from one address; the bench spreads its agents over fewer when asked for more.
    for (let n = 0; n < Math.min(agentCount, 30); n += 1) agents.push(await enrol(url, login.cookie, `bench-${n}`));
    const verifier = await started([
      'console/integration/verify-only.ts',
      ...agents.map((agent) => `${agent.agentId}=${agent.publicKey}`),
    ]);
    floor = verifier.child;
    const all = sealed(agents, each * rounds);
    const bytes = Buffer.byteLength(all[0]?.[0] ?? '');
    process.stdout.write(
      `${agents.length} agents, ${each} batches each a round, ${bytes} bytes a batch (19 measurements, 5 findings)\n`,
    );
    const rates: number[] = [];
    const costs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const work = all.map((batches) => batches.slice(round * each, (round + 1) * each));
      const verifyOnly = await rateOf(verifier.child, verifier.said['url'] ?? '', work);
      const durable = await rateOf(child, `${url}/api/agent/batches`, work);
      rates.push(durable.perSecond / verifyOnly.perSecond);
      costs.push(verifyOnly.cpuMs / durable.cpuMs);
      process.stdout.write(
        line('parse, schema, Ed25519 only', verifyOnly) + line('console: stored, durable, receipted', durable),
      );
    }
    process.stdout.write(
      `console : verify-only, ${rounds} rounds: batches/s ${ratioText(rates)}, batches per CPU second ${ratioText(costs)}\n${machineLine()}`,
    );
    return 0;
  } finally {
    keepAlive.destroy();
    floor?.kill('SIGTERM');
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}
