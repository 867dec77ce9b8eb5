import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant, must, parseCalendarDate, startOfDay, type Verdict } from '@center/contract';
import {
  buildCenter,
  type Expectation,
  type FixtureManifest,
  type FixtureStudy,
  judgedRules,
  registerlessRules,
} from '@center/fixtures';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opensFinding } from '../core/index.ts';
import { takeRecords } from '../shell/commands/evidence-file.ts';
import { type AssessDeps, assessDue, createIntake, scanFolder } from '../shell/intake/index.ts';
import { type Ledger, openLedger, passingCenterKeys } from '../shell/ledger/index.ts';
import { keepShippedRules } from '../shell/shipped-rules.ts';

/** The whole fixture center, its cards and its people's records, read and judged as the agent does it; one ledger for all expectations. */
const folder = mkdtempSync(join(tmpdir(), 'manifest-'));
const archive = join(folder, 'archive');
const until = must(parseCalendarDate('2026-11-25'));
const noon = instant(startOfDay(until) + 12 * 3_600_000);
const faults: [string, unknown][] = [];
let manifest: FixtureManifest;
let ledger: Ledger;

beforeAll(async () => {
  manifest = await buildCenter({ out: archive, seed: 'manifest-test', until, studies: 220, cases: true });
  ledger = openLedger(join(folder, 'ledger'), { durable: false });
  keepShippedRules(ledger, noon);
  for (const card of manifest.devices) ledger.cards.put(card, 'test', noon);
  const records = [...manifest.cases, ...manifest.baseline]
    .filter((study) => study.records !== undefined)
    .map(({ study, records: kept }) => ({ study, records: kept }));
  writeFileSync(join(folder, 'records.json'), JSON.stringify(records));
  takeRecords(ledger, join(folder, 'records.json'), noon);
  const intake = createIntake({ ledger, now: () => noon, changed: () => undefined });
  await scanFolder(intake, [archive], { channel: 'folder:0', signal: new AbortController().signal });
  await intake.close();
  const deps: AssessDeps = {
    ledger,
    keys: passingCenterKeys(),
    facility: { id: 'fixture', institutionNames: [manifest.institutionName], zoneOffsetMinutes: 480 },
    supervisionStart: 'earliest-study',
    now: () => noon,
    onFault: (what, fault) => void faults.push([what, fault]),
  };
  assessDue(deps, Number.MAX_SAFE_INTEGER);
}, 180_000);

afterAll(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

function said(verdict: Verdict): Expectation {
  switch (verdict.kind) {
    case 'conforms':
    case 'deviates':
      return { kind: verdict.kind, basis: verdict.basis };
    case 'indeterminate':
      return { kind: verdict.kind, reason: verdict.reason };
    case 'notApplicable':
      return { kind: verdict.kind };
  }
}

function inWords({ kind, basis, reason }: Expectation): string {
  return [kind, basis, reason].filter((part) => part !== undefined).join(' ');
}

function compare(study: FixtureStudy): void {
  const judgements = ledger.judgements.ofStudy(study.study);
  const verdicts = new Map(judgements.map(({ ruleId, verdict }) => [String(ruleId), inWords(said(verdict))]));
  const expected = new Map(Object.entries(study.expected).map(([rule, each]) => [rule, inWords(each)]));
  const differing = [...new Set([...verdicts.keys(), ...expected.keys()])]
    .filter((rule) => verdicts.get(rule) !== expected.get(rule))
    .map((rule) => `${rule} says ${verdicts.get(rule) ?? 'nothing'}, not ${expected.get(rule) ?? 'nothing'}`);
  expect(differing, differing.join('; ')).toEqual([]);
  const opened = ledger.findings.bySubject('study', study.study).map(({ ruleId }) => ruleId);
  expect(opened.toSorted()).toEqual([...study.findings].toSorted());
  expect(
    judgements
      .filter(opensFinding)
      .map(({ ruleId }) => ruleId)
      .toSorted(),
  ).toEqual([...study.findings].toSorted());
}

it('no rule and no reading of facts failed', () => {
  expect(faults).toEqual([]);
});

/** Verdicts that a rule cannot give, or that only a person's decision brings about; the rule's own table says why. */
const neverFromAnArchive = new Set([
  'pregnancy-asked: deviates',
  'study-origin: deviates',
  'study-origin: notApplicable',
  'object-readable: deviates',
  'object-readable: notApplicable',
  'contrast-consent: conforms',
  'contrast-consent: deviates',
  'contrast-trained-staff: conforms',
  'contrast-trained-staff: deviates',
  'discontinued-step-recorded: deviates',
  'report-present: deviates',
  'report-verified: deviates',
  'report-signer-named: conforms',
  'report-signer-named: deviates',
  'operators-present: deviates',
  'outreach-protection-recorded: conforms',
  'outreach-protection-recorded: deviates',
  'dose-units-known: deviates',
  'protocol-drift: conforms',
  'protocol-drift: deviates',
]);

describe('every case says what its one fault says, and nothing else', () => {
  it('there is a case for every verdict that files, records and cards can bring about', () => {
    const covered = new Set(
      [...manifest.cases, ...manifest.baseline].flatMap(({ expected }) =>
        Object.entries(expected).map(([rule, { kind }]) => `${rule}: ${kind}`),
      ),
    );
    const apart = new Set(manifest.notFromFiles.map(({ rule, kind }) => `${rule}: ${kind}`));
    const all = Object.keys(judgedRules).flatMap((rule) =>
      ['conforms', 'deviates', 'indeterminate', 'notApplicable'].map((kind) => `${rule}: ${kind}`),
    );
    expect(
      all.filter((verdict) => !covered.has(verdict) && !apart.has(verdict) && !neverFromAnArchive.has(verdict)),
    ).toEqual([]);
  });

  it('all cases', () => {
    const differing: string[] = [];
    for (const study of manifest.cases) {
      try {
        compare(study);
      } catch (fault) {
        differing.push(`${study.name} (${study.fault}): ${fault instanceof Error ? fault.message : String(fault)}`);
      }
    }
    expect(differing.join('\n\n')).toBe('');
  });
});

it('a year of conforming studies opens no finding, and each rule says what is written down', () => {
  const differing: string[] = [];
  for (const study of manifest.baseline) {
    try {
      compare(study);
      expect(study.findings).toEqual([]);
    } catch (fault) {
      differing.push(`${study.name}: ${fault instanceof Error ? fault.message : String(fault)}`);
    }
  }
  expect(differing.slice(0, 10).join('\n\n')).toBe('');
});

it('findings stand on the studies of the manifest, on unreadable files of the archive, and nowhere else', () => {
  const expected = new Set([...manifest.cases, ...manifest.baseline].map(({ study }) => study));
  const { rows } = ledger.findings.list({ limit: 10_000, offset: 0 });
  const others = rows.filter(({ subject }) => !(subject.kind === 'study' && expected.has(subject.key)));
  const unreadable = manifest.unreadable.filter(({ kind }) => kind === 'unreadable');
  // What no register carries yet is said once for the clause, however many studies stand behind it.
  const studies = [...manifest.cases, ...manifest.baseline];
  const clauses = [...registerlessRules].filter((rule) =>
    studies.some(({ expected: { [rule]: said } }) => said.reason === 'evidence-missing'),
  );
  expect(others.map(({ ruleId, subject, verdict }) => `${ruleId} ${subject.kind} ${verdict.kind}`).toSorted()).toEqual(
    [
      ...unreadable.map(() => 'object-readable archive indeterminate'),
      ...clauses.map((rule) => `${rule} facility indeterminate`),
    ].toSorted(),
  );
});
