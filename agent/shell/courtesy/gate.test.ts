import { type Instant, instant } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lane } from '../channels/archive-port.ts';
import { createGate } from './create-gate.ts';
import { type GateClock, GateClosed, type GateMemory, type GateOptions, type Reply } from './gate.ts';
import { openGates } from './open-gates.ts';

const never = new AbortController().signal;
const minuteMs = 60_000;
/** A Tuesday, 14:00 in Shanghai. */
const tuesdayAfternoon = instant(Date.parse('2026-11-24T14:00:00+08:00'));
const settled = async (): Promise<void> => {
  for (let n = 0; n < 50; n += 1) await Promise.resolve();
};

const faultOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (fault: unknown) => fault,
  );

/** Time that stands still until it is told to go on. */
class TestClock implements GateClock {
  #elapsed = 0;
  readonly #start: number;
  #calls: { readonly at: number; readonly call: () => void }[] = [];

  constructor(start: Instant) {
    this.#start = start;
  }

  now = (): Instant => instant(this.#start + Math.round(this.#elapsed));
  elapsedMs = (): number => this.#elapsed;
  after = (ms: number, call: () => void): (() => void) => {
    const entry = { at: this.#elapsed + Math.max(0, ms), call };
    this.#calls.push(entry);
    return () => {
      this.#calls = this.#calls.filter((each) => each !== entry);
    };
  };

  async run(ms: number): Promise<void> {
    const end = this.#elapsed + ms;
    await settled();
    for (;;) {
      const next = this.#calls.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#calls = this.#calls.filter((each) => each !== next);
      this.#elapsed = Math.max(this.#elapsed, next.at);
      next.call();
      await settled();
    }
    this.#elapsed = end;
  }
}

/** A PACS that takes as long as it is told and remembers who asked. */
class TestPacs {
  readonly clock: TestClock;
  readonly asked: { readonly name: string; readonly from: number; readonly to: number }[] = [];
  tookMs = 100;
  failing = false;
  flying = 0;
  mostFlying = 0;

  constructor(clock: TestClock) {
    this.clock = clock;
  }

  request =
    (name: string, tookMs?: number) =>
    async (signal: AbortSignal): Promise<Reply<string>> => {
      const from = this.clock.elapsedMs();
      this.flying += 1;
      this.mostFlying = Math.max(this.mostFlying, this.flying);
      await new Promise<void>((resolve) => {
        this.clock.after(tookMs ?? this.tookMs, resolve);
        signal.addEventListener('abort', () => resolve());
      });
      this.flying -= 1;
      this.asked.push({ name, from, to: this.clock.elapsedMs() });
      return { value: name, failed: this.failing };
    };

  get busyMs(): number {
    return this.asked.reduce((sum, { from, to }) => sum + to - from, 0);
  }
}

function setUp(change: Partial<GateOptions> = {}, start: Instant = tuesdayAfternoon) {
  const clock = new TestClock(start);
  const pacs = new TestPacs(clock);
  const gate = createGate({ pacs: 'pacs', duty: 0.25, maxRequestsPerSecond: 1000, offHours: [], clock, ...change });
  return { clock, pacs, gate };
}

class Memory implements GateMemory {
  text: string | undefined;
  load = () => this.text;
  save = (text: string) => {
    this.text = text;
  };
}

describe('one request at a time', () => {
  it('holds over all lanes, whatever comes when and however long it takes, and so does the share', async () => {
    const lane = fc.constantFrom<Lane>('probe', 'live', 'audit', 'backfill');
    const call = fc.record({ lane, at: fc.integer({ min: 0, max: 30_000 }), took: fc.integer({ min: 1, max: 5_000 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(call, { minLength: 1, maxLength: 25 }),
        fc.constantFrom(0.05, 0.25),
        async (calls, duty) => {
          const { clock, pacs, gate } = setUp({ duty });
          for (const [index, { lane, at, took }] of calls.entries())
            clock.after(at, () => void gate.ask(lane, never, pacs.request(String(index), took)));
          await clock.run(24 * 60 * minuteMs);
          expect(pacs.mostFlying).toBe(1);
          expect(pacs.asked).toHaveLength(calls.length);
          // Whoever starts finds what came before it paid back; a probe only adds to the debt.
          let owedUntil = 0;
          for (const { name, from, to } of pacs.asked) {
            if (calls[Number(name)]?.lane !== 'probe') expect(from).toBeGreaterThanOrEqual(owedUntil - 1);
            owedUntil = Math.max(owedUntil, from) + (to - from) / duty;
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('keeps at most a quarter of the time over a sliding window, when there is always something to ask', async () => {
    const { clock, pacs, gate } = setUp({ duty: 0.25 });
    for (let n = 0; n < 2000; n += 1) void gate.ask('live', never, pacs.request(String(n), 50 + ((n * 37) % 400)));
    await clock.run(20 * minuteMs);
    for (let from = 0; from < 18 * minuteMs; from += minuteMs) {
      const busy = pacs.asked.reduce(
        (sum, each) => sum + Math.max(0, Math.min(each.to, from + 2 * minuteMs) - Math.max(each.from, from)),
        0,
      );
      expect(busy / (2 * minuteMs)).toBeLessThanOrEqual(0.26);
      expect([from, busy / (2 * minuteMs) > 0.24]).toEqual([from, true]);
    }
    expect(gate.state().dutyUsed).toBeLessThanOrEqual(0.255);
    expect(gate.state().dutyUsed).toBeGreaterThan(0.24);
  });

  it('does not begin more requests a second than it may', async () => {
    const { clock, pacs, gate } = setUp({ duty: 1, maxRequestsPerSecond: 4 });
    for (let n = 0; n < 100; n += 1) void gate.ask('live', never, pacs.request(String(n), 1));
    await clock.run(10_000);
    expect(pacs.asked.length).toBeGreaterThanOrEqual(40);
    expect(pacs.asked.length).toBeLessThanOrEqual(41);
  });

  it('a request that throws frees the turn and reaches who asked', async () => {
    const { clock, pacs, gate } = setUp();
    const broken = gate.ask('live', never, () => Promise.reject(new Error('broken')));
    const next = gate.ask('live', never, pacs.request('next'));
    const caught = faultOf(broken);
    await clock.run(minuteMs);
    expect(await caught).toMatchObject({ message: 'broken' });
    expect(await next).toBe('next');
  });
});

describe('the order', () => {
  it('is probe, live, audit, backfill, and first come first served in a lane', async () => {
    const { clock, pacs, gate } = setUp();
    void gate.ask('backfill', never, pacs.request('first'));
    await clock.run(10);
    for (const [lane, name] of [
      ['backfill', 'b1'],
      ['audit', 'a1'],
      ['live', 'l1'],
      ['backfill', 'b2'],
      ['probe', 'p1'],
      ['live', 'l2'],
    ] as const)
      void gate.ask(lane, never, pacs.request(name));
    expect(gate.state().waiting).toEqual({ probe: 1, live: 2, audit: 1, backfill: 2 });
    await clock.run(minuteMs);
    expect(pacs.asked.map(({ name }) => name)).toEqual(['first', 'p1', 'l1', 'l2', 'a1', 'b1', 'b2']);
  });

  it('who goes away while waiting is not asked for', async () => {
    const { clock, pacs, gate } = setUp();
    const leaving = new AbortController();
    void gate.ask('live', never, pacs.request('one'));
    const gone = gate.ask('live', leaving.signal, pacs.request('gone'));
    void gate.ask('live', never, pacs.request('two'));
    const caught = faultOf(gone);
    leaving.abort(new Error('enough'));
    await clock.run(minuteMs);
    expect(await caught).toMatchObject({ message: 'enough' });
    expect(pacs.asked.map(({ name }) => name)).toEqual(['one', 'two']);
    await expect(gate.ask('live', leaving.signal, pacs.request('late'))).rejects.toThrow('enough');
  });

  it('a cut short request is no failure of the PACS', async () => {
    const { clock, pacs, gate } = setUp();
    pacs.failing = true;
    for (let n = 0; n < 5; n += 1) {
      const leaving = new AbortController();
      const cut = gate.ask('live', leaving.signal, pacs.request('cut', minuteMs));
      const caught = faultOf(cut);
      await clock.run(10);
      leaving.abort();
      expect(await caught).toBeInstanceOf(Error);
      await clock.run(1000);
    }
    expect(gate.state()).toMatchObject({ mode: 'open', failuresLastHour: 0 });
  });
});

describe('off-hours', () => {
  const nights = [{ weekdays: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }];
  const at = (text: string): Instant => instant(Date.parse(`${text}+08:00`));

  it('backfill waits for them across midnight and ends with them; live and audit go on', async () => {
    // A Friday evening; the night reaches into Saturday, and Saturday has none of its own.
    const { clock, pacs, gate } = setUp({ offHours: nights }, at('2026-11-27T21:00:00'));
    for (let n = 0; n < 40; n += 1) void gate.ask('backfill', never, pacs.request('backfill', 5 * minuteMs));
    void gate.ask('live', never, pacs.request('live'));
    void gate.ask('audit', never, pacs.request('audit'));
    await clock.run(59 * minuteMs);
    expect(pacs.asked.map(({ name }) => name)).toEqual(['live', 'audit']);
    expect(gate.state()).toMatchObject({ offHours: false, waiting: { backfill: 40 } });
    await clock.run(12 * 60 * minuteMs);
    const starts = pacs.asked.filter(({ name }) => name === 'backfill').map(({ from }) => from);
    expect(starts[0]).toBe(60 * minuteMs);
    expect(Math.max(...starts)).toBeLessThan(9 * 60 * minuteMs);
    const until = starts.length;
    // Saturday evening and Sunday: nothing. Monday at 22:00 it goes on.
    await clock.run((48 + 12) * 60 * minuteMs);
    expect(pacs.asked.filter(({ name }) => name === 'backfill')).toHaveLength(until);
    await clock.run(4 * 60 * minuteMs);
    expect(pacs.asked.filter(({ name }) => name === 'backfill').length).toBeGreaterThan(until);
  });

  it('audit waits as well when it is told to', async () => {
    const { clock, pacs, gate } = setUp({ offHours: nights, auditOnlyOffHours: true }, at('2026-11-25T12:00:00'));
    void gate.ask('audit', never, pacs.request('audit'));
    void gate.ask('live', never, pacs.request('live'));
    await clock.run(9 * 60 * minuteMs);
    expect(pacs.asked.map(({ name }) => name)).toEqual(['live']);
    await clock.run(2 * 60 * minuteMs);
    expect(pacs.asked.map(({ name }) => name)).toEqual(['live', 'audit']);
  });

  it('are nights and Sundays when nobody says anything, and none at all when none are wanted', async () => {
    for (const [start, change, open] of [
      ['2026-11-24T14:00:00', {}, false],
      ['2026-11-24T22:00:00', {}, true],
      ['2026-11-25T05:59:00', {}, true],
      ['2026-11-25T06:00:00', {}, false],
      ['2026-11-29T12:00:00', {}, true],
      ['2026-11-24T14:00:00', { offHours: [] }, true],
    ] as const) {
      const clock = new TestClock(at(start));
      const pacs = new TestPacs(clock);
      const gate = createGate({ pacs: 'p', duty: 1, maxRequestsPerSecond: 10, clock, ...change });
      void gate.ask('backfill', never, pacs.request('b', 1)).catch(() => undefined);
      await clock.run(10);
      expect([start, pacs.asked.length === 1]).toEqual([start, open]);
      await gate.close();
    }
    const usual = createGate({ pacs: 'p', duty: 1, maxRequestsPerSecond: 10 });
    // Six nights of eight hours and a Sunday of twenty-four, whose own night it holds in part.
    expect(usual.state().offHoursShare).toBeCloseTo((6 * 8 + 24) / 168, 2);
    await usual.close();
  });
});

describe('a PACS that suffers', () => {
  it('slows us down when its probes take longer than half as much again, and gives the share back bit by bit', async () => {
    const { clock, pacs, gate } = setUp();
    const probing = { tookMs: 20 };
    gate.probeBy((signal) => pacs.request('probe', probing.tookMs)(signal));
    await clock.run(30 * minuteMs);
    expect(gate.state()).toMatchObject({ mode: 'open', duty: 0.25, latencyMs: 20, baselineMs: 20 });
    probing.tookMs = 29;
    await clock.run(10 * minuteMs);
    expect(gate.state()).toMatchObject({ mode: 'open', duty: 0.25 });
    probing.tookMs = 60;
    await clock.run(4 * minuteMs);
    expect(gate.state().mode).toBe('slowed');
    await clock.run(10 * minuteMs);
    expect(gate.state().duty).toBeCloseTo(0.25 / 8);
    probing.tookMs = 20;
    await clock.run(5 * minuteMs);
    expect(gate.state().duty).toBeLessThan(0.25);
    await clock.run(15 * minuteMs);
    expect(gate.state()).toMatchObject({ mode: 'open', duty: 0.25 });
  });

  it('halves the share at one failure', async () => {
    const { clock, pacs, gate } = setUp();
    pacs.failing = true;
    void gate.ask('live', never, pacs.request('fails'));
    await clock.run(1000);
    expect(gate.state()).toMatchObject({ duty: 0.125, mode: 'slowed', failuresLastHour: 1 });
  });

  it('after three failures in a row nothing is asked for a quarter of an hour, then one probe decides', async () => {
    const { clock, pacs, gate } = setUp();
    gate.probeBy((signal) => pacs.request('probe', 10)(signal));
    await clock.run(10);
    pacs.failing = true;
    for (let n = 0; n < 10; n += 1) void gate.ask('live', never, pacs.request(`live ${String(n)}`));
    await clock.run(2 * minuteMs);
    const failed = pacs.asked.length;
    expect(gate.state()).toMatchObject({ mode: 'stopped', failuresLastHour: 3 });
    await clock.run(12 * minuteMs);
    expect(pacs.asked).toHaveLength(failed);
    await clock.run(3 * minuteMs);
    expect(pacs.asked.slice(failed).map(({ name }) => name)).toEqual(['probe']);
    expect(gate.state().mode).toBe('stopped');
    pacs.failing = false;
    await clock.run(20 * minuteMs);
    expect(pacs.asked[failed + 1]?.name).toBe('probe');
    expect(pacs.asked.filter(({ name }) => name.startsWith('live'))).toHaveLength(10);
    expect(gate.state().mode).toBe('slowed');
    await clock.run(10 * minuteMs);
    expect(gate.state().mode).toBe('open');
  });

  it('whoever is told of a failure finds the gate as the failure has left it', async () => {
    const { clock, pacs, gate } = setUp();
    pacs.failing = true;
    const found: string[] = [];
    for (let n = 0; n < 3; n += 1)
      void gate.ask('live', never, pacs.request('x')).then(() => found.push(gate.state().mode));
    await clock.run(minuteMs);
    expect(found).toEqual(['slowed', 'slowed', 'stopped']);
  });

  it('goes on when its memory takes nothing, and remembers later', async () => {
    const memory = new Memory();
    let full = true;
    const { clock, pacs, gate } = setUp({
      memory: {
        load: () => undefined,
        save: (text) => {
          if (full) throw new Error('disk full');
          memory.save(text);
        },
      },
    });
    pacs.failing = true;
    void gate.ask('live', never, pacs.request('fails'));
    await clock.run(10 * 1000);
    expect(memory.text).toBeUndefined();
    [full, pacs.failing] = [false, false];
    void gate.ask('live', never, pacs.request('works'));
    await clock.run(10 * 1000);
    expect(memory.text).toContain('0.125');
  });

  it('two failures and a success are no stop', async () => {
    const { clock, pacs, gate } = setUp();
    for (let n = 0; n < 9; n += 1) {
      pacs.failing = n % 3 !== 2;
      void gate.ask('live', never, pacs.request('x'));
      await clock.run(minuteMs);
    }
    expect(pacs.asked).toHaveLength(9);
    expect(gate.state().mode).toBe('slowed');
  });

  it('its quiet hours are learned at night and known after a restart, and so is a stop', async () => {
    const memory = new Memory();
    const nights = [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }];
    const first = setUp({ offHours: nights, memory });
    const probing = { tookMs: 50 };
    first.gate.probeBy((signal) => first.pacs.request('probe', probing.tookMs)(signal));
    await first.clock.run(8 * 60 * minuteMs);
    probing.tookMs = 20;
    await first.clock.run(3 * 60 * minuteMs);
    expect(first.gate.state().baselineMs).toBe(20);
    first.pacs.failing = true;
    await first.clock.run(3 * minuteMs);
    expect(first.gate.state().mode).toBe('stopped');
    await first.gate.close();

    const second = setUp({ offHours: nights, memory }, first.clock.now());
    expect(second.gate.state()).toMatchObject({ mode: 'stopped', baselineMs: 20 });
    void second.gate.ask('live', never, second.pacs.request('live'));
    await second.clock.run(10 * minuteMs);
    expect(second.pacs.asked).toEqual([]);
    await second.clock.run(10 * minuteMs);
    expect(second.pacs.asked).toHaveLength(1);
  });

  it('a memory that cannot be read begins anew', () => {
    for (const text of ['', '{', '[]', '{"duty":"x","quiet":[]}', '{"duty":0.1,"quiet":[{"day":1}]}']) {
      const { gate } = setUp({ memory: { load: () => text, save: () => undefined } });
      expect(gate.state().baselineMs).toBeUndefined();
    }
  });
});

describe('closing', () => {
  it('ends what runs by its signal, refuses what waits and what comes after', async () => {
    const { clock, pacs, gate } = setUp();
    const running = gate.ask('live', never, pacs.request('running', 10 * minuteMs));
    const waiting = gate.ask('audit', never, pacs.request('waiting'));
    const both = Promise.all([faultOf(running), faultOf(waiting)]);
    await clock.run(10);
    await gate.close();
    expect(await both).toEqual([expect.any(GateClosed), expect.any(GateClosed)]);
    await expect(gate.ask('live', never, pacs.request('late'))).rejects.toBeInstanceOf(GateClosed);
    expect(pacs.asked.map(({ name }) => name)).toEqual(['running']);
  });
});

describe('the gates of a center', () => {
  it('are one for each PACS, with its settings', async () => {
    const gates = openGates([{ pacs: 'main', duty: 0.1 }], () => new Memory());
    expect(gates.of('main')).toBe(gates.of('main'));
    expect(gates.of('backup')).not.toBe(gates.of('main'));
    expect(gates.states().map(({ pacs, dutyLimit }) => [pacs, dutyLimit])).toEqual([
      ['main', 0.1],
      ['backup', 0.25],
    ]);
    await gates.close();
  });
});
