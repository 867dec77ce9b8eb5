import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@center/contract';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createIntake } from '../intake/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { tellState } from './tell-state.ts';

let folder: string;
let ledger: Ledger;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'state-'));
  ledger = openLedger(folder);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

it('a ledger that takes nothing more does not end the channel: what was not written is logged, and told the next time', () => {
  const said: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => said.push(line) });
  const intake = createIntake({ ledger, now: () => instant(1), changed: () => undefined });
  ledger.store.db.pragma('query_only = ON');
  tellState(intake, log, 'folder:0', 'failed', 'not a folder');
  expect(said.map((line): unknown => JSON.parse(line))).toMatchObject([
    { channel: 'folder:0', msg: 'the state of a channel was not written down' },
  ]);
  ledger.store.db.pragma('query_only = OFF');
  tellState(intake, log, 'folder:0', 'failed', 'not a folder');
  expect(said).toHaveLength(1);
  expect(ledger.channels.list()).toMatchObject([{ name: 'folder:0', state: 'failed', problem: 'not a folder' }]);
});
