import { type Instant, instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import type { Alarm } from './alarm.ts';
import { type Incident, isQuiet, type PlannedNotice, planNotices, settledIncidents } from './plan.ts';
import { type NoticeRules, usualNoticeRules } from './settings.ts';

const start = instant(Date.parse('2026-06-01T10:00:00+08:00'));
const after = (ms: number): Instant => instant(start + ms);
const minute = 60_000;
const hour = 60 * minute;
const rules: NoticeRules = {
  ...usualNoticeRules,
  chain: [
    { afterMs: 0, receivers: ['officer'], from: 'info' },
    { afterMs: 30 * minute, receivers: ['director'], from: 'warning' },
  ],
};
const alarm = (key: string, change: Partial<Alarm> = {}): Alarm => ({
  key,
  kind: 'device-down',
  urgency: 'critical',
  since: start,
  values: {},
  ...change,
});

/** Plans every few seconds as the shell does, keeping what was told. */
class Center {
  readonly sent: { readonly at: Instant; readonly notice: PlannedNotice }[] = [];
  readonly #rules: NoticeRules;
  #incidents: Incident[] = [];
  #number = 0;
  constructor(given: NoticeRules = rules) {
    this.#rules = given;
  }
  raise(at: Instant, raised: Alarm): void {
    const open = this.#incidents.findIndex(
      ({ alarm: { key }, clearedAt }) => key === raised.key && clearedAt === undefined,
    );
    const before = this.#incidents[open];
    if (before !== undefined) this.#incidents[open] = { ...before, alarm: raised };
    else this.#incidents.push({ id: (this.#number += 1), alarm: raised, raisedAt: at, told: [] });
  }
  clear(at: Instant, key: string): void {
    this.#change(key, (incident) => ({ ...incident, clearedAt: at }));
  }
  acknowledge(at: Instant, key: string): void {
    this.#change(key, (incident) => ({ ...incident, acknowledgedAt: at }));
  }
  #change(key: string, how: (incident: Incident) => Incident): void {
    this.#incidents = this.#incidents.map((incident) =>
      incident.alarm.key === key && incident.clearedAt === undefined ? how(incident) : incident,
    );
  }
  plan(now: Instant): readonly PlannedNotice[] {
    const receivers = Map.groupBy(
      this.sent.filter(({ at }) => now - at <= hour),
      ({ notice }) => notice.receiver,
    );
    const planned = planNotices(
      {
        incidents: this.#incidents,
        sent: new Map([...receivers].map(([name, messages]) => [name, messages.map(({ at }) => at)])),
      },
      this.#rules,
      now,
    );
    for (const notice of planned) {
      this.sent.push({ at: now, notice });
      this.#incidents = this.#incidents.map((incident) => {
        const line = notice.lines.find((each) => each.incident === incident.id);
        if (line === undefined) return incident;
        return { ...incident, told: [...incident.told, { receiver: notice.receiver, kind: line.kind, at: now }] };
      });
    }
    return planned;
  }
  run(from: Instant, to: Instant, stepMs = 5_000): readonly PlannedNotice[] {
    const all: PlannedNotice[] = [];
    for (let now = from; now <= to; now = instant(now + stepMs)) all.push(...this.plan(now));
    return all;
  }
}
const told = (notices: readonly PlannedNotice[]): string[] =>
  notices.map(
    ({ receiver, lines }) => `${receiver}: ${lines.map(({ kind, alarm: { key } }) => `${kind} ${key}`).join(', ')}`,
  );

describe('one alarm', () => {
  it('is told when it has lasted thirty seconds, and again when it is over', () => {
    const center = new Center();
    center.raise(start, alarm('a'));
    expect(center.run(start, after(29_999))).toEqual([]);
    expect(told(center.plan(after(30_000)))).toEqual(['officer: begin a']);
    center.clear(after(10 * minute), 'a');
    expect(told(center.run(after(10 * minute), after(20 * minute)))).toEqual(['officer: end a']);
    expect(center.run(after(20 * minute), after(3 * hour))).toEqual([]);
  });
  it('that ends sooner is told to nobody, unless it comes twice within ten minutes', () => {
    const once = new Center();
    once.raise(start, alarm('a'));
    once.clear(after(20_000), 'a');
    expect(once.run(start, after(hour))).toEqual([]);
    const twice = new Center();
    twice.raise(start, alarm('a'));
    twice.clear(after(20_000), 'a');
    twice.run(start, after(9 * minute));
    twice.raise(after(9 * minute), alarm('a'));
    twice.clear(after(9 * minute + 10_000), 'a');
    expect(told(twice.run(after(9 * minute + 10_000), after(hour)))).toEqual(['officer: past a']);
  });
  it('that is over in the moment in which it is found is told once', () => {
    const center = new Center();
    center.raise(start, alarm('gap', { kind: 'agent-gap', urgency: 'warning' }));
    center.clear(start, 'gap');
    expect(told(center.run(start, after(2 * hour)))).toEqual(['officer: past gap']);
  });
  it('a short gap that an update leaves is told to nobody, a program that keeps dying is said once to come and go', () => {
    const center = new Center();
    center.raise(start, alarm('gap', { kind: 'agent-gap', urgency: 'info' }));
    center.clear(after(5_000), 'gap');
    expect(center.run(start, after(hour))).toEqual([]);
    const dying = new Center({ ...rules, groupIntervalMs: 0, mostAnHour: 100 });
    for (let n = 0; n < 30; n += 1) {
      const key = `agent-gap:${String(n)}`;
      dying.raise(after(n * minute), alarm(key, { kind: 'agent-gap', urgency: 'warning' }));
      dying.clear(after(n * minute), key);
      dying.run(after(n * minute), after((n + 1) * minute - 5_000));
    }
    const lines = dying.sent.flatMap(({ notice }) => notice.lines.map(({ kind }) => kind));
    expect(lines).toEqual([...Array.from({ length: 6 }, () => 'past'), 'flapping']);
  });
  it('that nobody takes up goes to the next step after thirty minutes, and is told again every four hours', () => {
    const center = new Center();
    center.raise(start, alarm('a'));
    center.run(start, after(30 * minute + 25_000));
    expect(told(center.run(after(30 * minute + 30_000), after(30 * minute + 30_000)))).toEqual([
      'director: escalate a',
    ]);
    expect(told(center.run(after(31 * minute), after(4 * hour + 30_000), minute / 2))).toEqual(['officer: remind a']);
    center.clear(after(5 * hour), 'a');
    expect(told(center.run(after(5 * hour), after(6 * hour), minute))).toEqual(['officer: end a', 'director: end a']);
  });
  it('that somebody took up is told no further', () => {
    const center = new Center();
    center.raise(start, alarm('a'));
    center.run(start, after(minute));
    center.acknowledge(after(10 * minute), 'a');
    expect(center.run(after(10 * minute), after(9 * hour), minute)).toEqual([]);
    center.clear(after(9 * hour), 'a');
    expect(told(center.run(after(9 * hour), after(10 * hour), minute))).toEqual(['officer: end a']);
  });
  it('below the urgency of a step is not told there', () => {
    const center = new Center();
    center.raise(start, alarm('a', { urgency: 'info' }));
    expect(told(center.run(start, after(9 * hour), minute))).toEqual(['officer: begin a']);
  });
});

describe('many alarms', () => {
  const down = (n: number): Alarm => alarm(`device-down:${String(n)}`, { causedBy: 'ups-on-battery:ups-1' });
  it('twenty devices that went with the mains are one message', () => {
    const center = new Center();
    center.raise(start, alarm('ups-on-battery:ups-1', { kind: 'ups-on-battery' }));
    for (let n = 0; n < 20; n += 1) center.raise(after(n * 1_000), down(n));
    const planned = center.run(start, after(20 * minute));
    expect(told(planned)).toEqual(['officer: begin ups-on-battery:ups-1']);
    expect(planned[0]?.lines[0]?.explains).toHaveLength(20);
  });
  it('a device that stays away is told when the mains explain it no more', () => {
    const center = new Center();
    center.raise(start, alarm('ups-on-battery:ups-1', { kind: 'ups-on-battery' }));
    center.raise(start, down(1));
    center.run(start, after(5 * minute));
    center.clear(after(6 * minute), 'ups-on-battery:ups-1');
    expect(told(center.run(after(6 * minute), after(hour), minute))).toEqual(['officer: end ups-on-battery:ups-1']);
    center.raise(after(hour), alarm('device-down:1'));
    expect(told(center.run(after(hour), after(hour + minute)))).toEqual(['officer: begin device-down:1']);
  });
  it('a cause that nobody was told of hides nothing once it is over', () => {
    const center = new Center();
    center.raise(start, alarm('ups-on-battery:ups-1', { kind: 'ups-on-battery' }));
    center.raise(start, down(1));
    center.clear(after(20_000), 'ups-on-battery:ups-1');
    expect(told(center.run(start, after(minute)))).toEqual(['officer: begin device-down:1']);
  });
  it('what is not critical waits until five minutes after the last message, and comes in one', () => {
    const center = new Center();
    center.raise(start, alarm('a', { urgency: 'warning' }));
    center.run(start, after(minute));
    center.raise(after(minute), alarm('b', { urgency: 'warning' }));
    center.raise(after(2 * minute), alarm('c', { urgency: 'warning' }));
    expect(center.run(after(minute), after(5 * minute + 29_000))).toEqual([]);
    expect(told(center.plan(after(5 * minute + 30_000)))).toEqual(['officer: begin b, begin c']);
  });
  it('what is critical does not wait for the interval', () => {
    const center = new Center();
    center.raise(start, alarm('a', { urgency: 'warning' }));
    center.run(start, after(minute));
    center.raise(after(minute), alarm('smoke', { kind: 'room-smoke' }));
    expect(told(center.run(after(minute), after(2 * minute)))).toEqual(['officer: begin smoke']);
  });
  it('one that comes and goes is muted after six begins in an hour, and that is said once', () => {
    const center = new Center();
    const all: PlannedNotice[] = [];
    for (let n = 0; n < 20; n += 1) {
      const at = after(n * 2 * minute);
      center.raise(at, alarm('a'));
      all.push(...center.run(at, instant(at + minute)));
      center.clear(instant(at + minute), 'a');
      all.push(...center.run(instant(at + minute), instant(at + 2 * minute - 5_000)));
    }
    const lines = all.flatMap(({ lines: each }) => each.map(({ kind }) => kind));
    expect(lines.filter((kind) => kind === 'begin')).toHaveLength(6);
    expect(lines.filter((kind) => kind === 'flapping')).toHaveLength(1);
    expect(lines.indexOf('flapping')).toBeGreaterThan(lines.lastIndexOf('begin'));
  });
  it('no receiver gets more messages an hour than he should; the rest is told together', () => {
    const center = new Center({ ...rules, groupIntervalMs: 0, mostAnHour: 3 });
    for (let n = 0; n < 10; n += 1) {
      center.raise(after(n * 2 * minute), alarm(`w${String(n)}`, { urgency: 'warning' }));
      center.run(after(n * 2 * minute), after((n + 1) * 2 * minute - 5_000));
    }
    expect(center.sent.filter(({ notice }) => notice.receiver === 'officer')).toHaveLength(3);
    const rest = center.run(after(20 * minute), after(hour + 2 * minute), 10_000);
    const officer = rest.filter(({ receiver }) => receiver === 'officer');
    expect(officer[0]?.lines).toHaveLength(7);
  });
});

describe('quiet hours', () => {
  const quiet = { from: 22 * 60, to: 7 * 60, zone: 'Asia/Shanghai' };
  const at = (clock: string, date = '2026-06-01'): Instant => instant(Date.parse(`${date}T${clock}+08:00`));
  it.each([
    ['21:59:59', false],
    ['22:00:00', true],
    ['00:00:00', true],
    ['06:59:59', true],
    ['07:00:00', false],
  ] as const)('over midnight: %s is quiet: %s', (clock, expected) => {
    expect(isQuiet({ quiet }, at(clock))).toBe(expected);
  });
  it('within a day, and none', () => {
    const noon = { quiet: { ...quiet, from: 12 * 60, to: 14 * 60 } };
    expect([at('11:59:59'), at('12:00:00'), at('13:59:59'), at('14:00:00')].map((each) => isQuiet(noon, each))).toEqual(
      [false, true, true, false],
    );
    expect(isQuiet({ quiet: { ...quiet, to: quiet.from } }, at('22:00:00'))).toBe(false);
    expect(isQuiet({}, at('22:00:00'))).toBe(false);
  });
  it('a warning waits for the morning, smoke does not', () => {
    const center = new Center({ ...rules, quiet });
    center.raise(at('23:00:00'), alarm('w', { urgency: 'warning' }));
    expect(center.run(at('23:00:00'), at('23:09:55'))).toEqual([]);
    center.raise(at('23:10:00'), alarm('smoke', { kind: 'room-smoke' }));
    expect(told(center.run(at('23:10:00'), at('23:30:00')))).toEqual(['officer: begin smoke']);
    center.acknowledge(at('23:30:00'), 'smoke');
    expect(told(center.run(at('23:30:00'), at('07:05:00', '2026-06-02'), minute))).toEqual(['officer: begin w']);
  });
});

it('a look that comes twice, or was missed, changes nothing', () => {
  const often = new Center();
  const seldom = new Center();
  for (const center of [often, seldom]) center.raise(start, alarm('a'));
  often.run(start, after(hour), 1_000);
  seldom.run(start, after(hour), 15 * minute);
  const matter = (center: Center): string[] => told(center.sent.map(({ notice }) => notice)).sort();
  expect(matter(seldom)).toEqual(matter(often));
});

describe('the clock is set back by a day', () => {
  it('what was raised before is told, reminded once, and its end is told', () => {
    const center = new Center();
    center.raise(start, alarm('a'));
    center.run(start, after(minute));
    center.raise(after(2 * minute), alarm('b', { urgency: 'warning' }));
    const back = instant(start - 24 * hour);
    const first = told(center.run(back, instant(back + hour), 5_000)).filter((line) => line.startsWith('officer'));
    expect(first).toEqual(['officer: remind a, begin b']);
    center.clear(instant(back + 2 * hour), 'a');
    expect(told(center.run(instant(back + 2 * hour), instant(back + 3 * hour), minute))).toContain('officer: end a');
  });
});

describe('settled', () => {
  it('is what was told to its end and explains nothing that lasts; what is held back in quiet hours is not', () => {
    const made = (id: number, change: Partial<Incident>): Incident => ({
      id,
      alarm: alarm(`a${String(id)}`),
      raisedAt: start,
      clearedAt: after(minute),
      told: [],
      ...change,
    });
    const begin = { receiver: 'officer', kind: 'begin', at: after(30_000) } as const;
    const all = [
      made(1, {}),
      made(2, { told: [begin] }),
      made(3, { told: [begin, { ...begin, kind: 'end', at: after(2 * minute) }] }),
      made(4, {}),
      { id: 5, alarm: alarm('a5', { causedBy: 'a4' }), raisedAt: start, told: [] },
    ];
    expect(settledIncidents(all, rules, after(hour))).toEqual([]);
    expect(settledIncidents(all, rules, after(70 * 24 * hour)).map(({ id }) => id)).toEqual([1, 3]);
  });
});
