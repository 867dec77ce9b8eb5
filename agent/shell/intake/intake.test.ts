import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CalendarDate,
  type Instant,
  instant,
  must,
  parseCalendarDate,
  parseSha256,
  startOfDay,
} from '@center/contract';
import { buildCenter, type FixtureManifest } from '@center/fixtures';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReadableHeader } from '../header/index.ts';
import { centerKeys, type Ledger, openLedger, sha256Hex } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { type AssessDeps, assessDue, createIntake, type Intake, scanFolder } from './index.ts';

const day = must(parseCalendarDate('2026-11-25'));
const noon = instant(startOfDay(day) + 12 * 3_600_000);
const minutes = (n: number): Instant => instant(noon + n * 60_000);
const days = (n: number): Instant => instant(noon + n * 86_400_000);

/** An hour before the exposure of every study here. */
const before = instant(startOfDay(must(parseCalendarDate('2026-11-03'))) + 8 * 3_600_000);

let folder: string;
let ledger: Ledger;
let clock: Instant;
let intake: Intake;
let faults: unknown[];
let start: CalendarDate | 'earliest-study';

function open(): void {
  ledger = openLedger(join(folder, 'data'));
  keepShippedRules(ledger, clock);
  intake = createIntake({ ledger, now: () => clock, changed: () => undefined });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'intake-'));
  clock = noon;
  faults = [];
  start = 'earliest-study';
  open();
});
afterEach(async () => {
  await intake.close();
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
});

const deps = (): AssessDeps => ({
  ledger,
  keys: centerKeys(join(folder, 'data')),
  facility: { id: 'demo-center', institutionNames: [], zoneOffsetMinutes: 480 },
  supervisionStart: start,
  now: () => clock,
  onFault: (what, fault) => faults.push([what, fault]),
});
const assess = () => assessDue(deps(), 1_000_000);

function reading(study: string, change: Record<string, unknown> = {}): ReadableHeader {
  return {
    kind: 'readable',
    object: 'instance',
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    damage: [],
    declaredCharset: [],
    header: {
      SOPInstanceUID: `${study}.1.1`,
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.1.1',
      StudyInstanceUID: study,
      SeriesInstanceUID: `${study}.1`,
      Modality: 'DX',
      ImageType: ['ORIGINAL', 'PRIMARY'],
      StudyDate: '20261103',
      StudyTime: '0900',
      AccessionNumber: 'A1',
      PatientName: '王^芳',
      PatientID: 'P1',
      PatientSex: 'F',
      PatientBirthDate: '19960101',
      Manufacturer: 'M',
      ManufacturerModelName: 'X',
      DeviceSerialNumber: 'S1',
      StationName: 'DR1',
      BodyPartExamined: 'ABDOMEN',
      KVP: 80,
      StudyDescription: '腹部平片',
      ...change,
    },
  };
}

const see = (study: string, change: Record<string, unknown> = {}, channel = 'scp:0') =>
  intake.observeAll([{ channel, source: `/archive/${study}`, reading: reading(study, change) }])[0];

function verdict(study: string, ruleId: string): string | undefined {
  const found = ledger.judgements.ofStudy(study).find((each) => each.ruleId === ruleId)?.verdict;
  return found?.kind === 'indeterminate'
    ? found.reason
    : found?.kind === 'conforms'
      ? `conforms ${found.basis}`
      : found?.kind;
}

const finding = (study: string, ruleId: string) => ledger.findings.find('study', study, ruleId);

describe('the door', () => {
  it('answers each observation after its commit, many in one', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        intake.observe({ channel: 'scp:0', source: `x${String(n)}`, reading: reading(`1.2.${String(n)}`) }),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['stored']));
    ledger.close();
    open();
    expect(ledger.studies.count()).toBe(300);
    expect(ledger.verifyChain()).toMatchObject({ ok: true });
  });

  it('a refusing ledger is told to the sender, and a bad member does not take the others with it', async () => {
    const bad = { ...reading('1.2.3'), header: { ...reading('1.2.3').header, KVP: Number.NaN } };
    const answers = await Promise.allSettled([
      intake.observe({ channel: 'scp:0', source: 'a', reading: reading('1.2.1') }),
      intake.observe({ channel: 'scp:0', source: 'b', reading: bad }),
      intake.observe({ channel: 'scp:0', source: 'c', reading: reading('1.2.2') }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(ledger.studies.count()).toBe(2);
  });

  it('an object without identifiers is unreadable and names what lacks', () => {
    expect(see('1.2.3', { SOPInstanceUID: '' })).toBe('unreadable');
    expect(ledger.unreadable.list(10, 0)).toMatchObject([
      { reason: 'identifiers-missing', detail: 'SOPInstanceUID', study: '1.2.3' },
    ]);
  });
});

describe('a study', () => {
  it('waits with rules of absence until it has been quiet for an hour', () => {
    see('1.2.3');
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('not-yet-run');
    clock = minutes(59);
    expect(assess().judged).toBe(0);
    see('1.2.3', { SOPInstanceUID: '1.2.3.1.2' });
    clock = minutes(61);
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('not-yet-run');
    clock = minutes(120);
    ledger.records.add(
      { StudyInstanceUID: '9.9', kind: 'inquiry', signedAt: noon, body: { answer: 'not-pregnant' } },
      'li',
      clock,
    );
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('evidence-missing');
    expect(finding('1.2.3', 'pregnancy-asked')).toMatchObject({ state: 'open', revision: 1 });
  });

  it('that was only sampled lacks nothing that anybody could say, is not asked about every day, and is judged when it comes whole', () => {
    intake.observeAll([{ channel: 'dimse:0', source: 'x', reading: reading('1.2.3'), sampled: true }]);
    clock = minutes(120);
    expect(assess().judged).toBe(1);
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('not-yet-run');
    expect(ledger.studies.get('1.2.3')).toMatchObject({ sampled: true, arriving: false });
    clock = minutes(60 * 48);
    expect(assess().judged).toBe(0);
    see('1.2.3', { SOPInstanceUID: '1.2.3.1.2' });
    intake.observeAll([
      { channel: 'dimse:0', source: 'y', reading: reading('1.2.3', { SOPInstanceUID: '1.2.3.1.3' }), sampled: true },
    ]);
    clock = minutes(60 * 50);
    ledger.records.add(
      { StudyInstanceUID: '9.9', kind: 'inquiry', signedAt: noon, body: { answer: 'not-pregnant' } },
      'li',
      clock,
    );
    assess();
    expect(ledger.studies.get('1.2.3')).toMatchObject({ sampled: false });
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('evidence-missing');
  });

  it('judged again without a change writes nothing', () => {
    see('1.2.3');
    intake.scanEnded('scp:0');
    assess();
    const head = ledger.head();
    see('1.2.3');
    intake.scanEnded('scp:0');
    clock = minutes(5);
    assess();
    ledger.studies.markAllDirty();
    assess();
    expect(ledger.head()).toEqual(head);
  });

  it('a rule that is withdrawn takes its finding along, and brings it back when it returns', () => {
    see('1.2.3', { PatientName: '' });
    clock = days(1);
    assess();
    expect(finding('1.2.3', 'real-name-present')).toMatchObject({ state: 'open', timesOpened: 1 });
    const shipped = ledger.ruleSets.inForce(day).manifest;
    const publish = (version: string, enabled: boolean): void => {
      const rules = shipped.rules.map((rule) => (rule.id === 'real-name-present' ? { ...rule, enabled } : rule));
      const manifest = { ...shipped, version, rules };
      ledger.ruleSets.put({ manifest, sha256: must(parseSha256(sha256Hex(version))) }, 'console', clock);
      assess();
    };
    clock = days(2);
    publish('9.0.0', false);
    expect(verdict('1.2.3', 'real-name-present')).toBeUndefined();
    expect(finding('1.2.3', 'real-name-present')).toMatchObject({
      state: 'closed',
      verdict: { kind: 'notApplicable', because: { fact: 'rule' } },
    });
    clock = days(3);
    publish('9.0.1', true);
    expect(finding('1.2.3', 'real-name-present')).toMatchObject({ state: 'open', timesOpened: 2 });
  });

  it('a record turns missing evidence into attested conformity; a second person closes the finding', () => {
    see('1.2.3');
    intake.scanEnded('scp:0');
    ledger.records.add(
      { StudyInstanceUID: '9.9', kind: 'inquiry', signedAt: before, body: { answer: 'not-pregnant' } },
      'li',
      clock,
    );
    assess();
    expect(finding('1.2.3', 'pregnancy-asked')).toMatchObject({ state: 'open' });
    const id = ledger.records.add(
      { AccessionNumber: 'A1', kind: 'inquiry', signedAt: before, body: { answer: 'not-pregnant' } },
      'li',
      before,
    );
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('conforms attested');
    expect(finding('1.2.3', 'pregnancy-asked')).toMatchObject({ state: 'open', verdict: { kind: 'conforms' } });
    ledger.records.review(id, 'wang', clock);
    assess();
    expect(finding('1.2.3', 'pregnancy-asked')).toMatchObject({ state: 'closed' });
    expect(ledger.findings.revisions(finding('1.2.3', 'pregnancy-asked')?.id ?? '').map(({ state }) => state)).toEqual([
      'open',
      'open',
      'closed',
    ]);
  });

  it('an entry after the exposure is late (补录) and waits for a second person', () => {
    see('1.2.3');
    intake.scanEnded('scp:0');
    ledger.records.add(
      { StudyInstanceUID: '1.2.3', kind: 'inquiry', signedAt: before, body: { answer: 'not-pregnant' } },
      'li',
      noon,
    );
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('awaiting-review');
  });

  it('evidence that does not come in its filing days is missing without anything else happening', () => {
    see('1.2.3', { StudyDate: '20261125', StudyTime: '0900' });
    intake.scanEnded('scp:0');
    ledger.records.add(
      { StudyInstanceUID: '9.9', kind: 'inquiry', signedAt: before, body: { answer: 'not-pregnant' } },
      'li',
      clock,
    );
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('not-yet-run');
    clock = days(1);
    expect(assess().judged).toBe(1);
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('not-yet-run');
    clock = days(7);
    assess();
    expect(verdict('1.2.3', 'pregnancy-asked')).toBe('evidence-missing');
    expect(finding('1.2.3', 'pregnancy-asked')).toMatchObject({ state: 'open' });
  });

  it('changes its retention class by the calendar alone', () => {
    see('1.2.3', { StudyDate: '20231126' });
    intake.scanEnded('scp:0');
    assess();
    expect(ledger.studies.get('1.2.3')?.retentionClass).toBe('online');
    clock = days(1);
    assess();
    expect(ledger.studies.get('1.2.3')?.retentionClass).toBe('kept');
    expect(assess().judged).toBe(0);
  });

  it('before supervision start is judged for information only', () => {
    start = day;
    see('1.2.3', { PatientName: '' });
    intake.scanEnded('scp:0');
    assess();
    expect(verdict('1.2.3', 'real-name-present')).toBe('deviates');
    expect(finding('1.2.3', 'real-name-present')).toBeUndefined();
  });
});

describe('a new center', () => {
  it('is not drowned: the register that nobody keeps is one finding a clause after thirty days, closed when it is kept', () => {
    start = must(parseCalendarDate('2026-11-01'));
    for (const n of [1, 2, 3]) see(`1.2.${String(n)}`);
    intake.scanEnded('scp:0');
    assess();
    expect(verdict('1.2.1', 'pregnancy-asked')).toBe('not-yet-run');
    expect(ledger.findings.list({ ruleId: 'pregnancy-asked', limit: 10, offset: 0 }).total).toBe(0);
    clock = days(40);
    assess();
    expect(ledger.findings.list({ ruleId: 'pregnancy-asked', limit: 10, offset: 0 }).rows).toMatchObject([
      { subject: { kind: 'facility' }, state: 'open' },
    ]);
    ledger.records.add(
      { StudyInstanceUID: '1.2.1', kind: 'inquiry', signedAt: noon, body: { answer: 'not-pregnant' } },
      'li',
      clock,
    );
    assess();
    const after = ledger.findings.list({ ruleId: 'pregnancy-asked', limit: 10, offset: 0 }).rows;
    expect(after.find(({ subject }) => subject.kind === 'facility')?.state).toBe('closed');
    expect(after.filter(({ subject, state }) => subject.kind === 'study' && state === 'open')).toHaveLength(3);
  });
});

describe('an archive of files', () => {
  let archive: string;
  let manifest: FixtureManifest;
  beforeAll(async () => {
    archive = mkdtempSync(join(tmpdir(), 'intake-archive-'));
    manifest = await buildCenter({ out: archive, seed: 'intake', until: day, studies: 12, cases: false });
  });
  afterAll(() => rmSync(archive, { recursive: true, force: true }));

  const scan = () => scanFolder(intake, [archive], { channel: 'folder:0', signal: new AbortController().signal });

  it('read twice changes nothing, and the second time nothing is opened', async () => {
    const first = await scan();
    assess();
    const head = ledger.head();
    ledger.close();
    open();
    clock = minutes(10);
    const second = await scan();
    assess();
    expect(first.read).toBeGreaterThan(12);
    expect(second).toMatchObject({ read: 0, outcomes: { unchanged: first.files } });
    expect(ledger.head()).toEqual(head);
    expect(ledger.studies.count()).toBe(manifest.baseline.length);
  });

  it('a file that could not be read and is mended closes its finding', async () => {
    const place = join(folder, 'files');
    mkdirSync(place);
    const path = join(place, 'a.dcm');
    writeFileSync(path, '');
    const look = () => scanFolder(intake, [place], { channel: 'folder:0', signal: new AbortController().signal });
    expect((await look()).outcomes.unreadable).toBe(1);
    assess();
    expect(ledger.findings.list({ ruleId: 'object-readable', limit: 10, offset: 0 }).rows).toMatchObject([
      { state: 'open', subject: { kind: 'archive' } },
    ]);
    const good = manifest.baseline[0]?.files[0] ?? '';
    writeFileSync(`${path}.new`, readFileSync(join(archive, good)));
    renameSync(`${path}.new`, path);
    expect((await look()).outcomes.stored).toBe(1);
    assess();
    expect(ledger.findings.list({ ruleId: 'object-readable', limit: 10, offset: 0 }).rows).toMatchObject([
      { state: 'closed' },
    ]);
  });

  it('stops between two commits when it is asked to, and goes on later', async () => {
    const asked = new AbortController();
    asked.abort();
    const stopped = await scanFolder(intake, [archive], { channel: 'folder:0', signal: asked.signal });
    expect(stopped.complete).toBe(stopped.files < 200);
    const rest = await scan();
    expect(rest.complete).toBe(true);
    expect(ledger.verifyChain().ok).toBe(true);
  });
});

describe('a decision on a suspicion', () => {
  const rule = 'scope-no-intervention';
  const decide = (who: [string, string]): void => {
    ledger.reviews.decide(
      { study: '1.2.7', ruleId: rule, decision: 'dismissed', reason: 'a description by habit, looked up' },
      who[0],
      clock,
    );
    ledger.reviews.second('1.2.7', rule, who[1], clock);
  };

  it('settles what was seen, also when other images come; on other grounds it is open again', () => {
    see('1.2.7', { StudyDescription: '肺穿刺活检' });
    clock = minutes(61);
    assess();
    expect(verdict('1.2.7', rule)).toBe('awaiting-review');
    clock = minutes(70);
    decide(['wang', 'li']);
    assess();
    expect(verdict('1.2.7', rule)).toBe('conforms attested');

    clock = minutes(80);
    see('1.2.7', { SOPInstanceUID: '1.2.7.1.2', StudyDescription: '肺穿刺活检', InstanceNumber: 2 });
    clock = minutes(150);
    assess();
    expect(verdict('1.2.7', rule)).toBe('conforms attested');

    see('1.2.7', { SOPInstanceUID: '1.2.7.1.3', StudyDescription: '肺穿刺活检', SeriesDescription: '射频消融' });
    clock = minutes(300);
    assess();
    expect(verdict('1.2.7', rule)).toBe('awaiting-review');
    expect(finding('1.2.7', rule)?.state).not.toBe('dismissed');
    clock = minutes(310);
    decide(['li', 'wang']);
    assess();
    expect(verdict('1.2.7', rule)).toBe('conforms attested');
  });
});
