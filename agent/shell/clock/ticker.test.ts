import { type CalendarDate, instant } from '@center/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { type ClockParts, createTicker, type JobRuns, type Ticker } from './ticker.ts';

/** A machine whose wall clock can be set, with a cron library that has the faults of the real one: silent after a step back, and blind to a time that a day leaves out. */
class Machine {
  wall: number;
  mono = 0;
  readonly crons = new Set<{ next: number; fire: () => void; restarts: number }>();
  readonly #everies = new Set<{ due: number; ms: number; call: () => void }>();
  readonly parts: ClockParts;

  constructor(from: string) {
    this.wall = Date.parse(from);
    this.parts = {
      now: () => instant(this.wall),
      monotonicMs: () => this.mono,
      schedule: (expression, fire, zone) => {
        const [minute = '', hour = ''] = expression.split(' ');
        const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
        const matches = (at: number): boolean => {
          const [h, m] = format.format(at).split(':').map(Number);
          return (hour === '*' || Number(hour) === h) && (minute === '*' || Number(minute) === m);
        };
        const nextAfter = (at: number): number => {
          for (let n = Math.floor(at / 60_000) + 1; ; n += 1) if (matches(n * 60_000)) return n * 60_000;
        };
        const cron = { next: nextAfter(this.wall), fire: () => undefined as void, restarts: 0 };
        cron.fire = () => {
          cron.next = nextAfter(this.wall);
          fire();
        };
        this.crons.add(cron);
        return Promise.resolve({
          start: () => {
            cron.next = nextAfter(this.wall);
            cron.restarts += 1;
          },
          stop: () => {
            cron.next = Number.POSITIVE_INFINITY;
          },
          destroy: () => void this.crons.delete(cron),
        });
      },
      every: (ms, call) => {
        const every = { due: this.mono + ms, ms, call };
        this.#everies.add(every);
        return () => void this.#everies.delete(every);
      },
    };
  }

  get watching(): boolean {
    return this.#everies.size > 0;
  }

  /** Time goes by, a second after another. */
  async pass(seconds: number): Promise<void> {
    for (let n = 0; n < seconds; n += 1) {
      this.wall += 1000;
      this.mono += 1000;
      for (const cron of this.crons) if (this.wall >= cron.next) cron.fire();
      for (const every of this.#everies)
        if (this.mono >= every.due) {
          every.due += every.ms;
          every.call();
        }
      for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    }
  }
}

/** What a ledger keeps. */
class Runs implements JobRuns {
  readonly done = new Set<string>();
  readonly begun: string[] = [];
  completed = (job: string, date: CalendarDate): boolean => this.done.has(`${job} ${date}`);
  begin = (_job: string, date: CalendarDate): void => void this.begun.push(date);
  complete = (job: string, date: CalendarDate): void => void this.done.add(`${job} ${date}`);
}

let machine: Machine;
let ticker: Ticker;
let runs: Runs;
let ran: { date: CalendarDate; at: string }[];
const faults: unknown[] = [];

const start = (from: string): void => {
  machine = new Machine(from);
  ticker = createTicker(machine.parts);
};
const job = (cron = '0 3 * * *', zone = 'Asia/Shanghai', run?: () => void) =>
  ticker.calendarJob({
    name: 'closing',
    cron,
    zone,
    jobs: runs,
    onFault: (fault) => faults.push(fault),
    run: (date) => {
      run?.();
      ran.push({ date, at: new Date(machine.wall).toISOString() });
    },
  });
const dates = (): string[] => ran.map(({ date }) => date);
const hour = 3600;

beforeEach(() => {
  runs = new Runs();
  ran = [];
  faults.length = 0;
});

describe('a calendar job', () => {
  it('runs once a day at its time, and a restart repeats nothing', async () => {
    start('2026-11-26T02:00:00+08:00');
    runs.done.add('closing 2026-11-25');
    const first = await job();
    await machine.pass(2 * hour);
    expect(ran).toEqual([{ date: '2026-11-26', at: '2026-11-25T19:00:00.000Z' }]);
    await first.stop();
    const second = await job();
    await machine.pass(24 * hour);
    await second.stop();
    expect(dates()).toEqual(['2026-11-26', '2026-11-27']);
    expect(machine.watching).toBe(false);
    expect(machine.crons.size).toBe(0);
  });

  it('that was missed while the agent was away runs at its start, for the latest day alone', async () => {
    start('2026-11-26T10:00:00+08:00');
    runs.done.add('closing 2026-11-20');
    await job();
    await machine.pass(1);
    expect(dates()).toEqual(['2026-11-26']);
  });

  it.each([
    ['before its time', '2026-11-26T02:50:00+08:00', 60],
    ['after its time', '2026-11-26T02:50:00+08:00', 30 * 60],
  ])('clock set back two hours %s: not silent, not repeated', async (_, from, after) => {
    start(from);
    runs.done.add('closing 2026-11-25');
    await job();
    await machine.pass(after);
    machine.wall -= 2 * hour * 1000;
    await machine.pass(5 * hour);
    expect(dates()).toEqual(['2026-11-26']);
    await machine.pass(24 * hour);
    expect(dates()).toEqual(['2026-11-26', '2026-11-27']);
  });

  it('clock set back over midnight and some days: each day once', async () => {
    start('2026-11-26T02:50:00+08:00');
    runs.done.add('closing 2026-11-24').add('closing 2026-11-25');
    await job();
    await machine.pass(hour);
    machine.wall -= 48 * hour * 1000;
    await machine.pass(72 * hour);
    expect(dates()).toEqual(['2026-11-26', '2026-11-27']);
  });

  it('clock set forward over its time: within seconds', async () => {
    start('2026-11-26T02:30:00+08:00');
    runs.done.add('closing 2026-11-25');
    await job();
    await machine.pass(60);
    machine.wall += hour * 1000;
    await machine.pass(10);
    expect(ran).toEqual([{ date: '2026-11-26', at: expect.stringMatching(/^2026-11-25T19:31:0/) }]);
    await machine.pass(24 * hour);
    expect(dates()).toEqual(['2026-11-26', '2026-11-27']);
  });

  it('clock that leapt a year ahead and came back: the days go on', async () => {
    start('2026-11-26T02:30:00+08:00');
    runs.done.add('closing 2026-11-25');
    await job();
    machine.wall += 365 * 24 * hour * 1000;
    await machine.pass(60);
    machine.wall -= 365 * 24 * hour * 1000;
    await machine.pass(25 * hour);
    expect(dates()).toEqual(['2027-11-25', '2026-11-26', '2026-11-27']);
  });

  it('host that slept over its time: when it wakes', async () => {
    start('2026-11-26T02:30:00+08:00');
    runs.done.add('closing 2026-11-25');
    await job();
    await machine.pass(60);
    // The monotonic clock rests meanwhile.
    machine.wall += 8 * hour * 1000;
    await machine.pass(10);
    expect(dates()).toEqual(['2026-11-26']);
  });

  it('time that a clock change takes away: at the change', async () => {
    start('2026-03-08T01:00:00-05:00');
    runs.done.add('closing 2026-03-07');
    await job('30 2 * * *', 'America/New_York');
    await machine.pass(3 * hour);
    expect(ran).toEqual([{ date: '2026-03-08', at: expect.stringMatching(/^2026-03-08T07:00:0/) }]);
    await machine.pass(24 * hour);
    expect(dates()).toEqual(['2026-03-08', '2026-03-09']);
  });

  it('a run that fails is told, not kept as done, and tried again', async () => {
    start('2026-11-26T02:59:00+08:00');
    runs.done.add('closing 2026-11-25');
    let failing = 2;
    await job(undefined, undefined, () => {
      failing -= 1;
      if (failing >= 0) throw new Error('no room on the disk');
    });
    await machine.pass(15 * 60);
    expect(faults).toHaveLength(2);
    expect(dates()).toEqual([]);
    await machine.pass(15 * 60);
    expect(dates()).toEqual(['2026-11-26']);
    expect(runs.begun).toEqual(['2026-11-26', '2026-11-26', '2026-11-26']);
  });

  it('a run that the power ended is done again', async () => {
    start('2026-11-26T03:10:00+08:00');
    runs.begin('closing', '2026-11-26' as CalendarDate);
    await job();
    await machine.pass(1);
    expect(dates()).toEqual(['2026-11-26']);
  });

  it('a day that never comes and a zone that there is not are refused', async () => {
    start('2026-11-26T03:10:00+08:00');
    await expect(job('0 0 31 2 *')).rejects.toThrow(RangeError);
    await expect(job('0 0 * * *', 'Mars/Olympus')).rejects.toThrow(RangeError);
    expect(machine.watching).toBe(false);
  });
});

describe('a tick', () => {
  it('goes on after the clock was set back, and looks at once', async () => {
    start('2026-11-26T03:00:00+08:00');
    let looks = 0;
    const steps: number[] = [];
    const end = ticker.onClockStep(({ stepMs }) => steps.push(stepMs));
    const ticking = await ticker.tickBy(
      '* * * * *',
      () => {
        looks += 1;
      },
      (fault) => faults.push(fault),
    );
    await machine.pass(180);
    expect(looks).toBe(3);
    machine.wall -= 2 * hour * 1000;
    await machine.pass(5);
    expect(looks).toBe(4);
    await machine.pass(300);
    expect(looks).toBe(9);
    expect(steps).toEqual([-2 * hour * 1000]);
    await ticking.stop();
    end();
    await machine.pass(300);
    expect(looks).toBe(9);
    expect(machine.watching).toBe(false);
  });

  it('never looks twice at once, and tells of what fails', async () => {
    start('2026-11-26T03:00:00+08:00');
    let ended: () => void = () => undefined;
    let looks = 0;
    await ticker.tickBy(
      '* * * * *',
      () => {
        looks += 1;
        return new Promise<void>((resolve, reject) => {
          ended = looks === 1 ? resolve : () => reject(new Error('no'));
        });
      },
      (fault) => faults.push(fault),
    );
    await machine.pass(600);
    expect(looks).toBe(1);
    ended();
    await machine.pass(60);
    expect(looks).toBe(2);
    ended();
    await machine.pass(1);
    expect(faults).toHaveLength(1);
  });

  it('a clock that is corrected slowly is no step', async () => {
    start('2026-11-26T03:00:00+08:00');
    const steps: number[] = [];
    ticker.onClockStep(({ stepMs }) => steps.push(stepMs));
    for (let n = 0; n < 100; n += 1) {
      machine.wall -= 3;
      await machine.pass(5);
    }
    expect(steps).toEqual([]);
  });
});
