import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CalendarDate, type Instant, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceIdOf } from '../../core/index.ts';
import { centerKeys, type Ledger, openLedger, sha256Hex } from '../ledger/index.ts';
import { findingItem } from '../outbox/items.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { type AssessDeps, assessDue, assessReconciled, createIntake } from './index.ts';
import { type CtExam, ctExam, examUid } from './testing/ct-exams.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const noonOf = (text: string): Instant => instant(startOfDay(day(text)) + 12 * 3_600_000);
const ct = deviceIdOf('ACME', 'CT-64', 'SN-1001', sha256Hex);

let folder: string;
let ledger: Ledger;
let clock: Instant;
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reconciled-'));
  ledger = openLedger(folder);
  clock = noonOf('2026-11-25');
  faults = [];
  keepShippedRules(ledger, clock);
});
afterEach(() => {
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

const deps = (): AssessDeps => ({
  ledger,
  keys: centerKeys(folder),
  facility: { id: 'demo-center', institutionNames: ['示范影像诊断中心'], zoneOffsetMinutes: 480 },
  supervisionStart: 'earliest-study',
  now: () => clock,
  onFault: (what, fault) => faults.push([what, fault]),
});

function observe(...exams: readonly CtExam[]): void {
  const intake = createIntake({ ledger, now: () => clock, changed: () => undefined });
  intake.observeAll(exams.map(ctExam));
  intake.scanEnded('folder:0');
  while (assessDue(deps(), 1000).judged > 0);
}
const exam = (key: string, on: string, OperatorsName: string, change: CtExam['change'] = {}): CtExam => ({
  key,
  on,
  CTDIvol: 8,
  change: { OperatorsName, ...change },
});
const ofDevice = (rule: string) =>
  ledger.judgements.ofSubject('device', ct).find(({ ruleId }) => String(ruleId) === rule)?.verdict;
const people = () =>
  ledger.people
    .list()
    .map(({ key, name }) => [
      name,
      ...ledger.judgements
        .ofSubject('person', key)
        .map(({ verdict }) => (verdict.kind === 'indeterminate' ? verdict.reason : verdict.kind)),
    ]);

describe('devices', () => {
  it('are held against permits as soon as somebody keeps them', () => {
    observe(exam('1', '20261120', 'Li^Na'));
    assessReconciled(deps());
    // Nobody keeps a register yet, and the center is not new: one finding for the clause, none for the device.
    expect(ofDevice('ionising-device-on-permit')).toMatchObject({ kind: 'indeterminate' });
    expect(ledger.findings.find('device', ct, 'ionising-device-on-permit')).toBeUndefined();
    ledger.registers.put(
      'permits',
      [
        {
          id: 'p',
          kind: 'radiology',
          number: '京放001',
          scope: '',
          validFrom: day('2025-01-01'),
          devices: [{ DeviceSerialNumber: 'SN-9' }],
        },
      ],
      'li',
      clock,
    );
    assessReconciled(deps());
    expect(ofDevice('ionising-device-on-permit')).toMatchObject({ kind: 'deviates' });
    expect(ledger.findings.find('device', ct, 'ionising-device-on-permit')).toMatchObject({
      state: 'open',
      severity: 'critical',
    });
    ledger.registers.put(
      'permits',
      [
        {
          id: 'p',
          kind: 'radiology',
          number: '京放001',
          scope: '',
          validFrom: day('2025-01-01'),
          devices: [{ DeviceSerialNumber: 'sn 1001' }],
        },
      ],
      'li',
      instant(clock + 1),
    );
    assessReconciled(deps());
    expect(ledger.findings.find('device', ct, 'ionising-device-on-permit')).toMatchObject({ state: 'closed' });
  });

  it('a study after a stop order is critical', () => {
    observe(exam('1', '20261110', 'Li^Na'), exam('2', '20261120', 'Li^Na'));
    ledger.registers.put(
      'stop-orders',
      [
        {
          id: 'o',
          number: '1号',
          issuedBy: '区卫健委',
          scope: { kind: 'modality', Modality: 'CT' },
          reason: '无证',
          from: day('2026-11-10'),
        },
      ],
      'li',
      clock,
    );
    assessReconciled(deps());
    expect(ofDevice('no-images-after-stop-order')).toMatchObject({ kind: 'deviates' });
    const finding = ledger.findings.find('device', ct, 'no-images-after-stop-order');
    expect(finding).toMatchObject({ clause: 'MIDC-5.2.3', severity: 'critical' });
    expect(finding?.evidence).toContainEqual({ fact: 'studiesAfterStop', value: 1 });
  });

  it('nothing is judged twice inside of ten minutes', () => {
    observe(exam('1', '20261120', 'Li^Na'));
    expect(assessReconciled(deps()).judged).toBeGreaterThan(0);
    expect(assessReconciled(deps()).judged).toBe(0);
    clock = instant(clock + 600_000);
    const head = ledger.head().seq;
    expect(assessReconciled(deps()).judged).toBeGreaterThan(0);
    expect(ledger.head().seq).toBe(head);
  });
});

describe('people', () => {
  it('are held against the staff list, and no name leaves', () => {
    observe(
      exam('1', '20261120', '王^芳'),
      exam('2', '20261121', 'Zhou^Qiang=周^强'),
      exam('3', '20261122', 'Unlisted^Person'),
    );
    ledger.registers.put(
      'staff',
      [
        { id: 'a', name: '王芳', otherNames: [], post: 'technologist', validFrom: day('2020-01-01') },
        {
          id: 'b',
          name: '周强',
          otherNames: ['Zhou Qiang'],
          post: 'technologist',
          validFrom: day('2020-01-01'),
          validTo: day('2026-01-01'),
        },
      ],
      'li',
      clock,
    );
    assessReconciled(deps());
    expect(people().toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1))).toEqual([
      ['Unlisted^Person', 'deviates', 'notApplicable'],
      ['Zhou^Qiang=周^强', 'deviates', 'notApplicable'],
      ['王^芳', 'conforms', 'notApplicable'],
    ]);
    const { rows } = ledger.findings.list({ limit: 100, offset: 0 });
    const told = JSON.stringify(rows.map((finding) => findingItem(ledger, centerKeys(folder), finding)));
    expect(rows.filter(({ subject }) => subject.kind === 'person')).toHaveLength(2);
    for (const name of ['Unlisted', 'Person^', 'Zhou', '周', '王', '芳']) expect(told).not.toContain(name);
  });

  it('a correction of the list closes the finding', () => {
    observe(exam('1', '20261120', 'Wang^Fang'));
    const entry = {
      id: 'a',
      name: 'Wang F',
      otherNames: [],
      post: 'technologist',
      validFrom: day('2020-01-01'),
    } as const;
    ledger.registers.put('staff', [entry], 'li', clock);
    assessReconciled(deps());
    const [person] = ledger.people.list();
    expect(ledger.findings.find('person', person?.key ?? '', 'operator-in-staff-list')).toMatchObject({
      state: 'open',
      severity: 'minor',
    });
    ledger.registers.put('staff', [{ ...entry, otherNames: ['Fang Wang'] }], 'li', instant(clock + 1));
    assessReconciled(deps());
    expect(ledger.findings.find('person', person?.key ?? '', 'operator-in-staff-list')).toMatchObject({
      state: 'closed',
    });
  });
});

describe('uploads', () => {
  const month = () => ledger.judgements.ofSubject('archive', 'demo-center/images-uploaded-in-time/2026-11')[0];

  it('count from the first receipt that comes', () => {
    observe(exam('1', '20261120', 'Li^Na'), exam('2', '20261125', 'Li^Na'));
    assessReconciled(deps());
    expect(month()).toMatchObject({ heldBy: 'upload-receipts', verdict: { kind: 'indeterminate' } });
    ledger.receipts.add(
      [{ StudyInstanceUID: examUid('1'), at: noonOf('2026-11-20'), outcome: 'accepted', code: '' }],
      'csv',
      'li',
      clock,
    );
    assessReconciled(deps());
    expect(month()).toMatchObject({ verdict: { kind: 'conforms' }, subjectDate: '2026-11-25' });
    clock = noonOf('2026-11-27');
    assessReconciled(deps());
    expect(month()?.verdict).toMatchObject({ kind: 'deviates' });
  });
});
