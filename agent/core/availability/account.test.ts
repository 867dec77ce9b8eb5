import { describe, expect, it } from 'vitest';
import { account } from './account.ts';
import {
  at,
  ct,
  daily,
  day,
  dispute,
  external,
  fault,
  hours,
  known,
  maintenanceWindow,
  minutes,
  signed,
  span,
} from './testing/records.ts';

/** Monday 2026-11-02, open from eight to six. */
const monday = ['2026-11-02 00:00', '2026-11-03 00:00'] as const;
const up = span('up', '2026-11-01 00:00', '2026-12-01 00:00');
const states = (input: Parameters<typeof account>[0]): [string, string, string, string][] =>
  account(input).spans.map(({ start, end, state, because }) => [
    new Date(start + hours(8)).toISOString().slice(11, 16),
    new Date(end + hours(8)).toISOString().slice(11, 16),
    state,
    because,
  ]);

describe('precedence, first match wins', () => {
  it('1 outside of hours, of service or of the period nothing is counted', () => {
    const { figures } = account(known(...monday, { spans: [up] }));
    expect(figures).toMatchObject({ scheduledMs: hours(10), requiredMs: hours(10), upMs: hours(10) });
    const later = { ...ct, inServiceFrom: day('2026-11-03') };
    expect(account(known(...monday, { card: later, spans: [up] })).figures).toMatchObject({
      requiredMs: 0,
      nothingRequired: 'not-in-service',
    });
  });
  it('2 approved maintenance outranks everything, up to its approved end and the cap', () => {
    const window = maintenanceWindow({ from: at('2026-11-02 08:00'), to: at('2026-11-02 17:00') });
    const broken = fault({ start: at('2026-11-02 08:00'), faultClass: 'fault' });
    const { figures } = account(known(...monday, { spans: [up], records: { windows: [window], faults: [broken] } }));
    expect(figures).toMatchObject({ maintenanceMs: hours(8), requiredMs: hours(2), downMs: hours(2) });
  });
  it('2 maintenance that overruns its approved end falls through', () => {
    const window = maintenanceWindow({ from: at('2026-11-02 08:00'), to: at('2026-11-02 10:00') });
    const spans = [
      span('down', '2026-11-02 08:00', '2026-11-02 11:00'),
      span('up', '2026-11-02 11:00', '2026-11-02 18:00'),
    ];
    expect(states(known(...monday, { spans, records: { windows: [window] } }))).toEqual([
      ['08:00', '10:00', 'maintenance', 'maintenance-window'],
      ['10:00', '11:00', 'down', 'probe-down'],
      ['11:00', '18:00', 'up', 'probe-up'],
    ]);
  });
  it('3 an external cause with document and approver leaves required time, and else stays in it', () => {
    const times = { from: at('2026-11-02 09:00'), to: at('2026-11-02 12:00') };
    const down = span('down', '2026-11-02 09:00', '2026-11-02 12:00');
    const rest = [
      span('up', '2026-11-02 08:00', '2026-11-02 09:00'),
      span('up', '2026-11-02 12:00', '2026-11-02 18:00'),
    ];
    const figuresOf = (record: ReturnType<typeof external>) =>
      account(known(...monday, { spans: [down, ...rest], records: { externals: [record] } })).figures;
    expect(figuresOf(external(times))).toMatchObject({ externalMs: hours(3), requiredMs: hours(7), downMs: 0 });
    const { approved, ...unapproved } = external(times).body;
    expect(approved?.by).toBe('wang');
    expect(figuresOf({ ...external(times), body: unapproved })).toMatchObject({ externalMs: 0, downMs: hours(3) });
    expect(figuresOf(external({ ...times, document: ' ' })).downMs).toBe(hours(3));
    // The one who wrote it approves nothing.
    expect(figuresOf(external({ ...times, approved: signed('li', times.to) })).downMs).toBe(hours(3));
  });
  it('4 an open fault of a person outranks a probe that says up, until the repair is accepted', () => {
    const start = at('2026-11-02 10:00');
    const open = fault({ start, faultClass: 'fault' });
    expect(account(known(...monday, { spans: [up], records: { faults: [open] } })).figures.downMs).toBe(hours(8));
    const end = at('2026-11-02 14:20');
    const unaccepted = fault({ start, end });
    expect(account(known(...monday, { spans: [up], records: { faults: [unaccepted] } })).figures.downMs).toBe(hours(8));
    const accepted = fault({ start, end, accepted: { ...signed('li', end), result: 'works' } });
    expect(account(known(...monday, { spans: [up], records: { faults: [accepted] } })).figures.downMs).toBe(
      minutes(260),
    );
  });
  it('5 a dispute counts with its reason and another signature, over a probe and not over a fault', () => {
    const times = { from: at('2026-11-02 09:00'), to: at('2026-11-02 12:00') };
    const down = span('down', '2026-11-02 08:00', '2026-11-02 18:00');
    const downMs = (record: ReturnType<typeof dispute>, faults = [fault({ start: at('2030-01-01 00:00') })]) =>
      account(known(...monday, { spans: [down], records: { disputes: [record], faults } })).figures.downMs;
    expect(downMs(dispute(times))).toBe(hours(7));
    expect(downMs(dispute({ ...times, reason: '' }))).toBe(hours(10));
    expect(downMs(dispute({ ...times, countersigned: signed('li', times.to) }))).toBe(hours(10));
    expect(downMs(dispute(times), [fault({ start: at('2026-11-02 08:00') })])).toBe(hours(10));
    // A signature speaks of what was, not of what will be.
    expect(downMs(dispute({ ...times, countersigned: signed('wang', at('2026-11-02 10:00')) }))).toBe(hours(9));
  });
  it('6 a confirmed failing outranks the daily record; 7 the record outranks nothing known, and for its own day only', () => {
    const records = { daily: [daily('2026-11-02', 'normal')] };
    const spans = [span('down', '2026-11-02 10:00', '2026-11-02 11:00')];
    const two = known('2026-11-02 00:00', '2026-11-04 00:00', { spans, records });
    expect(account(two).figures).toMatchObject({ upMs: hours(9), downMs: hours(1), unknownMs: hours(10) });
  });
  it('8 else nobody knows', () => {
    expect(account(known(...monday, { probes: 1 })).figures).toMatchObject({
      unknownMs: hours(10),
      silentMs: hours(10),
    });
  });
});

describe('grades of evidence', () => {
  const ping = { probe: 'ct-1-ping', grade: 'reachability' } as const;
  it('images that arrive defeat a dead echo port, for as long as an exam speaks', () => {
    const spans = [span('down', '2026-11-02 08:00', '2026-11-02 18:00')];
    const { figures } = account(
      known(...monday, { spans, exposures: [at('2026-11-02 09:00'), at('2026-11-02 09:10')] }),
    );
    expect(figures).toMatchObject({ upMs: minutes(25), downMs: minutes(575) });
  });
  it('reachability alone never credits up, and its failing is suspicion that waits for a person', () => {
    const reachable = [span('up', '2026-11-02 08:00', '2026-11-02 18:00', ping)];
    expect(account(known(...monday, { spans: reachable })).figures).toMatchObject({
      unknownMs: hours(10),
      silentMs: 0,
    });
    const failing = [span('down', '2026-11-02 08:00', '2026-11-02 18:00', ping)];
    const records = { daily: [daily('2026-11-02', 'normal')] };
    expect(account(known(...monday, { spans: failing, records })).figures).toMatchObject({
      unknownMs: hours(10),
      silentMs: 0,
      downMs: 0,
    });
  });
  it('… unless the card says that nothing better exists', () => {
    const card = { ...ct, reachabilityIsAll: true };
    const spans = [
      span('up', '2026-11-02 08:00', '2026-11-02 12:00', ping),
      span('down', '2026-11-02 12:00', '2026-11-02 18:00', ping),
    ];
    expect(account(known(...monday, { card, spans })).figures).toMatchObject({ upMs: hours(4), downMs: hours(6) });
  });
  it('the better grade decides where it says something, and a silent one leaves it to the next', () => {
    const spans = [
      span('up', '2026-11-02 08:00', '2026-11-02 12:00'),
      span('unknown', '2026-11-02 12:00', '2026-11-02 14:00'),
      span('down', '2026-11-02 08:00', '2026-11-02 18:00', ping),
    ];
    expect(account(known(...monday, { card: { ...ct, reachabilityIsAll: true }, spans })).figures).toMatchObject({
      upMs: hours(4),
      downMs: hours(6),
    });
  });
  it('that no exams arrive proves nothing', () => {
    const spans = [span('down', '2026-11-02 08:00', '2026-11-02 18:00', { probe: 'activity', grade: 'use' })];
    expect(account(known(...monday, { spans })).figures).toMatchObject({ downMs: 0, unknownMs: hours(10) });
  });
});

describe('drafts and their classification', () => {
  const down = span('down', '2026-11-02 09:00', '2026-11-02 12:00');
  const around = [
    span('up', '2026-11-02 08:00', '2026-11-02 09:00'),
    span('up', '2026-11-02 12:00', '2026-11-02 18:00'),
    down,
  ];
  const draft = { openedBy: 'probe', start: at('2026-11-02 09:00'), probeSawUpAt: at('2026-11-02 12:00') } as const;
  const signatures = {
    classified: signed('li', at('2026-11-02 15:00')),
    countersigned: signed('wang', at('2026-11-02 16:00')),
  };
  const figuresOf = (body: Partial<ReturnType<typeof fault>['body']>) =>
    account(known(...monday, { spans: around, records: { faults: [fault({ ...draft, ...body })] } })).figures;
  it('unclassified stays down, and no longer than the probe says', () => {
    expect(figuresOf({})).toMatchObject({ downMs: hours(3), upMs: hours(7) });
  });
  it('a fault is down until its repair is accepted, though the probe sees it up', () => {
    expect(figuresOf({ faultClass: 'fault', classified: signatures.classified }).downMs).toBe(hours(9));
  });
  it.each(['switched-off', 'network'] as const)('%s frees only by a second person', (faultClass) => {
    expect(figuresOf({ faultClass, classified: signatures.classified }).downMs).toBe(hours(3));
    expect(figuresOf({ faultClass, ...signatures, countersigned: signed('li', at('2026-11-02 16:00')) }).downMs).toBe(
      hours(3),
    );
    expect(figuresOf({ faultClass, ...signatures })).toMatchObject({ downMs: 0, upMs: hours(10) });
  });
  it('moved: nobody knows; maintenance without a window: maintenance, under the cap', () => {
    expect(figuresOf({ faultClass: 'moved', ...signatures })).toMatchObject({ downMs: 0, unknownMs: hours(3) });
    expect(figuresOf({ faultClass: 'maintenance-without-window', ...signatures })).toMatchObject({
      downMs: 0,
      maintenanceMs: hours(3),
    });
  });
  it('an explanation makes nothing up of what nobody saw, and reaches no further than its signature', () => {
    const { probeSawUpAt: _, ...open } = draft;
    const input = known('2026-11-02 00:00', '2026-11-05 00:00', {
      spans: [down, span('down', '2026-11-03 08:00', '2026-11-03 18:00')],
      records: { faults: [fault({ ...open, faultClass: 'network', ...signatures })] },
    });
    // 3 h explained; the rest of the day silent; the next day down, after the signature; the last silent.
    expect(account(input).figures).toMatchObject({ upMs: hours(3), downMs: hours(10), unknownMs: hours(17) });
  });
});

describe('degraded (带病运行)', () => {
  it('counts as down and is told apart; an undivided fault over it is a fault', () => {
    const end = at('2026-11-02 12:00');
    const ill = fault({
      start: at('2026-11-02 08:00'),
      degraded: true,
      end,
      accepted: { ...signed('li', end), result: '' },
    });
    expect(account(known(...monday, { spans: [up], records: { faults: [ill] } })).figures).toMatchObject({
      downMs: hours(4),
      degradedMs: hours(4),
    });
    const dead = { ...fault({ start: at('2026-11-02 11:00') }), id: 'fault-2' };
    expect(account(known(...monday, { spans: [up], records: { faults: [ill, dead] } })).figures).toMatchObject({
      downMs: hours(10),
      degradedMs: hours(3),
    });
  });
  it('by the daily record, for its day, unless a fault record tells it to the minute', () => {
    const ill = daily('2026-11-02', 'degraded');
    expect(account(known(...monday, { spans: [up], records: { daily: [ill] } })).figures).toMatchObject({
      downMs: hours(10),
      degradedMs: hours(10),
    });
    const end = at('2026-11-02 09:00');
    const told = fault({
      start: at('2026-11-02 08:00'),
      degraded: true,
      end,
      accepted: { ...signed('li', end), result: '' },
    });
    expect(account(known(...monday, { spans: [up], records: { daily: [ill], faults: [told] } })).figures.downMs).toBe(
      hours(1),
    );
  });
});
