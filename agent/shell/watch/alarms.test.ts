import { type Instant, instant, type UpsStatus } from '@center/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stepUps, type UpsTrack } from '../../core/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { Alarm, Notices } from '../notices/index.ts';
import { settleQuickAlarms, settleSlowAlarms } from './alarms.ts';
import { at, card, day, weekdays } from './testing/scripted-center.ts';

let ledger: Ledger;
let told: string[];
let notices: Notices;
const now = at('2026-06-01 10:00:00');

beforeEach(() => {
  ledger = openLedger(undefined);
  told = [];
  const standing = new Map<string, Alarm>();
  notices = {
    raise(alarm) {
      standing.set(alarm.key, alarm);
      told.push(`+ ${alarm.key}`);
    },
    clear(key) {
      standing.delete(key);
      told.push(`- ${key}`);
    },
    standing: () => [...standing.values()],
  };
  ledger.equipment.putCalendar({ ...weekdays, onHolidays: 'as-usual' }, 'admin', now);
});
afterEach(() => ledger.close());

const keys = (): string[] => notices.standing().map(({ key }) => key);
const fault = (id: string, start: Instant): void => {
  ledger.equipmentRecords.add(
    {
      id: `fault-${id}`,
      body: {
        kind: 'fault',
        equipmentId: id,
        start,
        openedBy: 'person',
        faultClass: 'fault',
        degraded: false,
        description: '',
      },
    },
    'li',
    start,
  );
};

it('a device that is down is told once, with the moment by which it must be back, and once more when it is over', () => {
  ledger.equipment.putCard(card('ct-1', 'imaging'), 'admin', now);
  fault('ct-1', at('2026-06-01 09:30:00'));
  settleQuickAlarms({ ledger }, notices, undefined, undefined, now);
  settleQuickAlarms({ ledger }, notices, undefined, undefined, instant(now + 60_000));
  expect(told).toEqual(['+ device-down:ct-1', '+ must-be-back:ct-1']);
  const [down] = notices.standing();
  expect(down).toMatchObject({ since: at('2026-06-01 09:30:00'), urgency: 'critical', values: { name: 'ct-1' } });
  ledger.equipmentRecords.withdraw('fault-ct-1', { reason: '误录' }, 'li', now);
  settleQuickAlarms({ ledger }, notices, undefined, undefined, instant(now + 120_000));
  expect(keys()).toEqual([]);
});

it('between two changes only what is told to be down is looked at', () => {
  ledger.equipment.putCard(card('ct-1', 'imaging'), 'admin', now);
  fault('ct-1', at('2026-06-01 09:30:00'));
  settleQuickAlarms({ ledger }, notices, undefined, new Set(), now);
  expect(keys()).toEqual([]);
});

it('the mains lost explain the devices that hang on them', () => {
  const ups = { ups: { feeds: ['pacs-1'], runtimeGoalMinutes: 30 } };
  ledger.equipment.putCard(card('pacs-1', 'pacs'), 'admin', now);
  ledger.equipment.putCard(card('ups-1', 'ups', ups), 'admin', now);
  fault('pacs-1', instant(now - 60_000));
  const status: UpsStatus = { state: 'on-battery', marks: [], raw: ['OB'] };
  let track: UpsTrack | undefined;
  for (const ago of [90_000, 60_000, 30_000]) {
    const step = stepUps(track, { equipmentId: 'ups-1', at: instant(now - ago), clockEpoch: 0, status });
    track = step.track;
    for (const event of step.events) ledger.watch.putEvent(event, now);
    ledger.watch.setStep('ups:ups-1', track);
  }
  settleQuickAlarms({ ledger }, notices, undefined, undefined, now);
  const down = notices.standing().find(({ key }) => key === 'device-down:pacs-1');
  expect(keys()).toContain('ups-on-battery:ups-1');
  expect(down?.causedBy).toBe('ups-on-battery:ups-1');
});

it('the incident of the own network stands while something is open, and troubles nobody at night', () => {
  ledger.equipment.putCard(card('ct-1', 'imaging'), 'admin', now);
  settleQuickAlarms({ ledger }, notices, instant(now - 60_000), undefined, now);
  expect(keys()).toEqual(['site-network']);
  settleQuickAlarms({ ledger }, notices, instant(now - 60_000), undefined, at('2026-06-01 20:00:00'));
  expect(keys()).toEqual([]);
});

it('what is due of people: a daily record, a classification, a planned maintenance', () => {
  ledger.equipment.putCard(card('ct-1', 'imaging', { maintenanceEveryMonths: 3 }), 'admin', now);
  ledger.equipmentRecords.add(
    {
      body: {
        kind: 'fault',
        equipmentId: 'ct-1',
        start: at('2026-05-20 09:00:00'),
        openedBy: 'probe',
        probe: 'echo',
        probeSawUpAt: at('2026-05-20 10:00:00'),
        degraded: false,
        description: '',
      },
    },
    'agent',
    at('2026-05-20 09:01:00'),
  );
  settleSlowAlarms({ ledger }, notices, now);
  expect(keys()).toEqual(['fault-unclassified:ct-1', 'daily-record-overdue:ct-1', 'maintenance-overdue:ct-1']);
  ledger.equipmentRecords.add(
    {
      body: {
        kind: 'daily',
        equipmentId: 'ct-1',
        date: day('2026-06-01'),
        status: 'normal',
        selfCheckDone: true,
        calibrationDone: true,
        remark: '',
        prefilled: {},
      },
    },
    'li',
    now,
  );
  settleSlowAlarms({ ledger }, notices, instant(now + 1));
  expect(keys()).not.toContain('daily-record-overdue:ct-1');
});

it('a holiday list that does not reach over the next month, once a calendar heeds holidays', () => {
  const late = at('2035-06-01 10:00:00');
  settleSlowAlarms({ ledger }, notices, late);
  expect(keys()).toEqual([]);
  ledger.equipment.putCalendar(weekdays, 'admin', now);
  settleSlowAlarms({ ledger }, notices, late);
  expect(keys()).toEqual(['calendar-ends']);
});

it('a disk that is nearly full, by its latest reading', () => {
  ledger.equipment.putCard(card('host-1', 'host'), 'admin', now);
  const probe = ledger.watch.probe({ name: 'host', equipmentId: 'host-1', type: 'host' });
  const read = (name: string, value: number): void =>
    ledger.watch.addReading(probe, { name, of: '/archive', at: now, value, valid: true, problem: '' });
  read('disk.totalBytes', 1_000_000);
  read('disk.freeBytes', 49_000);
  settleSlowAlarms({ ledger }, notices, now);
  expect(keys()).toEqual(['disk-full:host-1:/archive']);
  read('disk.freeBytes', 51_000);
  settleSlowAlarms({ ledger }, notices, now);
  expect(keys()).toEqual([]);
});
