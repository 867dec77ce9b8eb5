import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant, type UpsMark, type UpsStatus } from '@center/contract';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stepUps, type UpsTrack } from '../../core/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { type OrderlyStop, orderlyStop, stopWithinMs } from './orderly-stop.ts';

const t = (ms: number): Instant => instant(1_780_000_000_000 + ms);
let folder: string;
let ledger: Ledger;
let clock = 0;
let flushed = 0;
let stop: OrderlyStop;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderly-'));
  ledger = openLedger(folder);
  clock = 0;
  flushed = 0;
  ledger.runs.begin('run', 'agent', { at: t(0), bootId: 'b', bootMs: 0, monotonicMs: 0, clockEpoch: 0 });
  stop = orderlyStop({
    ledger,
    runId: 'run',
    now: () => t(clock),
    flush: () => {
      flushed += 1;
    },
  });
});
afterEach(() => {
  if (ledger.store.db.open) ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

function heard(state: UpsStatus['state'], marks: readonly UpsMark[], more: Partial<UpsStatus> = {}): UpsTrack {
  clock += 5_000;
  const status = { state, marks, raw: [state, ...marks], ...more };
  return stepUps(undefined, { equipmentId: 'ups-1', at: t(clock), clockEpoch: 0, status }).track;
}
const walBytes = (): number => statSync(join(folder, 'ledger.sqlite-wal')).size;

it.each<[string, readonly UpsMark[], Partial<UpsStatus>, UpsStatus['state']]>([
  ['low-battery', ['low-battery'], {}, 'on-battery'],
  ['forced-shutdown', ['forced-shutdown'], {}, 'on-line'],
  ['runtime', [], { runtimeS: 100 }, 'on-battery'],
])(
  '%s: the cause and the words of the UPS are written, the log is emptied, once, and it goes on',
  (cause, marks, more, state) => {
    expect(walBytes()).toBeGreaterThan(0);
    stop.heard(heard(state, marks, more));
    stop.heard(heard(state, marks, more));
    expect(ledger.runs.last()).toMatchObject({ stopCause: cause, stopBeganAt: t(5_000) });
    expect(ledger.runs.last()?.stopUps).toContain(state);
    expect(flushed).toBe(1);
    expect(walBytes()).toBe(0);
    // Mains are back: nothing of a stop stands.
    stop.heard(heard('on-line', []));
    expect(ledger.runs.last()?.stopBeganAt).toBeUndefined();
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  },
);

it('being asked to stop while power is ending keeps the cause, and ends clean', () => {
  stop.heard(heard('on-battery', ['low-battery']));
  stop.begin('asked');
  stop.end();
  ledger.close();
  ledger = openLedger(folder);
  expect(ledger.runs.last()).toMatchObject({ stopCause: 'low-battery', stoppedAt: t(5_000) });
});

it('on its battery with time enough, or silent, it does not stop', () => {
  stop.heard(heard('on-battery', [], { runtimeS: 1800 }));
  stop.heard(
    stepUps(heard('on-battery', []), { equipmentId: 'ups-1', at: t(99_000), clockEpoch: 0, status: 'stale' }).track,
  );
  expect(ledger.runs.last()?.stopBeganAt).toBeUndefined();
  expect(flushed).toBe(0);
});

it('a reader that stays does not hold it up, and loses nothing', () => {
  const reader = new Database(join(folder, 'ledger.sqlite'), { readonly: true });
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM entry').get();
  ledger.runs.beat('run', { at: t(1), bootId: 'b', bootMs: 1, monotonicMs: 1, clockEpoch: 0 });
  const since = performance.now();
  stop.begin('asked');
  expect(ledger.checkpoint()).toBe(false);
  stop.end();
  ledger.close();
  // Not a measurement: three patient waits of a busy checkpoint would take fifteen seconds.
  expect(performance.now() - since).toBeLessThan(stopWithinMs);
  reader.exec('COMMIT');
  reader.close();
  ledger = openLedger(folder);
  expect(ledger.runs.last()).toMatchObject({ stopCause: 'asked', stoppedAt: t(0), at: t(1) });
});
