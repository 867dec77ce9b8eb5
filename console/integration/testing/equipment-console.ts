import { gap, sampleEquipment } from './sample-equipment.ts';
import type { TestAgent } from './test-agent.ts';
import { type TestConsole, testConsole } from './test-console.ts';

const minute = 60_000;

/**
 * A console that has watched three hours of four centers: one in trouble that hides a gap, one in order that tells its own, one that has fallen silent, one with nothing to tell. What it saw, it saw
 * of heartbeats; its clock ends with the real one, so that a browser and it mean the same day.
 */
export async function equipmentConsole(pageFolder: string): Promise<TestConsole> {
  const console = await testConsole({ pageFolder }, Date.now() - 181 * minute);
  const post = async (path: string, body: unknown): Promise<void> => {
    const { status, body: answer } = await console.admin.post(path, body);
    if (status >= 300) throw new Error(`${path} was answered ${String(status)}: ${JSON.stringify(answer)}`);
  };
  const iso = (): string => new Date(console.now()).toISOString();
  const beat = (agent: TestAgent): Promise<void> => post('/api/agent/heartbeat', agent.heartbeat(iso()));
  const troubled = await console.agentAt('center-a');
  const good = await console.agentAt('center-b');
  const silent = await console.agentAt('center-c');
  // Heard without a break, and with nothing to tell.
  const quiet = await console.agentAt('center-d');
  let diedAt = '';
  for (let n = 0; n < 180; n += 1) {
    console.pass(minute);
    if (n === 70) diedAt = iso();
    // Both are away for the same forty minutes; only one of them says so.
    const away = n >= 70 && n < 110;
    if (!away) {
      await beat(troubled);
      await beat(good);
    }
    await beat(quiet);
    if (n < 30) await beat(silent);
    if (n === 20)
      await post('/api/agent/batches', silent.next(sampleEquipment('c', 'silent', new Date(console.now()))));
    if (n === 110) await post('/api/agent/batches', good.next([gap(1, diedAt, iso(), { cause: 'host-power-loss' })]));
    if (n % 10 === 0) await console.admin.get('/api/session');
  }
  const send = async (agent: TestAgent, items: ReturnType<typeof sampleEquipment>): Promise<void> => {
    for (let at = 0; at < items.length; at += 100)
      await post('/api/agent/batches', agent.next(items.slice(at, at + 100), { createdAt: iso() }));
  };
  await send(troubled, sampleEquipment('a', 'troubled', new Date(console.now())));
  await send(good, sampleEquipment('b', 'good', new Date(console.now())));
  return console;
}
