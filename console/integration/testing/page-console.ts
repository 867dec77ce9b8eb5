import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchItem, ConsoleEnrolmentCode } from '@center/contract';
import { enrolTestAgent, type TestAgent } from './test-agent.ts';
import { type Client, client } from './test-console.ts';

const entry = join(import.meta.dirname, '..', '..', 'shell', 'main.mjs');
const password = 'a sentence for tests 2026';

/** The console as people run it: a process of its own with a built page, signed in to as an administrator. */
export interface PageConsole {
  readonly url: string;
  readonly admin: Client;
  readonly name: string;
  readonly password: string;
  /** Makes a center with a confirmed agent. */
  center(facilityId: string, name: string): Promise<TestAgent>;
  /** Hands a batch over and expects a receipt. */
  push(agent: TestAgent, items: readonly BatchItem[]): Promise<void>;
  end(): Promise<void>;
}

/** Waits for the lines that tell address and first password. */
async function firstWords(child: ChildProcess): Promise<{ url: string; first: string }> {
  let said = '';
  child.stdout?.setEncoding('utf8');
  for await (const part of child.stdout ?? []) {
    said += String(part);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
    const first = /admin \/ (\S+?)(?:（|\(|\s|$)/.exec(said)?.[1];
    if (url !== undefined && first !== undefined && said.endsWith('\n')) return { url, first };
  }
  throw new Error(`the console ended before it was ready: ${said}`);
}

export async function pageConsole(
  pageFolder: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<PageConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'console-page-'));
  const config = join(folder, 'console.json');
  writeFileSync(config, JSON.stringify({ dataFolder: 'data', port: 0, logLevel: 'warn', pageFolder, ...more }));
  const child = spawn(process.execPath, [entry, 'run', '--config', config], { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const { url, first } = await firstWords(child);
    const admin = client(() => url);
    const must = async (what: string, asked: ReturnType<Client['post']>) => {
      const answer = await asked;
      if (answer.status >= 300)
        throw new Error(`${what} was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    await must('login', admin.post('/api/session', { name: 'admin', password: first }));
    await must('password', admin.post('/api/session/password', { current: first, next: password }));
    return {
      url,
      admin,
      name: 'admin',
      password,
      center: async (facilityId, name) => {
        await must(
          'facility',
          admin.post('/api/facilities', {
            facilityId,
            name,
            licenceNumber: `PDY-${facilityId}`,
            divisionCode: '220102',
          }),
        );
        const code = (await must('code', admin.post('/api/enrolment-codes', { facilityId }))) as ConsoleEnrolmentCode;
        const agent = await enrolTestAgent(code.code, (path, body) => admin.post(path, body));
        await must(
          'confirmation',
          admin.post(`/api/agents/${agent.agentId}/confirm`, { fingerprint: agent.fingerprint }),
        );
        return agent;
      },
      push: async (agent, items) => {
        await must('batch', admin.post('/api/agent/batches', agent.next(items)));
        await must('heartbeat', admin.post('/api/agent/heartbeat', agent.heartbeat(new Date().toISOString())));
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
