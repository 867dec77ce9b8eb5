import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Agent, startAgent } from '../shell/agent.ts';
import { parseConfig } from '../shell/config/index.ts';
import { openLedger } from '../shell/ledger/index.ts';
import { card, day } from '../shell/watch/testing/scripted-center.ts';

let folder: string;
let pacs: Server;
let port: number;
let working = true;
let agent: Agent | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'watch-agent-'));
  mkdirSync(join(folder, 'archive'));
  pacs = createServer((_request, answer) => {
    answer.writeHead(working ? 200 : 503);
    answer.end();
  });
  await new Promise<void>((resolve) => pacs.listen(0, '127.0.0.1', resolve));
  port = (pacs.address() as AddressInfo).port;
});
afterAll(async () => {
  await agent?.close();
  pacs.closeAllConnections();
  await new Promise((resolve) => pacs.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function begin(): Promise<Agent> {
  const parsed = parseConfig(
    {
      dataFolder: 'data',
      facility: { id: 'center-a', name: '示范影像诊断中心' },
      channels: [{ kind: 'folder', path: 'archive' }],
      station: { port: 0 },
      probes: [
        { name: 'pacs-1-http', type: 'http', of: 'pacs-1', url: `http://127.0.0.1:${String(port)}/`, everySeconds: 5 },
        { name: 'agent-host', type: 'host', of: 'host-1', everySeconds: 5 },
      ],
    },
    folder,
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  agent = await startAgent(parsed.config, { log: pino({ level: 'silent' }) });
  return agent;
}

const always = {
  id: 'always',
  name: '全天',
  zone: 'Asia/Shanghai',
  patterns: [
    {
      effectiveFrom: day('2020-01-01'),
      days: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]),
    },
  ],
  onHolidays: 'as-usual',
  overrides: [],
} as const;

it('a running agent keeps what its probes saw, opens a draft for a confirmed failing, stops in order and tells its own gap', async () => {
  const { ledger } = await begin();
  const at = instant(Date.now());
  ledger.equipment.putCalendar(always, 'admin', at);
  ledger.equipment.putCard(card('pacs-1', 'pacs', { calendarId: 'always', warmUpMinutes: 0 }), 'admin', at);
  const track = () => ledger.watch.probesOf('pacs-1')[0]?.track;
  await expect.poll(() => track()?.confirmed, { timeout: 60_000 }).toBe('up');
  expect(ledger.watch.latest('host-1').map(({ name }) => name)).toContain('memory.availableBytes');

  working = false;
  // Failing for half a minute, and a minute more for the verdict on the path.
  await expect.poll(() => ledger.equipmentRecords.ofKind('fault'), { timeout: 170_000, interval: 500 }).toHaveLength(1);
  const [draft] = ledger.equipmentRecords.ofKind('fault');
  expect(draft?.body).toMatchObject({ openedBy: 'probe', probe: 'pacs-1-http', description: 'request http-503' });
  working = true;
  await expect
    .poll(() => ledger.equipmentRecords.ofKind('fault')[0]?.body.probeSawUpAt, { timeout: 60_000 })
    .toBeGreaterThan(draft?.body.start ?? 0);

  await agent?.close();
  agent = undefined;
  const left = openLedger(join(folder, 'data'));
  expect(left.runs.last()).toMatchObject({ stopCause: 'asked', stoppedAt: expect.any(Number) });
  expect(left.verifyChain()).toMatchObject({ ok: true });
  left.close();

  const again = await begin();
  const gaps = again.ledger.runs.gaps({ start: instant(0), end: instant(Date.now()) });
  expect(gaps.map(({ gap }) => gap.cause)).toEqual(['stopped']);
}, 400_000);
