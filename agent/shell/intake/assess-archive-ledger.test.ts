import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addDays,
  type CalendarDate,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  startOfDay,
} from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveObservation, ObjectSight, StudySight } from '../../core/index.ts';
import { centerKeys, type Ledger, openLedger } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { type AssessDeps, assessArchiveWhole, assessKeptStudies } from './index.ts';

const day = (text: string): CalendarDate => must(parseCalendarDate(text));
const noonOf = (text: string): Instant => instant(startOfDay(day(text)) + 12 * 3_600_000);

let folder: string;
let ledger: Ledger;
let clock: Instant;
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'));
  ledger = openLedger(folder);
  clock = noonOf('2026-03-10');
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
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart: day('2026-01-01'),
  now: () => clock,
  onFault: (what, fault) => faults.push([what, fault]),
});

const uid = (n: number): string => `1.2.826.0.1.3680043.9.9999.8.${String(n)}`;
const sight = (n: number, date = '2021-03-10', objects = 2): StudySight => ({
  StudyInstanceUID: uid(n),
  date: day(date),
  series: [{ SeriesInstanceUID: `${uid(n)}.1`, Modality: 'CT', classes: ['1.2.840.10008.5.1.4.1.1.2'], objects }],
  whole: true,
});
const object = (n: number, change: Partial<ObjectSight> = {}): ObjectSight => ({
  SOPInstanceUID: `${uid(n)}.1.1`,
  SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
  TransferSyntaxUID: '1.2.840.10008.1.2.1',
  bytes: 1000,
  sha256: 'ab'.repeat(32),
  complete: true,
  BitsStored: 12,
  Rows: 512,
  Columns: 512,
  ...change,
});
/** What an observation tells beside when and over what way. */
type Told<O = ArchiveObservation> = O extends ArchiveObservation ? Omit<O, 'at' | 'channel'> : never;
type Retrieved = Extract<Told, { kind: 'retrieved' }>;
function tell(told: Told): void {
  ledger.archive.apply({ at: clock, channel: 'dicomweb:0', ...told });
}
const retrieved = (n: number, change: Partial<Retrieved> = {}): Retrieved => ({
  kind: 'retrieved',
  StudyInstanceUID: uid(n),
  seed: 's',
  stratum: '2021 CT',
  whole: true,
  firstImageMs: 400,
  wholeMs: 900,
  bytes: 2000,
  objects: [object(n), object(n, { SOPInstanceUID: `${uid(n)}.1.2` })],
  absent: 0,
  short: false,
  ...change,
});
function judge(): void {
  while (assessKeptStudies(deps(), 1000).judged > 0);
}
const verdict = (n: number, rule: string) =>
  ledger.judgements.ofStudy(uid(n)).find(({ ruleId }) => String(ruleId) === rule)?.verdict;
const finding = (n: number, rule: string) => ledger.findings.find('study', uid(n), rule);

describe('single studies of the archive ledger', () => {
  it('are judged without live objects when something is said of them, and not again when nothing changed', () => {
    tell({ kind: 'seen', studies: [sight(1), sight(2)] });
    judge();
    expect(ledger.judgements.ofStudy(uid(1))).toEqual([]);
    tell(retrieved(1));
    judge();
    expect(verdict(1, 'images-kept-ten-years')).toMatchObject({ kind: 'conforms' });
    expect(verdict(1, 'images-online-three-years')).toMatchObject({ kind: 'notApplicable' });
    expect(verdict(1, 'study-objects-complete')).toMatchObject({ kind: 'conforms' });
    expect(ledger.judgements.ofStudy(uid(2))).toEqual([]);
    const head = ledger.head().seq;
    judge();
    expect(ledger.head().seq).toBe(head);
    expect(ledger.judgements.ofStudy(uid(1)).map(({ subjectDate }) => subjectDate)).toContain('2021-03-10');
  });

  it('lost before its term: one critical finding, closed when it is there again', () => {
    tell({ kind: 'seen', studies: [sight(1)] });
    for (let n = 0; n < 9; n += 1) {
      clock = instant(clock + 86_400_000);
      const window = { from: day('2021-03-10'), to: day('2021-03-10') };
      tell({ kind: 'listed', round: 'kept', window, rows: 0, controls: 3, unlisted: [uid(1)], counts: [] });
      tell({
        kind: 'checked',
        StudyInstanceUID: uid(1),
        controls: 3,
        found: 'nowhere',
        asked: ['study', 'series', 'object', 'accession-patient'],
      });
      judge();
      if (n === 0) expect(verdict(1, 'images-kept-ten-years')).toMatchObject({ reason: 'not-yet-run' });
    }
    expect(verdict(1, 'images-kept-ten-years')).toMatchObject({ kind: 'deviates' });
    expect(finding(1, 'images-kept-ten-years')).toMatchObject({ state: 'open', severity: 'critical', timesOpened: 1 });
    expect(finding(1, 'study-objects-complete')).toBeUndefined();
    clock = instant(clock + 86_400_000);
    tell(retrieved(1));
    judge();
    expect(finding(1, 'images-kept-ten-years')).toMatchObject({ state: 'closed' });
  });

  it('a person’s decision is judged at once, and only the second one settles', () => {
    tell({ kind: 'seen', studies: [sight(1, '2025-06-01')] });
    tell(retrieved(1, { objects: [object(1)], absent: 1 }));
    judge();
    expect(finding(1, 'study-objects-complete')).toMatchObject({ state: 'open', severity: 'major' });
    clock = instant(clock + 60_000);
    ledger.reviews.decide(
      { study: uid(1), ruleId: 'study-objects-complete', decision: 'dismissed', reason: '废片已剔除，经质控登记' },
      'li',
      clock,
    );
    judge();
    expect(finding(1, 'study-objects-complete')).toMatchObject({ state: 'dismissed' });
  });

  it('passes from online to kept by time alone', () => {
    tell({ kind: 'seen', studies: [sight(1, '2023-04-01')] });
    tell(retrieved(1, { firstImageMs: 48_000, repeatMs: 300 }));
    judge();
    expect(verdict(1, 'images-online-three-years')).toMatchObject({ kind: 'deviates' });
    clock = noonOf('2026-04-20');
    judge();
    expect(verdict(1, 'images-online-three-years')).toMatchObject({ kind: 'notApplicable' });
    expect(finding(1, 'images-online-three-years')).toMatchObject({ state: 'closed' });
  });

  it('in portions: what is left over is still due', () => {
    const all = Array.from({ length: 40 }, (_, n) => n);
    tell({ kind: 'seen', studies: all.map((n) => sight(n)) });
    for (const n of all) tell(retrieved(n));
    const rounds = [10, 10, 10].map((most) => assessKeptStudies(deps(), most).judged);
    expect(rounds).toEqual([10, 10, 10]);
    judge();
    expect(all.every((n) => verdict(n, 'images-kept-ten-years')?.kind === 'conforms')).toBe(true);
  });
});

describe('years and holdings', () => {
  const yearly = (year: number) =>
    ledger.judgements.ofSubject('archive', `demo-center/archive-year-proven/${String(year)}`)[0];
  const whole = (rule: string) => ledger.judgements.ofSubject('archive', `demo-center/${rule}`)[0]?.verdict;

  it('say nothing before the first observation', () => {
    expect(assessArchiveWhole(deps())).toEqual({ judged: 0, revisions: 0 });
  });

  it('each year and each rule has its own subject; at most every ten minutes', () => {
    tell({ kind: 'seen', studies: [sight(1), sight(2, '2014-05-01'), sight(3, '2026-02-01'), sight(4)] });
    tell(retrieved(1));
    expect(assessArchiveWhole(deps()).judged).toBeGreaterThan(5);
    expect(yearly(2021)).toMatchObject({ subjectDate: '2021-12-31', verdict: { reason: 'not-yet-run' } });
    expect(yearly(2014)).toMatchObject({ verdict: { kind: 'notApplicable' } });
    expect(yearly(2026)).toMatchObject({ subjectDate: '2026-03-10' });
    expect(whole('archive-online-share')).toMatchObject({ reason: 'not-yet-run' });
    expect(whole('capacity-for-term')).toBeDefined();
    const head = ledger.head().seq;
    tell(retrieved(3));
    expect(assessArchiveWhole(deps()).judged).toBe(0);
    expect(ledger.head().seq).toBe(head + 1);
    clock = instant(clock + 600_000);
    expect(assessArchiveWhole(deps()).judged).toBeGreaterThan(5);
  });

  it('recycling that reaches young studies is a finding before anything is lost', () => {
    tell({ kind: 'seen', studies: [sight(1, addDays(day('2026-03-10'), -20))] });
    tell({ kind: 'settings', recycling: true, usedBytes: 1e12, maximumBytes: 1e12 });
    assessArchiveWhole(deps());
    expect(whole('no-recycling-before-term')).toMatchObject({ reason: 'awaiting-review' });
    expect(
      ledger.findings.find('archive', 'demo-center/no-recycling-before-term', 'no-recycling-before-term'),
    ).toMatchObject({ state: 'open' });
  });

  it('what the worklist says to be done and never came is a finding', () => {
    tell({ kind: 'seen', studies: [sight(1)] });
    const step = (n: number, ScheduledProcedureStepStatus: string) => ({
      StudyInstanceUID: uid(n),
      startDate: addDays(day('2026-03-10'), -10),
      ScheduledProcedureStepStatus,
    });
    const window = { from: addDays(day('2026-03-10'), -20), to: day('2026-03-10') };
    ledger.plannedSteps.looked('worklist:0', window, [step(8, 'COMPLETED'), step(9, 'SCHEDULED')], clock);
    assessArchiveWhole(deps());
    expect(whole('planned-exam-archived')).toMatchObject({ kind: 'deviates' });
  });
});
