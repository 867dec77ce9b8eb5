import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  instant,
  must,
  type PermitEntry,
  parseCalendarDate,
  patientAttribute,
  type StaffEntry,
} from '@center/contract';
import { afterEach, describe, expect, it } from 'vitest';
import { AgentError } from '../errors.ts';
import { type Ledger, openLedger } from './ledger.ts';

const day = (text: string) => must(parseCalendarDate(text));
const at = instant(1_770_000_000_000);
const permit = (change: Partial<PermitEntry> = {}): PermitEntry => ({
  id: 'p1',
  kind: 'radiology',
  number: '京放001',
  scope: 'X射线影像诊断',
  validFrom: day('2024-01-01'),
  devices: [],
  ...change,
});
const staff: StaffEntry = { id: 's1', name: '王芳', otherNames: [], post: 'physician', validFrom: day('2020-01-01') };

const folders: string[] = [];
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'registers-'));
  folders.push(made);
  return made;
}
afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});
const entries = (ledger: Ledger): number => ledger.head().seq;

describe('registers', () => {
  it('keep what people entered, across a restart, with one entry of the chain for each change', () => {
    const where = folder();
    const first = openLedger(where);
    const before = entries(first);
    expect(first.registers.put('permits', [permit(), permit({ id: 'p2' })], 'li', at)).toBe(2);
    expect(first.registers.put('permits', [permit(), permit({ id: 'p2' })], 'li', at)).toBe(0);
    expect(first.registers.put('permits', [permit({ scope: '介入' })], 'wang', instant(at + 1))).toBe(1);
    expect(entries(first) - before).toBe(2);
    first.close();
    const again = openLedger(where);
    expect(again.registers.list('permits')).toMatchObject([
      { entry: { id: 'p1', scope: '介入' }, enteredBy: 'wang', enteredAt: at + 1 },
      { entry: { id: 'p2' }, enteredBy: 'li' },
    ]);
    expect(again.verifyChain()).toMatchObject({ ok: true });
    again.close();
  });

  it('withdraw once, with a reason; the same line entered again is in force again', () => {
    const ledger = openLedger(undefined);
    ledger.registers.put('staff', [staff], 'li', at);
    const whole = ledger.registers.digest();
    ledger.registers.withdraw('staff', 's1', '已离职，登记错误', 'li', at);
    expect(ledger.registers.digest()).not.toBe(whole);
    expect(ledger.registers.inForce('staff')).toEqual([]);
    expect(ledger.registers.list('staff')).toMatchObject([{ withdrawnBy: 'li', withdrawnReason: '已离职，登记错误' }]);
    expect(() => ledger.registers.withdraw('staff', 's1', 'again and again', 'li', at)).toThrow(AgentError);
    expect(() => ledger.registers.withdraw('staff', 's9', 'never there at all', 'li', at)).toThrow(AgentError);
    ledger.registers.put('staff', [staff], 'li', at);
    expect(ledger.registers.inForce('staff')).toEqual([staff]);
    expect(ledger.registers.digest()).toBe(whole);
    expect(ledger.audit.list({ limit: 9 }).map(({ kind, who }) => [kind, who])).toEqual(
      Array(3).fill(['register', 'li']),
    );
    ledger.close();
  });
});

describe('receipts', () => {
  it('count once, however often they are imported', () => {
    const ledger = openLedger(undefined);
    const receipts = Array.from({ length: 1200 }, (_, n) => ({
      StudyInstanceUID: `1.2.${String(n)}`,
      at: instant(at + n),
      outcome: 'accepted' as const,
      code: '',
    }));
    const before = entries(ledger);
    expect(ledger.receipts.add(receipts, 'csv', 'li', at)).toBe(1200);
    expect(entries(ledger) - before).toBe(3);
    expect(ledger.receipts.add(receipts, 'csv', 'li', at)).toBe(0);
    expect(
      ledger.receipts.add(
        [...receipts, { AccessionNumber: 'A1', at, outcome: 'refused', code: 'x' }],
        'stow-log',
        'li',
        instant(at + 5),
      ),
    ).toBe(1);
    expect([ledger.receipts.count(), ledger.receipts.lastAt()]).toEqual([1201, at + 5]);
    ledger.close();
  });

  it('meet the studies by UID, or by accession number where they name no UID', () => {
    const ledger = openLedger(undefined);
    const nextDay = instant(Date.parse('2026-03-12T08:00:00+08:00'));
    const insert = ledger.store.db.prepare(
      `INSERT INTO study (uid, first_seen_at, changed_at, quiet_at, channel, accession, date, origin, arriving, modalities) VALUES (?, 0, 0, 0, 'folder:0', ?, ?, ?, 0, ?)`,
    );
    insert.run('1.2.1', 'A1', '2026-03-10', 'own', '["CT","SR"]');
    insert.run('1.2.2', 'A2', '2026-03-10', 'own', '["US"]');
    insert.run('1.2.3', 'A3', '2026-03-11', 'own', '["DX"]');
    insert.run('1.2.4', 'A4', '2026-03-11', 'own', '["SR"]');
    insert.run('1.2.5', 'A5', '2026-03-11', 'imported', '["CT"]');
    ledger.receipts.add(
      [
        { StudyInstanceUID: '1.2.1', at: instant(at + 9), outcome: 'accepted', code: '' },
        { StudyInstanceUID: '1.2.1', at, outcome: 'accepted', code: '' },
        { AccessionNumber: 'A2', at: nextDay, outcome: 'accepted', code: '' },
        { StudyInstanceUID: '1.2.9', AccessionNumber: 'A3', at, outcome: 'accepted', code: '' },
        { AccessionNumber: 'A3', at: nextDay, outcome: 'refused', code: '重复' },
        { AccessionNumber: 'A3', at: instant(at - 366 * 86_400_000), outcome: 'accepted', code: '' },
      ],
      'csv',
      'li',
      at,
    );
    const [from, to] = [day('2026-03-01'), day('2026-03-31')];
    expect(ledger.receipts.finished(from, to, 480).map(({ acceptedAt, refused }) => [acceptedAt, refused])).toEqual([
      [at, false],
      [nextDay, false],
      [undefined, true],
    ]);
    expect(ledger.receipts.backlog(from, to, 10)).toEqual([
      { StudyInstanceUID: '1.2.3', AccessionNumber: 'A3', date: '2026-03-11', refusedCode: '重复' },
    ]);
    ledger.close();
  });
});

it('people are noted by any spelling of their name, each day once; outside studies name others', () => {
  const ledger = openLedger(undefined);
  const note = (name: string, date: string, kind: 'own' | 'imported' = 'own'): void =>
    ledger.people.note({
      people: {
        names: [{ role: 'operator', name: patientAttribute(name) }],
        OperatorsName: 'all',
        PerformingPhysicianName: 'none',
        NameOfPhysiciansReadingStudy: 'none',
      },
      date: day(date),
      origin: kind === 'own' ? { kind, by: 'presumption' } : { kind, by: 'record' },
    });
  note('Wang^Fang', '2026-03-10');
  note('FANG WANG', '2026-03-10');
  note('wang fang', '2026-03-12');
  note('Li^Na', '2026-03-12', 'imported');
  note('^', '2026-03-12');
  expect(ledger.people.list()).toMatchObject([
    { name: 'Wang^Fang', roles: ['operator'], days: 2, firstSeen: '2026-03-10', lastSeen: '2026-03-12' },
  ]);
  ledger.close();
});
