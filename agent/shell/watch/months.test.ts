import { type Instant, instant } from '@center/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stepSamples, usualSampleRule } from '../../core/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import { monthAccountOf } from './index.ts';
import { closeMonths } from './months.ts';
import { at, card, day, weekdays } from './testing/scripted-center.ts';

let ledger: Ledger;
const start = day('2026-05-01');
const close = (now: Instant): number => closeMonths({ ledger }, start, now);

beforeEach(() => {
  ledger = openLedger(undefined);
  ledger.equipment.putCalendar(weekdays, 'admin', at('2026-05-01 00:00:00'));
  ledger.equipment.putCard(card('ct-1', 'imaging'), 'admin', at('2026-05-01 00:00:00'));
  ledger.equipment.putCard(card('pacs-1', 'pacs'), 'admin', at('2026-05-01 00:00:00'));
  const probe = ledger.watch.probe({ name: 'echo', equipmentId: 'ct-1', type: 'dimse-echo', grade: 'service' });
  const span = {
    probe: 'echo',
    grade: 'service',
    start: at('2026-05-01 00:00:00'),
    end: at('2026-06-01 00:00:00'),
    state: 'up',
    stage: 'echo',
    code: '',
    samples: 9,
    clockEpoch: 0,
    doubtful: false,
  } as const;
  ledger.watch.addSpans([{ probe, span }], at('2026-06-01 00:00:00'));
});
afterEach(() => ledger.close());

it('closes a month on its day, once, and never before', () => {
  expect(close(at('2026-06-04 23:59:59'))).toBe(0);
  expect(close(at('2026-06-05 00:00:00'))).toBe(1);
  expect(close(at('2026-06-05 00:00:01'))).toBe(0);
  expect(
    ledger.uptimeMonths.months('ct-1', at('2026-06-06 00:00:00')).map(({ month, revision }) => [month, revision]),
  ).toEqual([['2026-05', 1]]);
  expect(ledger.uptimeMonths.months('pacs-1', at('2026-06-06 00:00:00'))).toEqual([]);
});

it('is caught up however late, and closes nothing before supervision or service', () => {
  expect(close(at('2026-09-10 00:00:00'))).toBe(4);
  expect(ledger.uptimeMonths.months('ct-1', at('2026-09-10 00:00:00')).map(({ month }) => month)).toEqual([
    '2026-05',
    '2026-06',
    '2026-07',
    '2026-08',
  ]);
});

it('holidays of a later year, once they are known, are no correction of a month that is closed', () => {
  close(at('2026-06-05 00:00:00'));
  const later = {
    source: '通知',
    coversFrom: day('2027-01-01'),
    coversTo: day('2027-12-31'),
    holidays: [],
    workdays: [],
  };
  ledger.equipment.putHolidays(later, 'admin', at('2026-06-06 00:00:00'));
  expect(close(at('2026-06-06 00:00:01'))).toBe(0);
});

it('a closing by a clock that ran ahead is none: its month is told as it counts, and closed anew when its time comes', () => {
  expect(close(at('2026-07-06 00:00:00'))).toBe(2);
  const found = (now: Instant) => monthAccountOf({ ledger }, 'ct-1', '2026-05', now);
  const before = at('2026-05-20 00:00:00');
  expect(found(before)).toMatchObject({ revision: 0 });
  expect(found(before)).not.toHaveProperty('closed');
  expect(ledger.uptimeMonths.months('ct-1', before)).toEqual([]);
  expect(close(at('2026-06-05 00:00:00'))).toBe(1);
  expect(close(at('2026-06-06 00:00:00'))).toBe(0);
  expect(found(at('2026-06-06 00:00:00'))).toMatchObject({ revision: 2, closedAt: at('2026-06-05 00:00:00') });
  expect(ledger.uptimeMonths.months('ct-1', at('2026-06-06 00:00:00'))).toMatchObject([
    { month: '2026-05', revision: 2 },
  ]);
  // June is closed when its own day comes; what the clock ahead wrote of May never comes to count.
  expect(close(at('2026-07-05 00:00:00'))).toBe(1);
  expect(close(at('2026-08-01 00:00:00'))).toBe(0);
  expect(ledger.uptimeMonths.of('ct-1', '2026-05', at('2026-08-01 00:00:00')).map(({ revision }) => revision)).toEqual([
    2,
  ]);
});

it('a late edit is a revision; both figures stand, and the page is told of both', () => {
  close(at('2026-06-05 00:00:00'));
  const now = at('2026-06-10 00:00:00');
  ledger.equipmentRecords.add(
    {
      body: {
        kind: 'fault',
        equipmentId: 'ct-1',
        start: at('2026-05-06 09:00:00'),
        end: at('2026-05-06 10:00:00'),
        openedBy: 'person',
        faultClass: 'fault',
        degraded: false,
        description: '',
        accepted: { by: 'wang', at: now, result: '' },
      },
    },
    'li',
    now,
  );
  expect(close(now)).toBe(1);
  expect(close(instant(now + 1))).toBe(0);
  const [first, second] = ledger.uptimeMonths.of('ct-1', '2026-05', now);
  expect(first?.figures.downMs).toBe(0);
  expect(second?.figures.downMs).toBe(3_600_000);
  expect(monthAccountOf({ ledger }, 'ct-1', '2026-05', now)).toMatchObject({
    revision: 2,
    closed: { downMs: 3_600_000 },
  });
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
});

it('a probe that is set up later was not silent in the months before, and corrects none of them', () => {
  ledger.equipment.putCard(card('mr-1', 'imaging'), 'admin', at('2026-05-01 00:00:00'));
  close(at('2026-06-05 00:00:00'));
  expect(ledger.uptimeMonths.last('mr-1', '2026-05', at('2026-06-06 00:00:00'))?.figures).toMatchObject({
    upMs: 0,
    silentMs: 0,
  });
  const number = ledger.watch.probe({ name: 'new', equipmentId: 'mr-1', type: 'dimse-echo', grade: 'service' });
  const rule = { ...usualSampleRule, everyMs: 60_000, grade: 'service' } as const;
  const sample = {
    probe: 'new',
    bootId: 'b',
    bootMs: 1,
    outcome: 'ok',
    stage: 'echo',
    code: '',
    latencyMs: 1,
  } as const;
  const { track } = stepSamples(undefined, { ...sample, at: at('2026-06-06 00:00:00') }, rule);
  ledger.watch.setTrack(number, track);
  expect(close(at('2026-06-06 01:00:00'))).toBe(0);
});
