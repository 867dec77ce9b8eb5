import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConsoleEnrolmentCode, Instant } from '@center/contract';
import { instant } from '@center/contract';
import { pino } from 'pino';
import { type RunningConsole, type StartOptions, startConsole } from '../../shell/start-console.ts';
import { enrolTestAgent, type TestAgent } from './test-agent.ts';

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- an answer is looked at by the test that asked
  readonly body: any;
  readonly headers: Headers;
}

/** A browser's part: keeps the cookie, sends the page's header. */
export interface Client {
  get(path: string): Promise<Answer>;
  send(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
}

export function client(url: () => string): Client {
  let cookie = '';
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${url()}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' ? {} : { 'x-console-request': '1' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.get('set-cookie');
    if (set !== null) cookie = set.split(';')[0] ?? '';
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
  };
  return {
    get: async (path) => ask('GET', path),
    send: ask,
    post: async (path, body) => ask('POST', path, body),
  };
}

/** A console on a free port with its data in a temporary folder; it can be stopped and started again on the same data. */
export interface TestConsole {
  readonly folder: string;
  readonly admin: Client;
  url(): string;
  publicKey(): string;
  /** Of the administrator `admin`. */
  password(): string;
  /** Moves the console's clock. */
  pass(ms: number): void;
  now(): Instant;
  stop(): Promise<void>;
  start(more?: Partial<StartOptions>): Promise<void>;
  /** Stops it and removes its folder. */
  end(): Promise<void>;
  /** A facility with a confirmed agent. */
  agentAt(facilityId: string): Promise<TestAgent>;
}

/** `from`: what the clock says at first, milliseconds; it runs on with the real one. */
export async function testConsole(
  options: Partial<StartOptions> = {},
  from = Date.parse('2026-11-25T08:00:00Z'),
): Promise<TestConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'console-test-'));
  let offset = from - Date.now();
  const clock = (): Instant => instant(Math.round(Date.now() + offset));
  let running: RunningConsole | undefined;
  let password = '';
  const url = (): string => {
    if (running === undefined) throw new Error('the console is stopped');
    return running.url;
  };
  const admin = client(url);
  const start = async (more: Partial<StartOptions> = {}): Promise<void> => {
    running = await startConsole({
      dataFolder: join(folder, 'data'),
      port: 0,
      demo: true,
      clock,
      log: pino({ level: 'silent' }),
      ...options,
      ...more,
    });
    password = running.firstPassword ?? password;
    const login = await admin.post('/api/session', { name: 'admin', password });
    if (login.status !== 200) throw new Error(`login was answered ${login.status}`);
  };
  const stop = async (): Promise<void> => {
    await running?.close();
    running = undefined;
  };
  await start();
  return {
    folder,
    admin,
    url,
    publicKey: () => running?.publicKey ?? '',
    password: () => password,
    pass: (ms) => {
      offset += ms;
    },
    now: clock,
    stop,
    start,
    end: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
    agentAt: async (facilityId) => {
      await admin.post('/api/facilities', { facilityId, name: `中心 ${facilityId}` });
      const code = (await admin.post('/api/enrolment-codes', { facilityId })).body as ConsoleEnrolmentCode;
      const agent = await enrolTestAgent(code.code, async (path, body) => admin.post(path, body));
      const confirmed = await admin.post(`/api/agents/${agent.agentId}/confirm`, { fingerprint: agent.fingerprint });
      if (confirmed.status !== 200) throw new Error(`confirming was answered ${confirmed.status}`);
      return agent;
    },
  };
}

/** Waits for a condition, at most ten seconds. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}
