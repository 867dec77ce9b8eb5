import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant } from '@center/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { deliverDue } from './deliver.ts';
import { keptNotices } from './kept-notices.ts';
import type { Sent } from './senders/index.ts';
import { forgetReceivers } from './start-notices.ts';

let folder: string;
let ledger: Ledger;
let at: Instant;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deliver-'));
  ledger = openLedger(folder);
  at = instant(1_780_000_000_000);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});
const add = (id: string, urgency = 'warning'): void =>
  ledger.notices.add({ id, receiver: 'officer', madeAt: at, urgency, subject: id, body: JSON.stringify({ id }) }, []);
async function deliver(result: Sent): Promise<string[]> {
  const ids: string[] = [];
  const sender = async ({ id }: { id: string }): Promise<Sent> => {
    ids.push(id);
    return Promise.resolve(result);
  };
  await deliverDue({
    notices: ledger.notices,
    senders: new Map([['officer', sender]]),
    now: () => at,
    chance: () => 0.5,
    signal: new AbortController().signal,
    paces: new Map(),
  });
  return ids;
}

it('a line that was down tells everything once it is back; what is critical does not wait for it', async () => {
  add('a');
  add('b');
  expect(await deliver({ kind: 'retry', problem: 'down' })).toEqual(['a']);
  expect(await deliver({ kind: 'sent' })).toEqual([]);
  add('smoke', 'critical');
  expect(await deliver({ kind: 'sent' })).toEqual(['smoke', 'a', 'b']);
});

it('what was tried and not noted before the power went goes out again under its id', async () => {
  add('a');
  ledger.notices.attempt('a', instant(at + 30_000));
  ledger.close();
  ledger = openLedger(folder);
  at = instant(at + 30_000);
  expect(await deliver({ kind: 'sent' })).toEqual(['a']);
  expect(ledger.notices.latest(1)).toMatchObject([{ id: 'a', state: 'sent', attempts: 2 }]);
});

it('a clock that is set back holds nothing, and no more go out in a minute than robots take', async () => {
  add('a');
  await deliver({ kind: 'retry', problem: 'down' });
  at = instant(at - 86_400_000);
  for (let n = 0; n < 30; n += 1) add(`n${String(n)}`);
  expect(await deliver({ kind: 'sent' })).toHaveLength(15);
});

it('what waits for a receiver that is no more is given up aloud', () => {
  add('a');
  forgetReceivers(ledger, ['another'], at);
  expect(ledger.notices.latest(1)).toMatchObject([
    { state: 'given-up', problem: 'this receiver is no longer configured' },
  ]);
});

it('an alarm that becomes graver is to be told anew and taken up anew', () => {
  const kept = keptNotices(ledger, () => at);
  const alarm = { key: 'k', kind: 'archive-lost', urgency: 'critical', since: at, values: { count: 9 } } as const;
  kept.raise(alarm);
  ledger.notices.acknowledge('k', 'officer1', 'seen', at);
  kept.raise(alarm);
  expect(ledger.notices.openIncident('k')?.acknowledged?.by).toBe('officer1');
  kept.raise({ ...alarm, values: { count: 10 } });
  expect(ledger.notices.openIncident('k')?.acknowledged).toBeUndefined();
});
