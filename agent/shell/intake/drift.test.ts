import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instant, instant, must, parseCalendarDate, startOfDay } from '@center/contract';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { headerFromDicomJson } from '../header/index.ts';
import { centerKeys, type Ledger, openLedger } from '../ledger/index.ts';
import { keepShippedRules } from '../shipped-rules.ts';
import { type AssessDeps, assessDue, createIntake, type Intake } from './index.ts';

const noon = instant(startOfDay(must(parseCalendarDate('2026-11-25'))) + 12 * 3_600_000);
const rule = 'headers-unchanged';

let folder: string;
let ledger: Ledger;
let clock: Instant;
let intake: Intake;
let faults: unknown[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drift-'));
  clock = noon;
  faults = [];
  ledger = openLedger(join(folder, 'data'));
  keepShippedRules(ledger, clock);
  intake = createIntake({ ledger, now: () => clock, changed: () => undefined });
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
  supervisionStart: 'earliest-study',
  now: () => clock,
  onFault: (what, fault) => faults.push([what, fault]),
});

const base = {
  '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
  '00080016': { vr: 'UI', Value: ['1.2.840.10008.5.1.4.1.1.1.1'] },
  '00080008': { vr: 'CS', Value: ['ORIGINAL', 'PRIMARY'] },
  '00080020': { vr: 'DA', Value: ['20261103'] },
  '00080030': { vr: 'TM', Value: ['0900'] },
  '00080060': { vr: 'CS', Value: ['DX'] },
  '00080070': { vr: 'LO', Value: ['M'] },
  '00081030': { vr: 'LO', Value: ['腹部平片'] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^Fang', Ideographic: '王^芳' }] },
  '00100020': { vr: 'LO', Value: ['P1'] },
  '00100040': { vr: 'CS', Value: ['F'] },
  '00180060': { vr: 'DS', Value: [80] },
};

/** One look at an object of a study, with some elements changed. */
function look(channel: string, change: Record<string, unknown> = {}, study = '1.2.3', sop = '7.1'): string | undefined {
  const json = {
    ...base,
    '00080018': { vr: 'UI', Value: [sop] },
    '0020000D': { vr: 'UI', Value: [study] },
    '0020000E': { vr: 'UI', Value: ['5.1'] },
    ...change,
  };
  const [outcome] = intake.observeAll([{ channel, source: `/${study}`, reading: headerFromDicomJson(json) }]);
  clock = instant(clock + 60_000);
  assessDue(deps(), 1_000_000);
  return outcome;
}

function verdict(study = '1.2.3'): string | undefined {
  const found = ledger.judgements.ofStudy(study).find(({ ruleId }) => ruleId === rule)?.verdict;
  return found?.kind === 'indeterminate' ? found.reason : found?.kind;
}
const finding = (study = '1.2.3') => ledger.findings.find('study', study, rule);

const higher = { '00180060': { vr: 'DS', Value: [90] } };
const renamed = { '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^Fei' }] } };
/** The same, as another program writes it. */
const spelled = {
  '00080005': { vr: 'CS', Value: ['GB18030'] },
  '00080030': { vr: 'TM', Value: ['090000.000'] },
  '00081030': { vr: 'LO', Value: ['腹部平片 '] },
  '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Wang^Fang^^', Ideographic: '王^芳' }] },
  '00100030': { vr: 'DA' },
  '00180060': { vr: 'DS', Value: ['80.00'] },
  '00201208': { vr: 'IS', Value: [1] },
};

it('what was seen once, or always the same, has no verdict of the rule', () => {
  look('folder:0');
  expect(look('dicomweb:0')).toBe('unchanged');
  expect(verdict()).toBeUndefined();
  expect(finding()).toBeUndefined();
});

it('two channels with one value changed make one finding; changed back it closes', () => {
  look('folder:0');
  expect(look('dicomweb:0', higher)).toBe('changed');
  expect(verdict()).toBe('deviates');
  expect(finding()).toMatchObject({ state: 'open', timesOpened: 1, severity: 'minor' });
  const observed = ledger.judgements
    .ofStudy('1.2.3')
    .flatMap(({ ruleId, verdict: { ...said } }) => (ruleId === rule && said.kind === 'deviates' ? said.observed : []));
  expect(observed).toEqual([
    { fact: 'comparedObjects', value: 1 },
    { fact: 'changedObjects', value: 1 },
    { fact: 'changedAttributes', value: 'KVP' },
    { fact: 'betweenChannels', value: 'dicomweb folder' },
  ]);
  // Both say again what they have said: no news.
  expect([look('folder:0'), look('dicomweb:0', higher)]).toEqual(['unchanged', 'unchanged']);
  expect(ledger.findings.bySubject('study', '1.2.3').filter(({ ruleId }) => ruleId === rule)).toHaveLength(1);
  expect(look('dicomweb:0')).toBe('changed');
  expect(verdict()).toBe('conforms');
  expect(finding()).toMatchObject({ state: 'closed' });
});

it('spelled differently makes none', () => {
  look('folder:0');
  expect(look('dicomweb:0', spelled)).toBe('changed');
  expect(verdict()).toBe('conforms');
  expect(finding()).toBeUndefined();
});

it('a third channel that agrees with the first does not silence the one that says otherwise', () => {
  look('folder:0');
  look('dicomweb:0', higher);
  look('scp:0');
  expect(verdict()).toBe('deviates');
});

it('another identity waits for a person', () => {
  look('dicomweb:0');
  look('dicomweb:0', renamed);
  expect(verdict()).toBe('awaiting-review');
  const { objects } = ledger.objects.driftOf('1.2.3');
  expect(objects).toMatchObject([
    { SOPInstanceUID: '7.1', now: { channel: 'dicomweb:0' }, before: [{ header: { PatientName: 'Wang^Fang=王^芳' } }] },
  ]);
});

it('an object that moved to another study is told there, and what it left closes', () => {
  look('scp:0');
  look('scp:0', {}, '1.2.3', '7.2');
  look('scp:0', renamed);
  expect(finding('1.2.3')).toMatchObject({ state: 'open' });
  look('scp:0', renamed, '9.9');
  expect(verdict('9.9')).toBe('awaiting-review');
  expect(verdict('1.2.3')).toBe('conforms');
  expect(finding('1.2.3')).toMatchObject({ state: 'closed' });
  expect(ledger.verifyChain().ok).toBe(true);
});

it('many objects sent anew are compared up to a bound, and the rest is counted', () => {
  const send = (change: Record<string, unknown>): void => {
    intake.observeAll(
      Array.from({ length: 2003 }, (_, n) => ({
        channel: 'scp:0',
        source: '/x',
        reading: headerFromDicomJson({
          ...base,
          '00080018': { vr: 'UI', Value: [`7.${String(n)}`] },
          '0020000D': { vr: 'UI', Value: ['1.2.3'] },
          '0020000E': { vr: 'UI', Value: ['5.1'] },
          ...change,
        }),
      })),
    );
  };
  send({});
  send(renamed);
  const { objects, uncompared } = ledger.objects.driftOf('1.2.3');
  expect([objects.length, uncompared]).toEqual([2000, 3]);
});
