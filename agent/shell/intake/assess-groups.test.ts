import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchItem, type Instant, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { Compile } from 'typebox/compile';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { centerKeys, type Ledger, openLedger } from '../ledger/index.ts';
import { groupItems, itemKey } from '../outbox/items.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import {
  type AssessDeps,
  assessDue,
  assessGroups,
  assessWholeArchive,
  createIntake,
  type Observation,
} from './index.ts';
import { type CtExam, ctExam, examUid } from './testing/ct-exams.ts';

const noonOf = (day: string): Instant => instant(startOfDay(must(parseCalendarDate(day))) + 12 * 3_600_000);

let folder: string;
let ledger: Ledger;
let clock: Instant;
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groups-'));
  ledger = openLedger(folder);
  clock = noonOf('2026-11-25');
  faults = [];
  keepShippedRules(ledger, clock);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

const deps = (): AssessDeps => ({
  ledger,
  keys: centerKeys(folder),
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart: 'earliest-study',
  now: () => clock,
  onFault: (what, fault) => faults.push([what, fault]),
});

function observe(observations: readonly Observation[]): void {
  const intake = createIntake({ ledger, now: () => clock, changed: () => undefined });
  intake.observeAll(observations);
  intake.scanEnded('folder:0');
}

/** Judges until nothing is due, as the loop does. */
function settle(): void {
  while (assessDue(deps(), 1000).judged > 0);
  assessGroups(deps());
  assessWholeArchive(deps());
}

const chests = (n: number, CTDIvol: number, change: Partial<CtExam> = {}): Observation[] =>
  Array.from({ length: n }, (_, i) =>
    ctExam({ key: `${String(n)}${String(CTDIvol).replace('.', '')}${String(i)}`, on: '20261110', CTDIvol, ...change }),
  );

const groupKeyOf = (): string => {
  const group = ledger.groups.all().find(({ examClass }) => examClass === 'chest');
  if (group === undefined) throw new Error('no group of chests');
  return `${group.deviceId}/${group.examClass}/${group.ageBand}`;
};
const verdictOf = (ruleId: string) =>
  ledger.judgements.ofSubject('device', groupKeyOf()).find((judgement) => judgement.ruleId === ruleId);

describe('groups of exams', () => {
  it('are judged when their exams change, and not again when nothing did', () => {
    observe(chests(25, 17));
    settle();
    expect(verdictOf('dose-audit-reference-level')).toMatchObject({
      informational: true,
      verdict: { kind: 'indeterminate', reason: 'awaiting-review' },
    });
    expect(verdictOf('dose-audit-low-outlier')?.verdict.kind).toBe('conforms');
    const head = ledger.head().seq;
    ledger.studies.markAllDirty();
    settle();
    expect(ledger.head().seq).toBe(head);
  });

  it('nineteen exams are not enough, the twentieth is; each change of the outcome is told at once', () => {
    observe(chests(19, 8));
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ reason: 'evidence-missing' });
    observe(chests(1, 8));
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ kind: 'conforms' });
  });

  it('of under five exams no median is evidence, for evidence leaves the center', () => {
    observe(chests(4, 8));
    settle();
    const facts = (): string => JSON.stringify(verdictOf('dose-audit-reference-level')?.verdict);
    expect(facts()).toContain('CTDIvol.exams');
    expect(facts()).not.toContain('CTDIvol.median');
    observe(chests(1, 8));
    settle();
    clock = noonOf('2026-11-26');
    observe(chests(1, 8.1));
    settle();
    expect(facts()).toContain('CTDIvol.median');
  });

  it('above the level and unreviewed, it deviates after ten working days; a physicist’s word holds', () => {
    observe(chests(20, 17));
    settle();
    clock = noonOf('2026-12-09');
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ reason: 'awaiting-review' });
    clock = noonOf('2026-12-10');
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ kind: 'deviates' });
    const study = groupKeyOf();
    ledger.reviews.decide(
      { study, ruleId: 'dose-audit-reference-level', decision: 'confirmed', reason: 'looked at' },
      'li',
      clock,
    );
    const [deviceId = '', examClass = '', ageBand = ''] = study.split('/');
    ledger.groups.markDue({ deviceId, examClass, ageBand });
    expect(assessGroups(deps(), true).judged).toBe(1);
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ kind: 'conforms', basis: 'attested' });
  });

  it('the judged year ends with the device’s last month; the older exams leave it', () => {
    observe(chests(20, 17, { on: '20241110' }));
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ reason: 'awaiting-review' });
    observe([
      ctExam({
        key: 'head-now',
        on: '20261101',
        CTDIvol: 50,
        phantom: '113690',
        change: { ProtocolName: 'Head Routine' },
      }),
    ]);
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({ reason: 'evidence-missing' });
  });

  it('a class that another mapping leaves without exams is a group no more', () => {
    observe(chests(20, 17));
    settle();
    const key = groupKeyOf();
    ledger.mapping.add(
      {
        id: 'row-00001',
        keyword: 'ProtocolName',
        Modality: 'CT',
        pattern: 'THORAX*',
        examClass: 'ct-low-dose-chest',
        reason: 'low dose here',
      },
      'li',
      clock,
    );
    settle();
    expect(ledger.judgements.ofSubject('device', key)).toEqual([]);
    expect(ledger.groups.all().map(({ examClass }) => examClass)).toEqual(['ct-low-dose-chest']);
    expect(ledger.verifyChain().ok).toBe(true);
  });
});

describe('what the console is told of groups', () => {
  const items = () => groupItems(ledger, false, '2026-11-25T04:00:00Z');

  it('a month and a year of each, in the form of the wire, under its own key; nothing of fewer than five exams', () => {
    observe([...chests(25, 17), ctExam({ key: 'few', on: '20261005', CTDIvol: 12 })]);
    settle();
    const form = Compile(BatchItem);
    const told = items();
    for (const item of told)
      expect([item.span, item.month, [...form.Errors(item)]]).toEqual([item.span, item.month, []]);
    expect(new Set(told.map(itemKey)).size).toBe(told.length);
    expect(told.map(({ span, month, n }) => `${span} ${month} ${String(n)}`).toSorted()).toEqual([
      'month 2026-10 1',
      'month 2026-11 25',
      'year 2026-11 26',
    ]);
    expect(told.find(({ month }) => month === '2026-10')).toMatchObject({ quartiles: null, histogram: null });
    expect(told.find(({ span }) => span === 'year')).toMatchObject({
      comparison: 'above',
      informational: true,
      level: { p75: 15 },
    });
    expect(JSON.stringify(told)).not.toContain('ZHAO');
  });

  it('is not said anew at every exam, but when the outcome turns, a tenth has come, or a day has passed', () => {
    observe(chests(25, 17));
    settle();
    ledger.groups.markTold();
    observe(chests(1, 17));
    settle();
    expect(items()).toEqual([]);
    clock = noonOf('2026-11-26');
    observe(chests(2, 17));
    settle();
    expect(items().find(({ span }) => span === 'year')).toMatchObject({ n: 28 });
    ledger.groups.markTold();
    observe(chests(30, 9));
    settle();
    expect(items().find(({ span }) => span === 'year')).toMatchObject({ n: 58, comparison: 'conforms' });
  });

  it('what was held back for a day is told on the next, though no further exam has come: the month that is over, too', () => {
    clock = noonOf('2026-11-30');
    observe(chests(25, 17));
    settle();
    ledger.groups.markTold();
    observe(chests(1, 17));
    settle();
    expect(items()).toEqual([]);
    clock = noonOf('2026-12-01');
    settle();
    expect(items().map(({ span, month, n }) => [span, month, n])).toEqual([
      ['month', '2026-11', 26],
      ['year', '2026-11', 26],
    ]);
    ledger.groups.markTold();
    const head = ledger.head().seq;
    settle();
    expect([items(), ledger.head().seq]).toEqual([[], head]);
  });

  it('histograms are told of twelve months only: the difference to eleven of them would be the amounts of a few', () => {
    observe([...chests(25, 17), ...chests(3, 44, { on: '20261005' })]);
    settle();
    const told = items();
    const rows = told.map(({ span, month, n, histogram }) => [span, month, n, histogram === null] as const);
    expect(rows.toSorted((a, b) => a.join(' ').localeCompare(b.join(' ')))).toEqual([
      ['month', '2026-10', 3, true],
      ['month', '2026-11', 25, true],
      ['year', '2026-11', 28, false],
    ]);
    expect(told.find(({ month, span }) => span === 'month' && month === '2026-11')?.quartiles).not.toBeNull();
  });

  it('a group that is left without exams is told as empty', () => {
    observe(chests(6, 9));
    settle();
    ledger.groups.markTold();
    ledger.mapping.add(
      {
        id: 'row-00002',
        keyword: 'ProtocolName',
        Modality: 'CT',
        pattern: 'THORAX*',
        examClass: 'ct-low-dose-chest',
        reason: 'low dose here',
      },
      'li',
      clock,
    );
    settle();
    const gone = items().filter(({ examClass }) => examClass === 'chest');
    expect(gone.map(({ n, quartiles }) => [n, quartiles])).toEqual([
      [0, null],
      [0, null],
    ]);
  });
});

describe('phantoms', () => {
  it('are no exams of a group, however they were scanned', () => {
    const checks = { change: { PatientName: 'PHANTOM^QA', AccessionNumber: '' } };
    observe([...chests(19, 5), ...chests(6, 90, checks)]);
    settle();
    expect(verdictOf('dose-audit-reference-level')?.verdict.kind).toBe('indeterminate');
    expect(verdictOf('dose-audit-reference-level')?.verdict).toMatchObject({
      observed: expect.arrayContaining([{ fact: 'CTDIvol.exams', value: 19 }]),
    });
  });
});

describe('earlier studies of the same patient', () => {
  const same = (key: string, on: string, change: Record<string, unknown> = {}) =>
    ctExam({ key, on, change: { PatientID: 'P77', ...change } });
  const earlierOf = (key: string): string[] => {
    const row = ledger.store.db
      .prepare<[string], { patient_key: string; date: string; acquired_at: number | null }>(
        'SELECT patient_key, date, acquired_at FROM study WHERE uid = ?',
      )
      .get(examUid(key));
    if (row === undefined) throw new Error('no such study');
    const at = row.acquired_at === null ? undefined : instant(row.acquired_at);
    return ledger.patients
      .earlier(examUid(key), row.patient_key, must(parseCalendarDate(row.date)), at)
      .map(({ StudyInstanceUID }) => StudyInstanceUID.split('.').at(-1) ?? '');
  };

  it('within 31 days, newest first, whatever the order in which they came', () => {
    observe([same('9', '20261110')]);
    settle();
    expect(earlierOf('9')).toEqual([]);
    const judgedBefore = ledger.judgements.ofStudy(examUid('9'))[0]?.factSha256;
    observe([
      same('8', '20261010'),
      same('7', '20261009'),
      same('6', '20261101'),
      same('5', '20261110', { AcquisitionTime: '080000' }),
      same('4', '20261112'),
      ctExam({ key: '3', on: '20261101' }),
      same('2', '20261101', { Modality: 'MR', SOPClassUID: '1.2.840.10008.5.1.4.1.1.4' }),
    ]);
    settle();
    expect(earlierOf('9')).toEqual(['5', '6', '8']);
    expect(earlierOf('5')).toEqual(['6', '8']);
    // What it now knows of the others has been judged, not only stored.
    expect(ledger.judgements.ofStudy(examUid('9'))[0]?.factSha256).not.toBe(judgedBefore);
  });

  it('nobody under a placeholder number has an earlier study', () => {
    observe([
      ctExam({ key: 'a', on: '20261101', change: { PatientID: '0000' } }),
      ctExam({ key: 'b', on: '20261105', change: { PatientID: '0000' } }),
    ]);
    settle();
    const kept = ledger.store.db.prepare<[], { n: number }>('SELECT count(patient_key) AS n FROM study').get()?.n;
    expect(kept).toBe(0);
  });

  it('no key can be found again without the center’s own', () => {
    observe([same('9', '20261110')]);
    settle();
    const [first] = ledger.store.db.prepare<[], { patient_key: string }>('SELECT patient_key FROM study').all();
    expect(first?.patient_key).toMatch(/^[0-9a-f]{32}$/);
    expect(first?.patient_key).toBe(centerKeys(folder).hmac('patient\nP77').slice(0, 32));
  });
});

describe('the archive as a whole', () => {
  it('counts numbers under several PatientIDs and PatientIDs with several names, by digests', () => {
    const person = (key: string, PatientID: string, PatientName: string, OtherPatientIDs?: string) =>
      ctExam({
        key,
        on: '20261101',
        change: { PatientID, PatientName, ...(OtherPatientIDs === undefined ? {} : { OtherPatientIDs }) },
      });
    observe([
      person('1', 'A1', 'ZHAO^GANG', '110101197004020017'),
      person('2', 'A2', 'ZHAO^GANG', '110101197004020017'),
      person('3', 'B1', 'LI^LEI'),
      person('4', 'B1', 'HAN^MEI'),
      person('5', 'C1', 'WANG^WEI'),
      person('6', 'C1', '王^伟'),
    ]);
    settle();
    const facts = ledger.patients.archive();
    expect(facts).toMatchObject({ studies: 6, patientIds: { all: 4, withSeveralNames: 1 } });
    expect(facts.devices).toMatchObject([{ studies: 6, notPatients: 0 }]);
    expect(facts.identityNumbers).toEqual({ all: 1, underSeveralPatientIds: 1 });
  });
});
