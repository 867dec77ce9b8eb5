import { instant } from '@center/contract';
import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import { type ProbeSpan, type Sample, type SampleRule, usualAvailabilityPolicy, usualSampleRule } from './evidence.ts';
import { monthClosesAt, monthPeriod, monthRevision } from './month.ts';
import { interruptTrack, type ProbeTrack, stepSamples } from './sample-track.ts';
import {
  at,
  ct,
  daily,
  day,
  everyDay,
  fault,
  hours,
  known,
  maintenanceWindow,
  minutes,
  signed,
  span,
  suspension,
} from './testing/records.ts';

const monday = ['2026-11-02 00:00', '2026-11-03 00:00'] as const;
const up = span('up', '2026-01-01 00:00', '2026-12-31 00:00');
const rule: SampleRule = { ...usualSampleRule, everyMs: 60_000, grade: 'service' };

function sampled(samples: readonly (readonly [string, Sample['outcome'], number?])[]): ProbeSpan[] {
  const first = at('2026-11-02 07:00');
  let track: ProbeTrack | undefined;
  const spans: ProbeSpan[] = [];
  for (const [text, outcome, boot] of samples) {
    const when = at(`2026-11-02 ${text}`);
    const bootMs = boot ?? when - first;
    const sample = {
      probe: 'ct-1-echo',
      at: when,
      bootId: 'b',
      bootMs,
      outcome,
      stage: 'echo',
      code: '',
      latencyMs: 1,
    };
    const step = stepSamples(track, sample, rule);
    ({ track } = step);
    spans.push(...step.closed);
  }
  return track === undefined ? spans : [...spans, ...interruptTrack(track).closed];
}

describe('sample to interval, counted', () => {
  it('through 2.5 intervals it is covered, of a longer gap one interval is, the rest is unknown', () => {
    const spans = sampled([
      ['07:59', 'ok'],
      ['08:00', 'ok'],
      ['08:02:30', 'ok'],
      ['08:10', 'ok'],
      ['08:11', 'ok'],
    ]);
    const { figures } = account(known('2026-11-02 08:00', '2026-11-02 08:11', { spans }));
    expect(figures).toMatchObject({ upMs: minutes(2.5) + minutes(2), unknownMs: minutes(6.5), silentMs: minutes(6.5) });
  });
  it('down from the first failing, up from the first success, once confirmed', () => {
    const spans = sampled([
      ['08:00', 'ok'],
      ['08:01', 'ok'],
      ['08:02', 'fail'],
      ['08:03', 'fail'],
      ['08:04', 'fail'],
      ['08:05', 'ok'],
      ['08:06', 'ok'],
    ]);
    const { figures } = account(known('2026-11-02 08:00', '2026-11-02 08:06', { spans }));
    expect(figures).toMatchObject({ upMs: minutes(3), downMs: minutes(3), transitions: 2 });
  });
});

describe('agent restart', () => {
  const spans = [
    span('up', '2026-11-02 08:00', '2026-11-02 10:00'),
    span('up', '2026-11-02 15:00', '2026-11-02 18:00'),
  ];
  it('is unknown from the last sample to the first new one', () => {
    expect(account(known(...monday, { spans })).figures).toMatchObject({
      upMs: hours(5),
      unknownMs: hours(5),
      downMs: 0,
    });
  });
  it('a fault of a person goes on through it, a draft of a probe does not', () => {
    const broken = fault({ start: at('2026-11-02 09:00') });
    expect(account(known(...monday, { spans, records: { faults: [broken] } })).figures.downMs).toBe(hours(9));
    const draft = fault({ start: at('2026-11-02 09:00'), openedBy: 'probe' });
    const down = [
      span('up', '2026-11-02 08:00', '2026-11-02 09:00'),
      span('down', '2026-11-02 09:00', '2026-11-02 10:00'),
    ];
    expect(account(known(...monday, { spans: down, records: { faults: [draft] } })).figures).toMatchObject({
      downMs: hours(1),
      unknownMs: hours(8),
    });
  });
});

describe('clock steps', () => {
  it('backward: where two epochs overlap down outranks unknown, and unknown outranks up; the time is doubtful', () => {
    const spans = [
      span('up', '2026-11-02 08:00', '2026-11-02 12:00'),
      // The new epoch lives 11 to 12 once more, and begins with half an hour down.
      span('down', '2026-11-02 11:00', '2026-11-02 11:20', { clockEpoch: 1 }),
      span('up', '2026-11-02 11:40', '2026-11-02 18:00', { clockEpoch: 1 }),
    ];
    expect(account(known(...monday, { spans })).figures).toMatchObject({
      downMs: minutes(20),
      unknownMs: minutes(20),
      upMs: hours(10) - minutes(40),
      doubtfulMs: minutes(20),
    });
  });
  it('backward: up in both is up, and doubtful in its span', () => {
    const spans = [
      span('up', '2026-11-02 08:00', '2026-11-02 12:00'),
      span('up', '2026-11-02 11:00', '2026-11-02 18:00', { clockEpoch: 1 }),
    ];
    const { spans: counted, figures } = account(known(...monday, { spans }));
    expect(figures.upMs).toBe(hours(10));
    expect(counted.filter(({ doubtful }) => doubtful).map(({ start, end }) => [start, end])).toEqual([
      [at('2026-11-02 11:00'), at('2026-11-02 12:00')],
    ]);
  });
  it('forward: an hour that never was is unknown, not up and not down', () => {
    const first = at('2026-11-02 07:00');
    const before = Array.from({ length: 61 }, (_, index) => {
      const when = new Date(at('2026-11-02 08:00') + index * 60_000 + hours(8)).toISOString().slice(11, 16);
      return [when, 'ok'] as const;
    });
    // 09:00 by the clock; a minute later it shows 10:01.
    const after = Array.from({ length: 60 }, (_, index) => {
      const when = at('2026-11-02 10:01') + index * 60_000;
      return [new Date(when + hours(8)).toISOString().slice(11, 16), 'ok', when - first - hours(1)] as const;
    });
    const spans = sampled([...before, ...after]);
    expect(account(known('2026-11-02 08:00', '2026-11-02 11:00', { spans })).figures).toMatchObject({
      upMs: hours(2),
      unknownMs: hours(1),
      downMs: 0,
    });
  });
});

describe('overlapping windows and records', () => {
  const one = maintenanceWindow({ from: at('2026-11-02 08:00'), to: at('2026-11-02 10:00') });
  const other = { ...maintenanceWindow({ from: at('2026-11-02 09:00'), to: at('2026-11-02 11:00') }), id: 'window-2' };
  const touching = {
    ...maintenanceWindow({ from: at('2026-11-02 11:00'), to: at('2026-11-02 12:00') }),
    id: 'window-3',
  };
  it('are normalised before they are subtracted: nothing is taken out twice', () => {
    const { figures } = account(known(...monday, { spans: [up], records: { windows: [one, other, touching] } }));
    expect(figures).toMatchObject({ scheduledMs: hours(10), maintenanceMs: hours(4), requiredMs: hours(6) });
  });
  it('overlapping faults are down once', () => {
    const faults = [
      fault({ start: at('2026-11-02 16:00') }),
      { ...fault({ start: at('2026-11-02 15:00') }), id: 'fault-2' },
    ];
    expect(account(known(...monday, { spans: [up], records: { faults } })).figures.downMs).toBe(hours(3));
  });
  it('maintenance over an external cause is maintenance, and required time loses it once', () => {
    const { figures } = account(
      known(...monday, {
        spans: [up],
        records: { windows: [one], faults: [fault({ start: at('2026-11-02 09:00') })] },
      }),
    );
    expect(figures.requiredMs).toBe(hours(8));
    expect(figures.upMs + figures.downMs + figures.unknownMs).toBe(figures.requiredMs);
  });
});

describe('windows of odd shape', () => {
  const figuresOf = (window: ReturnType<typeof maintenanceWindow>, from: string = monday[0], to: string = monday[1]) =>
    account(known(from, to, { spans: [up], records: { windows: [window] } })).figures;
  it('zero-length and reversed ones free nothing', () => {
    const noon = at('2026-11-02 12:00');
    expect(figuresOf(maintenanceWindow({ from: noon, to: noon })).maintenanceMs).toBe(0);
    expect(figuresOf(maintenanceWindow({ from: noon, to: at('2026-11-02 10:00') })).maintenanceMs).toBe(0);
  });
  it('one over months is cut at the period, and each month has its own cap', () => {
    const long = maintenanceWindow({ from: at('2026-10-20 00:00'), to: at('2026-12-10 00:00') });
    expect(figuresOf(long, '2026-11-01 00:00', '2026-12-01 00:00').maintenanceMs).toBe(hours(8));
    expect(figuresOf(long, '2026-10-01 00:00', '2026-12-31 00:00').maintenanceMs).toBe(hours(24));
    // The cap of November is used up on its first day, whatever part of the month is asked for.
    expect(figuresOf(long, '2026-11-15 00:00', '2026-11-20 00:00').maintenanceMs).toBe(0);
  });
  it('one across the end of the period is cut there', () => {
    const across = maintenanceWindow({ from: at('2026-11-30 16:00'), to: at('2026-12-01 12:00') });
    expect(figuresOf(across, '2026-11-01 00:00', '2026-12-01 00:00').maintenanceMs).toBe(hours(2));
    expect(figuresOf(across, '2026-12-01 00:00', '2027-01-01 00:00').maintenanceMs).toBe(hours(4));
  });
  it('a repeated one keeps its local time, until its last day, and can be cancelled', () => {
    const weekly = maintenanceWindow({
      from: at('2026-11-02 08:00'),
      to: at('2026-11-02 09:00'),
      repeats: { every: 1, unit: 'week', until: day('2026-11-23') },
    });
    expect(figuresOf(weekly, '2026-11-01 00:00', '2026-12-01 00:00').maintenanceMs).toBe(hours(4));
    const cancelled = maintenanceWindow({ ...weekly.body, cancelled: signed('wang', at('2026-11-16 08:20')) });
    expect(figuresOf(cancelled, '2026-11-01 00:00', '2026-12-01 00:00').maintenanceMs).toBe(minutes(140));
    const monthly = maintenanceWindow({
      from: at('2026-01-31 08:00'),
      to: at('2026-01-31 09:00'),
      repeats: { every: 1, unit: 'month', until: day('2026-04-30') },
    });
    // 31 January, 28 February, 31 March, 30 April.
    expect(figuresOf(monthly, '2026-01-01 00:00', '2026-06-01 00:00').maintenanceMs).toBe(hours(4));
    expect(figuresOf(monthly, '2026-02-28 00:00', '2026-03-01 00:00').maintenanceMs).toBe(hours(1));
  });
});

describe('late edits', () => {
  it('after the month is closed are a revision, and both figures stand', () => {
    expect(monthPeriod('2026-11', 'Asia/Shanghai')).toEqual({
      start: at('2026-11-01 00:00'),
      end: at('2026-12-01 00:00'),
    });
    expect(monthClosesAt('2026-11', 'Asia/Shanghai', usualAvailabilityPolicy)).toBe(at('2026-12-05 00:00'));
    const closed = account(known('2026-11-01 00:00', '2026-12-01 00:00', { spans: [up] })).figures;
    const late = fault({ start: at('2026-11-20 09:00') });
    const corrected = account(
      known('2026-11-01 00:00', '2026-12-01 00:00', { spans: [up], records: { faults: [late] } }),
    ).figures;
    expect(monthRevision(closed, closed)).toBeUndefined();
    expect(monthRevision(closed, corrected)).toMatchObject({
      before: closed,
      now: corrected,
      changed: ['upMs', 'downMs'],
    });
  });
});

describe('backfill abuse', () => {
  const times = { from: at('2026-11-02 09:00'), to: at('2026-11-02 12:00') };
  const down = [
    span('up', '2026-11-02 08:00', '2026-11-02 09:00'),
    span('down', '2026-11-02 09:00', '2026-11-02 12:00'),
    span('up', '2026-11-02 12:00', '2026-11-02 18:00'),
  ];
  const downMs = (window: ReturnType<typeof maintenanceWindow>) =>
    account(known(...monday, { spans: down, records: { windows: [window] } })).figures.downMs;
  const late = signed('li', at('2026-11-02 09:30'));
  const approved = signed('wang', at('2026-11-02 09:40'));
  it('maintenance that was written or approved after it began frees nothing', () => {
    expect(downMs(maintenanceWindow(times))).toBe(0);
    expect(downMs(maintenanceWindow({ ...times, requested: late, approved }, late))).toBe(hours(3));
    expect(downMs(maintenanceWindow({ ...times, approved }))).toBe(hours(3));
    expect(downMs(maintenanceWindow({ ...times, approved: signed('wang', at('2026-11-02 09:00')) }))).toBe(0);
    // A clock of the past in the form does not help: when it was first written down is the ledger's own word.
    expect(downMs(maintenanceWindow(times, late))).toBe(hours(3));
  });
  it('unless a second person countersigns', () => {
    const countersigned = signed('zhao', at('2026-11-02 15:00'));
    expect(downMs(maintenanceWindow({ ...times, requested: late, approved, countersigned }, late))).toBe(0);
    expect(
      downMs(
        maintenanceWindow({ ...times, requested: late, approved, countersigned: { ...countersigned, by: 'li' } }, late),
      ),
    ).toBe(hours(3));
    expect(
      downMs(
        maintenanceWindow(
          { ...times, requested: late, approved, countersigned: { ...countersigned, by: 'wang' } },
          late,
        ),
      ),
    ).toBe(hours(3));
  });
  it('who asks for it does not approve it', () => {
    expect(downMs(maintenanceWindow({ ...times, approved: signed('li', at('2026-11-01 20:00')) }))).toBe(hours(3));
  });
  it('lengthened after it began it frees nothing either', () => {
    const written = maintenanceWindow(times);
    expect(downMs({ ...written, revision: 2, entered: signed('li', at('2026-11-02 11:00')) })).toBe(hours(3));
  });
  it('cancelled before it begins it frees nothing; cancelled in it, what was before', () => {
    expect(downMs(maintenanceWindow({ ...times, cancelled: signed('li', at('2026-11-02 08:00')) }))).toBe(hours(3));
    expect(downMs(maintenanceWindow({ ...times, cancelled: signed('li', at('2026-11-02 10:00')) }))).toBe(hours(2));
  });
});

describe('begin, end and change of a device', () => {
  it('commissioned in mid-month: required from the day of acceptance; retired: to the end of its last day', () => {
    const card = { ...ct, inServiceFrom: day('2026-11-16'), inServiceTo: day('2026-11-20') };
    expect(account(known('2026-11-01 00:00', '2026-12-01 00:00', { card, spans: [up] })).figures).toMatchObject({
      scheduledMs: hours(50),
      upMs: hours(50),
    });
  });
  it('another device under the same name takes nothing over: records and cards go by the card, not the AE title', () => {
    const next = { ...ct, id: 'ct-1b', DeviceSerialNumber: '2', inServiceFrom: day('2026-11-16') };
    const window = maintenanceWindow({ from: at('2026-11-17 08:00'), to: at('2026-11-17 10:00') });
    const { figures } = account(
      known('2026-11-01 00:00', '2026-12-01 00:00', { card: next, spans: [up], records: { windows: [window] } }),
    );
    expect(figures).toMatchObject({ scheduledMs: hours(150), maintenanceMs: 0 });
  });
  it.each([
    [
      'a month that is closed',
      {
        calendar: { ...everyDay, patterns: [{ effectiveFrom: day('2020-01-01'), days: [[], [], [], [], [], [], []] }] },
      },
      'closed',
    ],
    ['no calendar', { calendar: undefined }, 'no-calendar'],
    ['not in service yet', { card: { ...ct, inServiceFrom: day('2027-01-01') } }, 'not-in-service'],
    ['retired before', { card: { ...ct, inServiceTo: day('2026-10-31') } }, 'not-in-service'],
    [
      'maintenance alone',
      {
        policy: { ...usualAvailabilityPolicy, maintenanceCapMs: hours(400) },
        records: { windows: [maintenanceWindow({ from: at('2026-10-31 00:00'), to: at('2026-12-02 00:00') })] },
      },
      'maintenance',
    ],
  ] as const)('a month without required time: %s', (_name, more, why) => {
    const { figures, nothingRequired, budgetLeftMs } = account(
      known('2026-11-01 00:00', '2026-12-01 00:00', { spans: [up], ...more }),
    );
    expect(figures.requiredMs).toBe(0);
    expect([figures.nothingRequired, nothingRequired]).toEqual([why, why]);
    expect(budgetLeftMs).toBe(0);
  });
});

describe('unknown time says for whom it waits', () => {
  it('probes that are silent; people whose record is due where no probe is', () => {
    expect(account(known(...monday, { probes: 2 })).figures.silentMs).toBe(hours(10));
    expect(account(known(...monday, { probes: 0 })).figures).toMatchObject({ unknownMs: hours(10), silentMs: 0 });
    expect(
      account(known(...monday, { probes: 0, records: { daily: [daily('2026-11-02', 'normal')] } })).figures.upMs,
    ).toBe(hours(10));
  });
  it('what could not be measured is silence', () => {
    expect(
      account(known(...monday, { spans: [span('unknown', '2026-11-02 08:00', '2026-11-02 18:00')] })).figures,
    ).toMatchObject({
      unknownMs: hours(10),
      silentMs: hours(10),
    });
  });
});

describe('what is still to come', () => {
  it('a period that has not begun has no figure', () => {
    const asked = account(known('2026-12-01 00:00', '2027-01-01 00:00', { now: at('2026-11-20 00:00') }));
    expect(asked.spans).toEqual([]);
    expect(asked.figures).toMatchObject({
      requiredMs: 0,
      nothingRequired: 'closed',
      period: { start: at('2026-12-01 00:00'), end: at('2026-12-01 00:00') },
    });
    expect(asked.requiredWholeMs).toBe(hours(310));
    expect(asked.mustBeBackBy).toBeUndefined();
  });
  it('is required as far as it is settled: approved windows to come are out of it', () => {
    const window = maintenanceWindow(
      { from: at('2026-11-20 08:00'), to: at('2026-11-20 12:00') },
      signed('li', at('2026-11-09 00:00')),
    );
    const asked = account(
      known('2026-11-01 00:00', '2026-12-01 00:00', {
        now: at('2026-11-10 00:00'),
        spans: [up],
        records: { windows: [window] },
      }),
    );
    expect(asked.requiredWholeMs).toBe(hours(296));
    expect(asked.figures.requiredMs).toBe(hours(90));
    expect(instant(asked.budgetLeftMs)).toBe(hours(14.8) - 1);
  });
});

describe('a signature moves nothing that was written', () => {
  it('a daily record that was written in its time counts though a second person signs it late; one that was written late does not', () => {
    const late = signed('wang', at('2026-11-20 09:00'));
    const inTime = daily('2026-11-02', 'normal', late);
    const upOf = (writtenAt: string) =>
      account(
        known(...monday, {
          records: { daily: [{ ...inTime, body: { ...inTime.body, countersigned: late, writtenAt: at(writtenAt) } }] },
        }),
      ).figures.upMs;
    expect([upOf('2026-11-02 08:30'), upOf('2026-11-19 08:30')]).toEqual([hours(10), 0]);
  });
});

describe('a suspension over the end of a month', () => {
  it('that began while probes said down frees nothing, in its first month and in the next', () => {
    const records = { suspensions: [suspension({ from: at('2026-10-30 12:00') })] };
    const spans = [span('down', '2026-10-30 10:00', '2026-11-03 00:00')];
    expect(account(known(...monday, { records, spans })).figures).toMatchObject({
      requiredMs: hours(10),
      downMs: hours(10),
    });
    expect(account(known('2026-10-31 00:00', '2026-11-01 00:00', { records, spans })).figures.downMs).toBe(hours(10));
  });
});
