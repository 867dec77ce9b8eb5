import { expect, it } from 'vitest';
import { startStoreScp } from '../dimse/index.ts';
import { echoCommand } from './echo-command.ts';

it('answers 0, 1 and 2 for an answer, a rejection, and arguments that name nobody', async () => {
  const scp = await startStoreScp({
    port: 0,
    aeTitle: 'MONITOR',
    callingAeTitles: ['CT01'],
    onObject: () => Promise.resolve({ status: 'stored' }),
    onEvent: () => undefined,
  });
  const at = ['127.0.0.1', String(scp.port)];
  try {
    expect(await echoCommand([...at, '--called', 'MONITOR', '--calling', 'CT01'])).toBe(0);
    expect(await echoCommand([...at, '--called', 'MONITOR', '--calling', 'STRANGER'])).toBe(1);
    for (const wrong of [
      [],
      at,
      [...at, '--called', 'A TITLE FAR TOO LONG'],
      ['127.0.0.1', 'x', '--called', 'MONITOR'],
      ['127.0.0.1', '99999', '--called', 'MONITOR'],
      [...at, '--called', 'MONITOR', '--timeout', '0'],
      ['--nonsense'],
    ]) {
      expect(await echoCommand(wrong)).toBe(2);
    }
  } finally {
    await scp.close();
  }
});
