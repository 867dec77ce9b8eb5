import { calendarDateAt, type EquipmentEvent, instant, type RoomCard } from '@center/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomLook, RoomReading } from './readings.ts';
import { roomClimate } from './room-days.ts';
import { roomAlarms, roomSmoke, roomStanding } from './room-standing.ts';
import { type RoomTrack, stepRoom } from './step-room.ts';

const card: RoomCard = {
  purpose: 'pacs',
  smoke: 'wired',
  temperatureC: { min: 18, max: 27 },
  humidityPct: { min: 20, max: 80 },
};
const t0 = Date.parse('2026-11-25T02:00:00Z');
const at = (seconds: number): ReturnType<typeof instant> => instant(t0 + seconds * 1000);
const celsius = (value: number | string, of = 'rack'): RoomReading => ({
  name: 'env.temperatureC',
  of,
  value,
  valid: true,
});
const percent = (value: number): RoomReading => ({ name: 'env.humidityPct', of: 'rack', value, valid: true });
const smoke = (value: string): RoomReading => ({ name: 'env.smoke', of: 'ceiling', value, valid: true });
const look = (seconds: number, readings: readonly RoomReading[], clockEpoch = 0): RoomLook => ({
  equipmentId: 'room-1',
  at: at(seconds),
  clockEpoch,
  readings,
});

function run(
  looks: readonly RoomLook[],
  from?: RoomTrack,
): { track: RoomTrack; events: EquipmentEvent[]; confirm: boolean } {
  const kept = new Map<string, EquipmentEvent>();
  let track = from;
  let confirm = false;
  for (const each of looks) {
    const step = stepRoom(track, each, card);
    track = JSON.parse(JSON.stringify(step.track)) as RoomTrack;
    confirm = step.confirm;
    for (const event of step.events) kept.set(event.id, event);
  }
  if (track === undefined) throw new Error('no looks');
  return { track, events: [...kept.values()].sort((a, b) => a.start - b.start), confirm };
}
/** Values a minute apart. */
const minutes = (values: readonly number[], of: (value: number) => RoomReading = celsius): RoomLook[] =>
  values.map((value, index) => look(index * 60, [of(value)]));

describe('climate', () => {
  it('warns beyond the line and is over only a degree within it', () => {
    const { events } = run(minutes([26.9, 27, 27.1, 26.9, 26.1, 27.2, 26, 17.9, 18.5, 19]));
    expect(events.map(({ kind, start, end, minValue, maxValue }) => [kind, start, end, minValue, maxValue])).toEqual([
      ['temperature-warning', at(120), at(360), 26.1, 27.2],
      ['temperature-warning', at(420), at(540), 17.9, 18.5],
    ]);
  });
  it('alarms above 30 until it is 29 again, and on a rise of more than 3 °C within ten minutes', () => {
    const slow = run(minutes([29.9, 30, 30.1, 29.5, 29]));
    expect(
      slow.events.filter((event) => event.kind === 'temperature-alarm').map(({ start, end }) => [start, end]),
    ).toEqual([[at(120), at(240)]]);
    const quick = run(minutes([20, 21, 22, 23, 23.1, 23.2]));
    expect(quick.events.map(({ kind, start }) => [kind, start])).toEqual([['temperature-rise', at(240)]]);
    expect(
      run(minutes([20, 20.2, 20.4, 20.6, 20.8, 21, 21.2, 21.4, 21.6, 21.8, 22, 22.2, 22.4, 22.6, 22.8, 23])).events,
    ).toEqual([]);
  });
  it('holds humidity by its own lines', () => {
    const { events } = run(minutes([59, 61, 58, 57, 19, 22, 23, 71, 68, 67], percent));
    expect(events.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['humidity-warning', at(60), at(180)],
      ['humidity-warning', at(240), at(360)],
      ['humidity-warning', at(420), undefined],
      ['humidity-alarm', at(420), at(540)],
    ]);
  });
  it('takes the hottest and the coldest of several sensors', () => {
    const { track, events } = run([look(0, [celsius(22, 'low'), celsius(28, 'high')])]);
    expect(roomStanding(track, at(1))).toMatchObject({ temperatureC: 28 });
    expect(events).toEqual([expect.objectContaining({ kind: 'temperature-warning', minValue: 22, maxValue: 28 })]);
    expect(roomAlarms(track, at(1))).toEqual([expect.objectContaining({ kind: 'room-climate', urgency: 'warning' })]);
  });
});

describe('sensors', () => {
  it.each<[string, RoomReading]>([
    ['sentinel', celsius(-127)],
    ['sentinel', celsius(85)],
    ['out-of-range', celsius(-60)],
    ['out-of-range', percent(0)],
    ['out-of-range', percent(101)],
    ['no-number', celsius('')],
    ['nonoperational', { ...celsius(22), valid: false, problem: 'nonoperational' }],
    ['open-loop', smoke('fault')],
    ['not-understood', smoke('maybe')],
  ])('%s is no measurement', (problem, reading) => {
    const { events, track } = run([look(0, [reading])]);
    expect(events).toEqual([
      expect.objectContaining({ kind: 'sensor-fault', raw: [expect.stringContaining(problem)] }),
    ]);
    expect(roomStanding(track, at(1)).temperatureC).toBeUndefined();
    expect(roomAlarms(track, at(1))).toEqual([expect.objectContaining({ kind: 'sensor-fault' })]);
  });
  it('stuck to the last digit for six hours is a fault, dated to when it stuck, and over when it moves', () => {
    const looks = Array.from({ length: 363 }, (_, index) => look(index * 60, [celsius(22.4)]));
    const { events, track } = run([look(-60, [celsius(22.5)]), ...looks]);
    expect(events).toEqual([expect.objectContaining({ kind: 'sensor-fault', start: at(0) })]);
    expect(run([look(363 * 60, [celsius(22.5)])], track).events).toEqual([
      expect.objectContaining({ end: at(363 * 60) }),
    ]);
  });
  it('whole degrees may stand still for longer', () => {
    const looks = Array.from({ length: 600 }, (_, index) => look(index * 60, [celsius(22)]));
    expect(run(looks).events).toEqual([]);
    const day = Array.from({ length: 1442 }, (_, index) => look(index * 60, [celsius(22)]));
    expect(run(day).events.map((event) => event.kind)).toEqual(['sensor-fault']);
  });
  it('nobody knows whether it stood still while it was not heard', () => {
    const looks = [look(0, [celsius(22.4)]), look(6 * 3600, [celsius(22.4)])];
    expect(run(looks).events.filter((event) => event.kind === 'sensor-fault')).toEqual([]);
  });
  it('not heard for five minutes is communication lost, from when it was last heard, and the climate unknown', () => {
    const { events, track } = run([look(0, [celsius(28)]), look(299, []), look(301, [])]);
    expect(events.map(({ kind, start }) => [kind, start])).toEqual([
      ['temperature-warning', at(0)],
      ['communication-lost', at(0)],
    ]);
    expect(roomStanding(track, at(301))).toMatchObject({ smoke: 'unknown' });
    expect(roomStanding(track, at(301)).temperatureC).toBeUndefined();
    const back = run([look(400, [celsius(22)])], track);
    expect(back.events).toContainEqual(
      expect.objectContaining({ kind: 'temperature-warning', end: at(400), endUnseen: true }),
    );
    expect(back.events).toContainEqual(expect.objectContaining({ kind: 'communication-lost', end: at(400) }));
  });
});

describe('smoke', () => {
  it('wants one confirming read, and is dated to the first', () => {
    const first = run([look(0, [smoke('clear')]), look(60, [smoke('alarm')])]);
    expect([first.events, first.confirm, roomStanding(first.track, at(61)).smoke]).toEqual([[], true, 'unknown']);
    const second = run([look(61, [smoke('alarm')])], first.track);
    expect(second.events).toEqual([expect.objectContaining({ kind: 'smoke', start: at(60) })]);
    expect([second.confirm, roomStanding(second.track, at(61)).smoke]).toEqual([false, 'alarm']);
    expect(roomAlarms(second.track, at(61))).toEqual([
      expect.objectContaining({ kind: 'room-smoke', urgency: 'critical' }),
    ]);
    expect(run([look(120, [smoke('clear')])], second.track).events).toEqual([
      expect.objectContaining({ kind: 'smoke', end: at(120) }),
    ]);
  });
  it('that the next read denies was none', () => {
    const { events, confirm, track } = run([look(0, [smoke('alarm')]), look(2, [smoke('clear')])]);
    expect([events, confirm, roomStanding(track, at(3)).smoke]).toEqual([[], false, 'clear']);
  });
  it('is confirmed by a wire that burnt, but a wire that breaks is only a fault', () => {
    expect(
      run([look(0, [smoke('alarm')]), look(2, [smoke('fault')])])
        .events.map((event) => event.kind)
        .sort(),
    ).toEqual(['sensor-fault', 'smoke']);
    const { track, events } = run([look(0, [smoke('clear')]), look(2, [smoke('fault')]), look(4, [smoke('fault')])]);
    expect(events.map((event) => event.kind)).toEqual(['sensor-fault']);
    expect(roomStanding(track, at(5)).smoke).toBe('fault');
  });
  it('is told for the rule as it is wired', () => {
    const { track } = run([look(0, [smoke('clear')])]);
    expect(roomSmoke(track, true, at(1))).toEqual({ state: 'clear' });
    expect(roomSmoke(track, false, at(1))).toEqual({ state: 'not-wired' });
    expect(roomSmoke(track, true, at(600))).toEqual({ state: 'unknown', silentSince: '2026-11-25' });
    expect(roomSmoke(undefined, true, at(1))).toEqual({ state: 'unknown' });
  });
});

describe('figures', () => {
  it('count measured time, time outside of the band, and the longest stretch', () => {
    const { track } = run(minutes([22, 28, 28, 22, 28, 22]));
    expect(roomClimate(track, at(300), 30)).toEqual({
      sensor: true,
      measuredS: 300,
      outsideS: 180,
      longestOutsideS: 120,
      coverage: 10_000,
    });
  });
  it('a value holds for five minutes at most, and what nobody measured lowers the coverage', () => {
    const { track } = run([look(0, [celsius(22)]), look(1000, [celsius(28)])]);
    const climate = roomClimate(track, at(1000), 30);
    expect(climate).toMatchObject({ measuredS: 300, outsideS: 0, coverage: 3000 });
    expect(roomClimate(track, at(1400), 30)).toMatchObject({ silentSince: '2026-11-25' });
    expect(roomClimate(undefined, at(0), 30)).toEqual({
      sensor: false,
      measuredS: 0,
      outsideS: 0,
      longestOutsideS: 0,
      coverage: 0,
    });
  });
  it('an invalid sensor is unmeasured time, and a humidity sensor that fails makes the climate unknown', () => {
    const { track } = run([
      look(0, [celsius(22), percent(40)]),
      look(60, [celsius(22.1), percent(0)]),
      look(120, [celsius(22), percent(0)]),
    ]);
    expect(roomClimate(track, at(120), 30)).toMatchObject({ measuredS: 60 });
  });
  it('cut at midnight, a stretch over it counts whole', () => {
    const midnight = Date.parse('2026-11-25T16:00:00Z');
    const start = (midnight - t0) / 1000 - 120;
    const { track } = run(
      [0, 60, 120, 180, 240].map((seconds) => look(start + seconds, [celsius(28 + seconds / 1000)])),
    );
    expect(track.days['2026-11-25']).toMatchObject({
      measuredMs: 120_000,
      outsideMs: 120_000,
      longestOutsideMs: 120_000,
    });
    expect(track.days['2026-11-26']).toMatchObject({
      measuredMs: 120_000,
      outsideMs: 120_000,
      longestOutsideMs: 240_000,
    });
    expect(roomClimate(track, at(start + 240), 30)).toMatchObject({ longestOutsideS: 240, outsideSince: '2026-11-25' });
  });
});

describe('whatever comes', () => {
  const reading = fc.oneof(
    fc.constantFrom(18, 22, 22.4, 26.5, 27.5, 31, 85, -127).map((value) => celsius(value)),
    fc.constantFrom(10, 40, 58, 65, 75, 0).map(percent),
    fc.constantFrom('clear', 'alarm', 'fault').map(smoke),
  );
  const looks = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.array(reading, { maxLength: 3 })), {
      minLength: 1,
      maxLength: 40,
    })
    .map((list) => {
      let seconds = 0;
      return list.map(([gap, readings]) => {
        seconds += gap;
        return look(seconds, readings);
      });
    });
  it('looks told again change nothing', () => {
    fc.assert(
      fc.property(looks, (list) => {
        expect(run(list.flatMap((each) => [each, each]))).toEqual({ ...run(list), confirm: expect.any(Boolean) });
      }),
      { numRuns: 300 },
    );
  });
  it('measured time is never more than time, outside never more than measured', () => {
    fc.assert(
      fc.property(looks, (list) => {
        const { track, events } = run(list);
        const days = Object.values(track.days);
        const sum = (of: (day: (typeof days)[number]) => number): number =>
          days.reduce((total, day) => total + of(day), 0);
        const measured = sum((day) => day.measuredMs);
        expect(measured).toBeLessThanOrEqual(track.at - track.firstAt);
        expect(sum((day) => day.outsideMs)).toBeLessThanOrEqual(measured);
        expect(Object.keys(track.days).every((date) => date <= calendarDateAt(track.at))).toBe(true);
        for (const event of events) if (event.end !== undefined) expect(event.end).toBeGreaterThanOrEqual(event.start);
      }),
      { numRuns: 300 },
    );
  });
});
