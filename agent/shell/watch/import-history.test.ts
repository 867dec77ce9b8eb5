import { createServer, type Server } from 'node:net';
import { instant } from '@center/contract';
import { afterEach, expect, it, vi } from 'vitest';
import { at, card, ScriptedCenter } from './testing/scripted-center.ts';

let center: ScriptedCenter;
let server: Server;
afterEach(async () => {
  await center.stop();
  server.close();
});

/** Records as apcupsd's network server sends them: two bytes of length before each, an empty one at the end. */
function records(lines: readonly string[]): Buffer {
  const parts = lines.flatMap((line) => {
    const text = Buffer.from(`${line}\n`);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(text.length);
    return [length, text];
  });
  return Buffer.concat([...parts, Buffer.alloc(2)]);
}

it('what apcupsd kept of the time in which the agent stalled is entered as well', async () => {
  const history = [
    '2026-06-01 10:02:00 +0800  Power failure.',
    '2026-06-01 10:03:00 +0800  Power is back. UPS running on mains.',
  ];
  server = createServer((socket) => {
    socket.on('data', () => socket.write(records(history)));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', listens));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  center = new ScriptedCenter({
    from: at('2026-06-01 10:00:00'),
    probes: [{ name: 'apc', type: 'apcupsd', of: 'ups-1', host: '127.0.0.1', port: address.port }],
    script: () => ({ state: 'on-line', marks: [], raw: ['ONLINE'] }),
  });
  const ups = card('ups-1', 'ups', { ups: { feeds: [], runtimeGoalMinutes: 30 } });
  center.ledger.equipment.putCard(ups, 'admin', center.now());
  await center.start();
  await center.until(at('2026-06-01 10:01:00'));
  center.stall(240_000);
  await center.pass(15_000);
  const period = { start: at('2026-06-01 10:00:00'), end: instant(center.now() + 1) };
  await vi.waitFor(
    () =>
      expect(center.ledger.watch.events('ups-1', period)).toMatchObject([
        { kind: 'on-battery', start: at('2026-06-01 10:02:00'), end: at('2026-06-01 10:03:00') },
      ]),
    { timeout: 10_000 },
  );
});
