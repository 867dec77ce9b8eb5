import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProbeSpan, type Sample, stepSamples, usualSampleRule } from '../../core/index.ts';
import { type Ledger, openLedger } from './index.ts';

const t = (ms: number): Instant => instant(1_780_000_000_000 + ms);
const echo = { name: 'ct-1-echo', equipmentId: 'ct-1', type: 'dimse-echo', grade: 'service' } as const;
const sample = (ms: number, more: Partial<Sample> = {}): Sample => ({
  probe: 'ct-1-echo',
  at: t(ms),
  bootId: '6f0c0a3e-0000-4000-8000-000000000001',
  bootMs: 5_000_000 + ms,
  outcome: 'ok',
  stage: 'release',
  code: '',
  latencyMs: 12,
  ...more,
});
const span = (start: number, end: number, state: ProbeSpan['state'] = 'up'): ProbeSpan => ({
  probe: 'ct-1-echo',
  grade: 'service',
  start: t(start),
  end: t(end),
  state,
  stage: 'connect',
  code: 'ECONNREFUSED',
  samples: 3,
  clockEpoch: 0,
  doubtful: false,
});

let folder: string;
let ledger: Ledger;
const reopen = (): void => {
  ledger.close();
  ledger = openLedger(folder);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-watch-'));
  ledger = openLedger(folder);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('samples', () => {
  it('come back as they were taken, once, over hours, and are forgotten by whole hours', () => {
    const probe = ledger.watch.probe(echo);
    const taken = [sample(0), sample(60_000, { outcome: 'fail', stage: 'connect', code: 'a\nb' }), sample(4_000_000)];
    for (const each of [...taken, ...taken]) ledger.watch.addSample(probe, each);
    reopen();
    const found = ledger.watch.samples(probe, { start: t(0), end: t(5_000_000) });
    expect(found.map((each) => ({ ...each, probe: 'ct-1-echo' }))).toEqual(taken);
    expect(ledger.watch.lastSample(probe, t(0))).toMatchObject({ at: t(4_000_000) });
    expect(ledger.watch.lastSample(probe, t(4_000_001))).toBeUndefined();
    ledger.watch.forgetSamplesBefore(t(3_900_000));
    expect(ledger.watch.samples(probe, { start: t(0), end: t(5_000_000) })).toHaveLength(1);
  });

  it('a probe that is turned to other equipment, or becomes of another kind, is another one', () => {
    const first = ledger.watch.probe(echo);
    expect(ledger.watch.probe(echo)).toBe(first);
    const others = [
      ledger.watch.probe({ ...echo, equipmentId: 'mr-1' }),
      ledger.watch.probe({ ...echo, type: 'tcp', grade: 'reachability' }),
      ledger.watch.probe({ name: echo.name, equipmentId: 'ct-1', type: 'host' }),
    ];
    expect(new Set([first, ...others]).size).toBe(4);
    expect(ledger.watch.probesOf('ct-1').map(({ grade }) => grade)).toEqual(['service', 'reachability', undefined]);
  });
});

describe('spans', () => {
  it('are bound into the chain in groups; one that is changed, lost or added is seen', () => {
    const probe = ledger.watch.probe(echo);
    ledger.watch.addSpans(
      [
        { probe, span: span(0, 100) },
        { probe, span: span(100, 200, 'down') },
      ],
      t(200),
    );
    ledger.watch.addSpans([{ probe, span: span(200, 300) }], t(300));
    reopen();
    expect(ledger.watch.spans('ct-1', { start: t(100), end: t(250) })).toEqual([
      span(100, 200, 'down'),
      span(200, 300),
    ]);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    expect(() => ledger.store.db.exec('UPDATE watch_span SET state = 0')).toThrow(/never changed/);
    expect(() => ledger.store.db.exec('DELETE FROM watch_span')).toThrow(/never removed/);
    ledger.store.db.exec('DROP TRIGGER watch_span_no_update; UPDATE watch_span SET state = 0 WHERE number = 2');
    expect(ledger.verifyChain()).toMatchObject({
      ok: false,
      problem: 'a span of a probe is not the one that was seen',
    });
  });

  it('a probe whose name is changed afterwards is seen too', () => {
    const probe = ledger.watch.probe(echo);
    ledger.watch.addSpans([{ probe, span: span(0, 100, 'down') }], t(100));
    ledger.store.db.exec("UPDATE watch_probe SET equipment = 'mr-1'");
    expect(ledger.verifyChain()).toMatchObject({ ok: false });
  });

  it('a span that no entry binds is seen', () => {
    const probe = ledger.watch.probe(echo);
    ledger.watch.addSpans([{ probe, span: span(0, 100) }], t(100));
    ledger.store.db.exec(
      'INSERT INTO watch_span SELECT 2, probe, begins, ends, state, word, samples, epoch, doubtful FROM watch_span',
    );
    expect(ledger.verifyChain()).toMatchObject({ ok: false });
  });
});

describe('readings', () => {
  it('keep the latest, and of each hour the least, the most, the mean, the last and how often nothing was measured', () => {
    const probe = ledger.watch.probe({ name: 'room', equipmentId: 'room-1', type: 'modbus' });
    const read = (ms: number, value: number, valid = true): void =>
      ledger.watch.addReading(probe, {
        name: 'env.temperatureC',
        of: 'rack',
        at: t(ms),
        value,
        valid,
        problem: valid ? '' : 'sentinel',
      });
    const hour = 3_600_000 - (1_780_000_000_000 % 3_600_000);
    read(hour, -127, false);
    read(hour + 1, 24);
    read(hour + 2, 20);
    read(hour + 3, 22);
    read(hour + 4, -127, false);
    reopen();
    expect(ledger.watch.latest('room-1')).toEqual([
      {
        probe: 'room',
        name: 'env.temperatureC',
        of: 'rack',
        at: t(hour + 4),
        value: -127,
        valid: false,
        problem: 'sentinel',
      },
    ]);
    expect(ledger.watch.hours('room-1', 'env.temperatureC', { start: t(0), end: t(86_400_000) })).toEqual([
      {
        probe: 'room',
        name: 'env.temperatureC',
        of: 'rack',
        hour: t(hour),
        n: 3,
        mean: 22,
        min: 20,
        max: 24,
        last: 22,
        invalid: 2,
      },
    ]);
  });
});

describe('episodes and runs', () => {
  it('an episode is an entry at its begin and at its end, and not between', () => {
    const event = {
      id: 'e',
      equipmentId: 'ups-1',
      kind: 'on-battery',
      start: t(0),
      raw: ['OB'],
      clockEpoch: 0,
    } as const;
    ledger.watch.putEvent(event, t(0));
    ledger.watch.putEvent({ ...event, minChargePct: 80 }, t(1));
    const { seq } = ledger.head();
    expect(seq).toBe(1);
    ledger.watch.putEvent({ ...event, minChargePct: 70, end: t(5) }, t(5));
    ledger.watch.putEvent({ ...event, minChargePct: 70, end: t(5) }, t(6));
    expect(ledger.head().seq).toBe(2);
    reopen();
    expect(ledger.watch.events('ups-1', { start: t(5), end: t(10) })).toHaveLength(1);
    expect(ledger.watch.events('ups-1', { start: t(6), end: t(10) })).toHaveLength(0);
    expect(ledger.watch.openEvents()).toEqual([]);
    expect(ledger.watch.eventsChanged(1, 10)).toMatchObject([{ seq: 2, event: { minChargePct: 70 } }]);
  });

  it('a run leaves its last sign of life, why it stopped, and what nobody watched', () => {
    const sign = { at: t(0), bootId: 'b', bootMs: 10, monotonicMs: 1, clockEpoch: 0 };
    ledger.runs.begin('run-1', 'agent', sign);
    ledger.runs.beat('run-1', { ...sign, at: t(10_000), bootMs: 10_010 });
    ledger.runs.stopBegin('run-1', 'low-battery', 'OB LB', t(11_000));
    reopen();
    expect(ledger.runs.last()).toMatchObject({
      id: 'run-1',
      at: t(10_000),
      stopCause: 'low-battery',
      stopUps: 'OB LB',
    });
    expect(ledger.runs.last()?.stoppedAt).toBeUndefined();
    ledger.runs.addGap({ start: t(11_000), end: t(20_000), cause: 'died' }, 'run-2', t(20_000));
    expect(ledger.runs.gapsAfter(0, 10)).toMatchObject([{ number: 1, gap: { cause: 'died' }, run: 'run-2' }]);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    ledger.store.db.exec('DELETE FROM agent_gap');
    expect(ledger.verifyChain()).toMatchObject({ ok: false });
  });
});

it('fifty devices asked once a minute cost few megabytes a day, and next to nothing for good', () => {
  const probes = Array.from({ length: 50 }, (_, n) =>
    ledger.watch.probe({ ...echo, name: `p-${String(n)}`, equipmentId: `d-${String(n)}` }),
  );
  ledger.checkpoint();
  const bytes = (): number => statSync(join(folder, 'ledger.sqlite')).size;
  const before = bytes();
  const minutes = 240;
  const rule = { ...usualSampleRule, everyMs: 60_000, grade: 'service' } as const;
  const tracks = probes.map((): ReturnType<typeof stepSamples>['track'] | undefined => undefined);
  for (let minute = 0; minute < minutes; minute += 1)
    ledger.transaction(() => {
      for (const [n, probe] of probes.entries()) {
        const taken = sample(minute * 60_000 + n * 1000, { probe: `p-${String(n)}` });
        ledger.watch.addSample(probe, taken);
        const { track, closed } = stepSamples(tracks[n], taken, rule);
        tracks[n] = track;
        ledger.watch.setTrack(probe, track);
        ledger.watch.addSpans(
          closed.map((each) => ({ probe, span: each })),
          t(0),
        );
      }
    });
  ledger.checkpoint();
  const day = ((bytes() - before) * 1440) / minutes;
  console.log(
    `50 devices at 60 s: ${(day / 1e6).toFixed(2)} MB of samples a day, ${(day / 72_000).toFixed(1)} bytes each`,
  );
  expect(day).toBeLessThan(3_500_000);
  expect(ledger.watch.lastSpan('d-1')).toBe(0);
});
