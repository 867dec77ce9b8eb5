import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Header } from '../../core/index.ts';
import { centerKeys, type Ledger, openLedger } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { type AssessDeps, assessDue, createIntake, type Intake, type Observation, sealStudies } from './index.ts';

const noon = instant(startOfDay(must(parseCalendarDate('2026-03-02'))) + 12 * 3_600_000);
const day = (n: number): Instant => instant(noon + n * 86_400_000);
let folder: string;
let ledger: Ledger;
let clock: Instant;
let intake: Intake;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealing-'));
  clock = noon;
  ledger = openLedger(join(folder, 'data'));
  keepShippedRules(ledger, clock);
  intake = createIntake({ ledger, now: () => clock, changed: () => undefined });
});
afterEach(async () => {
  await intake.close();
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const deps = (): AssessDeps => ({
  ledger,
  keys: centerKeys(join(folder, 'data')),
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart: 'earliest-study',
  now: () => clock,
  onFault: (what, fault) => {
    throw new Error(what, { cause: fault });
  },
});
const assess = () => assessDue(deps(), 100_000);
/** As every minute of the running agent: all that is due is judged, then what is quiet is sealed. */
const seal = (): number => {
  assess();
  return sealStudies(deps(), 1000);
};

function image(study: string, number: number, change: Header = {}, channel = 'scp:0'): Observation {
  return {
    channel,
    source: `AE/${study}/${String(number)}`,
    reading: {
      kind: 'readable',
      object: 'instance',
      transferSyntaxUID: '1.2.840.10008.1.2.1',
      damage: [],
      declaredCharset: ['ISO_IR 192'],
      header: {
        SOPInstanceUID: `${study}.1.${String(number)}`,
        SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
        StudyInstanceUID: study,
        SeriesInstanceUID: `${study}.1`,
        Modality: 'MR',
        ImageType: ['ORIGINAL', 'PRIMARY'],
        StudyDate: '20260301',
        StudyTime: '0900',
        AccessionNumber: `A${study}`,
        PatientName: '王^强',
        PatientID: `P${study}`,
        PatientSex: 'M',
        PatientBirthDate: '19700101',
        Manufacturer: 'M',
        ManufacturerModelName: 'X',
        DeviceSerialNumber: 'S1',
        StationName: 'MR1',
        BodyPartExamined: 'KNEE',
        StudyDescription: '膝关节平扫',
        InstanceNumber: number,
        ...change,
      },
    },
  };
}

/** Takes in, judges, and enters in the archive ledger as the rounds would. */
function whole(study: string, objects = 3, change: Header = {}, channel?: string): void {
  intake.observeAll(Array.from({ length: objects }, (_, index) => image(study, index + 1, change, channel)));
  enter(study, objects);
}
function enter(study: string, objects: number): void {
  ledger.archive.apply({
    kind: 'seen',
    at: clock,
    channel: 'scp:0',
    studies: [
      {
        StudyInstanceUID: study,
        date: must(parseCalendarDate('2026-03-01')),
        whole: true,
        series: [{ SeriesInstanceUID: `${study}.1`, Modality: 'MR', classes: ['1.2.840.10008.5.1.4.1.1.4'], objects }],
      },
    ],
  });
  ledger.quietStudies.entered([study]);
}
/** Judged as quiet; the working queue of the archive ledger is empty. */
function settle(): void {
  assess();
  clock = instant(clock + 2 * 3_600_000);
  assess();
  ledger.quietStudies.entered(ledger.quietStudies.next(100));
}
const rows = (table: string): number =>
  ledger.store.db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
const sealed = (study: string) => ledger.studies.get(study)?.sealedAt !== undefined;
const told = () => ({
  cells: ledger.judgements.cells().toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1)),
  months: ledger.judgements.months(),
  held: ledger.judgements.held(),
  intake: ledger.totals.intake('2026-03'),
  dose: ledger.totals.doseCoverage('2026-03'),
  objects: ledger.objects.count(),
  found: ledger.studies.search({ limit: 10, offset: 0 }).rows.map(({ sealedAt: _at, ...row }) => row),
});

describe('a study that nobody has touched for sixty days', () => {
  beforeEach(() => {
    whole('1.2.1');
    settle();
  });

  it('loses its objects and headers, and nothing that is told of it changes', () => {
    clock = day(59);
    seal();
    expect(sealed('1.2.1')).toBe(false);
    const before = told();
    clock = day(61);
    seal();
    expect(sealed('1.2.1')).toBe(true);
    expect(told()).toEqual(before);
    expect(['pack', 'object', 'object_seen', 'header', 'superseded'].map(rows)).toEqual([0, 0, 0, 0, 0]);
    expect(ledger.objects.ofStudy('1.2.1')).toEqual([]);
    expect(ledger.sealing.header('1.2.1')).toMatchObject({
      PatientName: '王^强',
      PatientID: 'P1.2.1',
      AccessionNumber: 'A1.2.1',
    });
    expect(ledger.sealing.verdicts('1.2.1').length).toBeGreaterThan(5);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('stays as it was judged, whatever is judged anew', () => {
    clock = day(61);
    seal();
    const before = told();
    ledger.studies.markAllDirty();
    ledger.studies.markDirty('1.2.1');
    ledger.studies.markDirtySince('2020-01-01');
    expect(ledger.studies.markDirtyByModality('MR')).toBe(0);
    expect(ledger.studies.due(clock, must(parseCalendarDate('2040-01-01')), 10)).toEqual([]);
    expect(assess().judged).toBe(0);
    expect(told()).toEqual(before);
  });

  it('grows older with the calendar all the same', () => {
    clock = day(61);
    seal();
    const classOn = (n: number) => {
      clock = day(n);
      seal();
      return ledger.studies.get('1.2.1')?.retentionClass;
    };
    expect(classOn(1000)).toBe('online');
    expect(classOn(1097)).toBe('kept');
    expect(classOn(3600)).toBe('kept');
    expect(classOn(3654)).toBe('older');
  });

  it('is opened by a new object, judged as one of which not all is known, and whole again when all have come back', () => {
    clock = day(61);
    seal();
    const before = told();
    clock = day(70);
    intake.observeAll([image('1.2.1', 9)]);
    expect(sealed('1.2.1')).toBe(false);
    settle();
    expect(ledger.studies.get('1.2.1')).toMatchObject({ sampled: true, objects: 1 });
    expect(ledger.sealing.toReadAgain(10)).toEqual(['1.2.1']);
    expect(ledger.findings.bySubject('study', '1.2.1').filter(({ state }) => state !== 'closed')).toEqual([]);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
    clock = day(71);
    whole('1.2.1');
    settle();
    expect(ledger.studies.get('1.2.1')).toMatchObject({ sampled: false, objects: 4, arriving: false });
    expect(ledger.sealing.toReadAgain(10)).toEqual([]);
    expect(told().cells).toEqual(before.cells);
    clock = day(140);
    seal();
    expect(sealed('1.2.1')).toBe(true);
    expect(told().cells).toEqual(before.cells);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('that was opened and did not come back whole keeps the number of its objects when it is sealed again', () => {
    clock = day(61);
    seal();
    clock = day(70);
    intake.observeAll([image('1.2.1', 9)]);
    settle();
    clock = day(140);
    seal();
    expect(ledger.studies.get('1.2.1')).toMatchObject({ objects: 3 });
    expect(sealed('1.2.1')).toBe(true);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  });
});

describe('a study is left alone', () => {
  const hindered = (study: string) => {
    clock = day(100);
    seal();
    expect(sealed(study)).toBe(false);
    return ledger.sealing.hindrance(study, instant(clock - 60 * 86_400_000));
  };
  it('while the archive ledger does not have it', () => {
    intake.observeAll([image('1.2.2', 1)]);
    settle();
    expect(hindered('1.2.2')).toBe('not-in-archive-ledger');
  });
  it('while a finding of it is open', () => {
    whole('1.2.3', 1, { PatientName: '' });
    settle();
    expect(hindered('1.2.3')).toBe('open-finding');
  });
  it('while a person may still turn a verdict', () => {
    whole('1.2.4', 1, {
      Modality: 'CT',
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
      StudyDescription: 'CT引导下穿刺活检',
    });
    settle();
    expect(['waits', 'open-finding']).toContain(hindered('1.2.4'));
  });
  it('when the rounds find it by its files', () => {
    whole('1.2.5', 1, {}, 'folder:0');
    settle();
    expect(hindered('1.2.5')).toBe('lies-in-files');
  });
  it('and looked for again later, so that others have their turn', () => {
    whole('1.2.6', 1, { PatientName: '' });
    settle();
    clock = day(100);
    expect(seal()).toBe(1);
    expect(seal()).toBe(0);
    clock = day(104);
    expect(seal()).toBe(1);
  });
});

it('what shares a header with a study that is not sealed keeps it', () => {
  const shared = { StudyDescription: 'A', AccessionNumber: 'A', PatientID: 'P' };
  whole('1.2.7', 2, shared);
  settle();
  const headers = rows('header');
  expect(headers).toBeGreaterThan(0);
  clock = day(50);
  whole('1.2.8', 2, shared);
  settle();
  clock = day(65);
  seal();
  expect([sealed('1.2.7'), sealed('1.2.8')]).toEqual([true, false]);
  expect(ledger.objects.ofStudy('1.2.8').map(({ header }) => header['PatientName'])).toEqual(['王^强', '王^强']);
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
});

it('an entry that names other objects than were observed breaks the chain', () => {
  whole('1.2.9');
  settle();
  clock = day(61);
  seal();
  expect(ledger.verifyChain()).toMatchObject({ ok: true });
  ledger.store.db.exec(`UPDATE study SET sealed = NULL WHERE uid = '1.2.9'`);
  expect(ledger.verifyChain()).toMatchObject({ ok: false });
});
