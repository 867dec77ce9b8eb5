import { type Instant, instant, type UpsStatus } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Sample } from '../../core/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { ProbeResult, Reading } from '../probes/index.ts';
import { type BookedProbe, EvidenceBook } from './evidence-book.ts';
import { roomFactsOf, upsFactsOf, upsStandingOf } from './index.ts';
import { at, card, day, weekdays } from './testing/scripted-center.ts';

const start = at('2026-06-01 09:00:00');
let ledger: Ledger;
let ms = 0;
let turns = 0;
let asked: string[] = [];
const now = (): Instant => instant(start + ms);

const booked = (more: Partial<BookedProbe> & Pick<BookedProbe, 'name' | 'equipmentId'>): BookedProbe => ({
  type: 'modbus',
  everyMs: 60_000,
  powers: false,
  gateway: false,
  ...more,
});
const probes: readonly BookedProbe[] = [
  booked({ name: 'nut', equipmentId: 'ups-1', type: 'nut', powers: true, everyMs: 5_000 }),
  booked({ name: 'rack', equipmentId: 'room-1' }),
  booked({ name: 'echo', equipmentId: 'ct-1', type: 'dimse-echo', grade: 'service' }),
];
let book: EvidenceBook;
const begin = (): EvidenceBook =>
  new EvidenceBook({
    ledger,
    now,
    boot: () => ({ bootId: 'b', bootMs: 1_000_000 + ms }),
    monotonicMs: () => ms,
    clockEpoch: () => 0,
    probes,
    turned: () => {
      turns += 1;
    },
    confirm: (probe) => void asked.push(probe),
  });

beforeEach(() => {
  ms = 0;
  turns = 0;
  asked = [];
  ledger = openLedger(undefined);
  ledger.equipment.putCalendar(weekdays, 'admin', start);
  ledger.equipment.putCard(card('ct-1', 'imaging'), 'admin', start);
  ledger.equipment.putCard(card('ups-1', 'ups', { ups: { feeds: [], runtimeGoalMinutes: 30 } }), 'admin', start);
  const room = {
    purpose: 'pacs',
    smoke: 'wired',
    temperatureC: { min: 18, max: 27 },
    humidityPct: { min: 20, max: 80 },
  } as const;
  ledger.equipment.putCard(card('room-1', 'room', { room }), 'admin', start);
  book = begin();
});
afterEach(() => ledger.close());

function take(probe: string, readings: readonly Reading[], outcome: Sample['outcome'] = 'ok'): void {
  const sample: Sample = {
    probe,
    at: now(),
    bootId: 'b',
    bootMs: 1_000_000 + ms,
    outcome,
    stage: 'read',
    code: '',
    latencyMs: 1,
  };
  const result: ProbeResult = { outcome, stage: 'read', code: '', latencyMs: 1, readings, evidence: {} };
  book.take(sample, result);
}
const ups = (status: Partial<UpsStatus>): Reading[] => [
  { name: 'ups.status', value: JSON.stringify({ state: 'on-line', marks: [], raw: ['OL'], ...status }), valid: true },
];
const climate = (celsius: number, smoke = 'clear'): Reading[] => [
  { name: 'env.temperatureC', value: celsius, valid: true },
  { name: 'env.smoke', value: smoke, valid: true },
];

describe('groups', () => {
  it('wait for their time; an episode does not', () => {
    take('echo', []);
    expect(ledger.watch.heard(['ct-1'])).toEqual({ samples: false, readings: false });
    ms = 3_000;
    book.tick();
    expect(ledger.watch.heard(['ct-1'])).toEqual({ samples: true, readings: false });
    take('nut', ups({ state: 'on-battery', raw: ['OB'] }));
    expect(ledger.watch.openEvents()).toMatchObject([{ kind: 'on-battery' }]);
    expect(turns).toBeGreaterThan(0);
  });

  it('one that could not be written is written with the next', () => {
    take('echo', []);
    ledger.store.db.exec('ALTER TABLE watch_sample RENAME TO away');
    ms = 3_000;
    expect(() => book.tick()).toThrow(/watch_sample/);
    ledger.store.db.exec('ALTER TABLE away RENAME TO watch_sample');
    ms = 4_000;
    book.tick();
    expect(ledger.watch.heard(['ct-1']).samples).toBe(true);
  });
});

describe('power', () => {
  it('three polls without an answer are silence, never the mains lost; what it said last has hours of its own', () => {
    take('nut', ups({ chargePct: 90, runtimeS: 2400, loadPct: 30 }));
    for (let n = 1; n <= 3; n += 1) {
      ms += 5_000;
      take('nut', [], 'fail');
    }
    book.commit();
    expect(upsStandingOf({ ledger }, 'ups-1', now())).toMatchObject({ state: 'unknown', silent: true });
    expect(ledger.watch.openEvents().map(({ kind }) => kind)).toEqual(['communication-lost']);
    expect(upsFactsOf({ ledger }, day('2026-01-01'), now())).toMatchObject({ heard: false, equipmentId: 'ups-1' });
    const period = { start: instant(start - 3_600_000), end: instant(start + 3_600_000) };
    expect(ledger.watch.hours('ups-1', 'ups.loadPct', period)).toMatchObject([{ n: 1, mean: 30 }]);
  });

  it('a UPS of which nobody has a card is kept as samples and becomes no episode', () => {
    ledger.equipment.removeCard('ups-1', 'admin', start);
    book.readCards();
    take('nut', ups({ state: 'on-battery' }));
    book.commit();
    expect(ledger.watch.openEvents()).toEqual([]);
    expect(upsFactsOf({ ledger }, day('2026-01-01'), now())).toMatchObject({ grade: 0, heard: false });
  });
});

describe('rooms', () => {
  it('smoke asks for its confirming read at once, and is an episode by it', () => {
    take('rack', climate(22));
    ms = 60_000;
    take('rack', climate(22, 'alarm'));
    expect(asked).toEqual(['rack']);
    ms = 61_000;
    take('rack', climate(22, 'alarm'));
    expect(ledger.watch.openEvents()).toMatchObject([{ kind: 'smoke', start: instant(start + 60_000) }]);
    expect(roomFactsOf({ ledger }, 'room-1', now())?.smoke).toMatchObject({ state: 'alarm', alarms: 1 });
  });

  it('a sensor that died while nobody watched is missed after a restart', () => {
    take('rack', climate(22));
    book.commit();
    ms = 3_600_000;
    book = begin();
    book.tick();
    book.commit();
    expect(ledger.watch.openEvents().map(({ kind }) => kind)).toContain('communication-lost');
  });
});

it('the host restarts within the minute after the site’s own network was cut: what waited is judged by what was seen then, and nothing is down', () => {
  const ids = ['ct-1', 'mr-1', 'dr-1'];
  for (const id of ids.slice(1)) ledger.equipment.putCard(card(id, 'imaging'), 'admin', start);
  const fast = ids.map((id) =>
    booked({ name: id, equipmentId: id, type: 'dimse-echo', grade: 'service', everyMs: 10_000 }),
  );
  const run = (bootId: string, bootMs: () => number): EvidenceBook =>
    new EvidenceBook({
      ledger,
      now,
      boot: () => ({ bootId, bootMs: bootMs() }),
      monotonicMs: () => ms,
      clockEpoch: () => 0,
      probes: fast,
      turned: () => undefined,
      confirm: () => undefined,
    });
  const plain = { stage: 'connect', code: '', latencyMs: 1 } as const;
  const ask = (of: EvidenceBook, bootId: string, bootMs: number, outcome: Sample['outcome']): void => {
    for (const probe of ids)
      of.take(
        { ...plain, probe, at: now(), bootId, bootMs, outcome },
        { ...plain, outcome, readings: [], evidence: {} },
      );
    of.tick();
  };
  const before = run('b', () => 1_000_000 + ms);
  for (; ms < 120_000; ms += 10_000) ask(before, 'b', 1_000_000 + ms, 'ok');
  for (; ms < 170_000; ms += 10_000) ask(before, 'b', 1_000_000 + ms, 'fail');
  before.commit();
  const bootedAt = ms - 5_000;
  ms += 5_000;
  const after = run('c', () => ms - bootedAt);
  after.interrupt();
  for (const until = ms + 120_000; ms < until; ms += 10_000) ask(after, 'c', ms - bootedAt, 'ok');
  after.commit();
  const period = { start, end: now() };
  const states = ids.flatMap((id) => ledger.watch.spans(id, period).map(({ state }) => state));
  expect(states).toContain('up');
  expect(states).not.toContain('down');
});
