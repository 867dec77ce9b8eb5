import { type EquipmentEvent, instant, type UpsMark, type UpsState, type UpsStatus } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodesOfApcupsd } from './apcupsd-history.ts';
import type { UpsLook } from './readings.ts';
import { stepUps, type UpsTrack } from './step-ups.ts';
import { stopCause, upsAlarms, upsStanding } from './ups-standing.ts';

const t0 = Date.parse('2026-11-25T02:00:00Z');
const at = (seconds: number): ReturnType<typeof instant> => instant(t0 + seconds * 1000);
const status = (state: UpsState, marks: readonly UpsMark[] = [], over: Partial<UpsStatus> = {}): UpsStatus => ({
  state,
  marks: [...marks].sort(),
  raw: [state, ...marks],
  ...over,
});
const look = (seconds: number, said: UpsLook['status'], clockEpoch = 0): UpsLook => ({
  equipmentId: 'ups-1',
  at: at(seconds),
  clockEpoch,
  status: said,
});

/** Takes looks one after the other; events as the ledger would have them, by id. */
function run(looks: readonly UpsLook[], from?: UpsTrack): { track: UpsTrack; events: EquipmentEvent[] } {
  const kept = new Map<string, EquipmentEvent>();
  let track = from;
  for (const each of looks) {
    const step = stepUps(track, each);
    // What is kept over a restart is JSON.
    track = JSON.parse(JSON.stringify(step.track)) as UpsTrack;
    for (const event of step.events) kept.set(event.id, event);
  }
  if (track === undefined) throw new Error('no looks');
  return { track, events: [...kept.values()].sort((a, b) => a.start - b.start) };
}

describe('an outage', () => {
  const { track, events } = run([
    look(0, status('on-line', [], { chargePct: 100, runtimeS: 2400, loadPct: 20 })),
    look(5, status('on-battery', ['discharging'], { chargePct: 99, runtimeS: 2300, loadPct: 22 })),
    look(7, status('on-battery', ['discharging'], { chargePct: 90, runtimeS: 1200, loadPct: 30 })),
    look(9, status('on-battery', ['discharging', 'low-battery'], { chargePct: 40, runtimeS: 100, loadPct: 21 })),
    look(14, status('on-line', ['charging'], { chargePct: 41, runtimeS: 900, loadPct: 20 })),
  ]);
  it('is one episode with its extremes and tokens', () => {
    expect(events).toEqual([
      {
        id: `ups-1:on-battery:0:${String(at(5))}`,
        equipmentId: 'ups-1',
        kind: 'on-battery',
        start: at(5),
        end: at(14),
        minChargePct: 40,
        minRuntimeS: 100,
        maxLoadPct: 30,
        raw: ['on-battery', 'discharging', 'low-battery'],
        clockEpoch: 0,
      },
      expect.objectContaining({ kind: 'low-battery', start: at(9), end: at(14), minChargePct: 40 }),
    ]);
    expect(track.open).toEqual([]);
  });
  it('is told at the second poll or after ten seconds, and low battery at once', () => {
    const first = run([look(0, status('on-line')), look(5, status('on-battery'))]).track;
    expect(upsAlarms(first, at(6))).toEqual([]);
    expect(upsAlarms(first, at(15)).map((alarm) => alarm.key)).toEqual(['ups-on-battery:ups-1']);
    const low = run([look(5, status('on-battery', ['low-battery']))]).track;
    expect(upsAlarms(low, at(5)).map(({ kind, urgency }) => [kind, urgency])).toEqual([
      ['ups-low-battery', 'critical'],
    ]);
  });
  it('is dated back by the device, but never before the mains were last seen', () => {
    const started = (onBatteryS: number): number | undefined =>
      run([look(0, status('on-line')), look(30, status('on-battery', [], { onBatteryS }))]).events[0]?.start;
    expect(started(12)).toBe(at(18));
    expect(started(600)).toBe(at(0));
    expect(run([look(30, status('on-battery', [], { onBatteryS: 600 }))]).events[0]?.start).toBe(at(-570));
  });
});

describe('a UPS that is not heard', () => {
  it('is unknown after three missed polls, dated to the first, and not before', () => {
    const two = run([look(0, status('on-line')), look(5, 'silent'), look(10, 'silent')]);
    expect([two.track.state, two.events]).toEqual(['on-line', []]);
    const three = run([look(15, 'silent')], two.track);
    expect(upsStanding(three.track)).toMatchObject({
      state: 'unknown',
      since: at(5),
      silent: true,
      silentOnBattery: false,
    });
    expect(three.events).toEqual([expect.objectContaining({ kind: 'communication-lost', start: at(5) })]);
    expect(upsAlarms(three.track, at(15))).toEqual([
      expect.objectContaining({ kind: 'ups-silent', urgency: 'warning' }),
    ]);
    const back = run([look(20, status('on-line'))], three.track);
    expect(back.events).toEqual([expect.objectContaining({ kind: 'communication-lost', start: at(5), end: at(20) })]);
    expect(back.track.state).toBe('on-line');
  });
  it('is unknown at once when its server says that it knows nothing new', () => {
    const { track } = run([look(0, status('on-line')), look(5, 'stale')]);
    expect(upsStanding(track)).toMatchObject({ state: 'unknown', silent: true });
  });
  it('is critical when it was on its battery, and nothing makes the agent stop for it', () => {
    const { track, events } = run([look(0, status('on-battery', ['low-battery'])), look(5, 'stale')]);
    expect(upsStanding(track).silentOnBattery).toBe(true);
    expect(upsAlarms(track, at(5))).toContainEqual(
      expect.objectContaining({ kind: 'ups-silent', urgency: 'critical' }),
    );
    expect(stopCause(track)).toBeUndefined();
    expect(events.find((event) => event.kind === 'communication-lost')?.raw).toContain('was-on-battery');
    expect(events.find((event) => event.kind === 'on-battery')?.end).toBeUndefined();
  });
  it('leaves the end of an outage unseen when the mains are back after it', () => {
    const { events } = run([look(0, status('on-battery')), look(5, 'stale'), look(60, status('on-line'))]);
    expect(events.find((event) => event.kind === 'on-battery')).toMatchObject({ end: at(60), endUnseen: true });
  });
  it('goes on with the same outage when it is still on battery soon after, and begins another after long', () => {
    const soon = run([
      look(0, status('on-battery')),
      look(5, 'stale'),
      look(60, status('on-battery')),
      look(65, status('on-line')),
    ]);
    expect(soon.events.filter((event) => event.kind === 'on-battery')).toEqual([
      expect.objectContaining({ end: at(65) }),
    ]);
    expect(soon.events.find((event) => event.kind === 'on-battery')?.endUnseen).toBeUndefined();
    const late = run([
      look(0, status('on-battery')),
      look(5, 'stale'),
      look(7200, status('on-battery')),
      look(7205, status('on-line')),
    ]);
    expect(late.events.filter((event) => event.kind === 'on-battery').map(({ endUnseen }) => endUnseen)).toEqual([
      true,
      undefined,
    ]);
  });
  it('takes words that name no state as a missed poll, and what they warn of all the same', () => {
    const { track, events } = run([
      look(0, status('on-line')),
      look(5, status('unknown', ['replace-battery'], { raw: ['ALARM', 'RB'] })),
    ]);
    expect(track.state).toBe('on-line');
    expect(events.map((event) => event.kind)).toEqual(['replace-battery']);
  });
  it('was not watched while the agent was away: ends are unseen, and no communication was lost', () => {
    const { events } = run([look(0, status('on-battery')), look(30 * 3600, status('on-line'))]);
    expect(events).toEqual([expect.objectContaining({ kind: 'on-battery', end: at(30 * 3600), endUnseen: true })]);
  });
});

describe('tests and calibrations', () => {
  it('are no outage, and low battery in them is none', () => {
    const { events, track } = run([
      look(0, status('on-line')),
      look(5, status('on-battery', ['calibrating', 'low-battery'], { chargePct: 20 })),
      look(10, status('on-line')),
    ]);
    expect(events.map(({ kind, minChargePct }) => [kind, minChargePct])).toEqual([['calibration', 20]]);
    expect(stopCause(run([look(5, status('on-battery', ['calibrating', 'low-battery']))]).track)).toBeUndefined();
    expect(track.open).toEqual([]);
  });
  it('become an outage when the mains go in the middle', () => {
    const { events } = run([
      look(0, status('on-battery', ['testing'], { inputV: 230 })),
      look(5, status('on-battery', ['testing'], { inputV: 0 })),
    ]);
    expect(events.map((event) => event.kind)).toEqual(['self-test', 'on-battery']);
  });
  it('end with the result that comes with them or soon after', () => {
    const old = { selfTest: { result: 'passed', on: '2026-10-25' } } as const;
    const fresh = { selfTest: { result: 'failed', on: '2026-11-25' } } as const;
    const { events, track } = run([
      look(0, status('on-line', [], old)),
      look(30, status('on-battery', ['testing'], old)),
      look(60, status('on-line', [], old)),
      look(90, status('on-line', [], fresh)),
    ]);
    expect(events).toEqual([
      expect.objectContaining({ kind: 'self-test', start: at(30), end: at(60), result: 'failed' }),
    ]);
    expect(upsAlarms(track, at(90)).map((alarm) => alarm.key)).toEqual(['ups-fault:ups-1:self-test']);
  });
  it('between two looks are told by a new date or a changed result, once', () => {
    const tested = (result: 'passed' | 'failed', on?: string): UpsStatus =>
      status('on-line', [], { selfTest: on === undefined ? { result } : { result, on } });
    const dated = run([
      look(0, tested('passed', '11/01/2026')),
      look(30, tested('passed', '11/15/2026')),
      look(60, tested('passed', '11/15/2026')),
    ]);
    expect(dated.events.map(({ kind, result, start, end }) => [kind, result, start, end])).toEqual([
      ['self-test', 'passed', at(30), at(30)],
    ]);
    const plain = run([look(0, tested('passed')), look(30, tested('failed')), look(60, tested('passed'))]);
    expect(plain.events.map((event) => event.result)).toEqual(['failed', 'passed']);
    // A date that flickers at midnight, and comes back, is not a third test.
    expect(
      run([look(90, tested('passed', '11/01/2026')), look(120, tested('passed', '11/15/2026'))], dated.track).events,
    ).toEqual([]);
  });
  it('take the standing result of a device without dates', () => {
    const { events } = run([
      look(0, status('on-line', [], { selfTest: { result: 'passed' } })),
      look(30, status('on-battery', ['testing'], { selfTest: { result: 'in-progress' } })),
      look(60, status('on-line', [], { selfTest: { result: 'passed' } })),
    ]);
    expect(events).toEqual([
      expect.objectContaining({ kind: 'self-test', start: at(30), end: at(60), result: 'passed' }),
    ]);
  });
});

describe('what else is kept', () => {
  it('off counts when it lasts, from when it began', () => {
    expect(run([look(0, status('off')), look(10, status('on-line'))]).events).toEqual([]);
    const { events } = run([
      look(0, status('off')),
      look(20, status('off')),
      look(40, status('off')),
      look(50, status('on-line')),
    ]);
    expect(events).toEqual([expect.objectContaining({ kind: 'off', start: at(0), end: at(50) })]);
  });
  it('bypass, overload, a battery to be replaced, alarms', () => {
    const { track } = run([look(0, status('bypass', ['overloaded', 'replace-battery', 'alarm'], { loadPct: 130 }))]);
    expect(track.open.map(({ event }) => event.kind).sort()).toEqual([
      'alarm',
      'bypass',
      'overload',
      'replace-battery',
    ]);
    expect(run([look(5, status('on-line'))], track).events.every((event) => event.end === at(5))).toBe(true);
  });
  it('a changed date of the battery is a replacement that somebody has to confirm', () => {
    const { events } = run([
      look(0, status('on-line', [], { batteryDate: '2021-01-01' })),
      look(5, status('on-line')),
      look(10, status('on-line', [], { batteryDate: '2026-11-25' })),
    ]);
    expect(events).toEqual([
      expect.objectContaining({
        kind: 'battery-date-changed',
        start: at(10),
        raw: ['battery-date=2021-01-01', 'battery-date=2026-11-25'],
      }),
    ]);
  });
  it('trims and boosts are counted by the day and make no episode', () => {
    const { track, events } = run([
      look(0, status('on-line', ['trimming'], { inputV: 246 })),
      look(5, status('on-line', ['trimming'], { inputV: 247 })),
      look(10, status('on-line', [], { inputV: 231 })),
      look(15, status('on-line', ['trimming'], { inputV: 245 })),
      look(20, status('on-line', ['boosting'], { inputV: 205 })),
      look(25, status('on-battery', [], { inputV: 0 })),
    ]);
    expect(track.days).toEqual({ '2026-11-25': { trims: 2, boosts: 1, inputMinV: 205, inputMaxV: 247 } });
    expect(events.map((event) => event.kind)).toEqual(['on-battery']);
  });
  it('a forced shutdown stays as long as the server says so, with the mains back', () => {
    const { track } = run([
      look(0, status('on-battery', ['forced-shutdown', 'low-battery'])),
      look(5, status('on-line', ['forced-shutdown'])),
    ]);
    expect(track.open.map(({ event }) => event.kind)).toEqual(['forced-shutdown']);
    expect(stopCause(track)).toBe('forced-shutdown');
  });
  it('the agent closes its books on low battery or little run time', () => {
    expect(stopCause(run([look(0, status('on-battery', ['low-battery']))]).track)).toBe('low-battery');
    expect(stopCause(run([look(0, status('on-battery', [], { runtimeS: 100 }))]).track)).toBe('runtime');
    expect(stopCause(run([look(0, status('on-battery', [], { runtimeS: 1000 }))]).track)).toBeUndefined();
    expect(stopCause(run([look(0, status('on-line', ['low-battery'], { runtimeS: 10 }))]).track)).toBeUndefined();
  });
});

describe('two probes of one UPS', () => {
  const by = (source: string, seconds: number, said: UpsLook['status']): UpsLook => ({
    ...look(seconds, said),
    source,
  });
  const nut = (seconds: number, said: UpsLook['status']): UpsLook => by('nut', seconds, said);
  const card = (seconds: number, said: UpsLook['status']): UpsLook => by('snmp', seconds, said);
  const dated = (batteryDate: string): UpsStatus =>
    status('on-line', [], { batteryDate, selfTest: { result: 'passed', on: batteryDate } });

  it('do not contradict each other by how they write a date', () => {
    const { events, track } = run([
      nut(0, dated('2024-05-01')),
      card(2, dated('05/01/2024')),
      nut(5, dated('2024-05-01')),
      nut(10, 'silent'),
      card(12, dated('05/01/2024')),
      card(42, dated('05/01/2024')),
    ]);
    expect([events, track.source]).toEqual([[], 'snmp']);
  });
  it('are silent only together', () => {
    const alone = Array.from({ length: 20 }, (_, index) => [
      nut(5 * index + 1, 'silent'),
      ...(index % 6 === 0 ? [card(5 * index + 2, status('on-line'))] : []),
    ]).flat();
    const before = run([nut(0, status('on-line')), ...alone]);
    expect([before.events, before.track.state, before.track.source]).toEqual([[], 'on-line', 'snmp']);
    const both = run([card(122, 'silent'), nut(126, 'silent'), card(152, 'silent'), card(182, 'silent')], before.track);
    expect(both.events).toEqual([expect.objectContaining({ kind: 'communication-lost', start: at(122) })]);
  });
  it('the other one takes over at the first poll that the one misses', () => {
    const { track, events } = run([nut(0, status('on-line')), nut(5, 'stale'), card(7, status('on-battery'))]);
    expect([track.state, track.source]).toEqual(['on-battery', 'snmp']);
    expect(events.map(({ kind, end }) => [kind, end])).toEqual([
      ['communication-lost', at(7)],
      ['on-battery', undefined],
    ]);
  });
});

describe('loads', () => {
  it('are remembered once a minute while the mains are on, for three hours', () => {
    const looks = Array.from({ length: 500 }, (_, index) =>
      look(index * 30, status(index === 10 ? 'on-battery' : 'on-line', [], { loadPct: index % 100 })),
    );
    const { track } = run(looks);
    expect(track.loads).toHaveLength(181);
    expect(track.loads.at(-1)).toEqual([at(499 * 30), 99]);
  });
});

describe('the clock', () => {
  it('set back ends what was open where the old clock stopped, and goes on in a new epoch', () => {
    const before = run([look(0, status('on-battery')), look(10, status('on-battery'))]);
    const { events } = run([look(-3590, status('on-battery'), 1), look(-3500, status('on-line'), 1)], before.track);
    expect(events.map(({ start, end, endUnseen, clockEpoch }) => [start, end, endUnseen, clockEpoch])).toEqual([
      [at(-3590), at(-3500), undefined, 1],
      [at(0), at(10), true, 0],
    ]);
  });
});

describe('whatever comes', () => {
  const states = fc.constantFrom<UpsState>('on-line', 'on-battery', 'bypass', 'off', 'unknown');
  const marks = fc.uniqueArray(
    fc.constantFrom<UpsMark>(
      'low-battery',
      'forced-shutdown',
      'replace-battery',
      'testing',
      'calibrating',
      'alarm',
      'trimming',
    ),
    { maxLength: 3 },
  );
  const said = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom('silent' as const, 'stale' as const) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(states, marks, fc.option(fc.nat(100)))
        .map(([state, own, charge]) => status(state, own, charge === null ? {} : { chargePct: charge })),
    },
  );
  const looks = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 200 }), said, fc.boolean()), { minLength: 1, maxLength: 40 })
    .map((list) => {
      let seconds = 0;
      let epoch = 0;
      return list.map(([gap, each, back]) => {
        if (back && gap > 190) epoch += 1;
        seconds += back && gap > 190 ? -300 : gap;
        return look(seconds, each, epoch);
      });
    });

  it('a look that is told again, or late, changes nothing', () => {
    fc.assert(
      fc.property(looks, fc.infiniteStream(fc.nat()), (list, draw) => {
        const once = run(list);
        const again = list.flatMap((each, index) => {
          const [pick = 0] = [...draw.take(1)];
          return [each, each, list[pick % (index + 1)] ?? each];
        });
        expect(run(again)).toEqual(once);
      }),
      { numRuns: 400 },
    );
  });

  it('episodes of one kind never overlap, end after they begin, and one that is open is not ended', () => {
    fc.assert(
      fc.property(looks, (list) => {
        const { track, events } = run(list);
        for (const event of events) if (event.end !== undefined) expect(event.end).toBeGreaterThanOrEqual(event.start);
        const groups = new Map<string, EquipmentEvent[]>();
        for (const event of events)
          groups.set(`${event.kind} ${String(event.clockEpoch)}`, [
            ...(groups.get(`${event.kind} ${String(event.clockEpoch)}`) ?? []),
            event,
          ]);
        for (const group of groups.values())
          for (const [index, event] of group.slice(1).entries()) {
            const before = group[index];
            expect(before?.end).toBeDefined();
            expect(before?.end ?? 0).toBeLessThanOrEqual(event.start);
          }
        const open = new Set(track.open.map(({ event }) => event.id));
        for (const event of events) expect(open.has(event.id)).toBe(event.end === undefined);
      }),
      { numRuns: 400 },
    );
  });

  it('unknown is never on line: after the last answer nothing but an answer makes it so', () => {
    fc.assert(
      fc.property(looks, (list) => {
        const { track } = run(list);
        const last = list.at(-1);
        if (last?.status === 'stale') expect(track.state).toBe('unknown');
        if (typeof last?.status === 'object' && last.status.state !== 'unknown')
          expect(track.state).toBe(last.status.state);
      }),
      { numRuns: 200 },
    );
  });
});

describe("apcupsd's history", () => {
  const entry = (seconds: number, text: string): { at: ReturnType<typeof instant>; text: string } => ({
    at: at(seconds),
    text,
  });
  const gap = { start: at(0), end: at(1000) };
  it('gives the episodes within a gap of the agent, and none that reach beyond it', () => {
    const entries = [
      entry(-100, 'Power failure.'),
      entry(10, 'Power is back. UPS running on mains.'),
      entry(100, 'Power failure.'),
      entry(106, 'Running on UPS batteries.'),
      entry(160, 'Mains returned. No longer on UPS batteries.'),
      entry(161, 'Power is back. UPS running on mains.'),
      entry(200, 'Communications with UPS lost.'),
      entry(260, 'Communications with UPS restored.'),
      entry(900, 'Power failure.'),
      entry(1200, 'Power is back. UPS running on mains.'),
    ];
    const told = episodesOfApcupsd(entries, 'ups-1', 0, gap);
    expect(told.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['on-battery', at(100), at(160)],
      ['communication-lost', at(200), at(260)],
    ]);
    expect(episodesOfApcupsd([...entries].reverse(), 'ups-1', 0, gap)).toEqual(told);
  });
});
