import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultRecord, type UpsStatus, uptimeVerdict } from '@center/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Account, usualAvailabilityPolicy } from '../core/index.ts';
import { accountOf } from '../shell/watch/index.ts';
import { at, card, ScriptedCenter, weekdays } from '../shell/watch/testing/scripted-center.ts';

/*
 * A bad week of a CT that is asked once a minute, Monday 1 to Friday 5 June 2026, open 08:00 to 18:00 (five days of 36 000 000 ms). By true time:
 *
 * Mon  mains lost 10:00:00 to 11:30:00 (document approved); the CT is up again at 11:40:00
 * Tue  the CT breaks at 09:00:00, is repaired at 15:00:00, the repair is accepted at 15:30:00
 * Wed  the agent is killed at 12:00:00
 * Thu  the agent starts again at 18:00:00, thirty hours later
 * Fri  window 13:00 to 15:00, approved before; the cap of the month is 90 minutes; the CT is up again at 16:10:00
 * Fri  at 17:00:00 the clock is set back to 16:00:00
 */
const policy = { ...usualAvailabilityPolicy, maintenanceCapMs: 5_400_000 };
const week = { start: at('2026-06-01 00:00:00'), end: at('2026-06-06 00:00:00') };
const lost = { start: at('2026-06-01 10:00:00'), end: at('2026-06-01 11:30:00') };
/** When the CT does not answer, by true time. */
const dead = [
  { start: at('2026-06-01 10:00:00'), end: at('2026-06-01 11:40:00') },
  { start: at('2026-06-02 09:00:00'), end: at('2026-06-02 15:00:00') },
  { start: at('2026-06-05 13:00:00'), end: at('2026-06-05 16:10:00') },
];

const ups = (state: UpsStatus['state']): UpsStatus => ({
  state,
  marks: [],
  chargePct: 90,
  runtimeS: 3000,
  raw: [state === 'on-line' ? 'OL' : 'OB DISCHRG'],
});

let folder: string;
let center: ScriptedCenter;
let report: Account;

function people(): void {
  const { ledger } = center;
  const { equipment } = ledger;
  equipment.putCalendar(weekdays, 'admin', week.start);
  for (const each of [
    card('ct-1', 'imaging'),
    card('pacs-1', 'pacs'),
    card('switch-1', 'network'),
    card('ups-1', 'ups', { ups: { feeds: ['pacs-1'], runtimeGoalMinutes: 30 } }),
  ])
    equipment.putCard(each, 'admin', week.start);
  ledger.equipmentRecords.add(
    {
      id: 'window',
      body: {
        kind: 'window',
        equipmentIds: ['ct-1'],
        from: at('2026-06-05 13:00:00'),
        to: at('2026-06-05 15:00:00'),
        reason: '保养',
        requested: { by: 'li', at: week.start },
        approved: { by: 'wang', at: week.start },
      },
    },
    'li',
    week.start,
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bad-week-'));
  center = new ScriptedCenter({
    folder,
    from: week.start,
    policy,
    probes: [
      { name: 'ct-1-echo', type: 'dimse-echo', of: 'ct-1' },
      { name: 'pacs-1-echo', type: 'dimse-echo', of: 'pacs-1' },
      { name: 'switch-1-ping', type: 'icmp', of: 'switch-1' },
      { name: 'ups-1-nut', type: 'nut', of: 'ups-1' },
    ],
    gateway: { name: 'gateway', type: 'icmp', of: '' },
    script: ({ name }, now) => {
      if (name === 'ups-1-nut') return ups(now >= lost.start && now < lost.end ? 'on-battery' : 'on-line');
      return name === 'ct-1-echo' && dead.some(({ start, end }) => start <= now && now < end) ? 'fail' : 'ok';
    },
  });
  people();
  await center.start();

  // The document on the mains comes on Tuesday morning.
  await center.until(at('2026-06-02 08:30:00'));
  center.ledger.equipmentRecords.add(
    {
      id: 'mains',
      body: {
        kind: 'external',
        equipmentIds: ['ct-1'],
        from: lost.start,
        to: lost.end,
        cause: 'mains',
        document: '供电公司停电通知',
        approved: { by: 'wang', at: center.now() },
      },
    },
    'li',
    center.now(),
  );
  // On Tuesday somebody reports it at once, and says in the draft what it is.
  await center.until(at('2026-06-02 09:10:00'));
  const draft = center.ledger.equipmentRecords
    .ofKind('fault', { equipmentId: 'ct-1' })
    .find(({ body }) => body.start >= at('2026-06-02 00:00:00'));
  if (draft === undefined) throw new Error('the failing of Tuesday opened no draft');
  const classified: FaultRecord = {
    ...draft.body,
    start: at('2026-06-02 09:00:00'),
    reportedAt: at('2026-06-02 09:00:00'),
    faultClass: 'fault',
    classified: { by: 'li', at: center.now() },
    description: '球管打火',
  };
  center.ledger.equipmentRecords.revise(draft.id, { body: classified, reason: '确认' }, 'li', center.now());
  await center.until(at('2026-06-02 15:30:00'));
  const repaired = center.ledger.equipmentRecords.get(draft.id)?.body;
  if (repaired?.kind !== 'fault') throw new Error('the draft is gone');
  const accepted = { by: 'wang', at: center.now(), result: '更换球管，验收合格' };
  center.ledger.equipmentRecords.revise(
    draft.id,
    { body: { ...repaired, end: center.now(), accepted }, reason: '验收' },
    'wang',
    center.now(),
  );

  await center.until(at('2026-06-03 12:00:00'));
  center.kill();
  await center.pass(30 * 3_600_000);
  await center.start();
  await center.until(at('2026-06-05 17:00:00'));
  center.setClock(-3_600_000);
  await center.until(week.end);
  center.watch.flush();
  const counted = accountOf({ ledger: center.ledger, policy }, 'ct-1', week, center.now());
  if (counted === undefined) throw new Error('the CT has no card');
  report = counted;
  // A week of minutes, on a machine that may be busy.
}, 600_000);
afterAll(() => {
  center.kill();
  rmSync(folder, { recursive: true, force: true });
});

it('counts the week to the millisecond as it was computed by hand', () => {
  expect(center.faults).toEqual([]);
  // Monday. Asked at hh:mm:10, then 5, 10, 20 s after the first failing and each minute after that: failing from 10:00:10, answered again at 11:40:45.
  // 10:00:00 to 11:30:00 is external, 11:30:00 to 11:40:45 is down.
  const mondayDown = 645_000;
  // Tuesday. 09:00:00, as it was reported, to 15:30:00, as it was accepted.
  const tuesdayDown = 23_400_000;
  // Wednesday. Last asked at 11:59:30; nobody knows until 18:00:00, nor anything of Thursday.
  const wednesdayUnknown = 21_630_000;
  const thursdayUnknown = 36_000_000;
  // Friday. 13:00:00 to 14:30:00 is maintenance; the cap is used up, and what is left of the window, and what overran it, is down until it was answered again at 16:10:45.
  const fridayDown = 6_045_000;
  // Friday from 15:59:50 to 16:59:50 was lived twice; it was down there once, and once is enough: to 16:10:45.
  const doubtful = 655_000;

  expect(report.figures).toMatchObject({
    scheduledMs: 180_000_000,
    maintenanceMs: 5_400_000,
    externalMs: 5_400_000,
    requiredMs: 169_200_000,
    downMs: mondayDown + tuesdayDown + fridayDown,
    unknownMs: wednesdayUnknown + thursdayUnknown,
    upMs: 169_200_000 - 30_090_000 - 57_630_000,
    silentMs: 57_630_000,
    degradedMs: 0,
    doubtfulMs: doubtful,
    calendarCovers: true,
  });
  expect(uptimeVerdict(report.figures)).toBe('deviates');
});

it('gives each stretch of it with its reason', () => {
  const joined: { start: number; end: number; state: string; because: string }[] = [];
  for (const { start, end, state, because } of report.spans) {
    const last = joined.at(-1);
    if (last?.end === start && last.state === state && last.because === because) last.end = end;
    else joined.push({ start, end, state, because });
  }
  const t = (time: string): number => at(`2026-06-0${time}`);
  expect(joined.map(({ start, end, state, because }) => [start, end, state, because])).toEqual([
    [t('1 08:00:00'), t('1 10:00:00'), 'up', 'probe-up'],
    [t('1 10:00:00'), t('1 11:30:00'), 'external', 'external-cause'],
    [t('1 11:30:00'), t('1 11:40:45'), 'down', 'probe-down'],
    [t('1 11:40:45'), t('1 18:00:00'), 'up', 'probe-up'],
    [t('2 08:00:00'), t('2 09:00:00'), 'up', 'probe-up'],
    [t('2 09:00:00'), t('2 15:30:00'), 'down', 'fault-record'],
    [t('2 15:30:00'), t('2 18:00:00'), 'up', 'probe-up'],
    [t('3 08:00:00'), t('3 11:59:30'), 'up', 'probe-up'],
    [t('3 11:59:30'), t('3 18:00:00'), 'unknown', 'nobody-knows'],
    [t('4 08:00:00'), t('4 18:00:00'), 'unknown', 'nobody-knows'],
    [t('5 08:00:00'), t('5 13:00:00'), 'up', 'probe-up'],
    [t('5 13:00:00'), t('5 14:30:00'), 'maintenance', 'maintenance-window'],
    [t('5 14:30:00'), t('5 16:10:45'), 'down', 'probe-down'],
    [t('5 16:10:45'), t('5 18:00:00'), 'up', 'probe-up'],
  ]);
});

it('has one draft for each failing, in which the answer that came back stands', () => {
  const faults = center.ledger.equipmentRecords.ofKind('fault', { equipmentId: 'ct-1' });
  expect(faults.map(({ body }) => [body.openedBy, body.start, body.probeSawUpAt])).toEqual([
    ['probe', at('2026-06-01 10:00:10'), at('2026-06-01 11:40:45')],
    ['probe', at('2026-06-02 09:00:00'), at('2026-06-02 15:00:25')],
    ['probe', at('2026-06-05 14:30:00'), at('2026-06-05 16:10:45')],
  ]);
  expect(faults[0]?.entered.by).toBe('agent');
});

it('tells its own absence and the step of the clock as what they were', () => {
  const gaps = center.ledger.runs.gaps({ start: week.start, end: week.end }).map(({ gap }) => gap);
  expect(gaps.map(({ cause, stepMs }) => [cause, stepMs])).toEqual([
    ['died', undefined],
    ['clock-back', -3_600_000],
  ]);
  const [died] = gaps;
  expect(died?.end).toBe(at('2026-06-04 18:00:00'));
  expect(died === undefined ? 0 : at('2026-06-03 12:00:00') - died.start).toBeLessThanOrEqual(10_000);
});

it('has the mains loss as one episode of the UPS, and the chain holds', () => {
  const events = center.ledger.watch.events('ups-1', week);
  expect(events.filter(({ kind }) => kind === 'on-battery').map(({ start, end }) => [start, end])).toEqual([
    // Asked at hh:mm:05 and hh:mm:35.
    [at('2026-06-01 10:00:05'), at('2026-06-01 11:30:05')],
  ]);
  expect(center.ledger.verifyChain()).toMatchObject({ ok: true });
});
