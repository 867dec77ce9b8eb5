import { type CalendarDate, type EquipmentCard, type EquipmentEvent, instant, type UpsStatus } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { batteryCare, dateOfDevice, lastSelfTest } from './battery-care.ts';
import { type LoadMemory, type LoadSample, loadInStep, rememberLoad } from './load-in-step.ts';
import { type UpsGradeInput, upsGrade } from './ups-grade.ts';

const day = 86_400_000;
const now = instant(Date.parse('2026-11-25T04:00:00Z'));
const ago = (ms: number): ReturnType<typeof instant> => instant(now - ms);
const date = (text: string): CalendarDate => text as CalendarDate;

const card: EquipmentCard = {
  id: 'ups-1',
  kind: 'ups',
  name: 'UPS',
  Manufacturer: 'APC',
  ManufacturerModelName: 'SMT1500',
  DeviceSerialNumber: 'AS-1234',
  inServiceFrom: date('2024-01-01'),
  warmUpMinutes: 0,
  reachabilityIsAll: false,
  ups: {
    ratedVa: 1500,
    batteryDate: date('2025-01-01'),
    dedicatedCircuit: true,
    feeds: ['pacs-1'],
    runtimeGoalMinutes: 30,
  },
};
const status: UpsStatus = { state: 'on-line', marks: [], loadPct: 20, runtimeS: 2400, serial: 'as 1234', raw: ['OL'] };
const outage = (startMs: number, lengthMs: number | undefined, over: Partial<EquipmentEvent> = {}): EquipmentEvent => ({
  id: `e${String(startMs)}`,
  equipmentId: 'ups-1',
  kind: 'on-battery',
  start: ago(startMs),
  ...(lengthMs === undefined ? {} : { end: ago(startMs - lengthMs) }),
  raw: ['OB'],
  clockEpoch: 0,
  ...over,
});
const always = [{ start: ago(1000 * day), end: instant(now + day) }];
const witness = { pacsUp: always, pacsDown: [], agentUp: always, restarts: [] };
const input: UpsGradeInput = { card, declaredAbsent: false, status, events: [], witness, now };
const graded = (over: Partial<UpsGradeInput>): unknown[] => {
  const { grade, against, reasons } = upsGrade({ ...input, ...over });
  return [grade, against, reasons];
};
const without = (members: readonly (keyof UpsStatus)[]): UpsStatus =>
  Object.fromEntries(
    Object.entries(status).filter(([key]) => !members.includes(key as keyof UpsStatus)),
  ) as unknown as UpsStatus;
const ups = card.ups!;

describe('grade of an independent UPS', () => {
  it.each<[string, Partial<UpsGradeInput>, unknown[]]>([
    [
      'nothing but a card without its record',
      { card: { ...card, ups: { feeds: [], runtimeGoalMinutes: 30 } }, status: without(['serial']) },
      [0, [], ['asset-record-incomplete', 'serial-not-told']],
    ],
    ['declared absent', { declaredAbsent: true }, [0, ['established-absent'], ['declared-absent']]],
    [
      'shared by its own record',
      { card: { ...card, ups: { ...ups, dedicatedCircuit: false } } },
      [0, [], ['not-dedicated']],
    ],
    ['in service', {}, [3, [], ['not-proved']]],
    ['a serial number that the device does not tell', { status: without(['serial']) }, [1, [], ['serial-not-told']]],
    ['another serial number', { status: { ...status, serial: 'OTHER' } }, [1, ['serial-differs'], ['serial-differs']]],
    ['on bypass', { status: { ...status, state: 'bypass' } }, [2, [], ['not-in-service']]],
    ['a battery to be replaced', { status: { ...status, marks: ['replace-battery'] } }, [2, [], ['not-in-service']]],
    ['unknown', { status: { ...status, state: 'unknown' } }, [2, [], ['not-in-service']]],
    ['load not told', { status: without(['loadPct']) }, [2, [], ['load-not-told']]],
    ['almost no load', { status: { ...status, loadPct: 2 } }, [2, [], ['load-out-of-range']]],
    ['too much load', { status: { ...status, loadPct: 81 } }, [2, [], ['load-out-of-range']]],
    ['at the edges of load', { status: { ...status, loadPct: 80 } }, [3, [], ['not-proved']]],
    ['on its battery, which is its service', { status: { ...status, state: 'on-battery' } }, [3, [], ['not-proved']]],
    ['an outage of a minute that all ran through', { events: [outage(day, 60_000)] }, [5, [], []]],
    ['a shorter one', { events: [outage(day, 59_999)] }, [3, [], ['not-proved']]],
    ['one whose end nobody saw', { events: [outage(day, 90_000, { endUnseen: true })] }, [3, [], ['not-proved']]],
    ['one that still lasts', { events: [outage(90_000, undefined)] }, [5, [], []]],
    ['one longer than a year ago', { events: [outage(400 * day, 90_000)] }, [4, [], ['proof-old']]],
    [
      'a run time below the goal',
      { events: [outage(day, 90_000)], status: { ...status, runtimeS: 1799 } },
      [4, [], ['runtime-below-goal']],
    ],
    [
      'a run time not told',
      { events: [outage(day, 90_000)], status: without(['runtimeS']) },
      [4, [], ['runtime-not-told']],
    ],
    [
      'an outage while the agent was away',
      { events: [outage(day, 90_000)], witness: { ...witness, agentUp: [{ start: ago(day / 2), end: now }] } },
      [3, [], ['not-proved']],
    ],
    [
      'an outage that the PACS did not live through',
      {
        events: [outage(day, 90_000)],
        witness: { ...witness, pacsUp: [], pacsDown: [{ start: ago(day - 3_000), end: ago(day - 900_000) }] },
      },
      [2, ['pacs-lost-on-battery'], ['not-proved', 'counter-evidence']],
    ],
    [
      'a load in step with exams',
      { loadInStep: true, events: [outage(day, 90_000)] },
      [2, ['shared-load'], ['counter-evidence']],
    ],
    [
      'an unclean restart that the UPS knows nothing of',
      { witness: { ...witness, restarts: [{ of: 'agent', at: ago(day), clean: false }] } },
      [2, ['unseen-power-loss'], ['not-proved', 'counter-evidence']],
    ],
    [
      'a clean restart',
      { witness: { ...witness, restarts: [{ of: 'agent', at: ago(day), clean: true }] } },
      [3, [], ['not-proved']],
    ],
    [
      'an unclean restart at the end of an outage',
      {
        events: [outage(day, 1_800_000)],
        witness: { ...witness, pacsUp: [], restarts: [{ of: 'pacs', at: ago(day - 1_800_000), clean: false }] },
      },
      [3, [], ['not-proved']],
    ],
    [
      'a restart that a later proof outlived',
      {
        events: [outage(day, 90_000)],
        witness: { ...witness, restarts: [{ of: 'pacs', at: ago(30 * day), clean: false }] },
      },
      [5, [], []],
    ],
  ])('%s', (_name, over, expected) => {
    expect(graded(over)).toEqual(expected);
  });
  it('names the day of the last proof', () => {
    expect(upsGrade({ ...input, events: [outage(90 * day, 90_000), outage(day, 90_000)] }).provedOn).toBe('2026-11-24');
  });
  it('was never heard', () => {
    const { status: _status, ...silent } = input;
    expect(upsGrade(silent)).toEqual({ grade: 1, against: [], reasons: ['never-heard'] });
  });
});

describe('load in step with exams', () => {
  const samples = (during: number, apart: number): LoadSample[] =>
    Array.from({ length: 400 }, (_, index) => ({
      at: ago((400 - index) * 30_000),
      loadPct: (index % 10 === 0 ? during : apart) + (index % 3),
    }));
  const exams = Array.from({ length: 40 }, (_, index) => ago((400 - index * 10) * 30_000 + 1_000));
  const remembered = (list: readonly LoadSample[]): LoadMemory => rememberLoad(undefined, list, exams, now);
  it('is told when the load rises with them', () => expect(loadInStep(remembered(samples(70, 20)))).toBe(true));
  it('is none when it does not', () => expect(loadInStep(remembered(samples(20, 20)))).toBe(false));
  it('is not known from few', () => expect(loadInStep(remembered(samples(70, 20).slice(0, 40)))).toBeUndefined());
  it('comes to the same piece by piece, with pieces told twice and others not yet due', () => {
    const list = samples(70, 20);
    let memory: LoadMemory | undefined;
    for (let index = 10; index <= 410; index += 10) {
      const upTo = list[Math.min(index, 400) - 1]?.at ?? now;
      memory = rememberLoad(memory, list.slice(Math.max(0, index - 50), index + 5), exams, upTo);
    }
    const whole = remembered(list);
    expect(memory?.during.n).toBe(whole.during.n);
    expect(memory?.apart.n).toBe(whole.apart.n);
    expect(memory?.during.mean).toBeCloseTo(whole.during.mean, 9);
    expect(memory?.apart.squares).toBeCloseTo(whole.apart.squares, 6);
  });
});

describe('care of the battery', () => {
  const test = (startMs: number, result: EquipmentEvent['result']): EquipmentEvent => ({
    ...outage(startMs, 10_000),
    kind: 'self-test',
    ...(result === undefined ? {} : { result }),
  });
  const care = (over: Partial<Parameters<typeof batteryCare>[0]>): string[] =>
    batteryCare({
      card,
      status,
      events: [test(day, 'passed'), outage(2 * day, 90_000)],
      runtimes: [],
      now,
      ...over,
    }).map((each) => each.kind);
  const aged = (batteryDate: string): EquipmentCard => ({ ...card, ups: { ...ups, batteryDate: date(batteryDate) } });

  it('is content with a young battery that was tested and drained', () => expect(care({})).toEqual([]));
  it('warns at three years and is red at five', () => {
    expect(batteryCare({ card: aged('2023-11-26'), status, events: [], runtimes: [], now })).not.toContainEqual(
      expect.objectContaining({ kind: 'battery-old' }),
    );
    expect(batteryCare({ card: aged('2023-11-25'), status, events: [], runtimes: [], now })).toContainEqual({
      kind: 'battery-old',
      urgency: 'warning',
      since: '2023-11-25',
      years: 3,
    });
    expect(batteryCare({ card: aged('2021-11-25'), status, events: [], runtimes: [], now })).toContainEqual(
      expect.objectContaining({ urgency: 'critical' }),
    );
  });
  it('tells a test that is overdue, failed or never was, and a discharge likewise', () => {
    expect(care({ events: [test(32 * day, 'passed'), outage(200 * day, 90_000)] })).toEqual([
      'self-test-overdue',
      'discharge-overdue',
    ]);
    expect(care({ events: [test(day, 'failed'), outage(day, 90_000)] })).toEqual(['self-test-failed']);
    expect(care({ events: [] })).toEqual(['never-tested', 'never-discharged']);
  });
  it("takes the device's own date of a test and of its battery", () => {
    const told = { ...status, selfTest: { result: 'passed', on: '2026-11-20' } as const, batteryDate: '2022/06/01' };
    expect(lastSelfTest(told, [])).toEqual({ on: '2026-11-20', passed: true });
    expect(care({ status: told, events: [outage(day, 90_000)] })).toEqual(['battery-date-differs']);
    expect(
      care({
        card: { ...card, ups: { feeds: [], runtimeGoalMinutes: 30 } },
        status: told,
        events: [outage(day, 90_000)],
      }),
    ).toEqual(['battery-old']);
  });
  it('does not guess which of two numbers is the month', () => {
    expect(dateOfDevice('11/20/2024')).toBe('2024-11-20');
    expect(dateOfDevice('20/11/24')).toBe('2024-11-20');
    expect(dateOfDevice('05/05/2024')).toBe('2024-05-05');
    expect(dateOfDevice('05/06/2024')).toBeUndefined();
    expect(dateOfDevice('2024-02-30')).toBeUndefined();
    expect(dateOfDevice('2026-11-01 03:00:10 +0800')).toBe('2026-11-01');
  });
  it('compares the run time with the goal and with the first year at a like load', () => {
    expect(care({ status: { ...status, runtimeS: 1799 } })).toEqual(['runtime-below-goal']);
    expect(care({ status: { ...status, state: 'on-battery', runtimeS: 60 } })).toEqual([]);
    const runtimes = Array.from({ length: 500 }, (_, index) => ({
      at: ago((500 - index) * day),
      runtimeS: 4200,
      loadPct: 20,
    }));
    expect(care({ runtimes, status: { ...status, runtimeS: 2500 } })).toEqual(['runtime-aged']);
    expect(care({ runtimes, status: { ...status, runtimeS: 2520 } })).toEqual([]);
    expect(
      care({ runtimes: runtimes.map((each) => ({ ...each, loadPct: 70 })), status: { ...status, runtimeS: 2000 } }),
    ).toEqual([]);
  });
});
