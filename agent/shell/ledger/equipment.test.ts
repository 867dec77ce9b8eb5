import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CalendarDate,
  type DailyRecord,
  type EquipmentCard,
  type EquipmentRecordBody,
  type FaultRecord,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  type ServiceCalendar,
} from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AgentError } from '../errors.ts';
import { type Ledger, openLedger } from './index.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const t = (ms: number): Instant => instant(1_780_000_000_000 + ms);
const calendar: ServiceCalendar = {
  id: 'usual',
  name: '工作日',
  zone: 'Asia/Shanghai',
  patterns: [],
  onHolidays: 'closed',
  overrides: [],
};
const ct: EquipmentCard = {
  id: 'ct-1',
  kind: 'imaging',
  name: 'CT',
  Manufacturer: 'M',
  ManufacturerModelName: 'X',
  DeviceSerialNumber: '1',
  calendarId: 'usual',
  inServiceFrom: day('2026-01-01'),
  warmUpMinutes: 15,
  reachabilityIsAll: false,
};
const fault = (start: Instant, more: Partial<FaultRecord> = {}): FaultRecord => ({
  kind: 'fault',
  equipmentId: 'ct-1',
  start,
  openedBy: 'person',
  degraded: false,
  description: '',
  ...more,
});
const daily = (date: string): DailyRecord => ({
  kind: 'daily',
  equipmentId: 'ct-1',
  date: day(date),
  status: 'normal',
  selfCheckDone: true,
  calibrationDone: false,
  remark: '',
  prefilled: {},
});

let folder: string;
let ledger: Ledger;
const reopen = (): void => {
  ledger.close();
  ledger = openLedger(folder);
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-equipment-'));
  ledger = openLedger(folder);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const code = (call: () => unknown): string => {
  try {
    call();
  } catch (fault_) {
    if (fault_ instanceof AgentError) return fault_.code;
    throw fault_;
  }
  return 'none';
};

describe('what people say of equipment', () => {
  it('is there after a restart, is replaced under its id, and the same again writes nothing', () => {
    ledger.equipment.putCalendar(calendar, 'li', t(0));
    ledger.equipment.putCard(ct, 'li', t(0));
    const { seq } = ledger.head();
    ledger.equipment.putCard(ct, 'li', t(1));
    expect(ledger.head().seq).toBe(seq);
    reopen();
    expect(ledger.equipment.card('ct-1')).toEqual(ct);
    ledger.equipment.putCard({ ...ct, name: 'CT 2' }, 'wang', t(2));
    expect(ledger.equipment.cards()).toEqual([{ ...ct, name: 'CT 2' }]);
    expect(ledger.equipment.calendar('usual')).toEqual(calendar);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('a calendar in use is not removed; a change of one touches every account, that of a card its own', () => {
    ledger.equipment.putCalendar(calendar, 'li', t(0));
    ledger.equipment.putCard(ct, 'li', t(0));
    expect(code(() => ledger.equipment.removeCalendar('usual', 'li', t(1)))).toBe('in-use');
    const before = [ledger.equipment.changed('ct-1'), ledger.equipment.changed('mr-1')];
    ledger.equipment.putCard({ ...ct, name: 'other' }, 'li', t(2));
    expect(ledger.equipment.changed('ct-1')).toBeGreaterThan(before[0] ?? 0);
    expect(ledger.equipment.changed('mr-1')).toBe(before[1]);
    ledger.equipment.putCalendar({ ...calendar, name: 'other' }, 'li', t(3));
    expect(ledger.equipment.changed('mr-1')).toBeGreaterThan(before[1] ?? 0);
    expect(ledger.equipment.lastChange()).toBe(ledger.head().seq);
    expect(ledger.equipment.removeCard('ct-1', 'li', t(4))).toBe(true);
    expect(ledger.equipment.removeCalendar('usual', 'li', t(5))).toBe(true);
  });

  it('statements name who made them, and are taken back', () => {
    ledger.equipment.putNoUps({ reason: '尚未采购' }, 'li', t(0));
    ledger.equipment.putHostedPacs({ contract: '云', certificateValidTo: day('2027-01-01') }, 'li', t(1));
    reopen();
    expect(ledger.equipment.noUps()).toEqual({ reason: '尚未采购', entered: { by: 'li', at: t(0) } });
    expect(ledger.equipment.hostedPacs()?.certificateValidTo).toBe('2027-01-01');
    ledger.equipment.putNoUps(undefined, 'li', t(2));
    expect(ledger.equipment.noUps()).toBeUndefined();
  });
});

describe('records on equipment', () => {
  it('only grow: every revision stays with its reason, a withdrawn one says why', () => {
    const first = ledger.equipmentRecords.add({ id: 'f1', body: fault(t(0)) }, 'li', t(10));
    expect(ledger.equipmentRecords.add({ id: 'f1', body: fault(t(5)) }, 'li', t(11))).toEqual(first);
    const second = ledger.equipmentRecords.revise(
      'f1',
      { body: fault(t(0), { end: t(100) }), reason: '验收', from: 1 },
      'wang',
      t(20),
    );
    expect(second).toMatchObject({ revision: 2, firstEntered: { by: 'li', at: t(10) }, entered: { by: 'wang' } });
    const again = { body: fault(t(1)), reason: 'x', from: 1 };
    expect(code(() => ledger.equipmentRecords.revise('f1', again, 'li', t(21)))).toBe('changed-meanwhile');
    reopen();
    ledger.equipmentRecords.withdraw('f1', { reason: '误录' }, 'wang', t(30));
    expect(ledger.equipmentRecords.history('f1').map(({ revision, reason }) => [revision, reason])).toEqual([
      [1, ''],
      [2, '验收'],
    ]);
    expect(code(() => ledger.equipmentRecords.revise('f1', { body: fault(t(1)), reason: 'x' }, 'li', t(31)))).toBe(
      'already-decided',
    );
    expect(ledger.equipmentRecords.ofKind('fault')).toEqual([]);
    expect(ledger.equipmentRecords.ofKind('fault', { withdrawn: true })).toHaveLength(1);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    expect(() => ledger.store.db.exec("UPDATE equipment_record_revision SET reason = ''")).toThrow(/never changed/);
  });

  it('are found by the time they touch: open ones without end, repeating windows to their last day, days in any zone', () => {
    const window: EquipmentRecordBody = {
      kind: 'window',
      equipmentIds: ['ct-1', 'mr-1'],
      from: t(0),
      to: t(1000),
      repeats: { every: 1, unit: 'week', until: day('2027-01-01') },
      reason: '',
      requested: { by: 'li', at: t(0) },
    };
    ledger.equipmentRecords.add({ id: 'open', body: fault(t(0)) }, 'li', t(0));
    ledger.equipmentRecords.add({ id: 'closed', body: fault(t(0), { end: t(50) }) }, 'li', t(0));
    ledger.equipmentRecords.add({ id: 'window', body: window }, 'li', t(0));
    ledger.equipmentRecords.add({ id: 'day', body: daily('2026-05-29') }, 'li', t(0));
    const late = { start: t(40 * 86_400_000), end: t(41 * 86_400_000) };
    const found = ledger.equipmentRecords.of('ct-1', late);
    expect(found.faults.map(({ id }) => id)).toEqual(['open']);
    expect(found.windows.map(({ id }) => id)).toEqual(['window']);
    expect(found.daily).toEqual([]);
    expect(ledger.equipmentRecords.of('mr-1', late).windows).toHaveLength(1);
    expect(ledger.equipmentRecords.of('ct-1', { start: t(0), end: t(1) }).daily.map(({ id }) => id)).toEqual(['day']);
    expect(ledger.equipmentRecords.of('ct-1', { start: t(50), end: t(60) }).faults.map(({ id }) => id)).toEqual([
      'open',
    ]);
    expect(ledger.equipmentRecords.list({ period: { start: t(60), end: t(70) }, kind: 'fault' })).toHaveLength(1);
  });

  it('a revision without its entry breaks the chain', () => {
    ledger.equipmentRecords.add({ id: 'f1', body: fault(t(0)) }, 'li', t(0));
    ledger.store.db.exec("INSERT INTO equipment_record_revision VALUES ('f1', 2, '{}', 'x', 0, '')");
    const problem = 'table equipment_record_revision holds 2 rows, the entries made 1';
    expect(ledger.verifyChain()).toMatchObject({ ok: false, problem });
  });
});

describe('months, jobs, exposures', () => {
  it('a closed month keeps every revision, and a job is completed once for a date', () => {
    const figures = { upMs: 1 } as unknown as Parameters<typeof ledger.uptimeMonths.close>[2];
    ledger.uptimeMonths.close('ct-1', '2026-05', figures, t(0));
    ledger.uptimeMonths.close('ct-1', '2026-05', figures, t(1));
    reopen();
    expect(ledger.uptimeMonths.of('ct-1', '2026-05', t(2)).map(({ revision }) => revision)).toEqual([1, 2]);
    expect(ledger.uptimeMonths.months('ct-1', t(2))).toMatchObject([{ revision: 2 }]);
    ledger.jobs.begin('close', day('2026-06-05'), t(0));
    expect(ledger.jobs.lastCompleted('close', day('2026-06-30'))).toBeUndefined();
    ledger.jobs.complete('close', day('2026-06-05'), t(1));
    ledger.jobs.complete('close', day('2036-06-05'), t(1));
    expect(ledger.jobs.lastCompleted('close', day('2026-06-30'))).toBe('2026-06-05');
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  });
});

describe('queries use their indices', () => {
  it.each([
    [
      "SELECT id FROM equipment_record_of WHERE equipment = 'a' AND kind = 'fault' AND ends > 1 AND begins < 2",
      'PRIMARY KEY',
    ],
    ["SELECT id FROM equipment_record WHERE kind = 'fault' ORDER BY first_at, id", 'equipment_record_kind'],
    ['SELECT number FROM watch_span WHERE probe = 1 AND ends > 5', 'watch_span_probe'],
    [
      'SELECT at FROM watch_sample WHERE hour = 1 AND probe = 1 AND at >= 1 AND at < 2 ORDER BY at, boot_ms',
      'PRIMARY KEY',
    ],
    ['DELETE FROM watch_sample WHERE hour < 5', 'PRIMARY KEY'],
    [
      "SELECT body FROM equipment_event WHERE equipment = 'a' AND begins < 5 ORDER BY begins",
      'equipment_event_equipment',
    ],
    ['SELECT body FROM equipment_event WHERE ends IS NULL ORDER BY id', 'equipment_event_open'],
    ['SELECT body FROM equipment_event WHERE changed > 5 ORDER BY changed, id LIMIT 10', 'equipment_event_changed'],
    ['SELECT number FROM agent_gap WHERE ends > 5 AND begins < 9 ORDER BY ends', 'agent_gap_ends'],
    ["SELECT DISTINCT at FROM exposure WHERE device = 'a' AND at >= 1 AND at < 2 ORDER BY at", 'PRIMARY KEY'],
    ["DELETE FROM exposure WHERE study = 'a'", 'exposure_study'],
  ])('%s', (sql, index) => {
    const plan = ledger.store.db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all();
    const details = plan.map(({ detail }) => detail).join('; ');
    expect(details).toContain(index);
    expect(details).not.toContain('TEMP B-TREE');
  });
});
